//! `rulelens test --update`: what comes of cases, in the place of what they expected.

use super::tally::Tally;
use crate::cases::{Case, Malformed, read_document, with_outcome};
use crate::input::{MAX_TEXT, read_bytes};
use crate::printable::printable;
use anyhow::{Context as _, Result};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::fmt;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Columns up to which a value stands on one line.
const COLUMNS: usize = 100;

/// Rewrites the cases of a file that fail, and says which.
pub(super) fn file(path: &Path, tally: &mut Tally, out: &mut dyn Write) -> Result<()> {
    let bytes = read_bytes(Some(path), MAX_TEXT)?;
    let mut edits = Vec::new();
    let mut told = Vec::new();
    let mut each = |line: usize, text: Result<&str, Malformed>| {
        let Ok(text) = text else { return };
        let Ok(case) = Case::from_json(text) else { return };
        if case.run().differences.is_empty() {
            return;
        }
        let place = format!("{}:{line}", path.display());
        if ["verified", "reported"].contains(&case.evidence.as_str()) {
            told.push(format!("kept {place}: its evidence is `{}`, so it stays failed", case.evidence));
            return;
        }
        match updated(text) {
            Ok(new) => {
                let start = text.as_ptr() as usize - bytes.as_ptr() as usize;
                edits.push((start..start + text.len(), new));
                told.push(format!("updated {place}: {}", case.name));
            }
            Err(malformed) => told.push(format!("kept {place}: {}", malformed.message)),
        }
    };
    if path.extension().is_some_and(|ending| ending == "jsonl") {
        for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if let Ok(text) = std::str::from_utf8(line) {
                each(index + 1, Ok(text.trim_start_matches('\u{FEFF}').trim()));
            }
        }
    } else {
        read_document(&bytes, &mut each);
    }
    for line in told {
        writeln!(out, "{}", printable(&line))?;
    }
    let (mut written, mut at) = (Vec::with_capacity(bytes.len()), 0);
    let cases = edits.len();
    for (range, new) in edits {
        written.extend_from_slice(&bytes[at..range.start]);
        written.extend_from_slice(new.as_bytes());
        at = range.end;
    }
    if cases > 0 {
        written.extend_from_slice(&bytes[at..]);
        fs::write(path, written).with_context(|| format!("cannot write {}", path.display()))?;
        tally.now_pass(cases);
    }
    Ok(())
}

/// The members of an object in their order, each with its text.
struct Members<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a case, which is an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

/// A member of the case as it is to be: its name, and its new text where that changes.
type Wanted = Vec<(String, Option<String>)>;

/// The text of a case that fails as one that passes: of what it expects only what does not hold is another.
fn updated(text: &str) -> Result<String, Malformed> {
    let members: Members<'_> = serde_json::from_str(text)?;
    let outcome = with_outcome(text)?;
    let observed: Members<'_> = serde_json::from_str(&outcome)?;
    let of = |name: &str| observed.0.iter().find(|(other, _)| other == name).map(|(_, raw)| raw.get());
    let is_expected = |name: &str| name.starts_with("expected");
    let passes = |wanted: &Wanted| {
        let json = compact(&members, wanted);
        Case::from_json(&json).is_ok_and(|case| case.run().differences.is_empty())
    };
    let mut wanted: Wanted = Vec::new();
    let mut is_any_dropped = false;
    for (name, raw) in &members.0 {
        match of(name) {
            _ if !is_expected(name) => wanted.push((name.clone(), None)),
            Some(found) => wanted.push((name.clone(), Some(like(raw.get(), found)))),
            None if name == "expectedMatch" && of("expectedOutput").is_some() => {
                wanted.push((name.clone(), Some("true".to_owned())));
            }
            None if name == "expectedDiagnostics" => {
                let diagnostics = Case::from_json(text)?.run().diagnostics;
                let mut codes: Vec<&str> = diagnostics.iter().map(|one| one.code.id).collect();
                codes.dedup();
                wanted.push((name.clone(), Some(Json::from(codes).to_string())));
            }
            None => is_any_dropped = true,
        }
    }
    if is_any_dropped {
        let added = observed
            .0
            .iter()
            .filter(|(name, _)| is_expected(name) && wanted.iter().all(|(own, _)| own != name));
        let added: Wanted = added.map(|(name, raw)| (name.clone(), Some(raw.get().to_owned()))).collect();
        wanted.extend(added);
    }
    if !passes(&wanted) {
        // What is expected of earlier messages does not hold, or nothing else may be reported.
        let own = |name: &str| members.0.iter().find(|(other, _)| other == name).map(|(_, raw)| raw.get());
        let all = observed.0.iter().map(|(name, raw)| {
            let is_same = own(name).is_some_and(|own| same(own, raw.get()));
            (name.clone(), (!is_same).then(|| raw.get().to_owned()))
        });
        return Ok(laid_out(text, &members, &all.collect()));
    }
    for index in 0..wanted.len() {
        let is_own = members.0.iter().any(|(name, _)| *name == wanted[index].0);
        if is_own
            && let Some(new) = wanted[index].1.take()
            && !passes(&wanted)
        {
            wanted[index].1 = Some(new);
        }
    }
    Ok(laid_out(text, &members, &wanted))
}

fn same(one: &str, other: &str) -> bool {
    let json = |text| serde_json::from_str::<Json>(text).ok();
    json(one) == json(other)
}

