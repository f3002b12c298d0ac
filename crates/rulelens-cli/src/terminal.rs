//! What goes to a terminal, and what goes elsewhere.
//!
//! Standard output carries data as it is: nothing is taken out of it. Text for people comes with colours, which only a
//! terminal gets; what it says of data from outside is escaped before (see [`crate::printable`]), so that taking the
//! colours out takes nothing else.

use anstream::{AutoStream, ColorChoice};
use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::OnceLock;

/// Text for people, as standard output takes it: with its colours, or without.
pub(crate) fn painted(text: &str) -> Cow<'_, str> {
    static COLOURS: OnceLock<bool> = OnceLock::new();
    if *COLOURS.get_or_init(|| AutoStream::choice(&io::stdout()) != ColorChoice::Never) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(anstream::adapter::strip_str(text).to_string())
    }
}

/// An output whose failure stops nothing: what is said aside may go nowhere, the result may not.
pub struct Aside<W>(pub W);

impl<W: Write> Write for Aside<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.write_all(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let _ = self.0.flush();
        Ok(())
    }
}
