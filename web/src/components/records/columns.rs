//! How wide the columns of a long table are.

use super::Series;
use super::row::{is_number, padding_of};

/// Classes for columns with room for so many characters.
const WIDTHS: [(usize, &str); 6] =
    [(6, "for-6"), (10, "for-10"), (14, "for-14"), (18, "for-18"), (24, "for-24"), (usize::MAX, "for-30")];

/// The classes of a long table's columns of names and values.
///
/// The browser would take the widths from the lines that are drawn, so that all columns moved while one scrolls, and
/// would measure every line for each value that changes.
#[inline(never)]
pub(super) fn widths(series: &[Series], fraction: usize) -> [&'static str; 2] {
    let mut longest = [0, 0];
    for record in series.iter().flat_map(Series::records) {
        let value = record.measure_value.as_str();
        let padding = if is_number(record) { padding_of(value, fraction) } else { 0 };
        longest[0] = longest[0].max(record.measure_name.chars().count());
        longest[1] = longest[1].max(value.chars().count() + padding);
    }
    longest.map(|longest| WIDTHS.iter().find(|(most, _)| longest <= *most).map_or("", |(_, class)| class))
}
