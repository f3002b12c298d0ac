//! The cases of a rule: run, saved, brought up to date, read and written, as `rulelens test` reads and runs them.

use super::protocol::{CaseMessage, CasesAnswer, CasesAsk, ImportedCases, ListedMessage};
use crate::state::cases::{CaseDifference, CaseOutcome, MAX_CASE};
use crate::state::portable::Portable;
use crate::state::share::case;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rulelens_wasm::ContextDocument;
use rulelens_wasm::cases::{
    Case, CaseRule, Malformed, read_document, read_lines, with_outcome, without_rule,
};
use serde_json::Value as Json;

/// How long a file of cases or a line of it may be, in bytes.
const MAX_TEXT: u64 = 16 << 20;

/// Answers what is asked of the cases of a rule with this SQL; `text` travels beside the ask.
pub(super) fn answer(ask: CasesAsk, sql: &str, text: &str) -> CasesAnswer {
    match ask {
        CasesAsk::Run { version, action } => {
            let rule = CaseRule { sql, version: Some(&version), action: action.as_deref() };
            let cases: Vec<(u32, String)> = serde_json::from_str(text).unwrap_or_default();
            CasesAnswer::Ran(cases.into_iter().map(|(id, text)| (id, run(&rule, &text))).collect())
        }
        CasesAsk::Save { now } => CasesAnswer::Saved(save(text, now)),
        CasesAsk::Update { version, action } => {
            let rule = CaseRule { sql, version: Some(&version), action: action.as_deref() };
            CasesAnswer::Updated(update(&rule, text))
        }
        CasesAsk::Export { version, action } => {
            let rule = CaseRule { sql, version: Some(&version), action: action.as_deref() };
            CasesAnswer::Exported(export(&rule, text))
        }
        CasesAsk::Import { lines, version } => CasesAnswer::Imported(import(text, lines, (sql, &version))),
        CasesAsk::Messages => CasesAnswer::Messages(messages(text)),
    }
}

fn run(rule: &CaseRule<'_>, text: &str) -> CaseOutcome {
    let case = match rule.case("", text) {
        Ok(case) => case,
        Err(malformed) => return CaseOutcome::Malformed(malformed.message),
    };
    let differences = case.run().differences;
    if differences.is_empty() {
        return CaseOutcome::Passed;
    }
    let one = |difference: rulelens_wasm::cases::Difference| {
        let (expected, found) = difference.sides();
        CaseDifference { what: difference.what, expected, found, comparable: difference.comparable }
    };
    CaseOutcome::Failed(differences.into_iter().map(one).collect())
}

/// A text that is not too long to be kept.
fn kept(text: String) -> Result<String, String> {
    if text.len() > MAX_CASE {
        return Err("it is longer than 1 MB, which is the most that is kept of a case".to_owned());
    }
    Ok(text)
}

/// The chosen message of a rule in its portable form as a case: its name and its text without the rule.
fn save(rule: &str, now: f64) -> Result<(String, String), String> {
    let json: Json = serde_json::from_str(rule).map_err(|error| error.to_string())?;
    let (rule, _) = Portable::read(json)?;
    let (name, text) = without_rule(&case(&rule, now)?).map_err(|malformed| malformed.message)?;
    Ok((name, kept(text)?))
}

/// A case that expects what comes now.
fn update(rule: &CaseRule<'_>, text: &str) -> Result<String, String> {
    let updated = || without_rule(&with_outcome(&rule.text("", text)?)?);
    let (_, text) = updated().map_err(|malformed: Malformed| malformed.message)?;
    kept(text)
}

/// Cases, given as pairs of name and text, as the lines of a file.
fn export(rule: &CaseRule<'_>, cases: &str) -> Result<String, String> {
    let cases: Vec<(String, String)> = serde_json::from_str(cases).map_err(|error| error.to_string())?;
    let line = |(name, text): &(String, String)| {
        let line = rule.text(name, text).map_err(|malformed| malformed.message)?;
        Ok(line + "\n")
    };
    cases.iter().map(line).collect()
}

/// The cases of a file, which may be those of another rule than this one.
fn import(text: &str, lines: bool, (sql, version): (&str, &str)) -> ImportedCases {
    let mut imported = ImportedCases::default();
    let mut each = |line: usize, found: Result<&str, Malformed>| {
        let read = |text: &str| {
            let case = Case::from_json(text)?;
            if case.sql.trim() != sql.trim() || case.version.name() != version {
                imported.of_others += 1;
            }
            without_rule(text)
        };
        let problem = match found.and_then(read) {
            Ok((_, text)) if text.len() > MAX_CASE => "it is longer than 1 MB".to_owned(),
            Ok(case) => return imported.cases.push(case),
            Err(Malformed { line: within, column, message }) => {
                let message = if column == 0 { message } else { format!("{message} (column {column})") };
                return imported.problems.push((line + within - 1, message));
            }
        };
        imported.problems.push((line, problem));
    };
    if lines {
        // What is in memory can be read.
        let _ = read_lines(text.as_bytes(), MAX_TEXT, &mut each);
    } else {
        read_document(text.as_bytes(), &mut each);
    }
    imported
}

