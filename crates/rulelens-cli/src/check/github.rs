//! Annotations of GitHub Actions: commands to the runner, one a line, which it shows beside the lines of a change.

use super::place::{Placed, Region};
use crate::printable::printable;
use iot_sql::Severity;
use std::io::{self, Write};

/// Writes a diagnostic as a command.
pub(super) fn write(placed: &Placed<'_>, out: &mut dyn Write) -> io::Result<()> {
    let command = match placed.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let Region { start: (line, column), end } = placed.primary();
    let mut place = format!("file={},line={line}", property(placed.file));
    match end {
        // Columns are for places on one line.
        Some((end_line, end_column)) if end_line == line => {
            place += &format!(",endLine={end_line},col={column},endColumn={end_column}");
        }
        Some((end_line, _)) => place += &format!(",endLine={end_line}"),
        None => {}
    }
    let title = property(placed.diagnostic.code.id);
    writeln!(out, "::{command} {place},title={title}::{}", message(&placed.sentences()))
}

/// A string without what would end the command, or begin another one.
fn message(text: &str) -> String {
    printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same for a property, which a comma or a colon would end.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{message, property};

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(message("50 %\r\n::error::x"), "50 %25\\r%0A::error::x");
        assert_eq!(property("a,b:c%"), "a%2Cb%3Ac%25");
    }
}
