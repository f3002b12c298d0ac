//! What a person reads on the terminal: headings, steps and notes in one form.

use anstream::{eprintln, println};

/// Starts a piece of work that takes a while.
pub(crate) fn heading(text: &str) {
    println!("\n\u{1b}[1m== {text}\u{1b}[0m");
}

/// Adds a line to the piece of work that is running.
pub(crate) fn note(text: &str) {
    println!("   {text}");
}

/// Prints a line of a result, as it is.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Says what went wrong, on stderr.
pub(crate) fn failure(text: &str) {
    eprintln!("\u{1b}[1;31merror:\u{1b}[0m {text}");
}
