//! `format`, whose verbs are those of Go.

use super::text;
use crate::documents::node::{Kind, Node};
use crate::documents::reader::Reader;
use crate::documents::terraform::operators::number;
use crate::documents::text::Text;

/// The widest that a value may be made.
const WIDEST: usize = 1000;

/// A verb, such as `%-5.2f`.
#[derive(Default)]
struct Verb {
    /// The signs of its flags.
    flags: String,
    /// Which argument it takes, counted from 1, where it says so.
    argument: Option<usize>,
    width: usize,
    precision: Option<usize>,
    name: char,
}

impl Verb {
    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }
}

/// What `format` gives; `None` where an argument that is changed is unknown, or where Go's format does what is not worked
/// out here (`%e`, `%g`, a width that is an argument).
pub(super) fn format(pattern: &Node, arguments: &[Node], reader: &mut Reader<'_>) -> Option<Node> {
    let pattern = pattern.parts()?;
    let known = pattern.known()?;
    let mut out = Text::default();
    let (mut from, mut next, mut most) = (0, 0, 0);
    while let Some(at) = known[from..].find('%').map(|at| from + at) {
        out.push_slice(&pattern, from..at);
        let (verb, length) = verb(&known[at + 1..])?;
        from = at + 1 + length;
        if verb.name == '%' {
            out.push_slice(&pattern, at..at + 1);
            continue;
        }
        let index = verb.argument.map_or(Some(next), |argument| argument.checked_sub(1))?;
        next = index + 1;
        most = most.max(next);
        let written = written(&verb, arguments.get(index)?)?;
        if !reader.spend(written.size() + verb.width) {
            return None;
        }
        out.push(&written);
    }
    out.push_slice(&pattern, from..known.len());
    (most == arguments.len()).then(|| text(out))?
}

/// A verb, and how many bytes it is long.
fn verb(text: &str) -> Option<(Verb, usize)> {
    let mut verb = Verb::default();
    let mut chars = text.char_indices().peekable();
    let number = |chars: &mut std::iter::Peekable<std::str::CharIndices<'_>>| {
        let mut value: Option<usize> = None;
        while let Some(digit) = chars.peek().and_then(|(_, ch)| ch.to_digit(10)) {
            value = Some(value.unwrap_or(0) * 10 + digit as usize);
            chars.next();
            if value.is_some_and(|value| value > WIDEST) {
                return None;
            }
        }
        Some(value)
    };
    while let Some((_, flag)) = chars.next_if(|(_, ch)| matches!(ch, '-' | '+' | '0' | '#')) {
        verb.flags.push(flag);
    }
    if chars.next_if(|(_, ch)| *ch == '[').is_some() {
        verb.argument = Some(number(&mut chars)??);
        chars.next_if(|(_, ch)| *ch == ']')?;
    }
    verb.width = number(&mut chars)?.unwrap_or(0);
    if chars.next_if(|(_, ch)| *ch == '.').is_some() {
        verb.precision = Some(number(&mut chars)?.unwrap_or(0));
    }
    if verb.argument.is_none() && chars.next_if(|(_, ch)| *ch == '[').is_some() {
        verb.argument = Some(number(&mut chars)??);
        chars.next_if(|(_, ch)| *ch == ']')?;
    }
    let (at, name) = chars.next()?;
    verb.name = name;
    Some((verb, at + name.len_utf8()))
}

fn written(verb: &Verb, argument: &Node) -> Option<Text> {
    let is_bare = verb.width == 0 && verb.precision.is_none() && !verb.has('+') && !verb.has('#');
    if is_bare && matches!(verb.name, 's' | 'v' | 'd') {
        match &argument.kind {
            // An unknown value is written as it is, whatever it is.
            Kind::Text(_) | Kind::Plain(_) if verb.name != 'd' || argument.unknown().is_some() => {
                return argument.parts();
            }
            _ => {}
        }
    }
    let mut body = match (verb.name, &argument.kind) {
        ('s' | 'v', Kind::List(_) | Kind::Map(_) | Kind::Null) if verb.name == 'v' => json(argument)?,
        ('v', Kind::Text(_)) if verb.has('#') => json(argument)?,
        ('s' | 'v', _) => {
            let text = argument.text()?;
            verb.precision.map_or_else(|| text.to_owned(), |most| text.chars().take(most).collect())
        }
        ('q', _) => serde_json::Value::from(argument.text()?).to_string(),
        ('t', _) => match argument.text()? {
            word @ ("true" | "false") => word.to_owned(),
            _ => return None,
        },
        ('f', _) => format!("{:.*}", verb.precision.unwrap_or(6), number(argument)?),
        ('d', _) => integer(argument)?.to_string(),
        ('b', _) => based(integer(argument)?, |value| format!("{value:b}")),
        ('o', _) => based(integer(argument)?, |value| format!("{value:o}")),
        ('x', _) => based(integer(argument)?, |value| format!("{value:x}")),
        ('X', _) => based(integer(argument)?, |value| format!("{value:X}")),
        _ => return None,
    };
    let is_number = matches!(verb.name, 'd' | 'f' | 'b' | 'o' | 'x' | 'X');
    if is_number && verb.has('+') && !body.starts_with('-') {
        body.insert(0, '+');
    }
    let missing = verb.width.saturating_sub(body.chars().count());
    Some(Text::from(if verb.has('-') {
        body + &" ".repeat(missing)
    } else if verb.has('0') && is_number {
        let digits = body.find(|ch: char| ch.is_ascii_hexdigit()).unwrap_or(0);
        format!("{}{}{}", &body[..digits], "0".repeat(missing), &body[digits..])
    } else {
        " ".repeat(missing) + &body
    }))
}

fn json(argument: &Node) -> Option<String> {
    super::encodings::encodings("jsonencode", std::slice::from_ref(argument))?.text().map(str::to_owned)
}

/// A number without what stands behind its point.
fn integer(argument: &Node) -> Option<i128> {
    let text = argument.text()?;
    let whole = number(argument)?.trunc();
    text.parse().ok().or_else(|| format!("{whole:.0}").parse().ok())
}

fn based(value: i128, write: impl Fn(u128) -> String) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", write(value.unsigned_abs()))
}
