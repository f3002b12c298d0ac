//! A lesson that is open in the workbench: what was asked for, what came out, and how far the learner got.

mod progress;
#[cfg(test)]
mod tests;
mod views;

pub use progress::{Done, Mark, Progress};
pub use rule_lessons::{Block, Contents, Inline, ListedChapter, ListedLesson, Part, Target, Told};
pub use views::{
    ChangedLine, ChangedPart, CheckedFile, HintView, JudgedMessage, JudgedView, LessonMessage, LessonView,
    PredictionView, SolutionView, Tried, Worth,
};

use super::{MessageRow, Pane, ResultTab, State};
use std::rc::Rc;

/// The course that the page comes with.
pub const OWN_COURSE: &str = "rules";

/// Which lesson teaches what a diagnostic is about; `cargo xtask docs` makes it of the hints that name its code.
const TAUGHT: &str = include_str!("taught.txt");

/// Id and title of the lesson that teaches what a diagnostic is about.
#[must_use]
pub fn teaches(code: &str) -> Option<(&'static str, &'static str)> {
    let after = |line: &'static str| line.strip_prefix(code)?.strip_prefix(' ')?.split_once(' ');
    TAUGHT.lines().find_map(after)
}

/// How long the path of a folder may be.
const MAX_PATH: usize = 100;

/// Whether a folder of lessons may be fetched: a path below the page's own folder `lessons`, and nothing else.
#[must_use]
pub fn is_folder(path: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.bytes().all(|byte| byte == b'.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    path.len() <= MAX_PATH && path.split('/').all(is_plain)
}

/// Where a lesson stands in its course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InCourse {
    /// The course's name: the folder that it is in; empty for a lesson that stands alone.
    pub course: String,
    /// The chapter.
    pub chapter: String,
    /// Its place among the lessons, or among the cases, from 1; 0 for a lesson that stands alone.
    pub number: usize,
    /// How many there are of them.
    pub of: usize,
    /// Id and title of the one before.
    pub previous: Option<(String, String)>,
    /// Id and title of the one behind.
    pub next: Option<(String, String)>,
    /// Ids and titles of those that teach what is needed.
    pub after: Vec<(String, String)>,
    /// Whether it is the last one of its chapter.
    pub ends_chapter: bool,
}

impl InCourse {
    /// The place of the lesson of this id, which comes after others.
    #[must_use]
    pub fn of(contents: &Contents, course: &str, id: &str, after: &[String]) -> Self {
        let pair = |lesson: &ListedLesson| (lesson.id.clone(), lesson.title.clone());
        let Some(own) = contents.lessons().find(|lesson| lesson.id == id) else {
            return Self { course: course.to_owned(), ..Self::default() };
        };
        let like: Vec<&ListedLesson> = contents
            .lessons()
            .filter(|lesson| lesson.is_case == own.is_case && !lesson.id.is_empty())
            .collect();
        let at = like.iter().position(|lesson| lesson.id == id).unwrap_or(0);
        let chapter = contents.chapters.iter().find(|chapter| chapter.lessons.iter().any(|one| one.id == id));
        Self {
            course: course.to_owned(),
            chapter: chapter.map(|chapter| chapter.title.clone()).unwrap_or_default(),
            number: at + 1,
            of: like.len(),
            previous: at.checked_sub(1).map(|at| pair(like[at])),
            next: like.get(at + 1).map(|lesson| pair(lesson)),
            after: contents.lessons().filter(|lesson| after.contains(&lesson.id)).map(pair).collect(),
            ends_chapter: chapter
                .is_some_and(|chapter| chapter.lessons.last().is_some_and(|last| last.id == id)),
        }
    }
}

/// How much of the solution is seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Solution {
    /// Nothing.
    #[default]
    Covered,
    /// Nothing yet: it was said that it marks the lesson.
    Warned,
    /// All of it, as a difference.
    Seen(Rc<SolutionView>),
}

/// Pieces of evidence that a case covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The stages.
    Stages,
    /// How every value came about.
    Values,
    /// What the actions sent, and what became of it.
    Table,
}

impl Evidence {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Stages, Self::Values, Self::Table];

    /// The question that it answers.
    #[must_use]
    pub fn question(self) -> &'static str {
        match self {
            Self::Stages => "How far did it get?",
            Self::Values => "What was every value?",
            Self::Table => "What was sent, and what did the table say?",
        }
    }
}

