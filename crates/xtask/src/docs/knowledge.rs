//! The page that lists what is contradicted or assumed.

use iot_sql::assumptions::{self, Assumption, Effect, Shown, Subject};
use iot_sql::functions::{self, Function};
use iot_sql::{Evidence, SqlVersion};
use std::fmt::Write;

use super::markdown::{anchor, code, heading, prose, row};

const INTRODUCTION: &str = "\
RuleLens follows AWS's documentation and what was observed on AWS. This page lists the rest: behaviours on which \
AWS's pages **contradict** each other, and those on which they are silent, so that RuleLens **assumed** an answer. \
Each entry says what AWS states, the readings, and the one that is followed. The examples are run as tests.

Whoever has seen AWS do otherwise can settle an entry with one observation: the rule, the payload as text, and what \
came out.

";

pub(super) fn page() -> String {
    let subjects: Vec<&Subject> = assumptions::ALL.iter().chain(rule_actions::assumptions::ALL).collect();
    let functions: Vec<&Function> = functions::ALL
        .iter()
        .flat_map(|group| group.iter())
        .filter(|function| matches!(function.evidence, Evidence::Contradicted | Evidence::Assumed))
        .collect();
    let mut page = format!("# How we know\n\n{INTRODUCTION}");
    for subject in &subjects {
        let count = subject.assumptions.len();
        line(&mut page, &format!("- [{}](#{}): {count}", subject.title, anchor(subject.title)));
    }
    line(&mut page, &format!("- [Functions](#functions): {}", functions.len()));
    for subject in subjects {
        line(&mut page, &format!("\n## {}", prose(subject.title)));
        for assumption in subject.assumptions {
            page += &entry(assumption);
        }
    }
    page += "\n## Functions\n\nThe note says which readings there are, and the one that is followed.\n\n";
    page += &heading(&["Function", "Evidence", "Note"]);
    for Function { name, evidence, note, .. } in functions {
        let link = format!("[{}](functions.md#{})", prose(name), anchor(name));
        page += &row(&[link, evidence.to_string(), prose(note)]);
    }
    page
}

fn entry(assumption: &Assumption) -> String {
    let Assumption { topic, stated, readings, followed, evidence, page, examples } = assumption;
    let mut text = format!("\n### {}\n\n", prose(topic));
    line(&mut text, &format!("*{evidence}*, {page}"));
    line(&mut text, &format!("\n- **AWS states**: {}", prose(stated)));
    for (index, reading) in readings.iter().enumerate() {
        let role = if index == *followed { "Followed" } else { "Another reading" };
        line(&mut text, &format!("- **{role}**: {}", prose(reading)));
    }
    if !examples.is_empty() {
        let with_topic = examples.iter().any(|example| example.topic != "a");
        let with_version = examples.iter().any(|example| example.version != SqlVersion::default());
        let with_template = examples.iter().any(|example| example.template.is_some());
        let mut cells = vec!["Statement", "Payload", "Result"];
        if with_topic {
            cells.insert(1, "Topic");
        }
        if with_version {
            cells.insert(1, "SQL version");
        }
        if with_template {
            cells.insert(0, "Template");
        }
        line(&mut text, "");
        text += &heading(&cells);
        for example in *examples {
            text += &shown(example, with_topic, with_version, with_template);
        }
    }
    text
}

fn shown(example: &Shown, with_topic: bool, with_version: bool, with_template: bool) -> String {
    let mut cells = Vec::new();
    if with_template {
        cells.push(example.template.map(code).unwrap_or_default());
    }
    cells.push(code(example.sql));
    if with_version {
        cells.push(example.version.to_string());
    }
    if with_topic {
        cells.push(code(example.topic));
    }
    cells.push(code(example.payload));
    cells.push(match example.effect {
        Effect::Outgoing("") => "an empty payload".to_owned(),
        Effect::Outgoing(text) => code(text),
        Effect::Text("") => "an empty text".to_owned(),
        Effect::Text(text) => code(text),
        Effect::NoAction => "the rule does not act".to_owned(),
        Effect::Fails(id) => format!("[{}](diagnostics.md#{})", code(id), anchor(id)),
        Effect::Lines([]) => "no line".to_owned(),
        Effect::Lines(lines) => lines.iter().map(|line| code(line)).collect::<Vec<_>>().join("; "),
        Effect::Records([]) => "no record".to_owned(),
        Effect::Records(records) => {
            records.iter().map(|record| code(record.trim_end())).collect::<Vec<_>>().join("; ")
        }
    });
    row(&cells)
}

fn line(page: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(page, "{text}");
}
