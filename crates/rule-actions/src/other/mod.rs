//! The actions that rules have beside those that write measures, a file or folder for each.

pub(crate) mod cloudwatch_alarm;
pub(crate) mod cloudwatch_logs;
pub(crate) mod cloudwatch_metric;
pub mod dynamodb;
pub(crate) mod firehose;
pub(crate) mod http;
pub(crate) mod kinesis;
pub(crate) mod lambda;
mod payload;
pub(crate) mod republish;
pub(crate) mod s3;
pub(crate) mod sns;
pub(crate) mod sqs;
pub(crate) mod step_functions;

/// Whether an SNS topic or SQS queue is a FIFO one, which its name ends with.
fn is_fifo(name: &str) -> bool {
    name.strip_suffix(".fifo").is_some()
}
