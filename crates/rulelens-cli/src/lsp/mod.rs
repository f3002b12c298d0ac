//! `rulelens lsp`: a language server over standard input and output.
//!
//! It works on `.sql` files and on the SQL inside rule documents. A thread reads messages; what they ask is answered in
//! their order, and a text that changes again before its turn comes is looked at once.

mod answers;
mod document;
mod formatting;
mod frames;
mod params;
mod positions;
mod samples;
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
/// Settings are those of the nearest rulelens.toml above a file: SQL version, values, levels of codes, what is excluded, and the
/// cases whose messages completion knows; they are read again when they change.
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

#[cfg(test)]
mod tests {
    use super::answers::{self, Client};
    use super::document::Open;
    use super::formatting;
    use super::positions::Encoding;
    use super::samples::Samples;
    use lsp_types::{Position, Range, Uri};

    /// Asks everything there is to ask about places of a text.
    fn ask_all(uri: &str, language: &str, text: &str, encoding: Encoding) {
        let open = Open::new(uri, language, text.to_owned(), None, encoding);
        let address: Uri = uri.parse().expect("a URI");
        let client = Client { knows_snippets: true, knows_markdown: true };
        let told = answers::diagnostics(&open, &address);
        assert!(told.iter().all(|one| one.range.start <= one.range.end), "{text:?}");
        formatting::edits(&open);
        let mut samples = Samples::default();
        let lines = text.split('\n').count() as u32;
        for line in 0..=lines {
            for character in [0, 5, 9, 14, 21, 40, 1000] {
                let position = Position { line, character };
                answers::completion(&open, position, true, client, &mut samples);
                answers::hover(&open, position, client);
                answers::actions(&open, &address, Range { start: position, end: position });
            }
        }
    }

    #[test]
    fn whatever_is_half_typed_has_an_answer() {
        let sql = "SELECT '😀' AS a, upper(b) AS \"ö\"\r\nFROM 'x/+' WHERE a = 'ß'";
        let yaml = "Resources:\n  R:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        Sql: |\n          SELECT 'é' AS a\n          FORM 'x'\n        Actions: [{Republish: {Topic: 'é/${upper(a)}', RoleArn: r}}]\n";
        let json = "{\"sql\": \"SELECT '\\u00e9' AS \\\"a\\\" FORM 'x'\", \"awsIotSqlVersion\": \"2016-03-23\", \"actions\": []}";
        let hcl = "resource \"aws_iot_topic_rule\" \"r\" {\n  sql = \"SELECT '${var.é}' FORM 'x'\"\n  sql_version = \"2016-03-23\"\n}\n";
        for (name, language, text) in
            [("a.sql", "sql", sql), ("a.yaml", "yaml", yaml), ("a.json", "json", json), ("a.tf", "hcl", hcl)]
        {
            let uri = format!("file:///none/{name}");
            for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
                let encoding = if end % 2 == 0 { Encoding::Utf8 } else { Encoding::Utf16 };
                ask_all(&uri, language, &text[..end], encoding);
            }
            for (at, sign) in text.char_indices().step_by(7) {
                let mut torn = text.to_owned();
                torn.replace_range(at..at + sign.len_utf8(), "\u{0}'\"");
                ask_all(&uri, language, &torn, Encoding::Utf16);
            }
        }
    }

    #[test]
    fn texts_beyond_what_is_looked_at_have_answers() {
        for text in
            ["SELECT ".repeat(100_000), "(".repeat(300_000), "a: ".repeat(200_000), "[".repeat(300_000)]
        {
            for (uri, language) in [("file:///none/a.sql", "sql"), ("file:///none/a.yaml", "yaml")] {
                ask_all(uri, language, &text, Encoding::Utf16);
            }
        }
    }
}
