//! The list of diagnostics, each with an example that is run.

use anyhow::{Context, Result, bail};
use iot_sql::{Code, Diagnostic, Fix, Input, Message};
use rule_actions::{Plan, Simulation};
use std::collections::BTreeSet;

use super::document_samples::{self, DocumentSample};
use super::markdown::{anchor, block, code, heading, prose, row};
use super::samples::{self, Earlier, NOW_MS, Sample, Text};

const INTRODUCTION: &str = "\
Everything that RuleLens says about a rule, a message or an action. A code keeps its meaning for ever.

- An **error** is refused, or ends the message's way through the rule.
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
/// Where a code has no sample, or a sample does not lead to its code.
pub(super) fn page() -> Result<String> {
    let codes: Vec<&Code> = iot_sql::CODES.iter().chain(rule_actions::codes::CODES).copied().collect();
    let sampled = samples::all().map(|sample| sample.code);
    let mut sampled = sampled.chain(document_samples::SAMPLES.iter().map(|sample| sample.code));
    if let Some(unknown) = sampled.find(|sampled| codes.iter().all(|code| code.id != *sampled)) {
        bail!("there is a sample for {unknown}, which is no code");
    }
    let mut sections = String::new();
    let mut missing = BTreeSet::new();
    for code in &codes {
        let sample = samples::all().find(|sample| sample.code == code.id);
        match (sample, document_samples::SAMPLES.iter().find(|sample| sample.code == code.id)) {
            (Some(sample), _) => sections += &section(code, sample)?,
            (None, Some(sample)) => sections += &document_section(code, sample)?,
            (None, None) => drop(missing.insert(code.id)),
        }
    }
    if !missing.is_empty() {
        bail!("no sample leads to these codes: {}", Vec::from_iter(missing).join(", "));
    }
    let mut page = format!("# Diagnostics\n\n{INTRODUCTION}");
    page += &heading(&["Code", "Severity", "Meaning"]);
    for Code { id, severity, summary, .. } in codes {
        page +=
            &row(&[format!("[{}](#{})", self::code(id), anchor(id)), severity.to_string(), prose(summary)]);
    }
    Ok(page + &sections)
}

fn section(code: &Code, sample: &Sample) -> Result<String> {
    let found = diagnostics(sample);
    let diagnostic = wanted(code, &found)?;
    let input = input(sample, &diagnostic.input);
    let mut text = told(code, &given(sample), diagnostic, input.as_deref());
    for fix in &diagnostic.fixes {
        text += &fixed(fix, input.as_deref());
    }
    Ok(ended(text, diagnostic))
}

fn document_section(code: &Code, sample: &DocumentSample) -> Result<String> {
    let found = sample.diagnostics();
    let diagnostic = wanted(code, &found)?;
    let document = sample.document.get();
    let input = (diagnostic.input == Input::Document).then_some(document.as_str());
    let mut given = match &sample.document {
        Text::Plain(text) => block(sample.language, text),
        Text::Built { shown, .. } => format!("{shown}\n\n"),
    };
    if let Some(format) = sample.to {
        given += &format!("Written as {}.\n\n", self::code(format.name()));
    }
    let mut text = told(code, &given, diagnostic, input);
    for fix in &diagnostic.fixes {
        // The whole document would have to be shown.
        text += &fixed(fix, None);
    }
    Ok(ended(text, diagnostic))
}

/// The diagnostic that a sample is for.
fn wanted<'d>(code: &Code, found: &'d [Diagnostic]) -> Result<&'d Diagnostic> {
    found.iter().find(|diagnostic| diagnostic.code.id == code.id).with_context(|| {
        let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic.code.id).collect();
        format!("the sample for {} leads to {codes:?}", code.id)
    })
}

/// A section up to the help.
fn told(code: &Code, given: &str, diagnostic: &Diagnostic, input: Option<&str>) -> String {
    let mut text = format!("\n## {}\n\n", code.id);
    text += &format!("{}: {}\n\n", capitalised(code.severity.name()), prose(code.summary));
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
fn given(sample: &Sample) -> String {
    let mut text = match &sample.sql {
        Text::Plain("") => "An empty statement.\n\n".to_owned(),
        Text::Plain(sql) => block("sql", sql),
        Text::Built { shown, .. } => format!("{shown}\n\n"),
    };
    let mut given = Vec::new();
    match sample.version {
        Some(version) if version != iot_sql::SqlVersion::default() => {
            given.push(format!("SQL version {version}"));
        }
        Some(_) => {}
        None => given.push("no SQL version".to_owned()),
    }
    if sample.topic != Sample::DEFAULT.topic {
        given.push(format!("topic {}", code(sample.topic)));
    }
    match &sample.payload {
        Text::Plain("{}") => {}
        Text::Plain(payload) => given.push(format!("payload {}", code(payload))),
        Text::Built { shown, .. } => given.push(format!("payload: {shown}")),
    }
    if let Some(action) = sample.action {
        given.push(format!("action {}", code(action)));
    }
    if let Some(Earlier { shown, .. }) = &sample.earlier {
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
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
    let mut text = input.to_owned();
    for edit in edits {
        text.replace_range(edit.range, &edit.text);
    }
    format!("- **Fix**: {title}: {}\n", code(text.trim_end()))
}

/// The text that a diagnostic's places are in.
fn input(sample: &Sample, input: &Input) -> Option<String> {
    match input {
        Input::Sql => Some(sample.sql.get()),
        Input::Payload => Some(sample.payload.get()),
        Input::Topic => Some(sample.topic.to_owned()),
        Input::Action(path) => {
            Some(rule_actions::text_at(sample.action?, path)).filter(|text| !text.is_empty())
        }
        // Documents have samples of their own.
        Input::Document | Input::Request => None,
    }
}

/// Everything that is said about a sample.
fn diagnostics(sample: &Sample) -> Vec<Diagnostic> {
    let version = sample.version.unwrap_or(iot_sql::SqlVersion::V2015_10_08);
    let mut found = match Plan::new(&sample.sql.get(), version, sample.action) {
        Err(errors) => errors,
        Ok(plan) => {
            let payload = sample.payload.get();
            let message = |payload| Message { topic: sample.topic, payload };
            let context = iot_sql::Context { timestamp_ms: NOW_MS, ..iot_sql::Context::default() };
            let mut simulation = Simulation::default();
            let earlier = sample.earlier.as_ref().map(|earlier| (earlier.make)()).unwrap_or_default();
            for earlier in &earlier {
                plan.deliver(message(earlier.as_bytes()), &context, &mut simulation);
            }
            plan.deliver(message(payload.as_bytes()), &context, &mut simulation).diagnostics
        }
    };
    if sample.version.is_none() {
        found.push(iot_sql::no_version());
    }
    found
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default() + chars.as_str()
}
