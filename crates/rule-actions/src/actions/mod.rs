//! The kinds of actions, a file or folder for each, and one row for each in [`KINDS`].

mod cloudwatch_alarm;
mod cloudwatch_logs;
mod cloudwatch_metric;
mod documented;
pub(crate) mod dynamodb;
mod dynamodb_v2;
mod fifo;
mod firehose;
mod http;
pub mod influxdb;
mod kinesis;
mod lambda;
mod large_example;
mod payload;
mod republish;
mod s3;
mod sns;
mod sqs;
mod step_functions;
pub mod timestream;

use crate::action::Kind;
use crate::action::wording;
use iot_sql::Code;

/// All kinds of actions that AWS documents (`API_Action`), those first that RuleLens evaluates.
pub static KINDS: &[&Kind] = &[
    &timestream::deliver::KIND,
    &influxdb::deliver::KIND,
    &dynamodb::KIND,
    &dynamodb_v2::KIND,
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
    &documented::ELASTICSEARCH,
    &documented::IOT_ANALYTICS,
    &documented::IOT_EVENTS,
    &documented::IOT_SITE_WISE,
    &documented::KAFKA,
    &documented::LOCATION,
    &documented::OPEN_SEARCH,
    &documented::SALESFORCE,
];

/// What is reported about actions: about any of them, about some, and about each kind alone.
pub(crate) fn codes() -> impl Iterator<Item = &'static Code> {
    let of_kinds = KINDS.iter().flat_map(|kind| kind.codes.iter().copied());
    [wording::CODES, fifo::CODES].into_iter().chain(of_kinds).flatten().copied()
}