/// What was found in the form of what was expected: a payload may be written as JSON or as its exact text.
fn like(expected: &str, found: &str) -> String {
    if !expected.starts_with('"')
        && let Ok(text) = serde_json::from_str::<String>(found)
        && serde_json::from_str::<Json>(&text).is_ok_and(|json| !json.is_string())
    {
        return text;
    }
    found.to_owned()
}

fn compact(members: &Members<'_>, wanted: &Wanted) -> String {
    let own = |name: &str| members.0.iter().find(|(other, _)| other == name).map(|(_, raw)| raw.get());
    let member = |(name, new): &(String, Option<String>)| {
        format!("{}:{}", Json::from(name.as_str()), new.as_deref().or_else(|| own(name)).unwrap_or("null"))
    };
    format!("{{{}}}", wanted.iter().map(member).collect::<Vec<_>>().join(","))
}

/// The case as it is to be, written as it was written.
fn laid_out(text: &str, members: &Members<'_>, wanted: &Wanted) -> String {
    let is_broken = text.contains('\n');
    let first = members.0.first().map_or(0, |(_, raw)| raw.get().as_ptr() as usize - text.as_ptr() as usize);
    let indent = match text[..first].rfind('\n') {
        Some(at) => text[at + 1..].chars().take_while(|ch| matches!(ch, ' ' | '\t')).collect(),
        None => "  ".to_owned(),
    };
    let value = |new: &str| {
        let json = serde_json::from_str::<Json>(new);
        match json {
            Ok(json) if is_broken && new.len() > COLUMNS => {
                serde_json::to_string_pretty(&json).unwrap_or_default().replace('\n', &format!("\n{indent}"))
            }
            _ => new.to_owned(),
        }
    };
    let is_same =
        members.0.len() == wanted.len() && members.0.iter().zip(wanted).all(|(own, new)| own.0 == new.0);
    let mut written = String::with_capacity(text.len());
    if is_same {
        let mut at = 0;
        for ((_, raw), (_, new)) in members.0.iter().zip(wanted) {
            if let Some(new) = new {
                let start = raw.get().as_ptr() as usize - text.as_ptr() as usize;
                written += &text[at..start];
                written += &value(new);
                at = start + raw.get().len();
            }
        }
        return written + &text[at..];
    }
    let colon = if is_broken || text[..first].ends_with(' ') { ": " } else { ":" };
    let comma = match (is_broken, colon) {
        (true, _) => format!(",\n{indent}"),
        (false, ": ") => ", ".to_owned(),
        (false, _) => ",".to_owned(),
    };
    let own = |name: &str| members.0.iter().find(|(other, _)| other == name).map(|(_, raw)| raw.get());
    let lines: Vec<String> = wanted
        .iter()
        .map(|(name, new)| {
            let text = new.as_deref().map(&value).or_else(|| own(name).map(str::to_owned));
            format!("{}{colon}{}", Json::from(name.as_str()), text.unwrap_or_default())
        })
        .collect();
    let close = text.rfind('\n').filter(|_| is_broken).map_or("", |at| text[at..].trim_end_matches('}'));
    let open = if is_broken { format!("\n{indent}") } else { String::new() };
    format!("{{{open}{}{close}}}", lines.join(&comma))
}

#[cfg(test)]
mod tests {
    use super::updated;

    fn becomes(text: &str, wanted: &str) {
        assert_eq!(updated(text).expect(text), wanted);
    }

    const RULE: &str = r#""inputSql": "SELECT t FROM 'a'", "topic": "a", "inputPayload": {"t": 2.50}"#;

    #[test]
    fn only_what_does_not_hold_is_another() {
        becomes(
            &format!(r#"{{{RULE}, "expectedOutput": {{"t": 3}}, "comment": [ 1 ]}}"#),
            &format!(r#"{{{RULE}, "expectedOutput": {{"t":2.50}}, "comment": [ 1 ]}}"#),
        );
        becomes(
            &format!(r#"{{"expectedOutput": "{{}}", "expectedMatch": true, {RULE}}}"#),
            &format!(r#"{{"expectedOutput": "{{\"t\":2.50}}", "expectedMatch": true, {RULE}}}"#),
        );
        becomes(
            &format!("{{\n    {RULE},\n    \"expectedMatch\": false\n  }}"),
            &format!("{{\n    {RULE},\n    \"expectedMatch\": true\n  }}"),
        );
    }

    #[test]
    fn another_outcome_takes_the_place_of_the_whole_expectation() {
        let where_clause = RULE.replace("FROM 'a'", "FROM 'a' WHERE t > 3");
        becomes(
            &format!(r#"{{{where_clause}, "expectedOutput": {{"t": 2.50}}, "name": "n"}}"#),
            &format!(r#"{{{where_clause}, "name": "n", "expectedMatch": false}}"#),
        );
        becomes(
            &format!(
                "{{\n\t\"expectedMatch\": false,\n\t{}, \"expectedError\": \"x\"\n}}",
                RULE.replace(", ", ",\n\t")
            ),
            &format!(
                "{{\n\t\"expectedMatch\": true,\n\t{},\n\t\"expectedOutput\": \"{{\\\"t\\\":2.50}}\"\n}}",
                RULE.replace(", ", ",\n\t")
            ),
        );
        assert!(updated("5").is_err());
    }

    #[test]
    fn diagnostics_are_those_that_are_reported() {
        becomes(
            &format!(r#"{{{RULE}, "expectedDiagnostics": ["lint.no-such"]}}"#),
            &format!(r#"{{{RULE}, "expectedDiagnostics": []}}"#),
        );
    }
}
