//! Lessons: read, and judged by what a learner's rule does, as `rulelens lessons` does it.

use super::protocol::{LessonsAnswer, LessonsAsk};
use crate::state::Actions;
use crate::state::lessons::{
    ChangedLine, ChangedPart, CheckedFile, HintView, JudgedMessage, JudgedView, LessonMessage, LessonView,
    PredictionView, SolutionView, Tried, Worth,
};
use crate::state::library::kept_table;
use crate::state::portable::Portable;
use rule_lessons::{
    Answer, Compare, Contents, Course, Judge, Judgement, Kind, Lesson, Message, Payload, Problem, Status,
    Told,
};
use serde_json::{Map, Value as Json, json};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Lines of a part whose differences are found one by one.
const MOST_LINES: usize = 400;

thread_local! {
    /// The lesson that was asked about last, by its text.
    static JUDGE: RefCell<Option<(String, Judge)>> = const { RefCell::new(None) };
}

/// Answers what is asked of a lesson, whose file `text` is, or of a course, whose files it lists.
pub(super) fn answer(ask: LessonsAsk, text: &str) -> LessonsAnswer {
    match ask {
        LessonsAsk::Contents => LessonsAnswer::Contents(contents(text)),
        LessonsAsk::Open => LessonsAnswer::Opened(with(text, view).and_then(|view| view.map(Box::new))),
        LessonsAsk::Judge(tried) => {
            LessonsAnswer::Judged(with(text, |judge| Box::new(judged(judge, &tried))))
        }
        LessonsAsk::Solution(tried) => LessonsAnswer::Solution(with(text, |judge| solution(judge, &tried))),
        LessonsAsk::Check => LessonsAnswer::Checked(check(text)),
    }
}

/// Uses the judge of a lesson, which is made where the last one was of another.
fn with<T>(text: &str, answer: impl FnOnce(&Judge) -> T) -> Result<T, Vec<String>> {
    JUDGE.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|(known, _)| known != text) {
            let lesson = Lesson::read(text).map_err(told)?;
            *kept = Some((text.to_owned(), Judge::new(lesson)));
        }
        kept.as_ref().map(|(_, judge)| answer(judge)).ok_or_else(Vec::new)
    })
}

/// Problems with their lines.
fn told(problems: Vec<Problem>) -> Vec<String> {
    problems.into_iter().map(|problem| format!("line {}: {}", problem.line, problem.message)).collect()
}

/// The contents of a course, whose files are pairs of name and text; the first is its list.
fn contents(files: &str) -> Result<Contents, Vec<String>> {
    let files: Vec<(String, String)> =
        serde_json::from_str(files).map_err(|error| vec![format!("the files do not list ({error})")])?;
    let (_, list) = files.first().ok_or_else(|| vec!["there is no list".to_owned()])?;
    let course = Course::read(list).map_err(told)?;
    let files: BTreeMap<&str, &str> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Ok(Contents::of(&course, |name| Lesson::read(files.get(name)?).ok()))
}

fn view(judge: &Judge) -> Result<LessonView, Vec<String>> {
    let lesson = judge.lesson();
    let front = &lesson.front;
    let wanted = judge.wanted();
    // Where only the checks count, what the solution does is one way of many.
    let checks: Vec<String> = lesson.checks.iter().map(|check| check.kind.to_string()).collect();
    let message = |(at, message): (usize, &Message)| LessonMessage {
        name: message.name.clone(),
        hidden: message.hidden,
        names_topic: message.topic.is_some(),
        wanted: match front.compare {
            Compare::None => Told { short: String::new(), lines: checks.clone() },
            compare => wanted.get(at).map(|line| Told::of(line, compare)).unwrap_or_default(),
        },
    };
    let prediction = lesson.prediction.as_ref().map(|asked| PredictionView {
        question: asked.question.clone(),
        choices: asked.choices.clone(),
        right: asked.right,
    });
    let hint = |hint: &rule_lessons::Hint| HintView { code: hint.code.clone(), text: hint.text.clone() };
    let title = &front.title;
    let rule = rule(lesson).map_err(|why| vec![format!("“{title}” cannot be shown: {why}")])?;
    Ok(LessonView {
        id: front.id.clone(),
        title: title.clone(),
        aim: front.aim.clone(),
        symptom: front.symptom.clone(),
        is_case: front.kind == Kind::Case,
        device: front.device.clone(),
        minutes: front.minutes.unwrap_or_default(),
        after: front.after.clone(),
        task: lesson.task.clone(),
        prediction,
        edit: front.edit.clone(),
        start: tried(&lesson.start),
        rule,
        messages: lesson.messages.iter().enumerate().map(message).collect(),
        hints: lesson.hints.iter().map(hint).collect(),
        why: lesson.why.clone(),
    })
}

