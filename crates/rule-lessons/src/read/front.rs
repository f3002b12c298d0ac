//! Reading the keys at the head of a lesson.

use crate::check::{code, not_a_version};
use crate::lesson::{Compare, Front, Kind, Lines, Part};
use crate::moment::milliseconds;
use crate::problem::{Problems, instead};
use crate::sections::Line;
use iot_sql::SqlVersion;
use rule_actions::ContextDocument;
use rule_actions::timestream::table::TableSettings;

/// The keys that a lesson may have.
const KEYS: [&str; 16] = [
    "id", "title", "aim", "after", "kind", "device", "minutes", "symptom", "topic", "time", "client",
    "version", "context", "table", "edit", "compare",
];

/// One more, which few lessons have.
const OPEN: &str = "open";

/// When the first message arrives, where a lesson does not say.
const USUAL_TIME: i64 = 1_772_353_800_000;

/// What the head of a lesson says.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) front: Front,
    /// The version of the SQL.
    pub(super) version: SqlVersion,
    /// Whether the head says what is compared; if not, the action decides.
    pub(super) compares: bool,
    pub(super) lines: Lines,
}

/// Reads the head; also gives the lines after it.
pub(super) fn head<'l, 't>(lines: &'l [Line<'t>], problems: &mut Problems) -> (Head, &'l [Line<'t>]) {
    let mut head = Head::default();
    head.front.time = USUAL_TIME;
    head.front.edit = vec![Part::Sql];
    "{}".clone_into(&mut head.front.context);
    "{}".clone_into(&mut head.front.table);
    if lines.first().is_none_or(|line| line.text.trim_end() != "---") {
        problems.add(
            1,
            "expected `---` on the first line, and below it the keys of the lesson such as `id: too-warm`",
        );
        return (head, lines);
    }
    let end = lines.iter().skip(1).position(|line| line.text.trim_end() == "---").map(|at| at + 1);
    let Some(end) = end else {
        problems.add(1, "the keys of the lesson do not end; expected a second line `---`");
        return (head, &[]);
    };
    let mut seen: Vec<&str> = Vec::new();
    for line in lines[1..end].iter().filter(|line| !line.text.trim().is_empty()) {
        let Some((key, value)) = line.text.split_once(':') else {
            problems.add(
                line.number,
                format!("`{}` is not a key with a value; expected `key: value`", line.text),
            );
            continue;
        };
        let (key, value) = (key.trim(), value.trim());
        if seen.contains(&key) {
            problems.add(line.number, format!("the key `{key}` stands here twice; expected one"));
            continue;
        }
        seen.push(key);
        if value.is_empty() {
            problems.add(
                line.number,
                format!("`{key}` has no value; expected one after the colon, or no such line"),
            );
            continue;
        }
        if let Err(message) = head.set(key, value, line.number) {
            problems.add(line.number, message);
        }
    }
    for (key, value) in [("id", &head.front.id), ("title", &head.front.title), ("aim", &head.front.aim)] {
        if value.is_empty() && !seen.contains(&key) {
            problems.add(1, format!("the key `{key}` is missing; expected `{key}: …` among the first lines"));
        }
    }
    if head.front.symptom.is_empty() == (head.front.kind == Kind::Case) {
        let message = match head.front.kind {
            Kind::Case => "a case needs a `symptom`: expected what somebody complains about",
            Kind::Lesson => "`symptom` is for cases; expected `kind: case` beside it",
        };
        problems.add(1, message);
    }
    (head, &lines[end + 1..])
}

impl Head {
    fn set(&mut self, key: &str, value: &str, line: usize) -> Result<(), String> {
        let front = &mut self.front;
        match key {
            "id" => {
                self.lines.id = line;
                front.id = id(value)?;
            }
            "title" => value.clone_into(&mut front.title),
            "aim" => value.clone_into(&mut front.aim),
            "after" => {
                self.lines.after = line;
                front.after = list(value).map(id).collect::<Result<_, _>>()?;
            }
            "kind" => front.kind = named(value, &[("lesson", Kind::Lesson), ("case", Kind::Case)])?,
            "device" => value.clone_into(&mut front.device),
            "minutes" => {
                let minutes = value.parse().ok().filter(|minutes| (1..=120).contains(minutes));
                front.minutes = Some(
                    minutes
                        .ok_or_else(|| format!("`{value}` is not a number of minutes; expected 1 to 120"))?,
                );
            }
            "symptom" => value.clone_into(&mut front.symptom),
            "topic" => value.clone_into(&mut front.topic),
            "time" => front.time = time(value)?,
            "client" => front.client = Some(value.to_owned()),
            "version" => self.version = version(value)?,
            "context" => front.context = context(value)?,
            "table" => {
                serde_json::from_str::<TableSettings>(value).map_err(|error| not_json("table", &error))?;
                value.clone_into(&mut front.table);
            }
            "edit" => {
                front.edit = list(value).map(|name| named(name, &Part::NAMES)).collect::<Result<_, _>>()?;
            }
            "compare" => {
                self.compares = true;
                front.compare = named::<Compare>(value, &Compare::NAMES)?;
            }
            OPEN => {
                self.lines.open = line;
                front.open = list(value).map(code).collect::<Result<_, _>>()?;
            }
            _ => {
                let known: Vec<&str> = KEYS.into_iter().chain([OPEN]).collect();
                return Err(format!("unknown key `{key}`; {}", instead(key, &known)));
            }
        }
        Ok(())
    }
}

fn list(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// An id: lower-case letters, digits and hyphens.
pub(crate) fn id(value: &str) -> Result<String, String> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if value.bytes().all(allowed) && value.len() <= 60 {
        return Ok(value.to_owned());
    }
    Err(format!("`{value}` is not an id; expected at most 60 lower-case letters, digits and hyphens"))
}

/// What a name stands for.
fn named<T: Copy>(value: &str, known: &[(&str, T)]) -> Result<T, String> {
    let found = known.iter().find(|(name, _)| *name == value).map(|(_, meaning)| *meaning);
    found.ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        format!("`{value}` is not known; {}", instead(value, &names))
    })
}

pub(super) fn version(value: &str) -> Result<SqlVersion, String> {
    SqlVersion::from_name(value).ok_or_else(|| not_a_version(value))
}

pub(super) fn time(value: &str) -> Result<i64, String> {
    milliseconds(value).ok_or_else(|| {
        format!(
            "`{value}` is not a time; expected a date and time with a zone such as `2026-03-01T08:30:00Z`"
        )
    })
}

/// A context as JSON, which must be one.
pub(super) fn context(value: &str) -> Result<String, String> {
    let document: ContextDocument =
        serde_json::from_str(value).map_err(|error| not_json("context", &error))?;
    match document.into_context(0, 0) {
        Ok(_) => Ok(value.to_owned()),
        Err(error) => Err(format!("the context cannot be used: {error}")),
    }
}

fn not_json(key: &str, error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or_default();
    format!("`{key}` cannot be read, expected JSON in one line: {text}")
}