/// The messages of a case, its own as the last one.
fn messages(text: &str) -> Result<Vec<CaseMessage>, String> {
    let json: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let context = json.get("context").cloned().unwrap_or_default();
    let any = CaseRule { sql: "", version: None, action: None };
    let case = any.case("", text).map_err(|malformed| malformed.message)?;
    let of = |payload: Vec<u8>, topic: String, client_id: Option<String>, time: Option<f64>| {
        let (payload, base64) = match String::from_utf8(payload) {
            Ok(text) => (text, false),
            Err(error) => (BASE64.encode(error.as_bytes()), true),
        };
        let more = more(&context);
        CaseMessage { payload, message: ListedMessage { topic: Some(topic), base64, client_id, time, more } }
    };
    let now = case.context.timestamp_ms;
    let client = case.context.client_id.clone();
    let mut messages: Vec<CaseMessage> = case
        .history
        .earlier
        .into_iter()
        .map(|earlier| {
            let topic = earlier.topic.unwrap_or_else(|| case.topic.clone());
            let time = earlier.timestamp.unwrap_or(now) as f64;
            of(earlier.payload, topic, earlier.client_id.or_else(|| client.clone()), Some(time))
        })
        .collect();
    messages.push(of(case.payload, case.topic, client, Some(now as f64)));
    Ok(messages)
}

