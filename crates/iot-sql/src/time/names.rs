//! English names of months, weekdays, quarters, eras and halves of the day.

/// January to December, in full.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Monday to Sunday, in full.
pub(super) const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// Before and after noon.
pub(super) const HALVES: [&str; 2] = ["AM", "PM"];
/// Before and since year 1.
pub(super) const ERAS: [&str; 2] = ["BC", "AD"];
/// The same, in full.
pub(super) const ERAS_FULL: [&str; 2] = ["Before Christ", "Anno Domini"];
/// The four quarters, short.
pub(super) const QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];
/// The same, in full.
pub(super) const QUARTERS_FULL: [&str; 4] = ["1st quarter", "2nd quarter", "3rd quarter", "4th quarter"];
/// The same, as single characters.
pub(super) const QUARTERS_NARROW: [&str; 4] = ["1", "2", "3", "4"];
