//! Any text as a statement of each SQL version.
#![no_main]

use iot_sql_fuzz::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| check::statement(&String::from_utf8_lossy(bytes)));
