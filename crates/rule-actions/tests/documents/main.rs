//! Rule documents: read, written, and read back.

mod forms;
mod hostile;
mod limits;
mod round_trip;
mod sample;
mod traps;
mod written;

/// Says that a test did nothing, and why.
#[expect(clippy::print_stderr, reason = "a test that did nothing must not look like one that passed")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}
