//! `rulelens lessons check`.

use super::CheckOptions;
use super::folder::{LIST, lesson_files, name, text};
use crate::cases::Case;
use crate::printable::escaped;
use crate::{BAD, Format, GOOD};
use anyhow::{Context, Result};
use iot_sql::text::counted;
use rule_lessons::{Course, Finding, Judge, Lesson, verify_course};
use serde::Serialize;
use serde_json::{Map, Value as Json, value::RawValue};
use std::fs;
use std::io::Write;
use std::path::Path;

/// What was found of lessons.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckedCourse {
    /// How many lessons were read.
    pub lessons: usize,
    /// How many rules were tried.
    pub rules: usize,
    /// The most work that judging one rule was, in steps of the engine.
    pub most_work: u64,
    /// What does not hold.
    pub findings: Vec<InFile>,
    /// What comes of every rule.
    #[serde(skip)]
    pub outcomes: String,
}

/// Something that does not hold, and where.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InFile {
    /// The file.
    pub file: String,
    /// What does not hold.
    #[serde(flatten)]
    pub finding: Finding,
}

pub(super) fn check(options: &CheckOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let mut found = CheckedCourse::default();
    for path in &options.paths {
        if path.is_dir() {
            found.folder(path)?;
        } else {
            found.lesson(path)?;
        }
    }
    if let Some(file) = &options.outcomes {
        found.compare(file, options.update, err)?;
    }
    match options.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &found)?;
            writeln!(out)?;
        }
        Format::Text => found.write(out)?,
    }
    Ok(if found.findings.is_empty() { GOOD } else { BAD })
}

/// Tries the lessons of a folder.
///
/// # Errors
/// A file that cannot be read.
pub fn check_folder(folder: &Path) -> Result<CheckedCourse> {
    let mut found = CheckedCourse::default();
    found.folder(folder)?;
    Ok(found)
}

impl CheckedCourse {
    fn folder(&mut self, folder: &Path) -> Result<()> {
        let list = folder.join(LIST);
        let course = Course::read(&text(&list)?);
        let mut lessons = Vec::new();
        for path in lesson_files(folder)? {
            if let Some(lesson) = self.lesson(&path)? {
                lessons.push((name(&path), lesson));
            }
        }
        match course {
            Ok(course) => {
                let missing = course.lessons().filter(|entry| !folder.join(&entry.file).is_file());
                for entry in missing {
                    let message = format!("there is no file `{}`; expected a lesson", entry.file);
                    self.add(&list, Finding { test: "T1".into(), line: entry.line, message });
                }
                for (file, finding) in verify_course(&course, LIST, &lessons) {
                    self.add(&folder.join(file), finding);
                }
            }
            Err(problems) => problems.into_iter().for_each(|problem| self.add(&list, problem.into())),
        }
        Ok(())
    }

    /// Tries a lesson, and gives it back if it can be read.
    fn lesson(&mut self, path: &Path) -> Result<Option<Lesson>> {
        self.lessons += 1;
        let lesson = match Lesson::read(&text(path)?) {
            Ok(lesson) => lesson,
            Err(problems) => {
                for problem in problems {
                    self.add(path, problem.into());
                }
                return Ok(None);
            }
        };
        let judge = Judge::new(lesson);
        let verified = judge.verify();
        self.rules += verified.rules;
        self.most_work = self.most_work.max(verified.most_work);
        self.outcomes += &verified.outcomes;
        for finding in verified.findings.into_iter().chain(of_expectations(&judge)) {
            self.add(path, finding);
        }
        Ok(Some(judge.lesson().clone()))
    }

    fn add(&mut self, path: &Path, finding: Finding) {
        self.findings.push(InFile { file: path.display().to_string(), finding });
    }

    /// T10: what comes of every rule is as it was.
    fn compare(&mut self, file: &Path, update: bool, err: &mut dyn Write) -> Result<()> {
        if update || !file.exists() {
            fs::write(file, &self.outcomes).with_context(|| format!("cannot write {}", file.display()))?;
            return Ok(writeln!(err, "written: {}", escaped(&file.display().to_string()))?);
        }
        let kept = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let (kept, now): (Vec<&str>, Vec<&str>) = (kept.lines().collect(), self.outcomes.lines().collect());
        if kept == now {
            return Ok(());
        }
        let at = kept.iter().zip(&now).take_while(|(kept, now)| kept == now).count();
        let line = |lines: &[&str]| lines.get(at).map_or("nothing".to_owned(), |line| format!("`{line}`"));
        let message = format!(
            "something else comes of a rule: {} is now {}; if that is meant, --update writes the file anew",
            line(&kept),
            line(&now)
        );
        self.add(file, Finding { test: "T10".into(), line: at + 1, message });
        Ok(())
    }

    fn write(&self, out: &mut dyn Write) -> Result<()> {
        for InFile { file, finding } in &self.findings {
            let Finding { test, line, message } = finding;
            writeln!(out, "{}:{line}: {test}: {}", escaped(file), escaped(message))?;
        }
        let (lessons, rules) = (counted(self.lessons, "lesson"), counted(self.rules, "rule"));
        let result = match self.findings.len() {
            0 => "everything holds".to_owned(),
            count => counted(count, "problem"),
        };
        Ok(writeln!(out, "{lessons}, {rules} tried: {result}")?)
    }
}

/// T6: what the file says must come of a message does, under the solution. The words are those of test cases.
fn of_expectations(judge: &Judge) -> Vec<Finding> {
    let lesson = judge.lesson();
    let mut findings = Vec::new();
    for (message, report) in lesson.messages.iter().zip(judge.solution_reports()) {
        for expected in &message.expected {
            let found = match case(&lesson.solution.sql, &expected.field, &expected.json) {
                Ok(case) => case
                    .differences(report)
                    .into_iter()
                    .map(|found| {
                        format!(
                            "{}: expected {}, and the solution gives {}",
                            found.what, found.expected, found.found
                        )
                    })
                    .collect(),
                Err(error) => vec![error],
            };
            findings.extend(found.into_iter().map(|message| Finding {
                test: "T6".into(),
                line: expected.line,
                message,
            }));
        }
    }
    findings
}

/// A case that expects only this.
fn case(sql: &str, field: &str, json: &str) -> Result<Case, String> {
    let of = |error: serde_json::Error| error.to_string();
    let raw = RawValue::from_string(json.to_owned()).map_err(of)?;
    let mut fields: Map<String, Json> = Map::new();
    fields.insert("inputSql".into(), sql.into());
    fields.insert("topic".into(), "a".into());
    fields.insert("inputPayload".into(), "".into());
    let mut text = Json::Object(fields).to_string();
    text.truncate(text.len() - 1);
    let text = format!("{text},{}:{}}}", Json::from(field), raw.get());
    Case::from_json(&text).map_err(|malformed| malformed.message)
}
