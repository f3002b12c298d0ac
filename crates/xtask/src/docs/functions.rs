//! The function reference, from the function table.

use anyhow::{Context, Result};
use iot_sql::Evidence;
use iot_sql::functions::{self, Example, Function, Occurs};

use super::markdown::{anchor, attempt, block, code, heading, prose, row};

/// The headings of the groups in the function table, each with a function of its group.
const SUBJECTS: &[(&str, &str)] = &[
    ("abs", "Rounding, sign and size"),
    ("mod", "Arithmetic"),
    ("exp", "Exponents, logarithms and roots"),
    ("acos", "Trigonometry"),
    ("bitand", "Bits"),
    ("upper", "Length and case"),
    ("substring", "Parts of strings"),
    ("lpad", "Padding and trimming"),
    ("regexp_matches", "Regular expressions"),
    ("md2", "Hashes"),
    ("isUndefined", "Null and Undefined"),
    ("get_or_default", "Defaults"),
    ("get", "Arrays and objects"),
    ("cast", "Conversion"),
    ("time_to_epoch", "Time"),
    ("topic", "The message and its sender"),
    ("get_mqtt_property", "MQTT 5 properties"),
    ("rand", "Random values"),
    ("get_dynamodb", "Other services"),
];

pub(super) const INTRODUCTION: &str = "\
Every function of AWS IoT SQL that RuleLens evaluates. Each example is run as a test.

- **Since** is the first SQL version that has the function.
- **Evidence** says how the behaviour is known: `verified` (observed on AWS), `reported` (seen on AWS by others; \
the note names the source), `documented` (stated by AWS), `contradicted` (AWS's pages disagree; the note says which \
reading is followed) or `assumed` (AWS is silent). [Below](#evidence) are the functions with a note; \
[Open questions](open-questions/README.md) are about everything else.
- Function names may be written in any case. A result without a value is shown as Undefined; where the result is \
different every time, the table shows none.

";

pub(super) fn page() -> Result<String> {
    let groups =
        functions::ALL.iter().map(|group| Ok((title(group)?, *group))).collect::<Result<Vec<_>>>()?;
    let mut page = format!("# Functions\n\n{INTRODUCTION}");
    page += &heading(&["Subject", "Functions"]);
    for (title, group) in &groups {
        let names: Vec<String> = group.iter().map(link).collect();
        page += &row(&[format!("[{title}](#{})", anchor(title)), names.join(", ")]);
    }
    page += &doubts();
    for (title, group) in &groups {
        page += &format!("\n## {title}\n");
        for function in *group {
            page += &section(function);
        }
    }
    Ok(page)
}

/// The functions that are not simply documented.
fn doubts() -> String {
    let mut text = format!("\n## Evidence\n\n{}", heading(&["Evidence", "Functions"]));
    for evidence in Evidence::ALL.into_iter().filter(|evidence| evidence.needs_a_note()) {
        let all = functions::ALL.iter().flat_map(|group| group.iter());
        let names: Vec<String> = all.filter(|function| function.evidence == evidence).map(link).collect();
        if !names.is_empty() {
            text += &row(&[evidence.to_string(), names.join(", ")]);
        }
    }
    text
}

/// A group's heading.
pub(super) fn title(group: &[Function]) -> Result<&'static str> {
    let known = SUBJECTS.iter().find(|(name, _)| group.iter().any(|function| function.name == *name));
    known.map(|(_, title)| *title).with_context(|| {
        let first = group.first().map_or("", |function| function.name);
        format!("the group of functions that starts with {first} has no heading in SUBJECTS of xtask's docs")
    })
}

fn link(function: &Function) -> String {
    format!("[{}](#{})", prose(function.name), anchor(function.name))
}

fn section(function: &Function) -> String {
    let signature = block("sql", &function.signature());
    format!("\n### {}\n\n{signature}{}", prose(function.name), entry(function, false))
}

/// What there is to say of a function, below its signature; with `tries`, each example has a link to `try:` and its place.
pub(super) fn entry(function: &Function, tries: bool) -> String {
    let mut text = format!("{}\n\n", prose(function.summary));
    if !function.parameters.is_empty() {
        text += &heading(&["Parameter", "Type", "What it is"]);
        for parameter in function.parameters {
            let occurs = match parameter.occurs {
                Occurs::Once => "",
                Occurs::Optional => " May be omitted.",
                Occurs::Any => " Any number of them.",
            };
            let description = format!("{}{occurs}", prose(parameter.description));
            text += &row(&[code(parameter.name), prose(parameter.types), description]);
        }
        text.push('\n');
    }
    if !function.absent.is_empty() {
        text += &format!("- **Null, Undefined and other types**: {}\n", prose(function.absent));
    }
    text += &format!("- **Since**: SQL version {}\n", function.since);
    text += &format!("- **Evidence**: {}", function.evidence);
    if !function.note.is_empty() {
        text += &format!(". {}", prose(function.note));
    }
    text += "\n\n";
    text + &examples(function.examples, tries)
}

/// The examples as a table; the payload's column is there only where one reads a payload.
fn examples(examples: &[Example], tries: bool) -> String {
    let with_payload = examples.iter().any(|example| !example.payload.is_empty());
    let mut columns = if with_payload { vec!["Call", "Payload", "Result"] } else { vec!["Call", "Result"] };
    if tries {
        columns.push("");
    }
    let mut text = heading(&columns);
    for (at, example) in examples.iter().enumerate() {
        let mut cells = vec![code(example.call)];
        if with_payload {
            cells.push(shown(example.payload));
        }
        cells.push(if example.result == "Undefined" {
            "Undefined".to_owned()
        } else {
            shown(example.result)
        });
        if tries {
            cells.push(attempt(at));
        }
        text += &row(&cells);
    }
    text
}

fn shown(text: &str) -> String {
    if text.is_empty() { String::new() } else { code(text) }
}
