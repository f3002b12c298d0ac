//! Any text, asked about as an editor asks, at a place in it; then a zero byte, then the payload.
#![no_main]

use iot_sql_fuzz::assist;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let [place, bytes @ ..] = bytes else { return };
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let payload = bytes.get(end + 1..).unwrap_or(b"{}");
    assist::text(&String::from_utf8_lossy(&bytes[..end]), usize::from(*place), payload);
});
