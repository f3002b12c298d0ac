//! The cases of a rule: messages with what must come of them, and whether that comes.
//!
//! A case is kept as the text that `rulelens test` reads, without its name and without what is the rule's.

use super::kept::{Kept, kept};
use super::rules::clean_name;
use crate::components::words::{count, counted};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::HashSet;
use std::rc::Rc;

/// How many cases a rule has at most.
pub const MAX_CASES: usize = 500;

/// How long the text of a case is at most, in bytes.
pub const MAX_CASE: usize = 1 << 20;

/// A case of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseRow {
    /// Names it among those of its rule.
    pub id: u32,
    /// What the user calls it.
    pub name: String,
    /// The message, what surrounds it and what must come of it, as JSON.
    pub text: String,
}

kept! { CaseRow { id, name unless String::is_empty, text } }

impl CaseRow {
    /// What the list calls it.
    #[must_use]
    pub fn title(&self) -> &str {
        if self.name.is_empty() { "unnamed case" } else { &self.name }
    }
}

/// The cases of a rule, in order; cheap to compare with themselves.
#[derive(Clone, Debug, Default)]
pub struct Cases(Rc<Vec<CaseRow>>);

impl PartialEq for Cases {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl Kept for Cases {
    fn read(kept: &Json) -> Option<Self> {
        let mut known = HashSet::new();
        let rows = Vec::<CaseRow>::read(kept)?;
        let rows = rows.into_iter().filter(|row| known.insert(row.id) && row.text.len() <= MAX_CASE);
        Some(Self(Rc::new(rows.take(MAX_CASES).collect())))
    }

    fn write(&self, to: &mut String) {
        self.0.write(to);
    }
}

impl Cases {
    /// The cases in order.
    #[must_use]
    pub fn rows(&self) -> &[CaseRow] {
        &self.0
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&CaseRow> {
        self.0.iter().find(|row| row.id == id)
    }

    fn changed(&self, id: u32, change: impl FnOnce(&mut CaseRow)) -> Option<Self> {
        let mut rows = Vec::clone(&self.0);
        change(rows.iter_mut().find(|row| row.id == id)?);
        Some(Self(Rc::new(rows)))
    }
}

/// Something that is not as a case expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseDifference {
    /// What it is, such as `record 2`.
    pub what: String,
    /// What the case expects.
    pub expected: String,
    /// What came instead.
    pub found: String,
    /// Whether both sides are of one kind.
    pub comparable: bool,
}

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseOutcome {
    /// All is as expected.
    Passed,
    /// Something is not.
    Failed(Vec<CaseDifference>),
    /// The text is not a case; why, as a clause.
    Malformed(String),
}

/// What the page knows about the cases of the rule that is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CasesState {
    /// What became of those that ran, with their ids.
    pub results: Rc<Vec<(u32, CaseOutcome)>>,
    /// Why they could not be run, as a sentence.
    pub trouble: Option<String>,
    /// The case whose name is being changed.
    pub renaming: Option<u32>,
    /// What was done last, as a sentence, and the cases before, where there is a way back.
    pub said: Option<(String, Option<Cases>)>,
}

/// How many cases pass, fail, and have not run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseCounts {
    /// Those that pass.
    pub passed: usize,
    /// Those that fail, or are malformed.
    pub failed: usize,
    /// Those that have not run yet.
    pub waiting: usize,
}

impl CaseCounts {
    /// In a few words; nothing where there is no case.
    #[must_use]
    pub fn words(self) -> Option<String> {
        let Self { passed, failed, waiting } = self;
        let all = passed + failed + waiting;
        Some(match (all, passed, failed) {
            (0, ..) => return None,
            (1, 1, _) => "1 case passes".to_owned(),
            (1, _, 1) => "1 case fails".to_owned(),
            (_, 0, 0) => format!("{}, not run yet", counted(all, "case")),
            (_, passed, _) if passed == all => format!("All {} pass", counted(all, "case")),
            _ => format!("{} of {} pass", count(passed), counted(all, "case")),
        })
    }
}

