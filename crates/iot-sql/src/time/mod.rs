//! The two date pattern languages of the rule language.
//!
//! AWS names Joda-Time for `parse_time(pattern, milliseconds, zone)` and JDK 11's `DateTimeFormatter` for
//! `time_to_epoch(text, pattern)`. Both patterns look alike and differ in the letters that matter, so each has its own
//! reader: [`joda::format()`] and [`jdk::parse()`]. Both speak US English, as the examples of AWS do.
//!
//! Time zones are jiff's bundled copy of the time zone database, so that nothing is asked of the machine and the browser
//! sees what the command line sees. Together with the zones' names they are a tenth of a build, so that they are the feature
//! `zones`: without it, a call that asks for one fails with the code `build.feature-disabled`. Dates are reckoned in [`calendar`], because the years that Java knows go far
//! beyond those of any date library. The zone names of [`zone_names`] are those that Java 17 reports.

mod calendar;
pub(crate) mod error;
pub(crate) mod jdk;
pub(crate) mod joda;
mod names;
pub(crate) mod suggest;
#[cfg(test)]
mod tests;
pub(crate) mod warnings;
mod zone;
mod zone_names;

/// The ids of the zones that have names, as far as they are in the build.
pub(crate) use zone_names::ids as zone_ids;

/// The longest pattern, text and zone id that is looked at, in bytes: the size of the largest MQTT message.
pub(crate) const MAX_LENGTH: usize = 128 * 1024;
