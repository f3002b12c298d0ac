//! The list of diagnostics, each with an example that is run.

use anyhow::{Context, Result, bail};
use iot_sql::text::capitalised;
use iot_sql::{Code, Diagnostic, Earlier, Example, ExampleText, Fix, Input, SqlVersion};
use rule_actions::documents::{DocumentExample, EXAMPLES};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

use super::markdown::{anchor, block, code, heading, prose, row};

pub(super) const INTRODUCTION: &str = "\
Everything that RuleLens says about a rule, a message or an action. A code keeps its meaning for ever.

- An **error** is rejected, or ends the message's way through the rule.
- A **warning** is accepted, but probably not what was meant.
- An **info** is worth knowing.

The first part of a code tells what it is about: `sql` the statement, `template` a substitution template, `payload` and \
`topic` the message, `run` the evaluation, `lint` a habit that leads to mistakes, `document` the document that a rule \
is read from or written to, `action` any action, and `timestream`, `dynamodb` and the like one kind of action. Each \
example is run when this page is made.

";

/// The page.
///
/// # Errors
/// Where a code has no example, or an example does not lead to its code.
pub(super) fn page() -> Result<String> {
    let mut page = format!("# Diagnostics\n\n{INTRODUCTION}");
    page += &heading(&["Code", "Severity", "Meaning"]);
    let mut sections = String::new();
    for (Code { id, severity, summary, .. }, entry) in entries("")? {
        page +=
            &row(&[format!("[{}](#{})", self::code(id), anchor(id)), severity.to_string(), prose(summary)]);
        sections += &format!("\n## {id}\n\n{entry}");
    }
    Ok(page + &sections)
}

/// All codes, with what there is to say of each below its heading; `attempt` stands behind what leads to it, where that is a
/// rule and a message.
///
/// # Errors
/// Where a code has no example, or an example does not lead to its code.
pub(super) fn entries(attempt: &str) -> Result<Vec<(&'static Code, String)>> {
    let mut entries = Vec::new();
    let mut missing = BTreeSet::new();
    for code in iot_sql::codes().chain(rule_actions::codes()) {
        match (code.examples.first(), EXAMPLES.iter().find(|example| example.code == code)) {
            (Some(example), _) => {
                entries.push((
                    code,
                    section(code, example, if tried(example).is_some() { attempt } else { "" })?,
                ));
            }
            (None, Some(example)) => entries.push((code, document_section(code, example)?)),
            (None, None) => drop(missing.insert(code.id)),
        }
    }
    if !missing.is_empty() {
        bail!("no example leads to these codes: {}", Vec::from_iter(missing).join(", "));
    }
    Ok(entries)
}

/// Earlier messages of an example that is opened in the page.
const MOST_EARLIER: usize = 40;

/// Characters of a statement or payload of such an example.
const LONGEST: usize = 4_000;

/// An example as a case, where the page can show it.
pub(super) fn tried(example: &Example) -> Option<Json> {
    let (sql, payload) = (example.sql.get(), example.payload.get());
    let earlier = example.earlier.map(|earlier| (earlier.make)()).unwrap_or_default();
    let mut context: Json = serde_json::from_str(example.context.unwrap_or("{}")).ok()?;
    context.as_object_mut()?.entry("timestamp").or_insert(Example::NOW_MS.into());
    let action: Json = example.action.map_or(Some(Json::Null), |action| serde_json::from_str(action).ok())?;
    if sql.len().max(payload.len()) > LONGEST || earlier.len() > MOST_EARLIER {
        return None;
    }
    // A rule that names no version has the oldest one.
    let version = example.version.unwrap_or(SqlVersion::V2015_10_08);
    let mut case = json!({
        "inputSql": sql, "topic": example.topic, "inputPayload": payload, "context": context,
        "sqlVersion": version.to_string(),
    });
    if !action.is_null() {
        case["action"] = action;
    }
    if !earlier.is_empty() {
        case["earlier"] = earlier.into_iter().map(|payload| json!({"inputPayload": payload})).collect();
    }
    Some(case)
}

fn section(code: &Code, example: &Example, attempt: &str) -> Result<String> {
    let found = rule_actions::diagnostics(example);
    let diagnostic = wanted(code, &found)?;
    let input = input(example, &diagnostic.input);
    let mut text = told(code, &(given(example) + attempt), diagnostic, input.as_deref());
    for fix in &diagnostic.fixes {
        text += &fixed(fix, input.as_deref());
    }
    Ok(ended(text, diagnostic))
}

