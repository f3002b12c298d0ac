//! The kinds of actions that RuleLens knows, one row each.

use super::{Action, Reader};
use crate::other::{
    cloudwatch_alarm, cloudwatch_logs, cloudwatch_metric, dynamodb, firehose, http, kinesis, lambda,
    republish, s3, sns, sqs, step_functions,
};
use crate::{influxdb, timestream};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Reads an action's parameters: `None` where they are refused, which the reader then says why.
pub(crate) type Read = fn(&Map<String, Json>, &mut Reader<'_>) -> Option<Arc<dyn Action>>;

/// A kind of action.
#[derive(Debug)]
pub struct Kind {
    /// The key in a rule, such as `timestream`.
    pub key: &'static str,
    /// The name, such as `Timestream`.
    pub title: &'static str,
    /// What `failedAction` says of it in an error action's message (`rule-error-handling`).
    pub failed_action: &'static str,
    /// The page that documents it.
    pub page: &'static str,
    pub(crate) read: Read,
}

/// All kinds that RuleLens knows.
pub static KINDS: &[&Kind] = &[
    &timestream::KIND,
    &influxdb::KIND,
    &dynamodb::KIND,
    &dynamodb::KIND_V2,
    &lambda::KIND,
    &republish::KIND,
    &s3::KIND,
    &sns::KIND,
    &sqs::KIND,
    &kinesis::KIND,
    &firehose::KIND,
    &step_functions::KIND,
    &cloudwatch_metric::KIND,
    &cloudwatch_logs::KIND,
    &cloudwatch_alarm::KIND,
    &http::KIND,
];
