//! `rulelens convert --action influxdb`: the rule's Timestream action made an InfluxDB action.

use crate::printable::printable;
use crate::texts::Texts;
use crate::{BAD, UNUSABLE, diagnostics};
use anyhow::Result;
use clap::ValueEnum;
use rule_actions::documents::RuleDocument;
use rule_actions::influxdb::{self, Converted};
use rule_actions::timestream;
use rule_actions::view::Viewer;
use std::io::Write;

/// What the Timestream action is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum TargetAction {
    /// The InfluxDB action; changes are reported on standard error.
    Influxdb,
}

/// Changes the rule's Timestream action and its statement. Gives an exit status where that cannot be done.
pub(super) fn replace(rule: &mut RuleDocument, err: &mut dyn Write) -> Result<Option<u8>> {
    let is_timestream = |action: &serde_json::Value| action.get(timestream::KEY).is_some();
    let places: Vec<usize> = (0..rule.actions.len()).filter(|at| is_timestream(&rule.actions[*at])).collect();
    let [place] = places.as_slice() else {
        // Each would need a timestamp of its own in the one statement that there is.
        writeln!(
            err,
            "error: the rule has {} Timestream actions; exactly one can be made an InfluxDB action",
            places.len()
        )?;
        return Ok(Some(BAD));
    };
    let version = match rule.version() {
        Ok(version) => version,
        Err(error) => {
            writeln!(err, "{}\n", diagnostics::draw(&error, &Texts::default()))?;
            return Ok(Some(UNUSABLE));
        }
    };
    let action = &rule.actions[*place];
    match influxdb::from_timestream(action, &rule.sql, version) {
        Ok(Converted { action, sql, notes }) => {
            rule.actions[*place] = action;
            rule.sql = sql;
            for note in &notes {
                let head = if note.lost { "decide" } else { "changes" };
                let place = if note.place.is_empty() { String::new() } else { format!("{}: ", note.place) };
                writeln!(err, "{head}: {}", printable(&format!("{place}{}", note.text)))?;
            }
            Ok(None)
        }
        Err(errors) => {
            let text = action[timestream::KEY].to_string();
            let viewer = Viewer { sql: &rule.sql, action: Some(&text), ..Viewer::default() };
            let texts = Texts { viewer, sql_name: "sql", action_name: "timestream", ..Texts::default() };
            for error in &errors {
                writeln!(err, "{}\n", diagnostics::draw(error, &texts))?;
            }
            Ok(Some(BAD))
        }
    }
}