fn document_section(code: &Code, example: &DocumentExample) -> Result<String> {
    let found = example.diagnostics();
    let diagnostic = wanted(code, &found)?;
    let document = example.document.get();
    let input = (diagnostic.input == Input::Document).then_some(document.as_str());
    let mut given = match &example.document {
        ExampleText::Plain(text) => block(example.language, text),
        ExampleText::Built { shown, .. } => format!("{shown}\n\n"),
    };
    if let Some(format) = example.to {
        given += &format!("Written as {}.\n\n", self::code(format.name()));
    }
    if let Some((name, value)) = example.set {
        given += &format!("With {}.\n\n", self::code(&format!("--set {name}={value}")));
    }
    let mut text = told(code, &given, diagnostic, input);
    for fix in &diagnostic.fixes {
        // The whole document would have to be shown.
        text += &fixed(fix, None);
    }
    Ok(ended(text, diagnostic))
}

/// The diagnostic that an example is for.
fn wanted<'d>(code: &Code, found: &'d [Diagnostic]) -> Result<&'d Diagnostic> {
    found.iter().find(|diagnostic| diagnostic.code.id == code.id).with_context(|| {
        let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code.id).collect();
        format!("the example of {} leads to {codes:?}", code.id)
    })
}

/// A section up to the help.
fn told(code: &Code, given: &str, diagnostic: &Diagnostic, input: Option<&str>) -> String {
    let mut text = format!("{}: {}\n\n", capitalised(code.severity.name()), prose(code.summary));
    text += given;
    text += &format!("> {}\n\n", prose(&diagnostic.message));
    for label in &diagnostic.labels {
        let place = input.and_then(|input| input.get(label.range.clone())).unwrap_or_default();
        // A place between two characters, or a long one, is told by its words alone.
        let place =
            if place.is_empty() || place.chars().count() > 80 { String::new() } else { self::code(place) };
        let words = prose(&label.message);
        match (place.is_empty(), words.is_empty()) {
            (false, false) => text += &format!("- **At** {place}: {words}\n"),
            (false, true) => text += &format!("- **At** {place}\n"),
            (true, false) => text += &format!("- **There**: {words}\n"),
            (true, true) => {}
        }
    }
    if let Some(help) = &diagnostic.help {
        text += &format!("- **Help**: {}\n", prose(help));
    }
    text
}

fn ended(mut text: String, diagnostic: &Diagnostic) -> String {
    if let Some(evidence) = diagnostic.evidence {
        text += &format!("- **Evidence**: {evidence}\n");
    }
    text.trim_end().to_owned() + "\n"
}

/// What leads to the diagnostic, as far as it is not the usual.
fn given(example: &Example) -> String {
    let mut text = match &example.sql {
        ExampleText::Plain("") => "An empty statement.\n\n".to_owned(),
        ExampleText::Plain(sql) => block("sql", sql),
        ExampleText::Built { shown, .. } => format!("{shown}\n\n"),
    };
    let mut given = Vec::new();
    match example.version {
        Some(version) if version != iot_sql::SqlVersion::default() => {
            given.push(format!("SQL version {version}"));
        }
        Some(_) => {}
        None => given.push("no SQL version".to_owned()),
    }
    if example.topic != Example::TOPIC {
        given.push(format!("topic {}", code(example.topic)));
    }
    match &example.payload {
        ExampleText::Plain("{}") => {}
        ExampleText::Plain(payload) => given.push(format!("payload {}", code(payload))),
        ExampleText::Built { shown, .. } => given.push(format!("payload: {shown}")),
    }
    if let Some(action) = example.action {
        given.push(format!("action {}", code(action)));
    }
    if let Some(context) = example.context {
        given.push(format!("context {}", code(context)));
    }
    if let Some(Earlier { shown, .. }) = &example.earlier {
        given.push(format!("earlier messages: {shown}"));
    }
    if !given.is_empty() {
        text += &format!("With {}.\n\n", given.join(", "));
    }
    text
}

/// A fix, and what the text is after it where that fits in a line.
fn fixed(fix: &Fix, input: Option<&str>) -> String {
    let title = prose(&fix.title);
    let Some(input) = input else { return format!("- **Fix**: {title}\n") };
    let Some(text) = fix.apply(input) else { return format!("- **Fix**: {title}\n") };
    format!("- **Fix**: {title}: {}\n", code(text.trim_end()))
}

/// The text that a diagnostic's places are in.
fn input(example: &Example, input: &Input) -> Option<String> {
    match input {
        Input::Sql => Some(example.sql.get()),
        Input::Payload => Some(example.payload.get()),
        Input::Topic => Some(example.topic.to_owned()),
        Input::Action(path) => {
            Some(rule_actions::text_at(example.action?, path)).filter(|text| !text.is_empty())
        }
        // Documents have examples of their own.
        Input::Document | Input::Request => None,
    }
}
