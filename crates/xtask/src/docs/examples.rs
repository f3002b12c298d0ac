//! The examples of `examples/situations`, with what comes of them.

use anyhow::Result;
use rulelens_cli::situations::{self, Line, Mark, Situation};
use serde_json::{Map, Value as Json};

use super::markdown::{anchor, block, code, heading, prose, row};
use crate::help::TOP;
use crate::project::Project;

const INTRODUCTION: &str = "\
Situations in which rules stand, to learn from by looking. Each is a file in `examples/situations`: a case that \
`rulelens test` runs, and that the page opens, there with every value in sight. What comes of it is evaluated when this \
page is made.

";

/// Payloads up to this length are shown on one line.
const SHORT: usize = 72;

pub(super) fn page(project: &Project) -> Result<String> {
    let groups = situations::read(&project.root)?;
    let mut page = format!("# Examples\n\n{INTRODUCTION}");
    page += &heading(&["Subject", "Examples"]);
    for group in &groups {
        let links: Vec<String> = group.situations.iter().map(link).collect();
        page += &row(&[format!("[{}](#{})", prose(&group.title), anchor(&group.title)), links.join(", ")]);
    }
    for group in &groups {
        page += &format!("\n## {}\n", prose(&group.title));
        for situation in &group.situations {
            page += &section(situation);
        }
    }
    Ok(page)
}

fn link(situation: &Situation) -> String {
    let name = &situation.case.name;
    format!("[{}](#{})", prose(name), anchor(name))
}

fn section(situation: &Situation) -> String {
    let (case, inputs) = (&situation.case, situation.inputs());
    let mut text = format!("\n### {}\n\n{}\n\n", prose(&case.name), prose(&case.look_at));
    text += &format!("[Open in RuleLens]({TOP}#v1.x.{})\n\n", situation.id);
    text += &block("sql", &case.sql);
    if case.version != iot_sql::SqlVersion::default() {
        text += &format!("SQL version {}.\n\n", case.version);
    }
    let earlier = inputs.get("earlier").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    for (at, message) in earlier.iter().filter_map(Json::as_object).enumerate() {
        text += &self::message(message, &case.topic, Some(at + 1));
    }
    text += &message(&inputs, &case.topic, (!earlier.is_empty()).then_some(earlier.len() + 1));
    for (title, member) in [("Action", "action"), ("Context", "context"), ("Table", "table")] {
        if let Some(value) = inputs.get(member) {
            text += &format!("{title}:\n\n{}", block("json", &format!("{value:#}")));
        }
    }
    text += "What comes of it:\n\n";
    let several = !earlier.is_empty();
    for line in situation.outcome() {
        text += &told(&line, several);
    }
    text
}

/// A message; `number` where there are several.
fn message(members: &Map<String, Json>, topic: &str, number: Option<usize>) -> String {
    let topic = members.get("topic").and_then(Json::as_str).unwrap_or(topic);
    let name = members.get("name").and_then(Json::as_str).filter(|_| members.get("inputSql").is_none());
    let mut text = match (number, name) {
        (None, _) => "Message".to_owned(),
        (Some(number), None) => format!("Message {number}"),
        (Some(number), Some(name)) => format!("Message {number} ({})", prose(name)),
    };
    text += &format!(" to {}", code(topic));
    if let Some(bytes) = members.get("inputPayloadBase64").and_then(Json::as_str) {
        return text + &format!(", base64 of its payload {}\n\n", code(bytes));
    }
    let payload = match members.get("inputPayload") {
        Some(Json::String(payload)) => payload.clone(),
        Some(payload) if payload.to_string().len() > SHORT => format!("{payload:#}"),
        payload => payload.map(Json::to_string).unwrap_or_default(),
    };
    text + ":\n\n" + &block("json", &payload)
}

fn told(line: &Line, several: bool) -> String {
    let message =
        if several && line.message > 0 { format!("message {}: ", line.message) } else { String::new() };
    let mark = match line.mark {
        Mark::None => "",
        Mark::Passed => " ✓",
        Mark::Stopped | Mark::Doubtful => " ?",
        Mark::Rejected => " ✗",
    };
    if line.value.is_empty() && line.kind.is_empty() {
        return format!("- {message}{}\n", prose(&line.name.replace('\n', " ")));
    }
    let kind = if line.kind.is_empty() { String::new() } else { format!(" {}", line.kind) };
    format!("- {message}{} = {}{kind}{mark}\n", code(&line.name), code(&line.value))
}
