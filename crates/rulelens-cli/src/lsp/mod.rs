//! `rulelens lsp`: a language server over standard input and output.
//!
//! It works on `.sql` files and on the SQL inside rule documents. A thread reads messages; what they ask is answered in
//! their order, and a text that changes again before its turn comes is looked at once.

mod answers;
mod document;
mod formatting;
mod frames;
mod positions;
mod session;

use anyhow::Result;
use clap::Args;
use frames::Frame;
use session::Session;
use std::io::{BufReader, Write, stdin};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread;

/// Messages that wait for their turn; whoever sends more waits, too.
const WAITING: usize = 64;

/// Serve an editor: problems, completion, hover, fixes and layout, for SQL and for rule documents.
///
/// Speaks the Language Server Protocol over standard input and output; docs/editors.md says how editors are set up.
/// Settings are those of the nearest rulelens.toml above a file: SQL version, values, levels of codes, what is excluded.
///
/// Exit status: 0 after `shutdown` and `exit`; 1 if the editor ends the connection without them.
#[derive(Args, Clone, Debug)]
pub struct LspOptions {
    /// Standard input and output, which is the only way; some editors name it.
    #[arg(long)]
    stdio: bool,
}

/// Runs `rulelens lsp`; gives the exit status.
///
/// # Errors
/// An output that cannot be written.
pub fn lsp(_: &LspOptions, out: &mut dyn Write, _: &mut dyn Write) -> Result<u8> {
    let (sender, receiver) = sync_channel(WAITING);
    // It ends with the program, or when nobody takes what it reads.
    thread::spawn(move || {
        let mut input = BufReader::new(stdin());
        loop {
            let frame = frames::read(&mut input);
            let is_last = matches!(frame, Frame::End);
            if sender.send(frame).is_err() || is_last {
                break;
            }
        }
    });
    serve(&receiver, out)
}

fn serve(receiver: &Receiver<Frame>, out: &mut dyn Write) -> Result<u8> {
    let mut session = Session::default();
    loop {
        // Problems are told when nothing else is asked.
        let frame = match receiver.try_recv() {
            Ok(frame) => frame,
            Err(TryRecvError::Empty) => {
                for message in session.problems() {
                    frames::write(&message, out)?;
                }
                match receiver.recv() {
                    Ok(frame) => frame,
                    Err(_) => return Ok(session.status()),
                }
            }
            Err(TryRecvError::Disconnected) => return Ok(session.status()),
        };
        let answers = match frame {
            Frame::End => return Ok(session.status()),
            Frame::Malformed(why) => vec![session::malformed(&why)],
            Frame::Message(message) => session.take(message),
        };
        for message in answers {
            frames::write(&message, out)?;
        }
        if session.is_over() {
            return Ok(session.status());
        }
    }
}