fn tried(answer: &Answer) -> Tried {
    Tried {
        sql: answer.sql.clone(),
        action: answer.action.clone(),
        version: answer.version.name().to_owned(),
        topic: answer.topic.clone(),
    }
}

/// The rule that a learner starts from with all messages, in its portable form.
fn rule(lesson: &Lesson) -> Result<String, String> {
    let front = &lesson.front;
    let start = &lesson.start;
    let messages: Vec<Json> = lesson.messages.iter().map(|message| published(lesson, message)).collect();
    let actions = Actions::read(start.action.as_deref().unwrap_or_default())?;
    let table: Json = serde_json::from_str(&front.table).map_err(|error| error.to_string())?;
    let rule = json!({
        "name": front.title,
        "sql": start.sql,
        "sql_version": start.version.name(),
        "messages": messages,
        "actions": actions.kept(),
        "table": kept_table(&table),
    });
    Portable::read(rule).map(|(rule, _)| rule.json().to_string())
}

/// A message as a text of a rule has it. What else a rule can read goes with each message, tables' keys included.
fn published(lesson: &Lesson, message: &Message) -> Json {
    let front = &lesson.front;
    let (payload, form) = match &message.payload {
        Payload::Json(text) | Payload::Text(text) => (text, "Text"),
        Payload::Base64(text) => (text, "Base64"),
    };
    let object = |text: &str| serde_json::from_str::<Map<String, Json>>(text).unwrap_or_default();
    let mut more = object(&front.context);
    more.extend(object(&message.context));
    let topic = message.topic.as_deref().or(lesson.start.topic.as_deref()).unwrap_or(&front.topic);
    json!({
        "name": message.name,
        "topic": topic,
        "payload": payload,
        "form": form,
        "client_id": message.client.as_deref().or(front.client.as_deref()).unwrap_or_default(),
        "time": message.time,
        "more": if more.is_empty() { String::new() } else { Json::from(more).to_string() },
    })
}

/// What a learner's rule is as an answer: what the lesson locks is as it was at the start.
fn answer_of(lesson: &Lesson, tried: &Tried) -> Answer {
    use rule_lessons::Part;
    let may = |part: Part| lesson.front.edit.contains(&part);
    let mut answer = Answer { line: 0, ..lesson.start.clone() };
    if may(Part::Sql) {
        answer.sql.clone_from(&tried.sql);
    }
    if may(Part::Action) && !is_same_action(tried.action.as_deref(), answer.action.as_deref()) {
        answer.action.clone_from(&tried.action);
    }
    if may(Part::Version)
        && let Ok(Json::Object(mut json)) = serde_json::to_value(&answer)
    {
        json.insert("version".to_owned(), tried.version.as_str().into());
        if let Ok(read) = serde_json::from_value::<Answer>(Json::Object(json)) {
            answer.version = read.version;
        }
    }
    if may(Part::Topic) {
        answer.topic = tried.topic.clone().filter(|topic| *topic != lesson.front.topic);
    }
    answer
}

/// Whether two texts of actions are the same, however they are written.
fn is_same_action(one: Option<&str>, other: Option<&str>) -> bool {
    let read = |text: Option<&str>| Actions::read(text.unwrap_or_default()).ok().and_then(|all| all.json());
    one == other || read(one) == read(other)
}

fn judged(judge: &Judge, tried: &Tried) -> JudgedView {
    let lesson = judge.lesson();
    let answer = answer_of(lesson, tried);
    let judgement = judge.judge(&answer);
    let Judgement { status, says, messages, mistake, first_wrong, reveals, rejected, .. } = judgement;
    let mut reported = Vec::new();
    for code in lesson.hints.iter().filter_map(|hint| hint.code.as_ref()) {
        let of_messages = messages.iter().flat_map(|message| &message.got.diagnostics);
        let of_messages = of_messages.map(|found| (found.code.as_str(), found.message.as_str()));
        let of_rule = rejected.iter().map(|found| (found.code.as_str(), found.message.as_str()));
        if let Some((_, message)) = of_rule.chain(of_messages).find(|(found, _)| *found == code) {
            reported.push((code.clone(), message.to_owned()));
        }
    }
    let compare = lesson.front.compare;
    JudgedView {
        worth: match status {
            Status::Rejected => Worth::Rejected,
            Status::Wrong => Worth::Wrong,
            Status::Wish => Worth::Wish,
            Status::Solved => Worth::Solved,
        },
        says,
        messages: messages.into_iter().map(|message| judged_message(message, compare)).collect(),
        mistake: mistake.map(|at| {
            let wrong = &lesson.wrong[at];
            (wrong.title.clone(), wrong.says.clone())
        }),
        first_wrong,
        reveals,
        reported,
        changed: answer.sql.trim() != lesson.start.sql.trim()
            || answer.version != lesson.start.version
            || answer.topic != lesson.start.topic
            || answer.action != lesson.start.action,
    }
}

