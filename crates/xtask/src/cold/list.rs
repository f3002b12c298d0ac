//! Names of functions, and the list of those that the start does without.

use std::collections::BTreeMap;

/// What separates the parts of a name.
const SEPARATOR: &str = "::";

/// From which size on a line is worth its place, in instructions.
const LEAST: u64 = 20;

/// What stands at the top of the file.
const HEAD: &str = "\
# What the page does without at its start: functions, a line each, or the beginning of the names of several.
# `cargo xtask profile` makes this file anew; see crates/xtask/src/cold.
";

/// A function of a program.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// Its name, as [`plain`] has it.
    pub(super) name: String,
    /// Its size, in instructions.
    pub(super) size: u64,
    /// Whether it was called.
    pub(super) called: bool,
}

/// Beginnings of names.
pub(super) struct List(Vec<String>);

impl List {
    /// Reads a list.
    pub(super) fn of(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        Self(lines.map(str::to_owned).collect())
    }

    /// Whether it has a function of this name: whole, or its beginning up to a separator.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|line| match name.strip_prefix(line.as_str()) {
            Some(rest) => rest.is_empty() || line.ends_with(SEPARATOR),
            None => false,
        })
    }
}

/// The shortest list of functions that were not called: as few beginnings of names as say no more than that.
pub(super) fn written(functions: &[Seen]) -> String {
    // Called or not, and the size of all that begin so.
    let mut beginnings: BTreeMap<&str, (bool, u64)> = BTreeMap::new();
    for function in functions {
        for beginning in beginnings_of(&function.name) {
            let known = beginnings.entry(beginning).or_default();
            known.0 |= function.called;
            known.1 += function.size;
        }
    }
    let mut text = HEAD.to_owned();
    let mut last: Option<&str> = None;
    for (beginning, (called, size)) in &beginnings {
        let is_said = last.is_some_and(|last| last.ends_with(SEPARATOR) && beginning.starts_with(last));
        if *called || is_said {
            continue;
        }
        last = Some(beginning);
        if *size >= LEAST {
            text.push_str(beginning);
            text.push('\n');
        }
    }
    text
}

/// The beginnings of a name, the shortest first and the name itself last.
fn beginnings_of(name: &str) -> impl Iterator<Item = &str> {
    let ends = name.match_indices(SEPARATOR).map(|(at, _)| at + SEPARATOR.len());
    ends.filter(|end| *end < name.len()).map(|end| &name[..end]).chain([name])
}

/// A function's name as people read it, without what differs between builds: hashes, and the numbers by which the compiler
/// tells apart the pieces that it made of a crate.
pub(super) fn plain(name: &str) -> String {
    let (stem, number) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    format!("{:#}", rustc_demangle::demangle(if is_number { stem } else { name }))
}

#[cfg(test)]
mod tests {
    use super::{HEAD, List, Seen, plain, written};

    #[test]
    fn a_name_has_nothing_that_differs_between_builds() {
        for (name, expected) in [
            ("_ZN1a1b17h0123456789abcdefE", "a::b"),
            ("_RNvCs1234_7mycrate3foo", "mycrate::foo"),
            ("_ZN1a1b17h0123456789abcdefE.893", "a::b"),
            ("memcpy", "memcpy"),
            ("a.b", "a.b"),
        ] {
            assert_eq!(plain(name), expected);
        }
    }

    #[test]
    fn the_list_says_as_little_as_names_what_was_not_called() {
        let seen = |name: &str, called| Seen { name: name.to_owned(), size: 100, called };
        let functions = [
            seen("a::one", false),
            seen("a::two", false),
            seen("b::one", true),
            seen("b::two", false),
            seen("b::two::{{closure}}", false),
            seen("b::twofold", true),
            // One name, two functions.
            seen("c", true),
            seen("c", false),
            Seen { size: 1, ..seen("d::small", false) },
        ];
        let text = written(&functions);
        assert_eq!(text, format!("{HEAD}a::\nb::two\nb::two::\n"));
        let list = List::of(&text);
        let named: Vec<&str> =
            functions.iter().map(|function| function.name.as_str()).filter(|name| list.has(name)).collect();
        assert_eq!(named, ["a::one", "a::two", "b::two", "b::two::{{closure}}"]);
    }
}
