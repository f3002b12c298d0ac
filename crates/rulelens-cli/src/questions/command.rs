//! `rulelens questions`: what AWS leaves open, from the files of the documentation.

use super::{Question, Reading, Subject, all};
use crate::{BAD, Format, GOOD};
use anyhow::Result;
use clap::Args;
use iot_sql::functions::{self, Function};
use serde_json::{Value as Json, json};
use std::io::Write;

/// Show the open questions of AWS's documentation, and what RuleLens does about them.
///
/// Each question says how its answer is known, what AWS's pages state, the readings, the one that RuleLens follows, who
/// saw it on AWS, and examples. What is open about a single function is shown by `rulelens functions NAME`.
///
/// Exit status: 0; 1 if no question contains the word.
#[derive(Args, Clone, Debug)]
pub struct QuestionsOptions {
    /// Show the questions that contain this word, in any case; by default, all, one per line
    word: Option<String>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `rulelens questions`; gives the exit status.
///
/// # Errors
/// An output that cannot be written.
pub fn questions(options: &QuestionsOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let word = options.word.as_deref().unwrap_or_default().to_lowercase();
    let mut subjects = all()?;
    for (_, subject) in &mut subjects {
        subject.questions.retain(|question| question.text.to_lowercase().contains(&word));
    }
    subjects.retain(|(_, subject)| !subject.questions.is_empty());
    if subjects.is_empty() {
        writeln!(err, "error: no question contains `{word}`; `rulelens questions` lists them")?;
        return Ok(BAD);
    }
    match options.format {
        Format::Json => {
            let list: Vec<Json> = subjects
                .iter()
                .flat_map(|(file, subject)| {
                    subject.questions.iter().map(|question| to_json(file, subject, question))
                })
                .collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        }
        Format::Text if word.is_empty() => list(&subjects, out)?,
        Format::Text => {
            let texts: Vec<&str> = subjects
                .iter()
                .flat_map(|(_, subject)| &subject.questions)
                .map(|question| question.text.as_str())
                .collect();
            writeln!(out, "{}", texts.join("\n\n"))?;
        }
    }
    Ok(GOOD)
}

fn list(subjects: &[(&str, Subject)], out: &mut dyn Write) -> Result<()> {
    for (_, subject) in subjects {
        writeln!(out, "{}", subject.title)?;
        for Question { evidence, topic, .. } in &subject.questions {
            writeln!(out, "  {:<12}  {topic}", evidence.name())?;
        }
    }
    writeln!(out, "Functions (`rulelens functions NAME` shows the note)")?;
    let doubted = functions::ALL.iter().flat_map(|group| group.iter());
    for Function { evidence, name, .. } in doubted.filter(|function| function.evidence.needs_a_note()) {
        writeln!(out, "  {:<12}  {name}", evidence.name())?;
    }
    Ok(())
}

fn to_json(file: &str, subject: &Subject, question: &Question) -> Json {
    let Question { topic, line, evidence, pages, stated, readings, sources, text, .. } = question;
    let readings: Vec<Json> = readings
        .iter()
        .map(|Reading { text, is_followed }| json!({"text": text, "followed": is_followed}))
        .collect();
    json!({
        "subject": subject.title, "topic": topic, "evidence": evidence.name(), "pages": pages, "stated": stated,
        "readings": readings, "sources": sources, "text": text,
        "file": format!("docs/open-questions/{file}"), "line": line,
    })
}
