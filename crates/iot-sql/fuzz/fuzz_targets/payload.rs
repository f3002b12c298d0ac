//! Any bytes as the payload of a rule that reads a part of it; the first byte picks the rule.
#![no_main]

use iot_sql_fuzz::case::Case;
use iot_sql_fuzz::check;
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((rule, payload)) = bytes.split_first() else { return Corpus::Reject };
    check::evaluation(&Case::of_payload(*rule, payload));
    Corpus::Keep
});
