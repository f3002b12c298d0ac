//! The JSON view of results: one set of names for the command line, the JavaScript API and the page.
//!
//! What AWS names has AWS's name, as in a `WriteRecords` request (`MeasureName`, `Dimensions`); everything else is
//! `camelCase`. Numbers that a JavaScript `number` would round, such as times and values, are strings. [`Viewer`] makes
//! the view; [`Positions`] says how it counts places in strings.
//!
//! ```
//! use iot_sql::{Context, Message, SqlVersion};
//! use rule_actions::{Plan, Simulation};
//! use rule_actions::view::{Positions, Viewer};
//!
//! let sql = "SELECT t FROM 'a' WHERE 'ä' = u";
//! let plan = Plan::new(sql, SqlVersion::V2016_03_23, None).expect("a rule");
//! let message = Message { topic: "a", payload: b"{}" };
//! let report = plan.deliver(message, &Context::default(), &mut Simulation::default());
//! let viewer = Viewer { sql, topic: "a", payload: b"{}", positions: Positions::Utf16, ..Viewer::default() };
//! let json = serde_json::to_value(viewer.evaluation(&report, None)).expect("JSON");
//! assert_eq!(json["outcome"], "notMatched");
//! assert_eq!(json["stages"][1]["state"], "stopped");
//! ```

mod content;
mod diagnostic;
mod evaluation;
mod files;
mod line;
mod positions;
mod replay;
#[cfg(feature = "schema")]
mod schema;
mod trace;

pub use content::{
    ContentView, DeliveryView, Dimension, FieldView, PointView, RecordView, TemplateTraceView, TemplateView,
    TypeReasonView, VerdictView,
};
pub use diagnostic::{DiagnosticView, EditView, FixView, InputName, LabelView, ShortDiagnostic};
pub use evaluation::Evaluation;
pub use files::{CaseView, CheckTotals, CheckView, CheckedRule, DifferenceView, FileProblem, TestView};
pub use line::LineWriter;
pub use positions::{Offsets, Positions};
pub use replay::{ReplayLine, ReplayProblem, ReplaySummary, SummaryView, TableView};
#[cfg(feature = "schema")]
pub use schema::schema;
pub use trace::{
    LevelFitView, RangeView, TopicLevelView, TraceView, TracedAttributeView, TracedExpressionView,
    TracedValueView,
};

use iot_sql::Input;
use std::borrow::Cow;

/// Makes the view of results: it has the strings that diagnostics point into, and counts places in them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Viewer<'t> {
    /// The rule's statement.
    pub sql: &'t str,
    /// The message's topic.
    pub topic: &'t str,
    /// The message's payload.
    pub payload: &'t [u8],
    /// The actions as JSON text, if there are any.
    pub action: Option<&'t str>,
    /// The rule document.
    pub document: &'t str,
    /// How places are counted.
    pub positions: Positions,
    /// The maximum number of records, or of points, in the view of an action; `None`: no limit.
    pub limit: Option<usize>,
}

impl<'t> Viewer<'t> {
    /// The text that a diagnostic points into.
    #[must_use]
    pub fn text(&self, input: &Input) -> Cow<'t, [u8]> {
        let action = self.action.unwrap_or_default();
        match input {
            Input::Sql => Cow::Borrowed(self.sql.as_bytes()),
            Input::Payload => Cow::Borrowed(self.payload),
            Input::Topic => Cow::Borrowed(self.topic.as_bytes()),
            Input::Action(path) if path.is_empty() => Cow::Borrowed(action.as_bytes()),
            Input::Action(path) => Cow::Owned(crate::text_at(action, path).into_bytes()),
            Input::Document => Cow::Borrowed(self.document.as_bytes()),
            Input::Request => Cow::Borrowed(&[]),
        }
    }
}
