//! Reading and writing rule documents, and making the successor's action.

use crate::document_views::{
    DocumentView, FindingView, NoteView, PlaceholderView, RuleView, ToInfluxdbRequest, ToInfluxdbResponse,
    WrittenView,
};
use crate::respond::{bad_request, sql_version};
use iot_sql::Diagnostic;
use rule_actions::documents::{self, DEFAULT_SQL_VERSION, Format, Found, RuleDocument};
use rule_actions::influxdb;
use rule_actions::view::{Positions, Viewer};
use serde_json::Value as Json;

/// How places are counted.
const VIEWER: Viewer<'_> = Viewer {
    sql: "",
    topic: "",
    payload: &[],
    action: None,
    document: "",
    positions: Positions::Utf16,
    limit: None,
};

/// Reads a rule document of any kind: a topic rule payload, CloudFormation, SAM, Serverless, Terraform.
#[must_use]
pub fn read_document(text: &str) -> DocumentView {
    let viewer = Viewer { document: text, ..VIEWER };
    match documents::read(text) {
        Ok(found) => DocumentView {
            diagnostics: viewer.diagnostics(&warnings(&found)),
            findings: findings(&found, &viewer),
            source: found.source.name().to_owned(),
            rules: found.rules.into_iter().map(rule_view).collect(),
            placeholders: found
                .placeholders
                .into_iter()
                .map(|placeholder| PlaceholderView {
                    text: placeholder.text,
                    stands_for: placeholder.stands_for,
                })
                .collect(),
        },
        Err(errors) => DocumentView { diagnostics: viewer.diagnostics(&errors), ..DocumentView::default() },
    }
}

/// Writes a rule as a document of the format of this name.
#[must_use]
pub fn write_document(rule: &RuleView, format: &str) -> WrittenView {
    let rejected = |message| WrittenView { text: None, diagnostics: vec![bad_request(message)] };
    let Some(format) = Format::from_name(format) else {
        let names = Format::ALL.map(Format::name).join(", ");
        return rejected(format!("There is no format `{format}`; there are {names}."));
    };
    let document = match rule_document(rule) {
        Ok(document) => document,
        Err(message) => return rejected(message),
    };
    let viewer = Viewer { sql: &rule.sql, action: Some(&rule.action), ..VIEWER };
    match documents::write(&document, format) {
        Ok(written) => {
            WrittenView { text: Some(written.text), diagnostics: viewer.diagnostics(&written.warnings) }
        }
        Err(errors) => WrittenView { text: None, diagnostics: viewer.diagnostics(&errors) },
    }
}

/// Makes an InfluxDB action of a Timestream action, and says what changes.
#[must_use]
pub fn to_influxdb(request: &ToInfluxdbRequest) -> ToInfluxdbResponse {
    let rejected = |diagnostics| ToInfluxdbResponse { diagnostics, ..ToInfluxdbResponse::default() };
    let version = match sql_version(request.sql_version.as_deref()) {
        Ok(version) => version,
        Err(message) => return rejected(vec![bad_request(message)]),
    };
    let action: Json = match serde_json::from_str(&request.action) {
        Ok(action) => action,
        Err(error) => return rejected(vec![bad_request(format!("The action is not JSON: {error}."))]),
    };
    match influxdb::from_timestream(&action, &request.sql, version) {
        Ok(converted) => ToInfluxdbResponse {
            sql: Some(converted.sql),
            action: Some(pretty(&converted.action)),
            notes: converted
                .notes
                .into_iter()
                .map(|note| NoteView { place: note.place, text: note.text, lost: note.lost })
                .collect(),
            diagnostics: Vec::new(),
        },
        Err(errors) => {
            let viewer = Viewer { sql: &request.sql, action: Some(&request.action), ..VIEWER };
            rejected(viewer.diagnostics(&errors))
        }
    }
}

/// The warnings about a document and about rules in it that name no SQL version, which is said once.
fn warnings(found: &Found) -> Vec<Diagnostic> {
    let version = found.rules.iter().find_map(RuleDocument::check_version);
    found.warnings.iter().cloned().chain(version).collect()
}

/// What is wrong or odd about the rules, as far as its places stand in the document.
fn findings(found: &Found, viewer: &Viewer<'_>) -> Vec<FindingView> {
    let of_rule = |(at, rule): (usize, &RuleDocument)| {
        let placed =
            rule.findings().into_iter().filter_map(|finding| rule.in_document(&finding, viewer.document));
        let placed: Vec<Diagnostic> = placed.filter(|finding| !finding.labels.is_empty()).collect();
        let views = viewer.diagnostics(&placed).into_iter();
        views.map(move |diagnostic| FindingView { rule: at, diagnostic }).collect::<Vec<_>>()
    };
    found.rules.iter().enumerate().flat_map(of_rule).collect()
}

fn rule_view(rule: RuleDocument) -> RuleView {
    let action = pretty(&rule.actions_json());
    RuleView {
        name: rule.name,
        id: rule.id,
        sql: rule.sql,
        sql_version: Some(rule.sql_version.unwrap_or_else(|| DEFAULT_SQL_VERSION.to_owned())),
        description: rule.description,
        disabled: rule.disabled,
        action,
    }
}

