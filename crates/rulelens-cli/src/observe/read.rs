//! `rulelens observe read`.

use super::ReadOptions;
use super::asked::{Open, open};
use super::export::CONTROL;
use super::outcome::Seen;
use crate::input::read_text;
use crate::printable::printable;
use crate::questions::FILES;
use crate::{BAD, GOOD, UNUSABLE};
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::text::counted;
use serde::Deserialize;
use similar::TextDiff;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// A line of answers.
#[derive(Deserialize)]
struct Line {
    rulelens: Option<String>,
    version: Option<u32>,
    date: Option<String>,
    region: Option<String>,
    id: Option<String>,
    key: Option<String>,
    payload: Option<String>,
    rejected: Option<String>,
    failed: Option<String>,
}

/// An answer, and where and when it was given.
#[derive(Clone)]
struct Answer {
    seen: Seen,
    /// AWS's own words, where it rejected the rule or called its error action.
    words: String,
    /// A date and a region.
    place: String,
}

/// What becomes of a question.
struct Settled {
    /// Whether AWS does what RuleLens does.
    agrees: bool,
    /// What was seen, as a source.
    source: String,
}

/// Reads answers; gives the exit status.
pub(super) fn read(options: &ReadOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let mut answers: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
    let mut is_unusable = false;
    for file in &options.files {
        match answers_of(file) {
            Ok(found) => {
                for (id, answer) in found {
                    answers.entry(id).or_default().push(answer);
                }
            }
            Err(why) => {
                is_unusable = true;
                writeln!(err, "error: {}", printable(&format!("{}: {why}", file.display())))?;
            }
        }
    }
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    let (mut agreed, mut differ) = (0, 0);
    for one in open()? {
        let Some(settled) = settle(&one, &answers) else { continue };
        let verdict = if settled.agrees { "settled" } else { "AWS does otherwise" };
        writeln!(err, "{verdict}: {}: {}: {}", one.file, one.question.topic, printable(&settled.source))?;
        *(if settled.agrees { &mut agreed } else { &mut differ }) += 1;
        let original = FILES.iter().find(|(name, _)| *name == one.file).map_or("", |(_, text)| text);
        let text = texts.entry(one.file).or_insert_with(|| original.to_owned());
        *text = changed(text, &one, &settled);
    }
    for (file, text) in &texts {
        let original = FILES.iter().find(|(name, _)| name == file).map_or("", |(_, text)| text);
        let name = format!("docs/open-questions/{file}");
        let diff = TextDiff::from_lines(original, text.as_str());
        write!(out, "{}", diff.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")))?;
    }
    writeln!(
        err,
        "{}: {agreed} as RuleLens does, {differ} otherwise, for which the code is to be changed",
        counted(agreed + differ, "question")
    )?;
    Ok(match (is_unusable, agreed + differ) {
        (true, _) => UNUSABLE,
        (false, 0) => BAD,
        (false, _) => GOOD,
    })
}

/// The answers of a file.
fn answers_of(file: &Path) -> Result<Vec<(String, Answer)>, String> {
    let text = read_text(Some(file)).map_err(|error| error.root_cause().to_string())?;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parse = |(index, line): (usize, &str)| {
        serde_json::from_str::<Line>(line).map_err(|error| format!("line {}: {error}", index + 1))
    };
    let head = lines.next().map(parse).transpose()?;
    let Some(Line { rulelens: Some(_), version: Some(1), date: Some(date), region: Some(region), .. }) = head
    else {
        return Err("these are no answers: the first line is not that of observe.sh".to_owned());
    };
    let place = format!("{date}, {region}");
    let mut found = Vec::new();
    let mut has_control = false;
    for (index, line) in lines {
        let wrong = |why: &str| format!("line {}: {why}", index + 1);
        let line = parse((index, line))?;
        let decode = |text: &str| BASE64.decode(text).map_err(|error| wrong(&error.to_string()));
        let words = |text: &str| decode(text).map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        let id = line.id.ok_or_else(|| wrong("missing field `id`"))?;
        let (seen, words) = match (line.rejected, line.key, line.payload, line.failed) {
            (Some(error), ..) => (Seen::Rejected, words(&error)?),
            (None, Some(key), Some(payload), _) => {
                (Seen::Arrived { template: Some(words(&key)?), payload: decode(&payload)? }, String::new())
            }
            (None, None, None, Some(failed)) => (Seen::Nothing, words(&failed)?),
            _ => return Err(wrong("a line has `rejected`, or `key` and `payload`, or `failed`")),
        };
        has_control |= id == CONTROL && matches!(seen, Seen::Arrived { .. });
        found.push((id, Answer { seen, words, place: place.clone() }));
    }
    if !has_control {
        return Err(
            "the control rule's message did not arrive, so that nothing can be told from what did not"
                .to_owned(),
        );
    }
    Ok(found)
}

/// What the answers say about a question; `None` where one of its examples that can be asked has none, or two that differ.
fn settle(one: &Open, answers: &BTreeMap<String, Vec<Answer>>) -> Option<Settled> {
    let mut agrees = true;
    let mut told = Vec::new();
    let mut place = String::new();
    for asked in one.examples.iter().flatten() {
        let given = answers.get(&asked.id)?;
        // A rule without a template writes under one name.
        let plain = |seen: &Seen| match (seen, &asked.template) {
            (Seen::Arrived { payload, .. }, None) => {
                Seen::Arrived { template: None, payload: payload.clone() }
            }
            (seen, _) => seen.clone(),
        };
        let first = plain(&given.first()?.seen);
        if given.iter().any(|other| !plain(&other.seen).is_like(&first)) {
            return None;
        }
        agrees &= first.is_like(&asked.expected);
        let words = given.first().map(|answer| answer.words.as_str()).filter(|words| !words.is_empty());
        let words = words.map(|words| format!(" ({})", iot_sql::text::shortened(&one_line(words), 200)));
        told.push(format!(
            "of `{}` {}{}",
            asked.case.sql.replace('\n', " "),
            first.words(),
            words.unwrap_or_default()
        ));
        place.clone_from(&given.first()?.place);
    }
    if told.is_empty() {
        return None;
    }
    // What cannot be asked so is not settled by what can.
    let is_whole = one.examples.iter().all(Result::is_ok);
    let rest = if is_whole { "" } else { "; other examples could not be asked" };
    let otherwise = if agrees { "" } else { ", which is not what RuleLens does" };
    let source = format!("Seen on AWS, {place}: {}{otherwise}{rest}.", told.join("; "));
    Some(Settled { agrees: agrees && is_whole, source })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'")
}

/// The file of the question with its new evidence and source.
fn changed(text: &str, one: &Open, settled: &Settled) -> String {
    let old = &one.question.text;
    let evidence = |name: &str| format!("**Evidence**: {name}.");
    let now = if settled.agrees { "verified" } else { "contradicted" };
    let mut new = old.replacen(&evidence(one.question.evidence.name()), &evidence(now), 1);
    let source = format!("- {}\n", settled.source);
    if let Some(at) = new.find("\nSources:\n\n") {
        new.insert_str(at + "\nSources:\n\n".len(), &source);
    } else if let Some(example) = new.find("\n```sql") {
        // A sentence may stand before the example.
        let list = new[..example].rfind("\nReadings:\n").map_or(0, |at| at + "\nReadings:\n\n".len());
        let end = new[list..example].find("\n\n").map_or(example, |at| list + at + 1);
        new.insert_str(end, &format!("\nSources:\n\n{source}"));
    }
    text.replacen(old.as_str(), &new, 1)
}
