//! An example of an open question: a rule, a message, and what must come of them.

use super::Problem;
use super::markdown::{Block, Kind, Span, plain};
use crate::cases::Case;
use iot_sql::{Message, Rule, Template};
use rule_actions::Plan;
use rule_actions::action::Content;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};

/// A rule, a message, and what must come of them.
#[derive(Clone, Debug)]
pub struct Example {
    /// The line of the statement, from 1.
    pub line: usize,
    /// What goes in, as a case without what is expected of it; `None` for a template, which no rule of a case has.
    pub inputs: Option<Json>,
    pub(crate) case: Case,
    /// The names of what is given and expected, as in a case.
    fields: Vec<String>,
    check: Check,
}

/// What is checked beside the case.
#[derive(Clone, Debug)]
enum Check {
    Nothing,
    /// An error with this code.
    Code(String),
    /// A substitution template, and the string that it becomes.
    Template(String, String),
    /// Parts of what the error action sends, as JSON or line protocol.
    Receives(Vec<String>),
}

/// How the value of a setting is written.
#[derive(Clone, Copy)]
enum Form {
    /// In a code span or block, as it is.
    Text,
    /// In a code span or block, as JSON.
    Json,
    /// In a code span each, or one a line in a block.
    List,
}

/// The settings, by their labels and the fields of a case that they stand for.
const SETTINGS: [(&str, &str, Form); 19] = [
    ("SQL version", "sqlVersion", Form::Text),
    ("Topic", "topic", Form::Text),
    ("Payload", "inputPayload", Form::Text),
    ("Payload in base64", "inputPayloadBase64", Form::Text),
    ("Action", "action", Form::Json),
    ("Context", "context", Form::Json),
    ("Table", "table", Form::Json),
    ("Earlier messages", "earlier", Form::Json),
    ("Template", TEMPLATE, Form::Text),
    ("Becomes", BECOMES, Form::Text),
    ("Outgoing payload", "expectedOutput", Form::Text),
    ("Error", ERROR, Form::Text),
    ("Diagnostics", "expectedDiagnostics", Form::List),
    ("Records", "expectedRecords", Form::Json),
    ("Verdicts", "expectedVerdicts", Form::List),
    ("Lines", "expectedLines", Form::List),
    ("Deliveries", "expectedDeliveries", Form::Json),
    ("Error action", "expectedErrorAction", Form::Json),
    ("Error action receives", RECEIVES, Form::List),
];
const TEMPLATE: &str = "template";
const BECOMES: &str = "becomes";
const ERROR: &str = "expectedError";
const RECEIVES: &str = "receives";

/// Sentences that stand for a setting: the sentence, the field and its value.
const SENTENCES: [(&str, &str, &str); 3] = [
    ("The rule does not act.", "expectedMatch", "false"),
    ("The rule acts.", "expectedMatch", "true"),
    ("The error action does not run.", "expectedErrorAction", "null"),
];

/// An item of an example's list: a case's field and its value as JSON text.
pub(super) struct Setting {
    field: &'static str,
    json: String,
    line: usize,
}

impl Setting {
    /// Reads an item.
    pub(super) fn read(item: &[Block], line: usize) -> Result<Self, Problem> {
        let line = item.first().map_or(line, |block| block.line);
        let wrong = |message: String| Problem::at(line, message);
        let Some(Block { kind: Kind::Paragraph(spans), .. }) = item.first() else {
            return Err(wrong("an item starts with its label, such as `Payload: `".into()));
        };
        let sentence = plain(spans);
        if let Some(&(_, field, json)) = SENTENCES.iter().find(|(text, ..)| *text == sentence) {
            return Ok(Self { field, json: json.to_owned(), line });
        }
        let Some((label, after)) = spans.first().and_then(|span| match span {
            Span::Plain(text) => text.split_once(':'),
            _ => None,
        }) else {
            return Err(wrong("an item starts with its label, such as `Payload: `".into()));
        };
        let Some(&(_, field, form)) = SETTINGS.iter().find(|(name, ..)| *name == label) else {
            let names = SETTINGS.map(|(name, ..)| name).join(", ");
            return Err(wrong(format!(
                "`{label}` is not one of {names}, nor a sentence such as `{}`",
                SENTENCES[0].0
            )));
        };
        let values = values(after, &spans[1..], &item[1..])
            .ok_or_else(|| wrong(format!("after `{label}:` stands a code span, a code block, or `none`")))?;
        let json = match (form, values.as_slice()) {
            (Form::List, values) => {
                serde_json::to_string(&values.iter().flat_map(|value| value.lines()).collect::<Vec<_>>())
            }
            (Form::Text, []) => Ok("\"\"".into()),
            (Form::Text, [text]) => serde_json::to_string(text),
            (Form::Json, []) => Ok("[]".into()),
            (Form::Json, [text]) => serde_json::from_str::<&RawValue>(text).map(|_| text.clone()),
            (Form::Text | Form::Json, _) => return Err(wrong(format!("`{label}` has one value"))),
        };
        let json = json.map_err(|error| wrong(format!("`{label}` is not JSON: {error}")))?;
        Ok(Self { field, json, line })
    }
}

/// The values after a label: code spans with commas between them, the lines of a code block, or none.
fn values(after: &str, spans: &[Span], blocks: &[Block]) -> Option<Vec<String>> {
    match (after, spans, blocks) {
        (" none", [], []) => Some(Vec::new()),
        ("", [], [Block { kind: Kind::Code { text, .. }, .. }]) => Some(vec![text.clone()]),
        (" ", spans, []) if spans.len() % 2 == 1 => {
            let value = |(index, span): (usize, &Span)| match span {
                Span::Code(text) if index % 2 == 0 => Some(Some(text.clone())),
                Span::Plain(text) if index % 2 == 1 && text == ", " => Some(None),
                _ => None,
            };
            let values: Option<Vec<Option<String>>> = spans.iter().enumerate().map(value).collect();
            Some(values?.into_iter().flatten().collect())
        }
        _ => None,
    }
}

