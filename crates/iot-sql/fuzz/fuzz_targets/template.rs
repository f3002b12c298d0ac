//! Any text as a substitution template, then a zero byte, then the payload.
#![no_main]

use iot_sql_fuzz::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let payload = bytes.get(end + 1..).unwrap_or(b"{}");
    check::template(&String::from_utf8_lossy(&bytes[..end]), payload);
});
