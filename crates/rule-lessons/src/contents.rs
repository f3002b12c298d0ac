//! A course with what is known of each lesson without opening it.

use crate::course::Course;
use crate::lesson::{Kind, Lesson};
use crate::markdown::Block;
use serde::{Deserialize, Serialize};

/// A course's table of contents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contents {
    /// What the course is called.
    pub title: String,
    /// The chapters, in order.
    pub chapters: Vec<ListedChapter>,
}

/// A chapter with what is known of its lessons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedChapter {
    /// What it is called.
    pub title: String,
    /// What is said before its lessons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub introduction: Vec<Block>,
    /// Its lessons, in order.
    pub lessons: Vec<ListedLesson>,
}

/// What is known of a lesson without opening it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListedLesson {
    /// Its name in links; empty where its file cannot be read.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its file, in the course's folder.
    pub file: String,
    /// What is learnt, in a sentence.
    pub aim: String,
    /// What sends the messages.
    pub device: String,
    /// How long it takes; 0 where that is not said.
    pub minutes: u32,
    /// Whether something is broken, and its cause to be found.
    pub is_case: bool,
    /// The codes of diagnostics that its hints name: it teaches what they are about.
    pub codes: Vec<String>,
    /// Ids that it had before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
}

impl Contents {
    /// The contents of a course, whose files `lesson` reads by their names.
    #[must_use]
    pub fn of(course: &Course, lesson: impl Fn(&str) -> Option<Lesson>) -> Self {
        let chapters = course.chapters.iter().map(|chapter| ListedChapter {
            title: chapter.title.clone(),
            introduction: chapter.introduction.clone(),
            lessons: chapter
                .lessons
                .iter()
                .map(|entry| {
                    let unread = ListedLesson {
                        title: entry.title.clone(),
                        file: entry.file.clone(),
                        formerly: entry.formerly.clone(),
                        ..ListedLesson::default()
                    };
                    lesson(&entry.file).map_or(unread.clone(), |lesson| unread.with(&lesson))
                })
                .collect(),
        });
        Self { title: course.title.clone(), chapters: chapters.collect() }
    }

    /// All lessons in order.
    pub fn lessons(&self) -> impl Iterator<Item = &ListedLesson> {
        self.chapters.iter().flat_map(|chapter| &chapter.lessons)
    }

    /// The lesson that an id leads to: that of this id, or that which had it before.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&ListedLesson> {
        let had = |lesson: &&ListedLesson| lesson.formerly.iter().any(|former| former == id);
        self.lessons().find(|lesson| lesson.id == id).or_else(|| self.lessons().find(had))
    }
}

impl ListedLesson {
    /// Whether title, aim, device, id and codes together have all words of what is looked for, which is in lower case.
    #[must_use]
    pub fn has(&self, looked_for: &str) -> bool {
        let all = [&self.title, &self.aim, &self.device, &self.id].map(|text| text.to_lowercase());
        let codes = self.codes.join(" ");
        let has = |word: &str| all.iter().any(|text| text.contains(word)) || codes.contains(word);
        looked_for.split_whitespace().all(has)
    }

    fn with(self, lesson: &Lesson) -> Self {
        let front = &lesson.front;
        Self {
            id: front.id.clone(),
            aim: front.aim.clone(),
            device: front.device.clone(),
            minutes: front.minutes.unwrap_or_default(),
            is_case: front.kind == Kind::Case,
            codes: lesson.hints.iter().filter_map(|hint| hint.code.clone()).collect(),
            ..self
        }
    }
}