/// What can happen to the cases.
#[derive(Clone, Debug, PartialEq)]
pub enum CasesChange {
    /// Cases come in, as names and texts, and what there is to say of that; the one that was just saved is then named.
    Add(Vec<(String, String)>, Option<String>),
    /// The user wants to change the name of one, or no more.
    Renaming(Option<u32>),
    /// One gets another name.
    Rename(u32, String),
    /// One gets another text, because it is to expect something else.
    Update(u32, String),
    /// One is taken out.
    Delete(u32),
    /// What was done last is taken back.
    TakeBack,
    /// There is something to say, as a sentence.
    Say(String),
    /// What was said was read.
    Read,
    /// They ran.
    Ran(Vec<(u32, CaseOutcome)>),
    /// They could not be run; why, as a sentence.
    Failed(String),
}

impl CasesState {
    /// What became of a case.
    #[must_use]
    pub fn outcome(&self, id: u32) -> Option<&CaseOutcome> {
        self.results.iter().find(|(other, _)| *other == id).map(|(_, outcome)| outcome)
    }

    /// How many of the cases pass.
    #[must_use]
    pub fn counts(&self, cases: &Cases) -> CaseCounts {
        let mut counts = CaseCounts::default();
        for row in cases.rows() {
            *match self.outcome(row.id) {
                None => &mut counts.waiting,
                Some(CaseOutcome::Passed) => &mut counts.passed,
                Some(_) => &mut counts.failed,
            } += 1;
        }
        counts
    }

