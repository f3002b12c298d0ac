//! What an action does with one message.

use super::deliver::GivenTemplate;
use crate::actions::influxdb::point::Point;
use crate::actions::timestream::written::Written;
use iot_sql::{Diagnostic, Severity};
use serde_json::Value as Json;
use smol_str::SmolStr;

/// What an action does with one message.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// The action's key in a rule, such as `timestream`.
    pub kind: &'static str,
    /// The action's name, such as `Timestream`; for a kind that RuleLens does not know, `Other action`.
    pub title: &'static str,
    /// Where the action stands in the text it was read from, such as `actions[0].timestream`.
    pub path: SmolStr,
    /// Where the message goes, such as a table's name.
    pub destination: SmolStr,
    /// What arrives there.
    pub content: Content,
    /// What the templates with expressions gave.
    pub templates: Vec<GivenTemplate>,
    /// What there is to say; an error means that something is lost.
    pub diagnostics: Vec<Diagnostic>,
}

/// What arrives at an action's destination.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing: the action fails, or has nothing to hand on.
    Nothing,
    /// Records of a Timestream table.
    Records {
        /// The database's name.
        database: SmolStr,
        /// The table's name.
        table: SmolStr,
        /// The records with what becomes of them, in the attributes' order.
        records: Vec<Written>,
    },
    /// Points of InfluxDB tables, one for each object of the outgoing payload.
    Points(Vec<Point>),
    /// A request to the service as JSON, with its name.
    Request {
        /// What the request is called in the service's API, such as `PutItem`.
        operation: &'static str,
        /// The request.
        body: Json,
    },
    /// A request whose body is text or bytes rather than JSON, with its name.
    Text {
        /// What the text is called, such as `line protocol`.
        format: &'static str,
        /// The text.
        text: String,
    },
}

impl Delivery {
    /// The records, where the action writes to Timestream.
    #[must_use]
    pub fn records(&self) -> &[Written] {
        match &self.content {
            Content::Records { records, .. } => records,
            _ => &[],
        }
    }

    /// The points, where the action writes to InfluxDB.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        match &self.content {
            Content::Points(points) => points,
            _ => &[],
        }
    }

    /// The points as line protocol, one line for each; nothing where the action writes elsewhere.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.points().iter().map(Point::line)
    }

    /// The errors, each of which the rule's error action is told of.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> + Clone {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}