/// The rule, or what is wrong with the text of its actions.
pub(crate) fn rule_document(rule: &RuleView) -> Result<RuleDocument, String> {
    let json: Json =
        serde_json::from_str(&rule.action).map_err(|error| format!("The actions are not JSON: {error}."))?;
    let (actions, error_action) = match json {
        Json::Array(actions) => (actions, None),
        Json::Object(mut object) if object.contains_key("actions") => {
            let error_action = object.remove("errorAction").filter(|action| !action.is_null());
            match object.remove("actions") {
                Some(Json::Array(actions)) => (actions, error_action),
                _ => return Err("The member `actions` is not an array.".to_owned()),
            }
        }
        Json::Object(object) => (vec![Json::Object(object)], None),
        _ => return Err("The actions are neither an object nor an array.".to_owned()),
    };
    Ok(RuleDocument {
        name: rule.name.clone(),
        id: rule.id.clone(),
        sql: rule.sql.clone(),
        sql_version: rule.sql_version.clone(),
        description: rule.description.clone(),
        disabled: rule.disabled,
        actions,
        error_action,
        ..RuleDocument::default()
    })
}

fn pretty(json: &Json) -> String {
    format!("{json:#}")
}

#[cfg(test)]
mod tests {
    use super::read_document;
    use crate::{EvaluateRequest, OutcomeKind, RuleView, respond};

    const TEMPLATE: &str = "Resources:
  Climate:
    Type: AWS::IoT::TopicRule
    Properties:
      RuleName: climate
      TopicRulePayload: {Sql: SELECT * FROM 'rooms/+', Actions: []}
";

    #[test]
    fn mistakes_inside_rules_have_their_places_in_the_document() {
        let text = TEMPLATE.replace("FROM", "FORM");
        let document = read_document(&text);
        let found = &document.findings[0];
        assert_eq!((found.rule, found.diagnostic.code.as_str()), (0, "sql.misspelt-keyword"));
        let label = &found.diagnostic.labels[0];
        assert_eq!((&text[label.start..label.end], label.line), ("FORM", 6));
        assert!(
            read_document(TEMPLATE)
                .findings
                .iter()
                .all(|found| found.diagnostic.code != "sql.misspelt-keyword")
        );
    }

    #[test]
    fn a_rule_with_a_hole_is_answered_with_the_value_that_it_needs() {
        let text = TEMPLATE.replace("SELECT * FROM 'rooms/+'", "!Sub \"SELECT * FROM '${Stage}/+'\"");
        let document = read_document(&format!("Parameters: {{Stage: {{Type: String}}}}\n{text}"));
        assert_eq!(document.placeholders[0].stands_for, "Stage");
        let rule = document.rules[0].clone();
        let message = EvaluateRequest {
            topic: "rooms/hall".into(),
            payload: "{}".into(),
            placeholders: document.placeholders.clone(),
            ..EvaluateRequest::default()
        };
        let by_hand =
            EvaluateRequest { sql: rule.sql.clone(), action: Some(rule.action.clone()), ..message.clone() };
        let whole = EvaluateRequest { rule: Some(rule), ..message };
        for request in [by_hand, whole] {
            let response = respond(&request);
            assert_eq!(response.outcome, OutcomeKind::Rejected);
            let codes: Vec<&str> = response.diagnostics.iter().map(|one| one.code.as_str()).collect();
            assert_eq!(codes, ["document.value-needed"]);
            let filled = EvaluateRequest { placeholders: Vec::new(), ..request };
            assert!(respond(&filled).diagnostics.iter().all(|one| one.code != "document.value-needed"));
        }
    }

    #[test]
    fn a_rule_without_version_does_the_same_as_on_the_command_line() {
        let document = read_document(TEMPLATE);
        assert_eq!(document.diagnostics[0].code, "lint.no-version");
        let rule = &document.rules[0];
        let message = EvaluateRequest {
            topic: "rooms/hall".into(),
            payload: r#"{"t": 5.0, "list": [1, 2]}"#.into(),
            ..EvaluateRequest::default()
        };
        let by_hand = EvaluateRequest {
            sql: rule.sql.clone(),
            sql_version: rule.sql_version.clone(),
            action: Some(rule.action.clone()),
            ..message.clone()
        };
        let whole = EvaluateRequest { rule: Some(rule.clone()), ..message.clone() };
        for request in [by_hand, whole] {
            assert_eq!(respond(&request).outgoing_payload.as_deref(), Some(r#"{"t":5.0}"#));
        }
        let unversioned = RuleView { sql_version: None, ..rule.clone() };
        let response = respond(&EvaluateRequest { rule: Some(unversioned), ..message.clone() });
        assert_eq!(response.outgoing_payload.as_deref(), Some(r#"{"t":5.0}"#));
        assert!(response.diagnostics.iter().any(|one| one.code == "lint.no-version"));
        let bare = respond(&EvaluateRequest { sql: rule.sql.clone(), ..message });
        assert_eq!(bare.outgoing_payload.as_deref(), Some(r#"{"t":5,"list":[1,2]}"#));
    }
}