    /// What is known after a change, and the cases where these changed; none where nothing changes.
    pub(super) fn after(&self, cases: &Cases, change: CasesChange) -> Option<(Self, Option<Cases>)> {
        let with =
            |said: String| Self { said: Some((said, Some(cases.clone()))), renaming: None, ..self.clone() };
        Some(match change {
            CasesChange::Add(new, note) => {
                let free = cases.rows().iter().map(|row| row.id).max().unwrap_or(0).wrapping_add(1);
                let room = MAX_CASES.saturating_sub(cases.rows().len());
                let (all, mut rows) = (new.len(), Vec::clone(&cases.0));
                rows.extend((free..).zip(new).take(room).map(|(id, (name, text))| CaseRow {
                    id,
                    name: clean_name(&name),
                    text,
                }));
                let full = (all > room).then(|| format!("A rule has at most {} cases.", count(MAX_CASES)));
                let sentences: Vec<String> = note.clone().into_iter().chain(full).collect();
                let said = (!sentences.is_empty()).then(|| sentences.join(" "));
                let renaming = (note.is_none() && room > 0).then_some(free);
                let state = match said {
                    Some(said) => Self { renaming, ..with(said) },
                    None => Self { renaming, said: None, ..self.clone() },
                };
                (state, Some(Cases(Rc::new(rows))))
            }
            CasesChange::Renaming(renaming) => (Self { renaming, ..self.clone() }, None),
            CasesChange::Rename(id, name) => {
                let renamed = cases.changed(id, |row| row.name = clean_name(&name))?;
                (Self { renaming: None, ..self.clone() }, Some(renamed))
            }
            CasesChange::Update(id, text) => {
                let said = format!("“{}” expects what comes now.", cases.get(id)?.title());
                let mut results = Vec::clone(&self.results);
                results.retain(|(other, _)| *other != id);
                let updated = cases.changed(id, |row| row.text = text)?;
                (Self { results: Rc::new(results), ..with(said) }, Some(updated))
            }
            CasesChange::Delete(id) => {
                let said = format!("The case “{}” was deleted.", cases.get(id)?.title());
                let rows = cases.rows().iter().filter(|row| row.id != id).cloned().collect();
                (with(said), Some(Cases(Rc::new(rows))))
            }
            CasesChange::TakeBack => {
                let before = self.said.as_ref().and_then(|(_, before)| before.clone())?;
                (Self { said: None, ..self.clone() }, Some(before))
            }
            CasesChange::Say(words) => (Self { said: Some((words, None)), ..self.clone() }, None),
            CasesChange::Read => (Self { said: None, ..self.clone() }, None),
            CasesChange::Ran(results) => {
                (Self { results: Rc::new(results), trouble: None, ..self.clone() }, None)
            }
            CasesChange::Failed(why) => (Self { trouble: Some(why), ..self.clone() }, None),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(state: &CasesState, cases: &Cases, change: CasesChange) -> (CasesState, Cases) {
        let (state, new) = state.after(cases, change).expect("a change");
        (state, new.unwrap_or_else(|| cases.clone()))
    }

    fn names(cases: &Cases) -> Vec<(u32, &str)> {
        cases.rows().iter().map(|row| (row.id, row.name.as_str())).collect()
    }

    fn two() -> (CasesState, Cases) {
        let texts = ["a", "b"].map(|name| (name.to_owned(), format!("{{\"{name}\":1}}")));
        changed(&CasesState::default(), &Cases::default(), CasesChange::Add(texts.to_vec(), None))
    }

    #[test]
    fn a_saved_case_is_named_and_cases_of_a_file_are_told() {
        let (state, cases) = two();
        assert_eq!((names(&cases), state.renaming, &state.said), (vec![(1, "a"), (2, "b")], Some(1), &None));
        let note = "1 case was added.".to_owned();
        let add = CasesChange::Add(vec![("c\n d".to_owned(), "{}".to_owned())], Some(note.clone()));
        let (state, more) = changed(&state, &cases, add);
        assert_eq!((names(&more)[2], state.renaming), ((3, "c d"), None));
        assert_eq!(state.said, Some((note, Some(cases.clone()))));
        assert_eq!(changed(&state, &more, CasesChange::TakeBack).1, cases);
    }

    #[test]
    fn what_is_deleted_or_updated_can_be_taken_back() {
        let (state, cases) = two();
        for (change, words) in [
            (CasesChange::Delete(1), "The case “a” was deleted."),
            (CasesChange::Update(1, "{}".to_owned()), "“a” expects what comes now."),
        ] {
            let (after, new) = changed(&state, &cases, change);
            assert_ne!(new, cases);
            assert_eq!(after.said.as_ref().map(|(said, _)| said.as_str()), Some(words));
            let (after, back) = changed(&after, &new, CasesChange::TakeBack);
            assert_eq!((after.said, back), (None, cases.clone()));
        }
        assert_eq!(state.after(&cases, CasesChange::Delete(9)), None);
        assert_eq!(state.after(&cases, CasesChange::TakeBack), None);
        let (_, renamed) = changed(&state, &cases, CasesChange::Rename(2, " x ".to_owned()));
        assert_eq!(names(&renamed), [(1, "a"), (2, "x")]);
    }

    #[test]
    fn the_count_is_told_in_words() {
        let (state, cases) = two();
        let words = |state: &CasesState| state.counts(&cases).words().expect("cases");
        assert_eq!(words(&state), "2 cases, not run yet");
        let failed = || CaseOutcome::Failed(Vec::new());
        let ran = |one, other| changed(&state, &cases, CasesChange::Ran(vec![(1, one), (2, other)])).0;
        assert_eq!(words(&ran(CaseOutcome::Passed, failed())), "1 of 2 cases pass");
        assert_eq!(words(&ran(failed(), failed())), "0 of 2 cases pass");
        assert_eq!(words(&ran(CaseOutcome::Passed, CaseOutcome::Passed)), "All 2 cases pass");
        let updated = ran(CaseOutcome::Passed, failed()).after(&cases, CasesChange::Update(2, String::new()));
        assert_eq!(words(&updated.expect("a change").0), "1 of 2 cases pass", "one has not run");
        assert_eq!(CaseCounts::default().words(), None);
        assert_eq!(
            CaseCounts { failed: 1, ..CaseCounts::default() }.words().as_deref(),
            Some("1 case fails")
        );
    }

    #[test]
    fn cases_are_kept_up_to_a_limit() {
        let (_, cases) = two();
        let mut text = String::new();
        cases.write(&mut text);
        let kept: Json = serde_json::from_str(&text).expect("JSON");
        assert_eq!(Cases::read(&kept), Some(cases));
        let many: Vec<Json> =
            (0..=MAX_CASES).map(|id| serde_json::json!({"id": id, "name": "", "text": "{}"})).collect();
        assert_eq!(Cases::read(&many.into()).map(|cases| cases.rows().len()), Some(MAX_CASES));
        let new = vec![(String::new(), String::new()); MAX_CASES + 1];
        let (state, cases) = changed(&CasesState::default(), &Cases::default(), CasesChange::Add(new, None));
        assert_eq!(cases.rows().len(), MAX_CASES);
        assert_eq!(state.said.map(|(said, _)| said).as_deref(), Some("A rule has at most 500 cases."));
    }
}
