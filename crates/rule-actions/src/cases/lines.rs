//! The cases of a file, one after the other.

use super::Malformed;
use serde_json::value::RawValue;
use std::io::{self, BufRead, Read};

/// Gives `each` the text of a case with its line, from 1, for every line that is not empty; or what is wrong with the line.
/// A line of more than `most` bytes is the last one that is looked at.
///
/// # Errors
/// What the reader reports.
pub fn read_lines(
    mut lines: impl BufRead,
    most: u64,
    each: &mut impl FnMut(usize, Result<&str, Malformed>),
) -> io::Result<()> {
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        if lines.by_ref().take(most + 1).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        if bytes.len() as u64 > most {
            let message = format!("the line has more than {most} bytes, which is the most that is read");
            each(line, Err(Malformed { line: 1, column: 0, message }));
            break;
        }
        match text(&bytes) {
            Ok(text) if text.trim().is_empty() => {}
            Ok(text) => each(line, Ok(text.trim_end())),
            Err(malformed) => each(line, Err(malformed)),
        }
    }
    Ok(())
}

/// Gives `each` the text of a case with the line on which it starts, for a document that is one case or an array of cases.
pub fn read_document(bytes: &[u8], each: &mut impl FnMut(usize, Result<&str, Malformed>)) {
    let text = match text(bytes) {
        Ok(text) => text,
        Err(malformed) => return each(1, Err(malformed)),
    };
    if !text.trim_start().starts_with('[') {
        return each(1, Ok(text));
    }
    match serde_json::from_str::<Vec<&RawValue>>(text) {
        Ok(cases) => {
            let (mut line, mut counted) = (1, 0);
            for case in cases {
                let start = case.get().as_ptr() as usize - text.as_ptr() as usize;
                line += text[counted..start].matches('\n').count();
                counted = start;
                each(line, Ok(case.get()));
            }
        }
        Err(error) => each(1, Err(error.into())),
    }
}

fn text(bytes: &[u8]) -> Result<&str, Malformed> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        Malformed { line, column, message: "the file is not UTF-8 here".into() }
    })?;
    Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}
