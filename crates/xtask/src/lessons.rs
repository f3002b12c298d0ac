//! The course, as files beside the page: each lesson as its author wrote it, and a table of contents.
//!
//! A teacher's course is a folder beside this one. It needs no table: the page makes one of the lessons.

use anyhow::{Context, Result, anyhow};
use rule_lessons::{Contents, Course, Lesson};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::project::Project;

/// Where the course stands in the repository.
const FOLDER: &str = "examples/lessons";

/// Where it stands beside the page.
const BESIDE: &str = "lessons/rules";

/// The list of a course's lessons.
const LIST: &str = "course.md";

/// The table of contents.
const CONTENTS: &str = "index.json";

/// Writes the course into the folder that Trunk names.
pub(crate) fn write(project: &Project) -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this while it builds the site")?;
    let folder = PathBuf::from(staging).join(BESIDE);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in files(project)? {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Which lesson teaches what a diagnostic is about, as the hints say that name its code: a line `code id title` each.
pub(crate) fn taught(project: &Project) -> Result<String> {
    let contents: Contents = serde_json::from_str(&files(project)?[CONTENTS])?;
    let mut lines: BTreeMap<&str, String> = BTreeMap::new();
    for lesson in contents.lessons().filter(|lesson| !lesson.is_case) {
        for code in &lesson.codes {
            lines.entry(code).or_insert_with(|| format!("{code} {} {}\n", lesson.id, lesson.title));
        }
    }
    Ok(lines.into_values().collect())
}

/// The files of the course by their names.
fn files(project: &Project) -> Result<BTreeMap<String, String>> {
    let folder = project.root.join(FOLDER);
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let malformed = |name: &str, problems: Vec<rule_lessons::Problem>| {
        let first = problems.into_iter().next().map(|problem| problem.to_string()).unwrap_or_default();
        anyhow!("{FOLDER}/{name}:{first}")
    };
    let list = read(LIST)?;
    let course = Course::read(&list).map_err(|problems| malformed(LIST, problems))?;
    let mut files = BTreeMap::from([(LIST.to_owned(), list)]);
    let mut lessons = BTreeMap::new();
    for entry in course.lessons() {
        let text = read(&entry.file)?;
        lessons.insert(
            entry.file.clone(),
            Lesson::read(&text).map_err(|problems| malformed(&entry.file, problems))?,
        );
        files.insert(entry.file.clone(), text);
    }
    let contents = Contents::of(&course, |file| lessons.get(file).cloned());
    files.insert(CONTENTS.to_owned(), serde_json::to_string(&contents)?);
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{CONTENTS, files};
    use crate::project::Project;

    #[test]
    fn every_lesson_is_beside_the_page_and_in_the_table_of_contents() {
        let files = files(&Project::find().unwrap()).unwrap();
        let contents: serde_json::Value = serde_json::from_str(&files[CONTENTS]).unwrap();
        let chapters = contents["chapters"].as_array().unwrap();
        let lessons: Vec<_> =
            chapters.iter().flat_map(|chapter| chapter["lessons"].as_array().unwrap()).collect();
        assert_eq!(lessons.len(), 40);
        for lesson in &lessons {
            let file = lesson["file"].as_str().unwrap();
            let id = format!("\nid: {}\n", lesson["id"].as_str().unwrap());
            assert!(files[file].contains(&id), "{file}");
        }
        assert_eq!(files.len(), lessons.len() + 2);
    }
}
