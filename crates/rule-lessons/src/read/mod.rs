//! Reading a lesson.

mod answer;
pub(crate) mod front;
mod message;
#[cfg(test)]
mod tests;

use crate::ask::Ask;
use crate::check::{Check, CheckKind, Condition, code};
use crate::lesson::{Answer, Compare, Hint, Lesson, Lines, Prediction, Wrong};
use crate::markdown::{blocks, inline, item};
use crate::problem::{Problem, Problems, instead};
use crate::sections::{Line, Parts, Section, lines, no_other_fences, parts, split};
use serde_json::Value as Json;

/// Bytes that a lesson may have.
pub const MAX_LESSON_BYTES: usize = 64 * 1024;

/// Rules that a lesson may have, so that judging an answer stays quick.
const MAX_ANSWERS: usize = 16;

const SECTIONS: [&str; 9] =
    ["Predict", "Start", "Messages", "Checks", "Hints", "Solution", "Also right", "Wrong: Name", "Why"];

impl Lesson {
    /// Reads a lesson from the text of its file.
    ///
    /// # Errors
    /// Everything that is wrong with the file, by its lines.
    pub fn read(text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        if text.len() > MAX_LESSON_BYTES {
            problems
                .add(1, format!("the file has {} bytes; expected at most {MAX_LESSON_BYTES}", text.len()));
            return Err(problems.sorted());
        }
        let lesson = read(&lines(text), &mut problems);
        match lesson.filter(|_| problems.is_empty()) {
            Some(lesson) => Ok(lesson),
            None => Err(problems.sorted()),
        }
    }
}

