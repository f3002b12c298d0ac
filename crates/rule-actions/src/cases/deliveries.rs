//! What a case expects of the rule's actions.

use super::check::{Difference, error_difference, lines};
use crate::Report;
use crate::action::{Content, Delivery};
use serde::Deserialize;
use serde_json::Value as Json;

/// What an action must do; what is omitted is not checked, except that only an action with `error` may fail.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExpectedDelivery {
    /// The action's key in a rule, such as `dynamoDB`.
    action: Option<String>,
    /// Where the message goes.
    destination: Option<String>,
    /// What the request is called, such as `PutItem`.
    operation: Option<String>,
    /// The request as JSON, or as a string if it is not JSON.
    request: Option<Json>,
    /// A part of the message, help or code of an error.
    error: Option<String>,
}

impl ExpectedDelivery {
    fn differences(&self, what: &str, found: &Delivery) -> Vec<Difference> {
        let mut differences = Vec::new();
        match &self.error {
            Some(part) => {
                let came = format!("{} is sent to `{}`", found.title, found.destination);
                differences.extend(error_difference(part, found.errors(), &came));
            }
            None if found.errors().next().is_some() => {
                differences.push(Difference::words(what, "no error", lines(found.errors())));
            }
            None => {}
        }
        let (operation, request) = request_of(found);
        let texts = [
            ("kind", &self.action, found.kind),
            ("destination", &self.destination, found.destination.as_str()),
            ("operation", &self.operation, operation),
        ];
        for (part, expected, found) in texts {
            if let Some(expected) = expected
                && expected != found
            {
                differences.push(Difference::between(format!("{what}'s {part}"), expected, found));
            }
        }
        if let Some(expected) = &self.request {
            let request = written_of(expected, &request);
            if *expected != request {
                let what = format!("{what}'s request");
                differences.push(Difference::between(what, expected.to_string(), request.to_string()));
            }
        }
        differences
    }
}

/// What a request is called, and the request.
pub(super) fn request_of(found: &Delivery) -> (&'static str, Json) {
    match &found.content {
        Content::Request { operation, body } => (operation, body.clone()),
        Content::Text { format, text } => (format, text.as_str().into()),
        Content::Points(_) => ("line protocol", found.lines().collect::<Vec<_>>().join("\n").into()),
        Content::Nothing | Content::Records { .. } => ("", Json::Null),
    }
}

/// What of a request the expected one speaks of: of objects the members that are written, in their order there, of arrays
/// all elements.
fn written_of(expected: &Json, found: &Json) -> Json {
    match (expected, found) {
        (Json::Object(expected), Json::Object(found)) => {
            let members = expected
                .iter()
                .filter_map(|(key, expected)| Some((key.clone(), written_of(expected, found.get(key)?))));
            Json::Object(members.collect())
        }
        (Json::Array(expected), Json::Array(found)) => {
            let elements = found.iter().enumerate();
            let element = |(index, found)| match expected.get(index) {
                Some(expected) => written_of(expected, found),
                None => Json::clone(found),
            };
            elements.map(element).collect()
        }
        (_, found) => found.clone(),
    }
}

/// How the actions differ from what is expected of them, in the rule's order.
pub(super) fn of_actions(expected: &[ExpectedDelivery], report: &Report) -> Vec<Difference> {
    let count = report.deliveries.len();
    if expected.len() != count {
        let (expected, found) = (expected.len().to_string(), count.to_string());
        return vec![Difference::words("number of deliveries", expected, found)];
    }
    let pairs = expected.iter().zip(&report.deliveries).enumerate();
    pairs
        .flat_map(|(index, (expected, found))| {
            expected.differences(&format!("delivery {}", index + 1), found)
        })
        .collect()
}

/// How the error action differs from what is expected of it; `None` where it must not run.
pub(super) fn of_error_action(expected: Option<&ExpectedDelivery>, report: &Report) -> Vec<Difference> {
    const WHAT: &str = "the error action";
    match (expected, &report.error_delivery) {
        (None, None) => Vec::new(),
        (Some(expected), Some(found)) => expected.differences(WHAT, found),
        (Some(_), None) => vec![Difference::words(WHAT, "runs", "does not run")],
        (None, Some(_)) => vec![Difference::words(WHAT, "does not run", "runs")],
    }
}

#[cfg(test)]
mod tests {
    use super::written_of;
    use serde_json::{Value as Json, json};

    fn fits(expected: &Json, found: &Json) -> bool {
        written_of(expected, found) == *expected
    }

    #[test]
    fn what_is_not_written_is_not_compared() {
        let found =
            json!({"TableName": "t", "Item": {"id": {"S": "a"}, "list": [{"x": 1, "y": 2}, {"x": 3}]}});
        for expected in [
            json!({}),
            json!({"TableName": "t"}),
            json!({"Item": {"id": {"S": "a"}}}),
            json!({"Item": {"list": [{"x": 1}, {}]}}),
            found.clone(),
        ] {
            assert!(fits(&expected, &found), "{expected}");
        }
        for expected in [
            json!({"TableName": "u"}),
            json!({"Item": {"id": {"S": "b"}}}),
            json!({"Item": {"id": {"N": "1"}}}),
            json!({"Item": {"list": [{"x": 1}]}}),
            json!({"Item": {"list": [{"x": 3}, {"x": 1}]}}),
            json!({"Item": {"list": [{"x": 1}, {"x": 3}, {}]}}),
            json!({"Item": {"list": {}}}),
            json!({"Items": null}),
            json!([]),
        ] {
            assert!(!fits(&expected, &found), "{expected}");
        }
    }
}
