//! What came of a case, as what it expects.

use super::check::acted;
use super::deliveries::request_of;
use super::members::Members;
use super::verdicts;
use super::{Case, Malformed};
use crate::action::{Content, Delivery};
use iot_sql::{Diagnostic, Input, Severity};
use serde_json::{Map, Value as Json};

/// What [`Case::observed`] writes.
const OBSERVED: [&str; 8] = [
    "expectedOutput",
    "expectedMatch",
    "expectedError",
    "expectedRecords",
    "expectedVerdicts",
    "expectedDeliveries",
    "expectedLines",
    "expectedErrorAction",
];

/// What else a case may expect, which is dropped where it does not hold.
const OTHER: [&str; 2] = ["expectedDiagnostics", "onlyDiagnostics"];

/// A case's text with what comes of it now in the place of what it expected. What it expected of diagnostics and of earlier
/// messages stays where it holds. Of a case that expects nothing the text may be given too.
///
/// # Errors
/// Why the text is not a case, or that what came cannot be said in one.
pub fn with_outcome(text: &str) -> Result<String, Malformed> {
    let mut members = Members::read(text)?;
    members.0.retain(|(name, _)| !OBSERVED.contains(&name.as_str()));
    let mut any = members.clone();
    any.put("expectedMatch", true.to_string());
    let observed = Case::from_json(&any.written())?.observed();
    if observed.is_empty() {
        return Err(Malformed::whole("a case cannot express what becomes of the message"));
    }
    let observed = |mut members: Members| {
        for (name, json) in &observed {
            members.put(name, json.to_string());
        }
        members
    };
    let with_all = observed(members.clone()).written();
    if Case::from_json(&with_all)?.run().differences.is_empty() {
        return Ok(with_all);
    }
    members.0.retain(|(name, _)| !OTHER.contains(&name.as_str()));
    if let Some((_, earlier)) = members.0.iter_mut().find(|(name, _)| name == "earlier") {
        let mut messages: Vec<Members> = serde_json::from_str(earlier)?;
        for message in &mut messages {
            message.0.retain(|(name, _)| !name.starts_with("expected"));
        }
        let messages: Vec<String> = messages.iter().map(Members::written).collect();
        *earlier = format!("[{}]", messages.join(","));
    }
    Ok(observed(members).written())
}

impl Case {
    /// What came of the case, as the fields that expect it; nothing where that cannot be said.
    fn observed(&self) -> Vec<(&'static str, Json)> {
        let plan = match self.plan() {
            Ok(plan) => plan,
            Err(errors) => {
                return code(errors.iter()).map(|code| ("expectedError", code)).into_iter().collect();
            }
        };
        let report = self.deliver(&plan, |_, _| {});
        let errors = || report.diagnostics.iter().filter(|diagnostic| diagnostic.input != Input::Topic);
        let mut fields = Vec::new();
        match (acted(&report), report.outgoing()) {
            (Some(true), Some(outgoing)) => {
                fields.push(match String::from_utf8(outgoing.to_bytes()) {
                    Ok(text) => ("expectedOutput", text.into()),
                    Err(_) => ("expectedMatch", true.into()),
                });
            }
            (Some(acts), _) => fields.push(("expectedMatch", acts.into())),
            (None, _) => fields.extend(code(errors()).map(|code| ("expectedError", code))),
        }
        if acted(&report) != Some(true) {
            return fields;
        }
        if report.timestream().is_some() {
            let records = report.records();
            let verdicts = records.iter().map(|written| Json::from(verdicts::text(&written.verdict)));
            fields
                .push(("expectedRecords", records.iter().map(|written| written.record.to_json()).collect()));
            fields.push(("expectedVerdicts", verdicts.collect()));
        }
        if !report.deliveries.is_empty() {
            fields.push(("expectedDeliveries", report.deliveries.iter().map(delivery).collect()));
        }
        if let Some(found) = &report.error_delivery {
            fields.push(("expectedErrorAction", delivery(found)));
        }
        fields
    }
}

/// The code of the first error.
fn code<'d>(mut diagnostics: impl Iterator<Item = &'d Diagnostic>) -> Option<Json> {
    let error = diagnostics.find(|diagnostic| diagnostic.severity() == Severity::Error)?;
    Some(error.code.id.into())
}

/// What an action did, as a case expects it.
fn delivery(found: &Delivery) -> Json {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Json| fields.insert(name.to_owned(), value);
    put("action", found.kind.into());
    put("destination", found.destination.as_str().into());
    match &found.content {
        // Records are expected as such.
        Content::Nothing | Content::Records { .. } => {}
        _ => {
            let (operation, request) = request_of(found);
            put("operation", operation.into());
            put("request", request);
        }
    }
    if let Some(code) = code(found.errors()) {
        put("error", code);
    }
    Json::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = r#""inputSql": "SELECT t FROM 'a' WHERE t > 0", "topic": "a",
        "action": {"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r",
            "dimensions": [{"name": "x", "value": "y"}]}}"#;

    #[test]
    fn what_came_takes_the_place_of_what_was_expected() {
        let text =
            format!(r#"{{{RULE}, "inputPayload": "{{\"t\": 2}}", "expectedOutput": "5", "lookAt": "t"}}"#);
        let found = with_outcome(&text).expect("a case");
        let end = r#""lookAt":"t","expectedOutput":"{\"t\":2}","expectedRecords":[{"Dimensions":[{"Name":"x","Value":"y"}],"MeasureName":"t","MeasureValue":"2","MeasureValueType":"BIGINT","Time":"0","TimeUnit":"MILLISECONDS"}],"expectedVerdicts":["accepted: memory"],"expectedDeliveries":[{"action":"timestream","destination":"d.t"}]}"#;
        assert!(found.ends_with(end), "{found}");
        assert_eq!(Case::from_json(&found).expect("a case").run().differences, []);
    }

    #[test]
    fn what_else_was_expected_stays_where_it_holds() {
        let with = |more: &str| {
            let text = format!(r#"{{{RULE}, "inputPayload": "{{\"t\": 2.5}}", {more}}}"#);
            with_outcome(&text).expect("a case")
        };
        let right = r#""earlier":[{"inputPayload":{"t":1},"expectedMatch":true}],"expectedDiagnostics":["timestream.type-conflict"]"#;
        assert!(with(right).contains(right));
        let wrong =
            r#""earlier": [{"inputPayload": {"t": 1}, "expectedMatch": false}], "onlyDiagnostics": true"#;
        let found = with(wrong);
        assert!(
            found.contains(r#""earlier":[{"inputPayload":{"t":1}}]"#) && !found.contains("only"),
            "{found}"
        );
        assert_eq!(Case::from_json(&found).expect("a case").run().differences, []);
    }

    #[test]
    fn a_rejected_rule_and_one_that_does_not_act_are_said() {
        let of = |sql: &str| {
            let text = format!(r#"{{"inputSql": "{sql}", "topic": "a", "inputPayload": "{{}}"}}"#);
            serde_json::from_str::<Json>(&with_outcome(&text).expect("a case")).expect("JSON")
        };
        assert_eq!(of("SELECT * FROM 'b'")["expectedMatch"], false);
        assert!(of("SELECT FROM 'b'")["expectedError"].is_string());
        assert_eq!(with_outcome("5").expect_err("no case").line, 1);
    }
}
