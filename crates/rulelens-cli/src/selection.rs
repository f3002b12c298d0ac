//! Which files a command takes: those that are named, those of folders, those that a pattern matches, and none that is
//! excluded.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;
use std::path::{Component, Path, PathBuf};

/// The most files that one argument stands for.
const MOST: usize = 100_000;

/// A file that is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selected {
    /// The file.
    pub(crate) path: PathBuf,
    /// Whether it was named itself, and not found in a folder or by a pattern.
    pub(crate) is_named: bool,
}

/// Patterns of files that are not taken, below a folder.
#[derive(Clone, Debug, Default)]
pub(crate) struct Excluded(Vec<(PathBuf, GlobSet)>);

impl Excluded {
    /// Adds patterns that are meant below `folder`. A pattern without a slash is for names at any depth; one that matches a
    /// folder is for all that is below it.
    ///
    /// # Errors
    /// A pattern that is none, as a sentence.
    pub(crate) fn add(&mut self, folder: &Path, patterns: &[String]) -> Result<(), String> {
        if patterns.is_empty() {
            return Ok(());
        }
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let plain = pattern.trim_start_matches("./").trim_end_matches('/');
            let anywhere = if plain.contains('/') { plain.to_owned() } else { format!("**/{plain}") };
            set.add(glob(&anywhere)?);
            set.add(glob(&format!("{anywhere}/**"))?);
        }
        let set = set.build().map_err(|error| format!("The patterns cannot be used: {error}."))?;
        self.0.push((absolute(folder), set));
        Ok(())
    }

    /// Whether the file is excluded.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        let path = absolute(path);
        self.0.iter().any(|(folder, set)| path.strip_prefix(folder).is_ok_and(|path| set.is_match(path)))
    }
}

fn glob(pattern: &str) -> Result<Glob, String> {
    GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|error| format!("`{pattern}` is not a pattern of files: {}.", error.kind()))
}

/// A path from the root, without `.` and `..`, whatever links there are.
fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

/// Whether an argument is a pattern rather than a file or a folder.
pub(crate) fn is_pattern(argument: &Path) -> bool {
    argument.to_string_lossy().contains(['*', '?', '[', '{']) && !argument.exists()
}

/// The files that an argument stands for, sorted by name: itself, all below a folder that `takes` says yes to, or all that
/// a pattern matches. What Git ignores and what is hidden is not looked for.
///
/// # Errors
/// Why there are none, as a sentence.
pub(crate) fn select(
    argument: &Path,
    excluded: &Excluded,
    takes: &dyn Fn(&Path) -> bool,
) -> Result<Vec<Selected>, String> {
    if is_pattern(argument) {
        let (folder, pattern) = split(argument);
        let wanted = glob(&pattern)?.compile_matcher();
        let matches = |path: &Path| {
            wanted.is_match(path.strip_prefix(&folder).unwrap_or(path).to_string_lossy().replace('\\', "/"))
        };
        let found = walk(&folder, excluded, &matches)?;
        if found.is_empty() {
            return Err("No file matches this pattern.".to_owned());
        }
        return Ok(found);
    }
    if argument.is_dir() {
        return walk(argument, excluded, takes);
    }
    let named = Selected { path: argument.to_owned(), is_named: true };
    Ok(if excluded.holds(argument) { Vec::new() } else { vec![named] })
}

/// The folder in which a pattern's files are, and the pattern below it.
fn split(pattern: &Path) -> (PathBuf, String) {
    let mut parts = pattern.components();
    let mut folder = PathBuf::new();
    while let Some(part) = parts.clone().next() {
        let is_last = parts.clone().nth(1).is_none();
        if is_last || part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']) {
            break;
        }
        folder.push(part);
        parts.next();
    }
    let rest = parts.as_path().to_string_lossy().replace('\\', "/");
    (if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder }, rest)
}

fn walk(folder: &Path, excluded: &Excluded, takes: &dyn Fn(&Path) -> bool) -> Result<Vec<Selected>, String> {
    let filter = excluded.clone();
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false).sort_by_file_name(Ord::cmp);
    walk.filter_entry(move |entry| entry.depth() == 0 || !filter.holds(entry.path()));
    let mut found = Vec::new();
    for (index, entry) in walk.build().enumerate() {
        if index == MOST {
            return Err(format!(
                "There are more than {MOST} files below; name a folder in it, or exclude some."
            ));
        }
        // What cannot be looked into has nothing to be found.
        let Ok(entry) = entry else { continue };
        if entry.file_type().is_some_and(|kind| kind.is_file()) && takes(entry.path()) {
            let path = entry.into_path();
            let path = path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
            found.push(Selected { path, is_named: false });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{Excluded, select, split};
    use std::fs;
    use std::path::{Path, PathBuf};

    fn names(argument: &str, exclude: &[&str]) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().expect("a folder");
        for name in [
            "a.sql",
            "b/c.sql",
            "b/d.tf",
            "b/skip/e.sql",
            ".hidden/f.sql",
            "out/g.sql",
            "n/node_modules/h.sql",
        ] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, "").expect("a file");
        }
        fs::write(folder.path().join(".gitignore"), "out/\n").expect("a file");
        let mut excluded = Excluded::default();
        let patterns: Vec<String> = exclude.iter().map(|&pattern| pattern.to_owned()).collect();
        excluded.add(folder.path(), &patterns)?;
        let takes = |path: &Path| path.extension().is_some_and(|ending| ending == "sql");
        let found = select(&folder.path().join(argument), &excluded, &takes)?;
        let name = |path: &Path| path.strip_prefix(folder.path()).expect("below").display().to_string();
        Ok(found.iter().map(|one| name(&one.path)).collect())
    }

    #[test]
    fn folders_patterns_and_files() {
        let all = ["a.sql", "b/c.sql", "b/skip/e.sql", "n/node_modules/h.sql"];
        assert_eq!(names("", &[]).expect("files"), all);
        assert_eq!(names("*.sql", &[]).expect("files"), ["a.sql"]);
        assert_eq!(names("**/*.sql", &[]).expect("files"), all);
        assert_eq!(names("b/*.{sql,tf}", &[]).expect("files"), ["b/c.sql", "b/d.tf"]);
        assert_eq!(names("out/g.sql", &[]).expect("files"), ["out/g.sql"]);
        assert_eq!(names("*.yaml", &[]).expect_err("none"), "No file matches this pattern.");
        assert!(names("[", &[]).expect_err("no pattern").contains("not a pattern"));
    }

    #[test]
    fn what_is_excluded_is_not_taken_even_if_it_is_named() {
        assert_eq!(names("", &["node_modules", "b/skip/"]).expect("files"), ["a.sql", "b/c.sql"]);
        assert_eq!(names("", &["b"]).expect("files"), ["a.sql", "n/node_modules/h.sql"]);
        assert_eq!(names("", &["./b/**"]).expect("files"), ["a.sql", "n/node_modules/h.sql"]);
        assert_eq!(names("a.sql", &["*.sql"]).expect("none"), [""; 0]);
        assert!(names("", &["{a"]).expect_err("no pattern").contains("`**/{a`"));
    }

    #[test]
    fn a_pattern_begins_where_its_signs_do() {
        let of = |pattern: &str| split(Path::new(pattern));
        assert_eq!(of("a/b/*.sql"), (PathBuf::from("a/b"), "*.sql".to_owned()));
        assert_eq!(of("**/*.sql"), (PathBuf::from("."), "**/*.sql".to_owned()));
        assert_eq!(of("/a/x[0].sql"), (PathBuf::from("/a"), "x[0].sql".to_owned()));
    }
}
