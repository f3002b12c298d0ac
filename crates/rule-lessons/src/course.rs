//! The list of a course's lessons.

use crate::markdown::{Block, Inline, Target, blocks, inline, is_lesson_file, item, plain};
use crate::problem::{Problem, Problems};
use crate::read::front::id;
use crate::sections::{lines, split};
use serde::{Deserialize, Serialize};

/// Lessons that a course may have.
pub const MAX_LESSONS: usize = 200;

/// Bytes that the list may have.
const MAX_BYTES: usize = 64 * 1024;

/// The lessons of a course, as its `course.md` lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Course {
    /// What it is called.
    pub title: String,
    /// What is said before the first chapter.
    pub introduction: Vec<Block>,
    /// The chapters, in order.
    pub chapters: Vec<Chapter>,
}

/// A chapter of a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chapter {
    /// What it is called.
    pub title: String,
    /// What is said before its lessons.
    pub introduction: Vec<Block>,
    /// Its lessons, in order.
    pub lessons: Vec<Entry>,
}

/// A lesson in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// What it is called.
    pub title: String,
    /// Its file, in the same folder.
    pub file: String,
    /// Ids that it had before: their addresses lead to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
    /// Its line in the list.
    pub line: usize,
}

impl Course {
    /// Reads a list from the text of its file.
    ///
    /// # Errors
    /// Everything that is wrong with the file, by its lines.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        if text.len() > MAX_BYTES {
            problems.add(1, format!("the file has {} bytes; expected at most {MAX_BYTES}", text.len()));
            return Err(problems.sorted());
        }
        let lines = lines(text);
        let (before, sections) = split(&lines, "## ");
        let mut title = String::new();
        let mut rest = Vec::new();
        for line in before {
            match line.text.strip_prefix("# ") {
                Some(text) if title.is_empty() => text.trim().clone_into(&mut title),
                _ => rest.push(line),
            }
        }
        if title.is_empty() {
            problems.add(1, "the course has no title; expected `# Title` on the first line");
        }
        let mut course = Self { title, introduction: blocks(&rest, &mut problems), chapters: Vec::new() };
        for section in &sections {
            let mut chapter =
                Chapter { title: section.title.to_owned(), introduction: Vec::new(), lessons: Vec::new() };
            let mut words = Vec::new();
            for line in &section.body {
                match item(line.text) {
                    Some((_, text)) => chapter.lessons.extend(entry(text, line.number, &mut problems)),
                    None => words.push(*line),
                }
            }
            chapter.introduction = blocks(&words, &mut problems);
            course.chapters.push(chapter);
        }
        course.check(&mut problems);
        if problems.is_empty() { Ok(course) } else { Err(problems.sorted()) }
    }

    /// Its lessons in order.
    pub fn lessons(&self) -> impl Iterator<Item = &Entry> {
        self.chapters.iter().flat_map(|chapter| &chapter.lessons)
    }

    fn check(&self, problems: &mut Problems) {
        let (mut seen, mut formerly): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for entry in self.lessons() {
            if seen.contains(&entry.file.as_str()) {
                problems.add(entry.line, format!("`{}` stands here twice; expected one", entry.file));
            }
            seen.push(&entry.file);
            for id in &entry.formerly {
                if formerly.contains(&id.as_str()) {
                    problems.add(entry.line, format!("`{id}` stands behind `formerly` twice; expected one"));
                }
                formerly.push(id);
            }
        }
        if seen.is_empty() {
            problems.add(
                1,
                "the course has no lesson; expected chapters `## Title` with lines `- [Title](file.md)`",
            );
        }
        if let Some(entry) = self.lessons().nth(MAX_LESSONS) {
            problems.add(entry.line, format!("this is one lesson too many; expected at most {MAX_LESSONS}"));
        }
    }
}

