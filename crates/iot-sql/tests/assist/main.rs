//! What the editor is told, as tables: a text with its cursor at `|`, and the answer.

mod complete;
mod explained;
mod format;
mod hostile;
mod text;

use iot_sql::assist::Sample;

/// A text and the place of its `|`.
fn cursor(marked: &str) -> (String, usize) {
    let at = marked.find('|').unwrap_or_else(|| panic!("no cursor in {marked}"));
    (format!("{}{}", &marked[..at], &marked[at + 1..]), at)
}

/// The message that most of the tables are about.
fn sample() -> Sample<'static> {
    const PAYLOAD: &[u8] = br#"{"temperature": 24.04, "humidity": 47, "on": true, "odd-key": 1, "end": 5,
        "name": "hall", "state": {"reported": {"temp": 21.5, "mode": "eco", "a b": 2}, "desired": {"temp": 22}},
        "readings": [{"n": "co2", "v": 812}, {"n": "temp", "v": 21.5}], "tags": ["a", "b"]}"#;
    Sample { topic: "sensors/kitchen/data", payload: PAYLOAD, ..Sample::default() }
}