/// What a message has of its own beside client ID and time, as JSON; empty for nothing.
fn more(context: &Json) -> String {
    let document: ContextDocument = serde_json::from_value(context.clone()).unwrap_or_default();
    let document = ContextDocument { client_id: None, timestamp: None, ..document };
    if document == ContextDocument::default() {
        return String::new();
    }
    serde_json::to_string(&document).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use rulelens_wasm::cases::without_rule;
    use serde_json::json;

    const NOW: f64 = 1_770_000_000_000.0;

    fn rule(change: &dyn Fn(&mut Json)) -> Portable {
        let payloads = vec![sample::PAYLOAD.to_owned()];
        let rule =
            Portable { name: String::new(), inputs: sample::inputs(), sql: sample::SQL.to_owned(), payloads };
        let mut json = rule.json();
        change(&mut json);
        Portable::read(json).expect("a rule").0
    }

    fn saved(rule: &Portable) -> (String, String) {
        let ask = CasesAsk::Save { now: NOW };
        match answer(ask, "", &rule.json().to_string()) {
            CasesAnswer::Saved(Ok(saved)) => saved,
            other => panic!("{other:?}"),
        }
    }

    fn ran(rule: &Portable, sql: &str, text: &str) -> CaseOutcome {
        let ask =
            CasesAsk::Run { version: rule.inputs.sql_version.clone(), action: rule.inputs.actions.json() };
        match answer(ask, sql, &json!([[7, text]]).to_string()) {
            CasesAnswer::Ran(results) => results.into_iter().next().expect("one").1,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_saved_case_passes_and_fails_as_the_rule_changes() {
        let rule = rule(&|json| json["messages"][0]["name"] = "Kitchen".into());
        let (name, text) = saved(&rule);
        assert_eq!(name, "Kitchen");
        assert!(!text.contains("SELECT") && !text.contains("sampleDB\""), "the rule's are left out: {text}");
        assert_eq!(ran(&rule, &rule.sql, &text), CaseOutcome::Passed);
        let failed = ran(&rule, "SELECT temperature FROM 'iot/topic'", &text);
        let CaseOutcome::Failed(differences) = failed else { panic!("{failed:?}") };
        assert_eq!(
            (differences[0].what.as_str(), differences[0].found.as_str()),
            ("outgoing payload", r#"{"temperature":24.04}"#)
        );
        let failed = ran(&rule, "SELECT FROM", &text);
        let CaseOutcome::Failed(differences) = failed else { panic!("{failed:?}") };
        assert!(differences[0].found.starts_with("rejected: "), "{differences:?}");
        assert!(matches!(ran(&rule, &rule.sql, "{"), CaseOutcome::Malformed(_)));
    }

    #[test]
    fn a_case_is_brought_up_to_date() {
        let rule = rule(&|_| {});
        let (_, text) = saved(&rule);
        let sql = "SELECT temperature FROM 'iot/topic'";
        let ask =
            CasesAsk::Update { version: rule.inputs.sql_version.clone(), action: rule.inputs.actions.json() };
        let CasesAnswer::Updated(Ok(updated)) = answer(ask, sql, &text) else { panic!("not updated") };
        assert_ne!(updated, text);
        assert_eq!(ran(&rule, sql, &updated), CaseOutcome::Passed);
    }

    #[test]
    fn what_is_exported_passes_as_the_program_runs_it_and_is_imported_again() {
        let rule = rule(&|_| {});
        let cases: Vec<(String, String)> =
            ["one", "two \"quoted\""].map(|name| (name.to_owned(), saved(&rule).1)).to_vec();
        let (version, action) = (rule.inputs.sql_version.clone(), rule.inputs.actions.json());
        let ask = CasesAsk::Export { version: version.clone(), action };
        let CasesAnswer::Exported(Ok(file)) = answer(ask, &rule.sql, &json!(cases).to_string()) else {
            panic!("not exported")
        };
        assert_eq!(file.lines().count(), 2);
        for line in file.lines() {
            assert_eq!(Case::from_json(line).expect("a case").run().differences, [], "{line}");
        }
        #[cfg(not(target_arch = "wasm32"))]
        {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("rulelens-cases.jsonl");
            std::fs::write(&path, &file).expect("a file");
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let options = rulelens_cli::TestOptions::of(vec![path]);
            let status = rulelens_cli::test(&options, &mut out, &mut err).expect("an output");
            let words = String::from_utf8(out).expect("text");
            assert_eq!((status, words.as_str(), err), (0, "2 passed, 0 failed\n", vec![]));
        }
        let import = |file: &str, lines| match answer(
            CasesAsk::Import { lines, version: version.clone() },
            &rule.sql,
            file,
        ) {
            CasesAnswer::Imported(imported) => imported,
            other => panic!("{other:?}"),
        };
        let imported = import(&file, true);
        assert_eq!((imported.cases, imported.problems, imported.of_others), (cases.clone(), vec![], 0));
        let array = format!("[{}]", file.trim().replace('\n', ",\n"));
        assert_eq!(import(&array, false).cases, cases);
        let broken = file.replacen('\n', "\n\n{\"topic\": 5}\nnothing\n", 1).replace("SELECT", "SELECT  ");
        let imported = import(&broken, true);
        assert_eq!((imported.cases.len(), imported.of_others), (2, 2));
        let lines: Vec<usize> = imported.problems.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4], "{:?}", imported.problems);
        assert!(imported.problems[1].1.contains("(column "), "{:?}", imported.problems);
    }

    #[test]
    fn the_messages_before_are_part_of_a_case_only_where_they_decide_something() {
        let with = |first: &str| {
            rule(&|json| {
                json["sql"] = "SELECT t FROM 'a'".into();
                json["messages"] = json!([
                    {"payload": first, "topic": "a", "client_id": "one"},
                    {"payload": r#"{"t": 2.5}"#, "topic": "a"},
                ]);
                json["chosen"] = 1.into();
            })
        };
        let (_, text) = saved(&with(r#"{"t": 1.5}"#));
        assert!(!text.contains("earlier"), "{text}");
        let rule = with(r#"{"t": 1}"#);
        let (_, text) = saved(&rule);
        assert!(text.contains("rejected: timestream.type-conflict"), "{text}");
        assert_eq!(ran(&rule, &rule.sql, &text), CaseOutcome::Passed);
        let CasesAnswer::Messages(Ok(messages)) = answer(CasesAsk::Messages, "", &text) else {
            panic!("no messages")
        };
        let [first, own] = &messages[..] else { panic!("{messages:?}") };
        assert_eq!(
            (first.payload.as_str(), first.message.client_id.as_deref()),
            (r#"{"t": 1}"#, Some("one"))
        );
        assert_eq!((own.payload.as_str(), own.message.time), (r#"{"t": 2.5}"#, Some(NOW)));
    }

    #[test]
    fn a_message_has_the_surroundings_of_its_case() {
        let text = r#"{"topic": "a", "inputPayloadBase64": "/w==", "expectedMatch": true,
            "context": {"clientId": "c", "timestamp": 5, "mocks": {"get_dynamodb": 5}}}"#;
        let (_, text) =
            without_rule(&text.replacen('{', r#"{"inputSql": "SELECT * FROM 'a'", "#, 1)).expect("a case");
        let [own] = messages(&text).expect("messages").try_into().expect("one");
        let ListedMessage { topic, base64, client_id, time, more } = own.message;
        assert_eq!((own.payload.as_str(), base64, topic.as_deref()), ("/w==", true, Some("a")));
        assert_eq!((client_id.as_deref(), time), (Some("c"), Some(5.0)));
        assert!(more.contains("get_dynamodb") && !more.contains("clientId"), "{more}");
    }

    #[test]
    fn what_cannot_be_a_case_says_why() {
        let rule = rule(&|json| {
            json["messages"] = json!([{"payload": "0", "form": "Hex", "topic": "a"}]);
        });
        let CasesAnswer::Saved(Err(why)) = answer(CasesAsk::Save { now: NOW }, "", &rule.json().to_string())
        else {
            panic!("it was saved")
        };
        assert!(why.contains("hexadecimal"), "{why}");
    }
}