/// A lesson that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonState {
    /// The lesson.
    pub view: Rc<LessonView>,
    /// Its file.
    pub text: Rc<str>,
    /// Where it stands.
    pub place: InCourse,
    /// All messages with their topics, the hidden ones too; the id of each is its place, from 1.
    pub rows: Rc<Vec<MessageRow>>,
    /// Their payloads.
    pub payloads: Rc<Vec<String>>,
    /// What was last said about the learner's rule.
    pub judged: Option<Rc<JudgedView>>,
    /// Whether nothing was changed for a while since then.
    pub settled: bool,
    /// The hints that were opened, in that order.
    pub hints: Vec<usize>,
    /// The solution.
    pub solution: Solution,
    /// Whether the solution was seen since the lesson was begun.
    pub was_shown: bool,
    /// What was predicted.
    pub predicted: Option<usize>,
    /// How far the learner ever got.
    pub mark: Mark,
    /// Whether it was ever solved, or is so now.
    pub may_go_on: bool,
    /// Which evidence is open, in the order of [`Evidence::ALL`].
    pub evidence: [bool; 3],
    /// How many rules were tried that are not right.
    pub tries: u32,
    /// Why the rule is not judged, in a sentence.
    pub failing: Option<String>,
    /// What its author is told, where that was asked for.
    pub checked: Option<Rc<CheckedFile>>,
}

/// What can happen to a lesson.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonChange {
    /// It is open.
    Begin(Box<LessonState>),
    /// What is to be said about the rule as it is now.
    Judged(Rc<JudgedView>),
    /// Nothing was changed for a while.
    Settle,
    /// The rule cannot be judged; why, in a sentence.
    Failing(String),
    /// The next hint.
    Hint,
    /// The solution.
    Solution(Solution),
    /// A prediction is made.
    Predict(usize),
    /// A piece of evidence is uncovered.
    Uncover(Evidence),
    /// All evidence is uncovered.
    UncoverAll,
    /// It begins anew.
    Reset,
    /// How far the learner ever got.
    Marked(Mark),
    /// What its author is told.
    Checked(Rc<CheckedFile>),
}

impl LessonView {
    /// Whether a message is published on the topic that a learner may change.
    #[must_use]
    pub fn follows_topic(&self, id: u32) -> bool {
        let at = (id as usize).checked_sub(1);
        at.and_then(|at| self.messages.get(at)).is_some_and(|message| !message.names_topic)
    }
}

impl LessonState {
    /// Whether the rule is right now.
    #[must_use]
    pub fn is_solved(&self) -> bool {
        self.judged.as_ref().is_some_and(|judged| judged.worth == Worth::Solved)
    }

    /// How many messages do what they should.
    #[must_use]
    pub fn right(&self) -> usize {
        let judged = self.judged.as_ref();
        judged.map_or(0, |judged| judged.messages.iter().filter(|message| message.right).count())
    }

    /// Whether a part of the rule may be changed.
    #[must_use]
    pub fn may_edit(&self, part: Part) -> bool {
        self.view.edit.contains(&part)
    }

    /// The hint that would be opened next: one about what is reported now comes first.
    #[must_use]
    pub fn next_hint(&self) -> Option<usize> {
        let left = || (0..self.view.hints.len()).filter(|at| !self.hints.contains(at));
        left().find(|at| self.reported(*at).is_some()).or_else(|| left().next())
    }

    /// What is reported now of the code that a hint names.
    #[must_use]
    pub fn reported(&self, hint: usize) -> Option<&str> {
        let code = self.view.hints.get(hint)?.code.as_ref()?;
        let reported = &self.judged.as_ref()?.reported;
        reported.iter().find(|(known, _)| known == code).map(|(_, message)| message.as_str())
    }

    /// The mistake that the rule is recognised as, once nothing was changed for a while.
    #[must_use]
    pub fn mistake(&self) -> Option<&(String, Vec<Block>)> {
        self.judged.as_ref().filter(|_| self.settled)?.mistake.as_ref()
    }

