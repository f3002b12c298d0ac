//! How far a learner got with the lessons of a course, as it is kept, and as a record that anybody can judge again.

use super::views::Tried;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// How long a rule that is kept with a lesson may be, in bytes.
const MAX_RULE: usize = 50_000;

/// How many lessons of a course are kept.
const MAX_LESSONS: usize = 200;

/// How far a learner got with a lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Nothing was changed.
    #[default]
    NotYet,
    /// Something was changed.
    Begun,
    /// It was solved after the solution had been shown.
    Shown,
    /// It is solved.
    Solved,
}

impl Mark {
    /// What a record calls it; nothing where nothing was changed.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::NotYet => None,
            Self::Begun => Some("begun"),
            Self::Shown => Some("shown"),
            Self::Solved => Some("solved"),
        }
    }

    fn of(name: &str) -> Self {
        [Self::Begun, Self::Shown, Self::Solved]
            .into_iter()
            .find(|mark| mark.name() == Some(name))
            .unwrap_or_default()
    }

    /// What is said of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NotYet => "not yet",
            Self::Begun => "begun",
            Self::Shown => "solved after the solution was shown",
            Self::Solved => "solved",
        }
    }
}

/// What was done of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// How far the learner got.
    pub mark: Mark,
    /// How many hints were opened.
    pub hints: usize,
    /// When, as a date such as `2026-06-14`.
    pub date: String,
    /// The learner's rule.
    pub answer: Tried,
    /// With how many pieces of evidence and after how many tries a case was solved.
    pub evidence: Option<(usize, u32)>,
}

/// What was done of a course, by the lessons' ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress(BTreeMap<String, Done>);

impl Progress {
    /// What was done of a lesson.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Done> {
        self.0.get(id)
    }

    /// How far the learner got with a lesson.
    #[must_use]
    pub fn mark(&self, id: &str) -> Mark {
        self.get(id).map(|done| done.mark).unwrap_or_default()
    }

    /// Whether nothing was done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes what was done of a lesson, unless more was done before; whether anything is new.
    pub fn note(&mut self, id: &str, done: Done) -> bool {
        if done.answer.sql.len() + done.answer.action.as_deref().map_or(0, str::len) > MAX_RULE {
            return false;
        }
        let known = self.get(id).cloned().unwrap_or_default();
        let is_better = done.mark > known.mark || done.mark == Mark::Begun && known.mark == Mark::Begun;
        let hints = known.hints.max(done.hints);
        let evidence = match (known.evidence, done.evidence) {
            (Some(known), Some(new)) => Some(known.min(new)),
            (known, new) => known.or(new),
        };
        let new = Done { hints, evidence, ..if is_better { done } else { known.clone() } };
        if new == known || self.0.len() >= MAX_LESSONS && !self.0.contains_key(id) {
            return false;
        }
        self.0.insert(id.to_owned(), new);
        true
    }

    /// Notes what was done of a lesson under the id that it has now; whether anything was.
    pub fn rename(&mut self, from: &str, to: &str) -> bool {
        let Some(done) = self.0.remove(from) else { return false };
        self.note(to, done);
        true
    }

    /// How many lessons were solved, and how many of these after the solution was shown.
    #[must_use]
    pub fn solved(&self) -> (usize, usize) {
        let count = |mark| self.0.values().filter(|done| done.mark == mark).count();
        (count(Mark::Solved) + count(Mark::Shown), count(Mark::Shown))
    }

    /// Reads what is kept; what cannot be read is left out.
    #[must_use]
    pub fn read(kept: &Json) -> Self {
        let lessons = kept.as_object().into_iter().flatten().take(MAX_LESSONS);
        let done = |(id, kept): (&String, &Json)| {
            let evidence = kept
                .get("evidence")
                .and_then(|pair| Some((pair.get(0)?.as_u64()? as usize, pair.get(1)?.as_u64()? as u32)));
            let hints = kept.get("hints").and_then(Json::as_u64).unwrap_or(0) as usize;
            Some((id.clone(), Done { hints, evidence, ..read_done(kept)? }))
        };
        let mut all = BTreeMap::new();
        all.extend(lessons.filter_map(done));
        Self(all)
    }

    /// What is kept.
    #[must_use]
    pub fn json(&self) -> Json {
        let one = |(id, done): (&String, &Done)| {
            let mut json = written(done);
            json.insert("hints".to_owned(), done.hints.into());
            if let Some((evidence, tries)) = done.evidence {
                json.insert("evidence".to_owned(), json!([evidence, tries]));
            }
            (id.clone(), Json::from(json))
        };
        self.0.iter().map(one).collect::<Map<String, Json>>().into()
    }

    /// A record: a JSON document on each line, as `rulelens lessons grade` reads them.
    #[must_use]
    pub fn record(&self) -> String {
        let line = |(id, done): (&String, &Done)| {
            let mut json = written(done);
            json.insert("lesson".to_owned(), id.as_str().into());
            Json::from(json).to_string() + "\n"
        };
        self.0.iter().map(line).collect()
    }

    /// Takes a record in; how many of its lessons are new or better.
    ///
    /// # Errors
    /// The line that is not one of a record, as a clause.
    pub fn take(&mut self, record: &str) -> Result<usize, String> {
        let mut lines = Vec::new();
        for (at, line) in record.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let read = || {
                let json: Json = serde_json::from_str(line).ok()?;
                Some((json.get("lesson")?.as_str()?.to_owned(), read_done(&json)?))
            };
            lines.push(read().ok_or_else(|| format!("line {} is not one of a record", at + 1))?);
        }
        Ok(lines.into_iter().filter(|(id, done)| self.note(id, done.clone())).count())
    }
}

fn read_done(json: &Json) -> Option<Done> {
    let text = |member: &str| json.get(member).and_then(Json::as_str).unwrap_or_default();
    let answer = json.get("answer")?;
    let string = |member: &str| answer.get(member).and_then(Json::as_str).map(str::to_owned);
    Some(Done {
        mark: Some(Mark::of(text("state"))).filter(|mark| *mark != Mark::NotYet)?,
        date: text("date").to_owned(),
        answer: Tried {
            sql: string("sql")?,
            action: string("action"),
            version: string("version").unwrap_or_default(),
            topic: string("topic"),
        },
        ..Done::default()
    })
}

fn written(done: &Done) -> Map<String, Json> {
    let Tried { sql, action, version, topic } = &done.answer;
    let mut json = Map::new();
    json.insert("state".to_owned(), done.mark.name().unwrap_or("begun").into());
    json.insert("date".to_owned(), done.date.as_str().into());
    json.insert(
        "answer".to_owned(),
        json!({"sql": sql, "action": action, "version": version, "topic": topic}),
    );
    json
}