fn judged_message(message: rule_lessons::MessageJudgement, compare: Compare) -> JudgedMessage {
    let differences = message.differences.into_iter();
    JudgedMessage {
        right: message.right,
        got: Told::of(&message.got, compare),
        differences: differences.map(|found| (found.what, found.wanted, found.got)).collect(),
        failures: message.failures,
    }
}

/// The solution as a difference to a learner's rule.
fn solution(judge: &Judge, own: &Tried) -> SolutionView {
    let lesson = judge.lesson();
    let own = answer_of(lesson, own);
    let solution = &lesson.solution;
    let pretty = |action: &Option<String>| {
        let actions = Actions::read(action.as_deref().unwrap_or_default());
        actions.map_or_else(|_| action.clone().unwrap_or_default(), |actions| actions.pretty())
    };
    let topic = |answer: &Answer| answer.topic.clone().unwrap_or_else(|| lesson.front.topic.clone());
    let sides = [
        ("SQL", own.sql.clone(), solution.sql.clone()),
        ("Actions", pretty(&own.action), pretty(&solution.action)),
        ("SQL version", own.version.name().to_owned(), solution.version.name().to_owned()),
        ("Topic", topic(&own), topic(solution)),
    ];
    let parts = sides.into_iter().filter(|(_, one, other)| one.trim() != other.trim());
    let part = |(title, one, other): (&str, String, String)| ChangedPart {
        title: title.to_owned(),
        lines: difference(one.trim(), other.trim()),
    };
    SolutionView { parts: parts.map(part).collect(), answer: tried(solution) }
}

/// What has to be taken out of a text and put in so that it becomes another one, by lines.
fn difference(old: &str, new: &str) -> Vec<ChangedLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let removed = |line: &&str| ChangedLine::Removed((*line).to_owned());
    let added = |line: &&str| ChangedLine::Added((*line).to_owned());
    if old.len() > MOST_LINES || new.len() > MOST_LINES {
        return old.iter().map(removed).chain(new.iter().map(added)).collect();
    }
    // How many lines the rests have in common.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for one in (0..old.len()).rev() {
        for other in (0..new.len()).rev() {
            common[one][other] = if old[one] == new[other] {
                common[one + 1][other + 1] + 1
            } else {
                common[one + 1][other].max(common[one][other + 1])
            };
        }
    }
    let (mut one, mut other) = (0, 0);
    let mut lines = Vec::new();
    while one < old.len() || other < new.len() {
        if one < old.len() && other < new.len() && old[one] == new[other] {
            lines.push(ChangedLine::Same(old[one].to_owned()));
            (one, other) = (one + 1, other + 1);
        } else if other == new.len() || one < old.len() && common[one + 1][other] >= common[one][other + 1] {
            lines.push(removed(&old[one]));
            one += 1;
        } else {
            lines.push(added(&new[other]));
            other += 1;
        }
    }
    lines
}

/// What holds of a lesson's file and what does not, for its author.
fn check(text: &str) -> CheckedFile {
    let lesson = match Lesson::read(text) {
        Ok(lesson) => lesson,
        Err(problems) => {
            let finding = |problem: Problem| ("T1".to_owned(), problem.line, problem.message);
            return CheckedFile {
                findings: problems.into_iter().map(finding).collect(),
                ..CheckedFile::default()
            };
        }
    };
    let verified = Judge::new(lesson).verify();
    let findings = verified.findings.into_iter();
    CheckedFile {
        findings: findings.map(|finding| (finding.test, finding.line, finding.message)).collect(),
        outcomes: verified.outcomes,
        rules: verified.rules,
    }
}

#[cfg(test)]
mod tests;