    /// Whether repairs are offered: one that comes unasked would do the lesson.
    #[must_use]
    pub fn may_fix(&self) -> bool {
        self.view.hints.is_empty() || !self.hints.is_empty() || self.was_shown || self.is_solved()
    }

    /// Whether a piece of evidence is covered.
    #[must_use]
    pub fn covers(&self, evidence: Evidence) -> bool {
        self.view.is_case && !self.evidence[evidence as usize] && !self.may_go_on
    }

    /// How many pieces of evidence are open.
    #[must_use]
    pub fn uncovered(&self) -> usize {
        self.evidence.iter().filter(|open| **open).count()
    }

    /// How the judged rule fared on a message, by its id.
    #[must_use]
    pub fn fate(&self, id: u32) -> Option<(&LessonMessage, Option<&JudgedMessage>)> {
        let at = (id as usize).checked_sub(1)?;
        let message = self.view.messages.get(at)?;
        Some((message, self.judged.as_ref().and_then(|judged| judged.messages.get(at))))
    }

    /// A message of the lesson that comes out into the open.
    #[must_use]
    pub fn revealed(&self, judged: &JudgedView) -> Option<&MessageRow> {
        self.rows.get(judged.reveals?)
    }

    fn after(&self, change: LessonChange) -> Self {
        let new = self.clone();
        match change {
            LessonChange::Begin(lesson) => *lesson,
            LessonChange::Judged(judged) => {
                let solved = judged.worth == Worth::Solved;
                let settled = self.settled && self.judged.as_ref() == Some(&judged);
                Self {
                    may_go_on: new.may_go_on || solved,
                    settled,
                    failing: None,
                    judged: Some(judged),
                    ..new
                }
            }
            LessonChange::Settle => {
                let is_try = self
                    .judged
                    .as_ref()
                    .is_some_and(|judged| judged.changed && judged.worth != Worth::Solved && !self.settled);
                Self { settled: true, tries: new.tries + u32::from(is_try), ..new }
            }
            LessonChange::Failing(why) => Self { failing: Some(why), ..new },
            LessonChange::Hint => {
                let hints = new.hints.iter().copied().chain(self.next_hint()).collect();
                Self { hints, ..new }
            }
            LessonChange::Solution(solution) => {
                let was_shown = new.was_shown || matches!(solution, Solution::Seen(_));
                Self { solution, was_shown, ..new }
            }
            LessonChange::Predict(choice) => Self { predicted: Some(choice), ..new },
            LessonChange::Uncover(evidence) => {
                let mut open = new.evidence;
                open[evidence as usize] = true;
                Self { evidence: open, ..new }
            }
            LessonChange::UncoverAll => Self { evidence: [true; 3], ..new },
            LessonChange::Reset => Self {
                hints: Vec::new(),
                solution: Solution::Covered,
                was_shown: false,
                predicted: None,
                settled: false,
                tries: 0,
                ..new
            },
            LessonChange::Marked(mark) => Self { mark, ..new },
            LessonChange::Checked(checked) => Self { checked: Some(checked), ..new },
        }
    }
}

impl State {
    /// Makes a change of the lesson; whether there was one, which there is not without a lesson.
    pub(super) fn take_lesson(&mut self, change: LessonChange) -> bool {
        if let LessonChange::Begin(lesson) = change {
            let tab = if lesson.view.is_case { ResultTab::Payload } else { ResultTab::Why };
            self.lesson = Some(Rc::new(*lesson));
            self.pane = Pane::Lesson;
            self.turn(tab);
            self.trace();
            return true;
        }
        let Some(lesson) = self.lesson.clone() else { return false };
        let revealed = match &change {
            LessonChange::Judged(judged) => lesson.revealed(judged).cloned(),
            _ => None,
        };
        let revealed = revealed.filter(|row| self.inputs.messages.position(row.id).is_none());
        let (fixes, lesson) = (lesson.may_fix(), Rc::new(lesson.after(change)));
        let offers_more = lesson.may_fix() && !fixes;
        self.lesson = Some(lesson);
        if let Some(row) = revealed {
            self.inputs = Rc::new(self.inputs.with_message(row));
            self.change();
            self.listed = self.revision;
        } else if offers_more && !self.paused {
            // The answer that is there came without repairs.
            self.touch();
        }
        true
    }
}
