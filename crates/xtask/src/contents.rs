//! What takes the room in a WebAssembly file: its functions by the crate that they come from, and its data.
//!
//! The functions' names stand in a custom section of the file, which Trunk keeps (see `-g` in index.html) and
//! [`without_names`] takes out before the file is published.

use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use wasmparser::{CustomSectionReader, KnownCustom, Name, Parser, Payload, TypeRef};

/// The row of functions that no crate's name begins.
const UNNAMED: &str = "(unnamed)";

/// The row of the standard library, which is several crates.
const STANDARD: &str = "std";

/// Bytes of a WebAssembly file by where they come from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    /// Functions, by crate.
    pub(crate) code: BTreeMap<String, usize>,
    /// Tables and texts.
    pub(crate) data: usize,
}

impl Contents {
    /// All of it.
    pub(crate) fn total(&self) -> usize {
        self.code.values().sum::<usize>() + self.data
    }
}

/// Reads where the bytes of a WebAssembly file come from.
///
/// # Errors
/// Where the file is no WebAssembly.
pub(crate) fn read(module: &[u8]) -> Result<Contents> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut names = HashMap::new();
    let mut data = 0;
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(length(&body.range())),
            Payload::DataSection(section) => data = length(&section.range()),
            Payload::CustomSection(section) => names.extend(function_names(&section)?),
            _ => {}
        }
    }
    let mut code = BTreeMap::new();
    for (index, bytes) in (imported..).zip(bodies) {
        let name = names.get(&index).map_or(UNNAMED, |name| crate_of(name));
        *code.entry(name.to_owned()).or_default() += bytes;
    }
    Ok(Contents { code, data })
}

/// The functions' names by their index; none where the section is another one.
fn function_names<'m>(section: &CustomSectionReader<'m>) -> Result<HashMap<u32, &'m str>> {
    let mut names = HashMap::new();
    let KnownCustom::Name(subsections) = section.as_known() else { return Ok(names) };
    for subsection in subsections {
        if let Name::Function(map) = subsection? {
            for naming in map {
                let naming = naming?;
                names.insert(naming.index, naming.name);
            }
        }
    }
    Ok(names)
}

/// The file without its functions' names.
///
/// # Errors
/// Where the file is no WebAssembly.
pub(crate) fn without_names(module: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Vec::with_capacity(module.len());
    // A section's header stands between the end of the one before and its content.
    let mut start = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let end = match &payload {
            Payload::Version { range, .. } => range.end,
            payload => match payload.as_section() {
                Some((_, range)) => range.end,
                None => continue,
            },
        };
        let end = usize::try_from(end)?;
        let is_names = matches!(&payload, Payload::CustomSection(section) if section.name() == "name");
        if !is_names {
            kept.extend_from_slice(module.get(start..end).context("a section ends behind the file's end")?);
        }
        start = end;
    }
    Ok(kept)
}

/// The crate in whose code a function stands, by its demangled name, such as
/// `<regex_syntax::hir::Hir as core::fmt::Debug>::fmt`: the first word before `::`.
fn crate_of(name: &str) -> &str {
    let is_word = |ch: char| ch.is_alphanumeric() || ch == '_';
    let mut before = name;
    while let Some((head, tail)) = before.split_once("::") {
        // A crate may be told apart from others of its name by a number: `core[c5930c85a12de822]`.
        let head = match head.strip_suffix(']').and_then(|head| head.rsplit_once('[')) {
            Some((head, number)) if number.bytes().all(|byte| byte.is_ascii_hexdigit()) => head,
            _ => head,
        };
        let word = &head[head.rfind(|ch| !is_word(ch)).map_or(0, |at| at + 1)..];
        if !word.is_empty() {
            return match word {
                "core" | "alloc" | "compiler_builtins" | "__rustc" => STANDARD,
                word => word,
            };
        }
        before = tail;
    }
    // Only the standard library gives methods to types such as `str`.
    if name.starts_with('<') { STANDARD } else { UNNAMED }
}

fn length(range: &Range<u64>) -> usize {
    (range.end - range.start) as usize
}

#[cfg(test)]
mod tests {
    use super::{Contents, crate_of, read, without_names};

    /// A module with one imported function, two of its own and ten bytes of data.
    fn module(with_names: bool) -> Vec<u8> {
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        let mut section = |id: u8, content: &[u8]| {
            module.push(id);
            module.push(content.len() as u8);
            module.extend_from_slice(content);
        };
        section(1, b"\x01\x60\0\0");
        section(2, b"\x01\x01m\x01f\0\0");
        section(3, b"\x02\0\0");
        section(5, b"\x01\0\x01");
        section(10, b"\x02\x02\0\x0b\x03\0\x01\x0b");
        section(11, b"\x01\0\x41\0\x0b\x04abcd");
        if with_names {
            section(0, b"\x04name\x01\x12\x02\x01\x07jiff::a\x02\x06own::b");
        }
        section(0, b"\x05other!");
        module
    }

    #[test]
    fn functions_are_counted_for_their_crates() {
        let contents = read(&module(true)).unwrap();
        let code = [("jiff", 2), ("own", 3)].map(|(name, bytes)| (name.to_owned(), bytes)).into();
        assert_eq!(contents, Contents { code, data: 10 });
        assert_eq!(
            read(&module(false)).unwrap().code.into_iter().collect::<Vec<_>>(),
            [("(unnamed)".to_owned(), 5)]
        );
        assert!(read(b"<html>").is_err());
    }

    #[test]
    fn names_are_taken_out_and_nothing_else() {
        assert_eq!(without_names(&module(true)).unwrap(), module(false));
        assert_eq!(without_names(&module(false)).unwrap(), module(false));
    }

    #[test]
    fn a_name_tells_its_crate() {
        for (name, expected) in [
            ("jiff::tz::offset::h0123", "jiff"),
            ("<regex_syntax::hir::Hir as core::fmt::Debug>::fmt::hf705", "regex_syntax"),
            ("<&T as core::fmt::Debug>::fmt::h5eca", "std"),
            ("core[c5930c85a12de822]::num::flt2dec::format", "std"),
            ("<alloc[c5930c85a12de822]::string::String as core::fmt::Write>::write_str", "std"),
            ("iot_sql::a::<impl b::C for d::E>::f", "iot_sql"),
            ("main", "(unnamed)"),
            ("<str>::to_lowercase", "std"),
        ] {
            assert_eq!(crate_of(name), expected, "{name}");
        }
    }
}
