//! How far a replay is, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar on the error stream; nothing where that is not a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar over so many bytes, or one that only counts where their number is not known.
    pub(super) fn new(shown: bool, bytes: Option<u64>) -> Self {
        if !shown {
            return Self { bar: ProgressBar::hidden() };
        }
        let (bar, template) = match bytes {
            Some(bytes) => (
                ProgressBar::new(bytes),
                "{bar:30} {binary_bytes} of {binary_total_bytes}, {msg} messages, {eta} left",
            ),
            None => (ProgressBar::new_spinner(), "{spinner} {binary_bytes}, {msg} messages, {elapsed}"),
        };
        // The templates are fixed and well-formed; a bar without style would do as well.
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        Self { bar }
    }

    /// Shows that so many messages and bytes are taken through; called for many messages at once, because looking at the
    /// bar costs more than a message does.
    pub(super) fn at(&self, message: u64, bytes: u64) {
        if !self.bar.is_hidden() {
            self.bar.set_position(bytes);
            self.bar.set_message(message.to_string());
        }
    }

    /// Writes something beside the bar.
    pub(super) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
