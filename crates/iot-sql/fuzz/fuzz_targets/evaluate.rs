//! Statements put together from the language's parts, for messages of many kinds.
#![no_main]

use iot_sql_fuzz::case::Case;
use iot_sql_fuzz::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|case: Case| check::evaluation(&case));
