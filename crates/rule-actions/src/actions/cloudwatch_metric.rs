//! The CloudWatch metric action: a number for a metric, all of it from templates (`cloudwatch-metrics-rule-action`).

use crate::action::wording::at_action;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec};
use iot_sql::{Diagnostic, Evidence, Example, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    METRIC_VALUE = "cloudwatch-metric.value", Error, "A metric's value is not a number.",
        [Example::action(r#"{"cloudwatchMetric": {"metricName": "t", "metricNamespace": "home", "metricUnit": "None", "metricValue": "${temperature}", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"cloudwatchMetric": {"metricName": "t", "metricNamespace": "home", "metricUnit": "None", "metricValue": "${t}", "roleArn": "r"}}"#)];
    METRIC_TIMESTAMP = "cloudwatch-metric.timestamp", Error, "A metric's timestamp is outside the range that CloudWatch accepts.",
        [Example::action(r#"{"cloudwatchMetric": {"metricName": "t", "metricNamespace": "home", "metricUnit": "None", "metricValue": "${t}", "metricTimestamp": "${timestamp()}", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"cloudwatchMetric": {"metricName": "t", "metricNamespace": "home", "metricUnit": "None", "metricValue": "${t}", "metricTimestamp": "${floor(timestamp() / 1000)}", "roleArn": "r"}}"#)];
}

/// Where the metric's name stands.
const NAME: &str = "metricName";

/// Where its namespace stands.
const NAMESPACE: &str = "metricNamespace";

/// Where its unit stands.
const UNIT: &str = "metricUnit";

/// Where its value stands.
const VALUE: &str = "metricValue";

/// Where its time stands.
const TIMESTAMP: &str = "metricTimestamp";

/// The units of CloudWatch (`API_MetricDatum`).
const UNITS: [&str; 27] = [
    "None",
    "Seconds",
    "Microseconds",
    "Milliseconds",
    "Bytes",
    "Kilobytes",
    "Megabytes",
    "Gigabytes",
    "Terabytes",
    "Bits",
    "Kilobits",
    "Megabits",
    "Gigabits",
    "Terabits",
    "Percent",
    "Count",
    "Bytes/Second",
    "Kilobytes/Second",
    "Megabytes/Second",
    "Gigabytes/Second",
    "Terabytes/Second",
    "Bits/Second",
    "Kilobits/Second",
    "Megabits/Second",
    "Gigabits/Second",
    "Terabits/Second",
    "Count/Second",
];

/// Seconds that a time may lie in the past: two weeks (`API_MetricDatum`).
const PAST: i64 = 14 * 24 * 3600;

/// Seconds that it may lie in the future: two hours (`API_MetricDatum`).
const FUTURE: i64 = 2 * 3600;

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "cloudwatchMetric",
    title: "CloudWatch metric",
    failed_action: "CloudwatchMetricAction",
    page: "cloudwatch-metrics-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("metricNamespace").required(),
        Parameter::template("metricName").required(),
        Parameter::template("metricValue").required(),
        Parameter::template("metricUnit").required().one_of(&UNITS),
        Parameter::template("metricTimestamp"),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        MetricAction::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
};

/// The parameters of a CloudWatch metric action (`cloudwatch-metrics-rule-action`), each a template.
#[derive(Clone, Debug, PartialEq)]
struct MetricAction {
    name: Template,
    namespace: Template,
    unit: Template,
    value: Template,
    /// The time in seconds since 1970-01-01 UTC; the present one where there is none.
    timestamp: Option<Template>,
}

impl MetricAction {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        let name = reader.required_template(object, NAME);
        let namespace = reader.required_template(object, NAMESPACE);
        let unit = reader.required_choice(object, UNIT, &UNITS);
        let value = reader.required_template(object, VALUE);
        let timestamp = reader.optional_template(object, TIMESTAMP);
        Some(Self { name: name?, namespace: namespace?, unit: unit?, value: value?, timestamp })
    }

    fn put(&self, name: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let namespace = delivering.template(NAMESPACE, &self.namespace)?;
        let unit = delivering.choice(UNIT, Some(&self.unit), &UNITS)?;
        let text = delivering.template(VALUE, &self.value)?;
        let Some(value) = finite(&text) else {
            return Err(not_a_number(VALUE, &self.value, &text));
        };
        let now = delivering.invocation.timestamp_ms.div_euclid(1000);
        let timestamp = match &self.timestamp {
            None => json!(now),
            Some(template) => {
                let text = delivering.template(TIMESTAMP, template)?;
                match finite(&text) {
                    Some(number) if is_near(&text, now) => number,
                    _ => return Err(not_near(TIMESTAMP, template, &text)),
                }
            }
        };
        let datum = json!({"MetricName": name, "Value": value, "Unit": unit, "Timestamp": timestamp});
        let body = json!({"Namespace": namespace, "MetricData": [datum]});
        Ok(Content::Request { operation: "PutMetricData", body })
    }
}

/// A number that a double can hold, written as it is.
fn finite(text: &str) -> Option<Json> {
    let number: serde_json::Number = text.parse().ok()?;
    text.parse::<f64>().is_ok_and(f64::is_finite).then_some(Json::Number(number))
}

/// Whether CloudWatch takes a time in seconds at the present one.
fn is_near(seconds: &str, now: i64) -> bool {
    let whole = seconds.split('.').next().unwrap_or_default();
    whole.parse().is_ok_and(|seconds: i64| (now - PAST..=now + FUTURE).contains(&seconds))
}

impl Action for MetricAction {
    fn templates(&self) -> Vec<(String, &Template)> {
        let parts =
            [(NAME, &self.name), (NAMESPACE, &self.namespace), (UNIT, &self.unit), (VALUE, &self.value)];
        let timestamp = self.timestamp.iter().map(|template| (TIMESTAMP, template));
        parts.into_iter().chain(timestamp).map(|(path, template)| (path.to_owned(), template)).collect()
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(NAME, &self.name, |delivering, name| self.put(name, delivering))
    }
}

fn not_a_number(path: &str, template: &Template, found: &str) -> Diagnostic {
    let message = format!("The metric's value must be a number, and it is `{found}`.");
    at_action(Diagnostic::new(&METRIC_VALUE, message), path, template.text())
        .help("A template that returns Undefined is empty: templates see the payload as it was published, not the aliases of SELECT.")
        .evidence(Evidence::Documented)
}

fn not_near(path: &str, template: &Template, found: &str) -> Diagnostic {
    let message =
        format!("The metric's timestamp, `{found}`, is not between two weeks ago and two hours ahead.");
    let diagnostic = at_action(Diagnostic::new(&METRIC_TIMESTAMP, message), path, template.text())
        .help("It is in seconds since 1970, and timestamp() is in milliseconds. Without it, CloudWatch uses the current time.")
        .evidence(Evidence::Documented);
    if template.text() == "${timestamp()}" {
        return diagnostic.fix(
            "Convert to seconds",
            0..template.text().len(),
            "${floor(timestamp() / 1000)}",
        );
    }
    diagnostic
}

#[cfg(test)]
mod tests {
    use super::{finite, is_near};

    #[test]
    fn values_are_numbers() {
        for (text, expected) in [("1", true), ("-2.5E3", true), ("", false), ("1e999", false), ("NaN", false)]
        {
            assert_eq!(finite(text).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn moments_are_near() {
        let now = 1_700_000_000;
        for (text, expected) in [
            ("1700000000", true),
            ("1700000000.5", true),
            ("1698790400", true),
            ("1698790399", false),
            ("1700007200", true),
            ("1700007201", false),
            ("1700000000000", false),
            ("soon", false),
        ] {
            assert_eq!(is_near(text, now), expected, "{text}");
        }
    }
}
