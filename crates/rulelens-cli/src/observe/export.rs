//! `rulelens observe export`.

use super::ExportOptions;
use super::asked::{Asked, Open, open};
use super::outcome::Seen;
use super::script;
use crate::printable::printable;
use crate::{GOOD, UNUSABLE};
use anyhow::{Context as _, Result};
use iot_sql::text::counted;
use serde_json::{Value as Json, json};
use std::fs;
use std::io::Write;
use std::path::Path;

/// What stands in rules in the place of what is known only in the account.
pub(super) const ROLE: &str = "@ROLE@";
pub(super) const BUCKET: &str = "@BUCKET@";

/// The name of the question whose answer is known: nothing can be read from an account in which it has none.
pub(super) const CONTROL: &str = "control";

/// Writes the folder; gives the exit status.
pub(super) fn export(options: &ExportOptions, out: &mut dyn Write, err: &mut dyn Write) -> Result<u8> {
    let folder = &options.folder;
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        writeln!(err, "error: {} is not empty", printable(&folder.display().to_string()))?;
        return Ok(UNUSABLE);
    }
    let word = options.word.as_deref().unwrap_or_default().to_lowercase();
    let mut questions = open()?;
    questions.retain(|one| one.question.text.to_lowercase().contains(&word));
    let asked: Vec<&Asked> = questions.iter().flat_map(|one| &one.examples).flatten().collect();
    if asked.is_empty() {
        writeln!(err, "error: no question that can be asked contains `{}`", printable(&word))?;
        return Ok(UNUSABLE);
    }
    for one in &asked {
        let rule = rule(&one.sql, one.version.name(), one.template.as_deref(), &one.id);
        write(folder, &format!("rules/{}.json", one.id), format!("{rule:#}\n").as_bytes())?;
        write(folder, &format!("payloads/{}", one.id), &one.payload)?;
        if let Some(case) = for_validation_tool(one) {
            write(folder, &format!("validation-tool/{}.json", one.id), format!("{case:#}\n").as_bytes())?;
        }
    }
    let control = rule("SELECT * FROM 'rulelens-control'", "2016-03-23", None, CONTROL);
    write(folder, &format!("rules/{CONTROL}.json"), format!("{control:#}\n").as_bytes())?;
    write(folder, &format!("payloads/{CONTROL}"), b"{\"control\":1}")?;
    let topics = asked.iter().map(|one| (one.id.as_str(), one.topic.as_str()));
    let topics: Vec<String> =
        topics.chain([(CONTROL, "rulelens-control")]).map(|(id, topic)| format!("{id} {topic}\n")).collect();
    write(folder, "topics.txt", topics.concat().as_bytes())?;
    write(folder, "observe.sh", script::script(asked.len() + 1).as_bytes())?;
    make_executable(&folder.join("observe.sh"))?;
    write(folder, "questions.md", list(&questions).as_bytes())?;
    let shown = printable(&folder.display().to_string());
    let (all, settled) =
        (questions.len(), questions.iter().filter(|one| one.examples.iter().any(Result::is_ok)).count());
    writeln!(
        out,
        "{} of {} can be asked, with {}",
        settled,
        counted(all, "open question"),
        counted(asked.len() + 1, "rule")
    )?;
    writeln!(
        out,
        "read {shown}/questions.md, then run {shown}/observe.sh in an account for tests; it says what it will do first"
    )?;
    Ok(GOOD)
}

/// A rule that hands what it makes to a bucket, and what goes wrong, too.
fn rule(sql: &str, version: &str, template: Option<&str>, id: &str) -> Json {
    let s3 = |key: String| json!({"s3": {"bucketName": BUCKET, "key": key, "roleArn": ROLE}});
    json!({
        "sql": sql,
        "awsIotSqlVersion": version,
        "ruleDisabled": false,
        "actions": [s3(format!("{id}/arrived/{}", template.unwrap_or("payload")))],
        "errorAction": s3(format!("{id}/failed")),
    })
}

/// The question as a file of AWS's tool, which compares what a rule republishes.
fn for_validation_tool(asked: &Asked) -> Option<Json> {
    let Seen::Arrived { template: None, .. } = asked.expected else { return None };
    let Seen::Arrived { payload, .. } = Seen::expected(&asked.case, None) else { return None };
    Some(json!({
        "topic": asked.case.topic,
        "inputPayload": std::str::from_utf8(&asked.payload).ok()?,
        "inputSql": asked.case.sql,
        "expectedOutput": String::from_utf8(payload).ok()?,
        "sqlVersion": asked.version.name(),
    }))
}

/// What is asked and what is not, for people.
fn list(questions: &[Open]) -> String {
    let mut text = "# What is asked\n\nEach line is an example of an open question: its name, and what RuleLens expects to be seen.\n".to_owned();
    let mut left = String::new();
    let mut file = "";
    for Open { file: name, question, examples } in questions {
        for example in examples {
            match example {
                Ok(asked) => {
                    if file != *name {
                        text += &format!("\n## {name}\n\n");
                        file = name;
                    }
                    text += &format!("- {} (`{}`): {}\n", question.topic, asked.id, asked.expected.words());
                }
                Err(why) => left += &format!("- {name}, {}: {why}.\n", question.topic),
            }
        }
    }
    text + "\n# What cannot be asked so\n\n" + if left.is_empty() { "Nothing.\n" } else { &left }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    let wrong = || format!("cannot write {}", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(wrong)?;
    }
    fs::write(&path, bytes).with_context(wrong)
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(0o755))?)
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> Result<()> {
    Ok(())
}