impl Example {
    /// An example from its parts; `action` is the one of the file's introduction.
    pub(super) fn new(
        line: usize,
        sql: &str,
        settings: Vec<Setting>,
        action: Option<&str>,
    ) -> Result<Self, Problem> {
        let mut fields: Vec<(&str, String)> = vec![("inputSql", Json::from(sql).to_string())];
        let (mut template, mut becomes, mut error, mut receives) = (None, None, None, None);
        for Setting { field, json, line } in settings {
            let is_again = fields.iter().any(|(other, _)| *other == field);
            if is_again {
                return Err(Problem::at(line, "this is given twice"));
            }
            let text = || serde_json::from_str::<String>(&json).ok();
            match field {
                TEMPLATE => template = text(),
                BECOMES => becomes = text(),
                ERROR => {
                    error = text();
                    fields.push((field, json));
                }
                RECEIVES => {
                    receives = serde_json::from_str(&json).ok();
                    // A case must expect something: here that there is an error action's delivery.
                    fields.push(("expectedErrorAction", "{}".into()));
                }
                _ => fields.push((field, json)),
            }
        }
        let usual = [("topic", Some(r#""a""#)), ("inputPayload", Some(r#""{}""#)), ("action", action)];
        for (field, json) in usual {
            let is_given = fields.iter().any(|(given, _)| *given == field)
                || field == "inputPayload" && fields.iter().any(|(given, _)| *given == "inputPayloadBase64");
            if let Some(json) = json
                && !is_given
            {
                fields.push((field, json.to_owned()));
            }
        }
        let check = match (template, becomes, error, receives) {
            (Some(template), Some(text), None, None) => {
                fields.push(("expectedMatch", "true".into()));
                Check::Template(template, text)
            }
            (None, None, Some(code), None) => Check::Code(code),
            (None, None, None, Some(parts)) => Check::Receives(parts),
            (None, None, None, None) => Check::Nothing,
            _ => {
                let message =
                    "`Template` with `Becomes`, `Error`, and `Error action receives` exclude each other";
                return Err(Problem::at(line, message));
            }
        };
        let inputs = fields.iter().filter(|(field, _)| !field.starts_with("expected"));
        let inputs: Result<Map<String, Json>, _> =
            inputs.map(|(field, json)| Ok(((*field).to_owned(), serde_json::from_str(json)?))).collect();
        let inputs = inputs.map_err(|error: serde_json::Error| Problem::at(line, error.to_string()))?;
        let inputs = (!matches!(check, Check::Template(..))).then(|| inputs.into());
        let members: Vec<String> = fields.iter().map(|(field, json)| format!("\"{field}\":{json}")).collect();
        let case = Case::from_json(&format!("{{{}}}", members.join(",")))
            .map_err(|malformed| Problem::at(line, malformed.message))?;
        let fields = fields.into_iter().map(|(field, _)| field.to_owned()).collect();
        Ok(Self { line, inputs, case, fields, check })
    }

    /// Whether a case's field is given or expected.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|own| own == field)
    }

    /// The substitution template that the example is about.
    pub(crate) fn template(&self) -> Option<&str> {
        match &self.check {
            Check::Template(template, _) => Some(template),
            _ => None,
        }
    }

    /// The statement.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.case.sql
    }

    /// Runs the example; says what is not as it is written.
    #[must_use]
    pub fn run(&self) -> Vec<String> {
        let Case { sql, version, topic, payload, context, .. } = &self.case;
        let result = self.case.run();
        let mut differences: Vec<String> = result
            .differences
            .iter()
            .map(|difference| {
                format!("{}: expected {}, found {}", difference.what, difference.expected, difference.found)
            })
            .collect();
        match &self.check {
            Check::Nothing => {}
            Check::Code(code) => {
                let codes: Vec<&str> =
                    result.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
                if !codes.contains(&code.as_str()) {
                    differences.push(format!("error: expected the code {code}, found {}", codes.join(", ")));
                }
            }
            Check::Template(template, expected) => {
                let found = Rule::parse(sql, *version)
                    .and_then(|rule| {
                        let template = Template::parse(template, *version)?;
                        rule.start(Message { topic, payload }, context).template(&template).map(String::from)
                    })
                    .unwrap_or_else(|error| error.message);
                if found != *expected {
                    differences.push(format!("the template: expected {expected}, found {found}"));
                }
            }
            Check::Receives(parts) => {
                let sent = self.sent_by_the_error_action().unwrap_or_default();
                let missing = parts.iter().filter(|part| !sent.contains(part.as_str()));
                differences
                    .extend(missing.map(|part| format!("the error action: expected {part} in {sent}")));
            }
        }
        differences
    }

    /// What the error action sends, as JSON or line protocol.
    fn sent_by_the_error_action(&self) -> Option<String> {
        let Case { sql, version, topic, payload, context, action, .. } = &self.case;
        let plan = Plan::new(sql, *version, action.as_deref()).ok()?;
        let report = plan.evaluate(Message { topic, payload }, context);
        let delivery = report.error_delivery?;
        Some(match &delivery.content {
            Content::Request { body, .. } => body.to_string(),
            _ => delivery.lines().collect::<Vec<_>>().join("\n"),
        })
    }
}
