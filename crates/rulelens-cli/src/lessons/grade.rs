//! `rulelens lessons grade`.

use super::GradeOptions;
use super::folder::{LIST, lesson_files, text};
use crate::printable::{escaped, printable};
use crate::{BAD, Format, GOOD, UNUSABLE};
use anyhow::{Context, Result, bail};
use rule_lessons::{Course, Judge, Judgement, Lesson, Part, Progress, RecordLine, Status};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// Bytes that a record may have.
const MAX_RECORD_BYTES: u64 = 16 * 1024 * 1024;

/// What a learner did.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Graded {
    record: String,
    /// How many lessons the course has.
    lessons: usize,
    /// How many of them are solved.
    solved: usize,
    /// How many of these were solved after the solution had been shown.
    after_shown: usize,
    /// The last date in the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_date: Option<String>,
    answers: Vec<GradedAnswer>,
}

/// What a learner did with one lesson.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct GradedAnswer {
    lesson: String,
    title: String,
    state: Progress,
    solved: bool,
    /// Why it counts or does not.
    says: String,
}

pub(super) fn grade(options: &GradeOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let judges = course(&options.folder)?;
    let mut graded = Vec::new();
    let mut exit = GOOD;
    for path in &options.records {
        let (lines, problems) = read(path)?;
        for problem in &problems {
            writeln!(err, "error: {}", printable(problem))?;
            exit = UNUSABLE;
        }
        let of_record = of_record(path, &judges, lines);
        let broken = of_record.answers.iter().any(|answer| answer.state != Progress::Begun && !answer.solved);
        if broken && exit == GOOD {
            exit = BAD;
        }
        graded.push(of_record);
    }
    match options.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &graded)?;
            writeln!(out)?;
        }
        Format::Text => graded.iter().try_for_each(|graded| write(graded, out))?,
    }
    Ok(exit)
}

/// The lessons of a course in its order, each with the ids that it had before.
fn course(folder: &Path) -> Result<Vec<(Judge, Vec<String>)>> {
    let list = folder.join(LIST);
    let problem = |file: &Path, problems: Vec<rule_lessons::Problem>| {
        let first = problems.into_iter().next().map(|problem| problem.to_string()).unwrap_or_default();
        format!("{}:{first}", file.display())
    };
    let course = match Course::read(&text(&list)?) {
        Ok(course) => course,
        Err(problems) => bail!(problem(&list, problems)),
    };
    let files = lesson_files(folder)?;
    let mut judges = Vec::new();
    for entry in course.lessons() {
        let path = folder.join(&entry.file);
        if !files.contains(&path) {
            bail!("{}:{}: there is no file `{}`", list.display(), entry.line, entry.file);
        }
        match Lesson::read(&text(&path)?) {
            Ok(lesson) => judges.push((Judge::new(lesson), entry.formerly.clone())),
            Err(problems) => bail!(problem(&path, problems)),
        }
    }
    Ok(judges)
}

/// The lines of a record, and what is wrong with the others.
fn read(path: &Path) -> Result<(Vec<RecordLine>, Vec<String>)> {
    let place = || format!("cannot read {}", path.display());
    let file = File::open(path).with_context(place)?;
    let (mut lines, mut problems) = (Vec::new(), Vec::new());
    for (at, line) in BufReader::new(file.take(MAX_RECORD_BYTES)).lines().enumerate() {
        let line = line.with_context(place)?;
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(&line) {
            Ok(read) => lines.push(read),
            Err(error) => problems.push(format!("{}:{}: {error}", path.display(), at + 1)),
        }
    }
    Ok((lines, problems))
}

fn of_record(path: &Path, judges: &[(Judge, Vec<String>)], lines: Vec<RecordLine>) -> Graded {
    let mut graded =
        Graded { record: path.display().to_string(), lessons: judges.len(), ..Graded::default() };
    graded.last_date = lines.iter().filter_map(|line| line.date.clone()).max();
    // A lesson that was done again counts as it was done last.
    let mut last: BTreeMap<String, RecordLine> = BTreeMap::new();
    let mut unknown = Vec::new();
    for line in lines {
        let has = |(judge, _): &&(Judge, Vec<String>)| judge.lesson().front.id == line.lesson;
        let had = |(_, formerly): &&(Judge, Vec<String>)| formerly.contains(&line.lesson);
        match judges.iter().find(has).or_else(|| judges.iter().find(had)) {
            Some((judge, _)) => drop(last.insert(judge.lesson().front.id.clone(), line)),
            None => unknown.push(line),
        }
    }
    for (judge, _) in judges {
        let front = &judge.lesson().front;
        let Some(line) = last.remove(&front.id) else { continue };
        let (solved, says) = verdict(judge, &line);
        graded.solved += usize::from(solved);
        graded.after_shown += usize::from(solved && line.state == Progress::Shown);
        let (lesson, title) = (front.id.clone(), front.title.clone());
        graded.answers.push(GradedAnswer { lesson, title, state: line.state, solved, says });
    }
    for line in unknown {
        let says = "The course has no such lesson.".to_owned();
        let (lesson, title) = (line.lesson, String::new());
        graded.answers.push(GradedAnswer { lesson, title, state: line.state, solved: false, says });
    }
    graded
}

/// Whether an answer counts, and why.
fn verdict(judge: &Judge, line: &RecordLine) -> (bool, String) {
    let lesson = judge.lesson();
    let changes = line.answer.changes(&lesson.start);
    let locked: Vec<&str> = changes
        .iter()
        .filter(|part| !lesson.front.edit.contains(part))
        .map(|part| Part::name(*part))
        .collect();
    if !locked.is_empty() {
        return (false, format!("It changes what the lesson locks: {}.", locked.join(", ")));
    }
    let Judgement { status, says, rejected, .. } = judge.judge(&line.answer);
    let reason = rejected.first().map(|found| format!(" {}", found.message)).unwrap_or_default();
    (status == Status::Solved, says + &reason)
}

fn write(graded: &Graded, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}", escaped(&graded.record))?;
    for answer in &graded.answers {
        let word = match (answer.solved, answer.state) {
            (true, Progress::Shown) => "solved after the solution was shown",
            (true, _) => "solved",
            (false, Progress::Begun) => "begun",
            (false, _) => "NOT SOLVED",
        };
        let says = if answer.solved { String::new() } else { format!(": {}", escaped(&answer.says)) };
        let name = if answer.title.is_empty() { &answer.lesson } else { &answer.title };
        writeln!(out, "  {word}: {}{says}", escaped(name))?;
    }
    let shown = match graded.after_shown {
        0 => String::new(),
        count => format!(", {count} after the solution was shown"),
    };
    let date = graded.last_date.as_deref().map(|date| format!(", {}", escaped(date))).unwrap_or_default();
    Ok(writeln!(out, "{} of {} solved{shown}{date}", graded.solved, graded.lessons)?)
}