fn read(lines: &[Line<'_>], problems: &mut Problems) -> Option<Lesson> {
    let (mut head, lines) = front::head(lines, problems);
    let (before, sections) = split(lines, "## ");
    let mut reader = Reader { problems, sections: &sections };
    reader.check_titles();
    let first = before.first().map_or(1, |line| line.number);
    let task_parts = parts(&before, &[], reader.problems);
    no_other_fences(&task_parts.fences, &[], reader.problems);
    let task = blocks(&task_parts.rest, reader.problems);
    if task.is_empty() {
        reader
            .problems
            .add(first, "there is no task; expected some sentences before the first `## ` heading");
    }
    let words = before.iter().map(|line| line.text.split_whitespace().count()).sum();
    let task_line = task_parts.first_text().map_or(first, |line| line.number);

    let start = reader.start(&head);
    if !head.compares {
        head.front.compare =
            start.as_ref().map_or(Compare::Output, |start| compare_of(start.action.as_deref()));
    }
    let messages = reader.only("Messages").map(|section| message::messages(section, &head, reader.problems));
    let (prediction, checks, hints) = (reader.prediction(), reader.checks(), reader.hints());
    let why = reader.text("Why");
    let like = start.clone().unwrap_or_default();
    let solution = reader.only("Solution").map(|section| reader.answer(section, &like, &[]).0);
    let also_right: Vec<Answer> =
        reader.all("Also right").map(|section| reader.answer(section, &like, &[]).0).collect();
    let wrong = reader.wrong(&like);
    for (name, found) in
        [("Start", start.is_some()), ("Messages", messages.is_some()), ("Solution", solution.is_some())]
    {
        if !found && reader.all(name).next().is_none() {
            reader.problems.add(task_line, format!("the section `## {name}` is missing"));
        }
    }
    if let Some(answer) = also_right.iter().chain(wrong.iter().map(|wrong| &wrong.answer)).nth(MAX_ANSWERS) {
        let message =
            format!("this is one rule too many; expected at most {MAX_ANSWERS} beside the solution");
        reader.problems.add(answer.line, message);
    }
    let hints_line = reader.all("Hints").next().map_or(0, |section| section.line);
    let messages = messages?;
    for check in &checks {
        if let Some(name) = check.kind.message() {
            reader.is_message(name, &messages, check.line);
        }
    }
    if let Some(Prediction { asks, .. }) = &prediction {
        reader.is_message(&asks.message, &messages, asks.line);
    }
    if head.front.topic.is_empty()
        && let Some(message) = messages.iter().find(|message| message.topic.is_none())
    {
        let message =
            format!("the message `{}` has no topic; expected `topic:` here or at the head", message.name);
        reader.problems.add(messages[0].line, message);
    }
    let lines = Lines { task: task_line, hints: hints_line, ..head.lines };
    Some(Lesson {
        front: head.front,
        task,
        words,
        prediction,
        start: start?,
        messages,
        checks,
        hints,
        solution: solution?,
        also_right,
        wrong,
        why,
        lines,
    })
}

/// What is compared where the lesson does not say: what the only kind of action sends.
fn compare_of(action: Option<&str>) -> Compare {
    let Some(json) = action.and_then(|text| serde_json::from_str::<Json>(text).ok()) else {
        return if action.is_some() { Compare::Deliveries } else { Compare::Output };
    };
    let has_error_action = json.get("errorAction").is_some();
    let list = match json.get("actions").unwrap_or(&json) {
        Json::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    match list {
        [one] if !has_error_action && one.get("timestream").is_some() => Compare::Records,
        [one] if !has_error_action && one.get("influxDB").is_some() => Compare::Lines,
        _ => Compare::Deliveries,
    }
}

struct Reader<'r, 't> {
    problems: &'r mut Problems,
    sections: &'r [Section<'t>],
}

impl<'r, 't> Reader<'r, 't> {
    /// Reports headings that are not known, and those that stand twice.
    fn check_titles(&mut self) {
        let mut seen: Vec<&str> = Vec::new();
        for section in self.sections {
            let title = section.title;
            let is_known = SECTIONS.contains(&title) && title != "Wrong: Name" || title.starts_with("Wrong:");
            if !is_known {
                self.problems
                    .add(section.line, format!("unknown section `{title}`; {}", instead(title, &SECTIONS)));
            } else if title != "Also right" && seen.contains(&title) {
                self.problems.add(section.line, format!("a second section `{title}`; expected one"));
            }
            seen.push(title);
        }
    }

    fn all(&self, title: &'static str) -> impl Iterator<Item = &'r Section<'t>> + use<'r, 't> {
        self.sections.iter().filter(move |section| section.title == title)
    }

    fn only(&self, title: &'static str) -> Option<&'r Section<'t>> {
        self.all(title).next()
    }

    /// A rule, and what else its section has; `keys` are those that have a meaning there beside the usual ones.
    fn answer(&mut self, section: &Section<'t>, like: &Answer, keys: &[&'static str]) -> (Answer, Parts<'t>) {
        let known: Vec<&'static str> = answer::KEYS.iter().chain(keys).copied().collect();
        let parts = parts(&section.body, &known, self.problems);
        let answer = answer::answer(section, &parts, like, self.problems);
        if keys.is_empty()
            && let Some(line) = parts.first_text()
        {
            let expected = "expected a fence ```sql, a fence ```json action, `version:` or `topic:`";
            self.problems.add(line.number, format!("text means nothing in `{}`; {expected}", section.title));
        }
        (answer, parts)
    }

    fn start(&mut self, head: &front::Head) -> Option<Answer> {
        let section = self.only("Start")?;
        let like = Answer { version: head.version, ..Answer::default() };
        let (answer, parts) = self.answer(section, &like, &[]);
        if !parts.fences.iter().any(|fence| fence.language == "sql") {
            self.problems.add(section.line, "`Start` has no statement; expected a fence ```sql");
        }
        Some(answer)
    }

    fn wrong(&mut self, like: &Answer) -> Vec<Wrong> {
        let mut wrong: Vec<Wrong> = Vec::new();
        for section in self.sections.iter().filter(|section| section.title.starts_with("Wrong:")) {
            let title = section.title["Wrong:".len()..].trim();
            if title.is_empty() {
                self.problems.add(section.line, "the mistake has no name; expected `## Wrong: Name`");
            }
            let (answer, parts) = self.answer(section, like, &["if"]);
            let condition = parts.key("if").and_then(|(text, line)| match Condition::read(text) {
                Ok(condition) => Some(condition),
                Err(error) => {
                    self.problems.add(line, error);
                    None
                }
            });
            let says = blocks(&parts.rest, self.problems);
            if says.is_empty() {
                self.problems.add(
                    section.line,
                    "nothing is said about this mistake; expected some sentences below the rule",
                );
            }
            wrong.push(Wrong { title: title.to_owned(), answer, condition, says });
        }
        wrong
    }

    fn prediction(&mut self) -> Option<Prediction> {
        let section = self.only("Predict")?;
        let parts = parts(&section.body, &["asks"], self.problems);
        no_other_fences(&parts.fences, &[], self.problems);
        let at = parts.rest.iter().position(|line| item(line.text).is_some()).unwrap_or(parts.rest.len());
        let (question, choices) = parts.rest.split_at(at);
        let question = blocks(question, self.problems);
        if question.is_empty() {
            self.problems.add(section.line, "there is no question; expected one before the list of choices");
        }
        let (mut texts, mut right) = (Vec::new(), Vec::new());
        for line in choices.iter().filter(|line| !line.text.trim().is_empty()) {
            let Some((false, text)) = item(line.text) else {
                self.problems
                    .add(line.number, "this is not a choice; expected `- ` at the start of the line");
                continue;
            };
            let choice = text.strip_suffix("(right)");
            if choice.is_some() {
                right.push(texts.len());
            }
            texts.push(inline(choice.unwrap_or(text).trim_end(), line.number, self.problems));
        }
        if texts.len() < 2 || right.len() != 1 {
            let message = "expected two or more choices `- …`, one of which ends in `(right)`";
            self.problems.add(section.line, message);
        }
        let Some((text, line)) = parts.key("asks") else {
            self.problems.add(section.line, "expected `asks: … = …`, which the engine confirms");
            return None;
        };
        match Ask::read(text, line) {
            Ok(asks) => Some(Prediction { question, choices: texts, right: *right.first()?, asks }),
            Err(error) => {
                self.problems.add(line, error);
                None
            }
        }
    }

    fn checks(&mut self) -> Vec<Check> {
        let Some(section) = self.only("Checks") else { return Vec::new() };
        let parts = parts(&section.body, &[], self.problems);
        no_other_fences(&parts.fences, &[], self.problems);
        let mut checks = Vec::new();
        for line in parts.rest.iter().filter(|line| !line.text.trim().is_empty()) {
            let kind = match item(line.text) {
                Some((false, text)) => CheckKind::read(text),
                _ => Err("this is not a check; expected `- ` at the start of the line".to_owned()),
            };
            match kind {
                Ok(kind) => checks.push(Check { kind, line: line.number }),
                Err(error) => self.problems.add(line.number, error),
            }
        }
        checks
    }

    fn hints(&mut self) -> Vec<Hint> {
        let Some(section) = self.only("Hints") else { return Vec::new() };
        let parts = parts(&section.body, &[], self.problems);
        no_other_fences(&parts.fences, &[], self.problems);
        let mut items: Vec<(usize, String)> = Vec::new();
        for line in parts.rest.iter().filter(|line| !line.text.trim().is_empty()) {
            match (item(line.text), items.last_mut()) {
                (Some((true, text)), _) => items.push((line.number, text.to_owned())),
                (None, Some((_, text))) if line.text.starts_with(' ') => {
                    text.push(' ');
                    text.push_str(line.text.trim());
                }
                _ => self
                    .problems
                    .add(line.number, "this is not a hint; expected a numbered line such as `1. …`"),
            }
        }
        items.into_iter().map(|(line, text)| self.hint(line, &text)).collect()
    }

    /// `[code] text`, or text alone.
    fn hint(&mut self, line: usize, text: &str) -> Hint {
        let coded = text.strip_prefix('[').and_then(|rest| rest.split_once("] "));
        let (named, words) = match coded {
            Some((name, words)) if !words.is_empty() => (Some(name), words),
            _ => (None, text),
        };
        let named = named.and_then(|name| match code(name) {
            Ok(code) => Some(code),
            Err(error) => {
                self.problems.add(line, error);
                None
            }
        });
        Hint { code: named, text: inline(words, line, self.problems), line }
    }

    fn text(&mut self, title: &'static str) -> Vec<crate::markdown::Block> {
        let Some(section) = self.only(title) else { return Vec::new() };
        let parts = parts(&section.body, &[], self.problems);
        no_other_fences(&parts.fences, &[], self.problems);
        blocks(&parts.rest, self.problems)
    }

    fn is_message(&mut self, name: &str, messages: &[crate::lesson::Message], line: usize) {
        let names: Vec<&str> = messages.iter().map(|message| message.name.as_str()).collect();
        if !names.contains(&name) {
            self.problems.add(line, format!("there is no message `{name}`; {}", instead(name, &names)));
        }
    }
}