/// `[Title](file.md)`, perhaps with ` formerly: id, id` behind it.
fn entry(text: &str, line: usize, problems: &mut Problems) -> Option<Entry> {
    let (entry, before) = match text.split_once(") formerly:") {
        Some((entry, before)) => (&text[..=entry.len()], Some(before)),
        None => (text, None),
    };
    let mut formerly = Vec::new();
    for former in before.into_iter().flat_map(|ids| ids.split(',')).map(str::trim) {
        match id(former) {
            Ok(former) if !former.is_empty() => formerly.push(former),
            Ok(_) => {
                problems.add(line, "an id is missing behind `formerly:`; expected ids with commas between");
            }
            Err(why) => problems.add(line, format!("`formerly`: {why}")),
        }
    }
    let nodes = inline(entry, line, problems);
    if let [Inline::Link { text, to: Target::Lesson(file) }] = nodes.as_slice()
        && is_lesson_file(file)
    {
        return Some(Entry { title: plain(text), file: file.clone(), formerly, line });
    }
    problems.add(line, format!("`{text}` is not a lesson; expected `[Title](file.md)`"));
    None
}

#[cfg(test)]
mod tests {
    use super::Course;

    #[test]
    fn a_list_has_chapters_and_lessons() {
        let course = Course::read("# Rules\n\nFor all.\n\n## One\nFirst things.\n- [A](a.md)\n- [B *b*](b.md)\n\n## Two\n- [C](c.md)\n")
            .expect("a course");
        assert_eq!((course.title.as_str(), course.introduction.len()), ("Rules", 1));
        let lessons: Vec<(&str, &str, usize)> =
            course.lessons().map(|entry| (entry.title.as_str(), entry.file.as_str(), entry.line)).collect();
        assert_eq!(lessons, [("A", "a.md", 7), ("B b", "b.md", 8), ("C", "c.md", 11)]);
        assert_eq!(course.chapters[0].introduction.len(), 1);
        let course =
            Course::read("# R\n## One\n- [A](a.md) formerly: old, older-1\n- [B](b.md)\n").expect("a course");
        let formerly: Vec<usize> = course.lessons().map(|entry| entry.formerly.len()).collect();
        assert_eq!((formerly, course.chapters[0].lessons[0].formerly[1].as_str()), (vec![2, 0], "older-1"));
    }

    #[test]
    fn malformed_lists_say_what_was_expected() {
        for (text, line, part) in [
            ("## One\n- [A](a.md)", 1, "expected `# Title`"),
            ("# R\n", 1, "expected chapters"),
            ("# R\n## One\n- A", 3, "expected `[Title](file.md)`"),
            ("# R\n## One\n- [A](https://a.b)", 3, "expected `[Title](file.md)`"),
            ("# R\n## One\n- [A](a.md) and more", 3, "expected `[Title](file.md)`"),
            ("# R\n## One\n- [A](../a.md)", 3, "leads nowhere"),
            ("# R\n## One\n- [A](a.md)\n- [B](a.md)", 4, "stands here twice"),
            ("# R\n## One\n- [A](a.md) formerly:", 3, "an id is missing"),
            ("# R\n## One\n- [A](a.md) formerly: Old", 3, "`formerly`: `Old` is not an id"),
            ("# R\n## One\n- [A](a.md) formerly: a\n- [B](b.md) formerly: a", 4, "`formerly` twice"),
        ] {
            let problems = Course::read(text).expect_err(text);
            let found = problems.iter().any(|found| found.line == line && found.message.contains(part));
            assert!(found, "{text}: {problems:?}");
        }
        let many: Vec<String> = (0..201).map(|at| format!("- [L](l{at}.md)")).collect();
        let many = many.join("\n");
        assert!(
            Course::read(&format!("# R\n## One\n{many}")).expect_err("many")[0]
                .message
                .contains("at most 200")
        );
        assert!(Course::read(&" ".repeat(70_000)).expect_err("long")[0].message.contains("at most 65536"));
    }
}
