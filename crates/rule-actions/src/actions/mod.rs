//! The kinds of actions, a file or folder for each, and one row for each in `kinds!`.

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

use crate::action::wording;
use crate::action::{Kind, Spec};
use iot_sql::Code;

/// Makes both lists of one.
macro_rules! kinds {
    ($($spec:path => $kind:path,)*) => {
        /// What all kinds of actions that AWS documents (`API_Action`) are called, and their parameters; those first
        /// that RuleLens evaluates. Who reads only this list links no code of the actions.
        pub static SPECS: &[&Spec] = &[$(&$spec),*];

        /// All kinds of actions, in the order of [`SPECS`].
        pub static KINDS: &[&Kind] = &[$(&$kind),*];
    };
}

kinds! {
    timestream::deliver::SPEC => timestream::deliver::KIND,
    influxdb::deliver::SPEC => influxdb::deliver::KIND,
    dynamodb::SPEC => dynamodb::KIND,
    dynamodb_v2::SPEC => dynamodb_v2::KIND,
    lambda::SPEC => lambda::KIND,
    republish::SPEC => republish::KIND,
    s3::SPEC => s3::KIND,
    sns::SPEC => sns::KIND,
    sqs::SPEC => sqs::KIND,
    kinesis::SPEC => kinesis::KIND,
    firehose::SPEC => firehose::KIND,
    step_functions::SPEC => step_functions::KIND,
    cloudwatch_metric::SPEC => cloudwatch_metric::KIND,
    cloudwatch_logs::SPEC => cloudwatch_logs::KIND,
    cloudwatch_alarm::SPEC => cloudwatch_alarm::KIND,
    http::SPEC => http::KIND,
    documented::ELASTICSEARCH => documented::kinds::ELASTICSEARCH,
    documented::IOT_ANALYTICS => documented::kinds::IOT_ANALYTICS,
    documented::IOT_EVENTS => documented::kinds::IOT_EVENTS,
    documented::IOT_SITE_WISE => documented::kinds::IOT_SITE_WISE,
    documented::KAFKA => documented::kinds::KAFKA,
    documented::LOCATION => documented::kinds::LOCATION,
    documented::OPEN_SEARCH => documented::kinds::OPEN_SEARCH,
    documented::SALESFORCE => documented::kinds::SALESFORCE,
}

/// What is reported about actions: about any of them, about some, and about each kind alone.
pub(crate) fn codes() -> impl Iterator<Item = &'static Code> {
    let of_kinds = KINDS.iter().flat_map(|kind| kind.codes.iter().copied());
    [wording::CODES, fifo::CODES].into_iter().chain(of_kinds).flatten().copied()
}

#[cfg(test)]
mod tests {
    use super::KINDS;

    #[test]
    fn a_kind_says_whether_it_is_evaluated() {
        for kind in KINDS {
            assert_eq!(kind.evaluated, kind.read.is_some(), "{}", kind.key);
        }
    }
}
