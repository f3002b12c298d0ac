//! JSON documents.

use super::limits::MAX_DEPTH;
use super::node::{Kind, Node};
use super::wording;
use iot_sql::Diagnostic;
use jiter::{Jiter, JiterError, Peek};

/// Reads a JSON document.
pub(super) fn parse(text: &str) -> Result<Node, Diagnostic> {
    let mut reader = Reader { text, jiter: Jiter::new(text.as_bytes()) };
    let peek = reader.jiter.peek().map_err(|error| reader.fault(&error))?;
    let node = reader.value(peek, 0)?;
    reader.jiter.finish().map_err(|error| reader.fault(&error))?;
    Ok(node)
}

struct Reader<'t> {
    text: &'t str,
    jiter: Jiter<'t>,
}

impl Reader<'_> {
    fn value(&mut self, peek: Peek, depth: usize) -> Result<Node, Diagnostic> {
        let start = self.jiter.current_index();
        if depth > MAX_DEPTH {
            return Err(wording::too_deep(start..start + 1));
        }
        let kind = match peek {
            Peek::Null => self.jiter.known_null().map(|()| Kind::Null),
            Peek::True | Peek::False => self.jiter.known_bool(peek).map(Kind::Bool),
            Peek::String => self.jiter.known_str().map(|text| Kind::Text(text.into())),
            Peek::Array => return self.list(start, depth),
            Peek::Object => return self.map(start, depth),
            _ => self
                .jiter
                .known_number_bytes(peek)
                .map(|bytes| Kind::Number(String::from_utf8_lossy(bytes).into_owned())),
        };
        let kind = kind.map_err(|error| self.fault(&error))?;
        Ok(Node { kind, span: start..self.jiter.current_index() })
    }

    fn list(&mut self, start: usize, depth: usize) -> Result<Node, Diagnostic> {
        let mut items = Vec::new();
        let mut next = self.jiter.known_array().map_err(|error| self.fault(&error))?;
        while let Some(peek) = next {
            items.push(self.value(peek, depth + 1)?);
            next = self.jiter.array_step().map_err(|error| self.fault(&error))?;
        }
        Ok(Node { kind: Kind::List(items), span: start..self.jiter.current_index() })
    }

    fn map(&mut self, start: usize, depth: usize) -> Result<Node, Diagnostic> {
        let mut entries = Vec::new();
        let first = self.jiter.known_object().map(|key| key.map(str::to_owned));
        let mut next = first.map_err(|error| self.fault(&error))?;
        while let Some(key) = next {
            let peek = self.jiter.peek().map_err(|error| self.fault(&error))?;
            entries.push((key, self.value(peek, depth + 1)?));
            let key = self.jiter.next_key().map(|key| key.map(str::to_owned));
            next = key.map_err(|error| self.fault(&error))?;
        }
        Ok(Node { kind: Kind::Map(entries), span: start..self.jiter.current_index() })
    }

    fn fault(&self, error: &JiterError) -> Diagnostic {
        wording::malformed("JSON", &error.error_type.to_string(), self.text, error.index)
    }
}
