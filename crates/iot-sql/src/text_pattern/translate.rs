//! From Java's syntax of regular expressions to that of `fancy-regex`.
//!
//! The translation uses only what both sides read alike: letters and digits as they are, every other character as
//! `\x{…}`, classes, groups by number. Flags are resolved here, so that none is left in the result.

use super::flags::Flags;
use super::piece::{Piece, write_char};
use super::{Fault, LineEnds};

/// How deep groups and classes may stand inside each other.
const MAX_DEPTH: usize = 25;

/// How large a pattern may be when its counted repetitions are written out.
const MAX_WEIGHT: usize = 50_000;

/// A translated pattern.
#[derive(Debug)]
pub(super) struct Translated {
    /// The pattern in the syntax of `fancy-regex`.
    pub(super) text: String,
    /// Its size with counted repetitions written out.
    pub(super) weight: usize,
    /// What matching it takes.
    pub(super) effort: Effort,
    /// How many groups it has.
    pub(super) groups: usize,
    /// The groups that have names.
    pub(super) names: Vec<(String, usize)>,
}

/// What matching a pattern takes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Effort {
    /// Whether it has parts that are matched by trying.
    pub(super) tries: bool,
    /// Whether a try can read far.
    pub(super) reads_far: bool,
}

/// Translates a pattern for strings with such line ends.
pub(super) fn translate(pattern: &str, line_ends: LineEnds) -> Result<Translated, Fault> {
    let mut reader = Reader::new(pattern, line_ends, usize::MAX);
    let mut whole = reader.whole()?;
    if reader.refers_ahead {
        // Only now it is known which groups there are; a reference to one that there is not never matches.
        reader = Reader::new(pattern, line_ends, reader.groups);
        whole = reader.whole()?;
    }
    Ok(Translated {
        text: whole.text,
        weight: whole.weight,
        effort: reader.effort,
        groups: reader.groups,
        names: reader.names,
    })
}

/// Reads a pattern.
pub(super) struct Reader {
    /// The characters, and whether each was quoted by `\Q…\E`.
    chars: Vec<(char, bool)>,
    at: usize,
    depth: usize,
    pub(super) flags: Flags,
    pub(super) line_ends: LineEnds,
    /// How many groups there are in all, as far as that is known.
    pub(super) all_groups: usize,
    pub(super) groups: usize,
    pub(super) names: Vec<(String, usize)>,
    pub(super) refers_ahead: bool,
    pub(super) effort: Effort,
    /// Whether the part that is being read has a greatest length.
    pub(super) bounded: bool,
}

impl Reader {
    fn new(pattern: &str, line_ends: LineEnds, all_groups: usize) -> Self {
        Self {
            chars: unquoted(pattern),
            at: 0,
            depth: 0,
            flags: Flags::default(),
            line_ends,
            all_groups,
            groups: 0,
            names: Vec::new(),
            refers_ahead: false,
            effort: Effort::default(),
            bounded: true,
        }
    }

    fn whole(&mut self) -> Result<Piece, Fault> {
        let piece = self.alternatives()?;
        if self.at < self.chars.len() {
            return Err(Fault::new("a `)` has no `(`"));
        }
        Ok(piece)
    }

    /// The next character, if it is not quoted.
    pub(super) fn sign(&self) -> Option<char> {
        self.sign_after(0)
    }

    /// The unquoted character so many places on.
    pub(super) fn sign_after(&self, places: usize) -> Option<char> {
        self.chars.get(self.at + places).filter(|(_, quoted)| !quoted).map(|(ch, _)| *ch)
    }

    /// Takes the next character, quoted or not.
    pub(super) fn take(&mut self) -> Option<char> {
        let (ch, _) = *self.chars.get(self.at)?;
        self.at += 1;
        Some(ch)
    }

    /// Takes the next character if it is this sign.
    pub(super) fn take_sign(&mut self, sign: char) -> bool {
        let found = self.sign() == Some(sign);
        self.at += usize::from(found);
        found
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.chars.len()
    }

    /// Passes white space and comments where the flag `x` says that they do not count.
    pub(super) fn pass_comments(&mut self) {
        while self.flags.comments {
            match self.sign() {
                Some(ch) if ch.is_ascii_whitespace() || ch == '\u{B}' => self.at += 1,
                Some('#') => {
                    while let Some(ch) = self.take() {
                        if matches!(ch, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                            break;
                        }
                    }
                }
                _ => return,
            }
        }
    }

    /// Goes one level down; groups and classes count.
    pub(super) fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::new(format!("the pattern is nested more than {MAX_DEPTH} levels deep")));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn alternatives(&mut self) -> Result<Piece, Fault> {
        let mut all = self.sequence()?;
        all.single = false;
        while self.take_sign('|') {
            let next = self.sequence()?;
            all.text.push('|');
            all.text.push_str(&next.text);
            all.weight += next.weight + 1;
            all.between &= next.between;
        }
        Ok(all)
    }

    fn sequence(&mut self) -> Result<Piece, Fault> {
        let mut all = Piece::nothing();
        loop {
            self.pass_comments();
            let piece = match self.sign() {
                None if self.is_at_end() => return Ok(all),
                Some('|' | ')') => return Ok(all),
                Some(sign @ ('*' | '+' | '?')) => {
                    return Err(Fault::new(format!("`{sign}` has nothing before it to repeat")));
                }
                // Java lets a count repeat nothing, as in `a{2}{3}`.
                Some('{') => Piece::nothing(),
                _ => match self.atom()? {
                    Some(piece) => piece,
                    None => continue,
                },
            };
            let piece = self.repeated(piece)?;
            all.text.push_str(&piece.text);
            all.weight += piece.weight;
            all.between &= piece.between;
            if all.weight > MAX_WEIGHT {
                return Err(Fault::new("the pattern is too large with its repetitions written out"));
            }
        }
    }

    /// The next thing that can be repeated; `None` for flags.
    fn atom(&mut self) -> Result<Option<Piece>, Fault> {
        Ok(Some(match (self.sign(), self.take()) {
            (Some('('), _) => return self.deeper(Self::group),
            (Some('['), _) => {
                let class = self.deeper(Self::class)?;
                Piece::single(class.text, class.weight)
            }
            (Some('.'), _) => self.dot(),
            (Some('^'), _) => self.line_start(),
            (Some('$'), _) if self.flags.multi_line => self.line_end(),
            (Some('$'), _) => self.text_end(),
            (Some('\\'), _) => self.escape()?,
            (_, Some(ch)) => self.literal(ch),
            (_, None) => return Ok(None),
        }))
    }

    pub(super) fn literal(&self, ch: char) -> Piece {
        let variants = self.flags.variants(ch);
        let mut text = String::new();
        for ch in &variants {
            write_char(*ch, &mut text);
        }
        if variants.len() > 1 {
            text = format!("[{text}]");
        }
        Piece::single(text, ch.len_utf8())
    }

    /// What follows `(`; `None` for flags of the group around it.
    fn group(&mut self) -> Result<Option<Piece>, Fault> {
        let outer = self.flags;
        if !self.take_sign('?') {
            self.groups += 1;
            let inner = self.in_group()?;
            self.flags = outer;
            return Ok(Some(Piece::single(format!("({})", inner.text), inner.weight + 2)));
        }
        let piece = match self.take() {
            Some(':') => self.in_group()?.grouped(),
            Some('=') => self.look("(?=")?,
            Some('!') => self.look("(?!")?,
            Some('>') => {
                self.effort.tries = true;
                let inner = self.in_group()?;
                Piece { text: format!("(?>{})", inner.text), single: !inner.between, ..inner }
            }
            Some('<') if self.take_sign('=') => self.look_back("(?<=")?,
            Some('<') if self.take_sign('!') => self.look_back("(?<!")?,
            Some('<') => {
                let name = self.name('>')?;
                if self.names.iter().any(|(known, _)| *known == name) {
                    return Err(Fault::new(format!("two groups are named `{name}`")));
                }
                self.groups += 1;
                self.names.push((name, self.groups));
                let inner = self.in_group()?;
                Piece::single(format!("({})", inner.text), inner.weight + 2)
            }
            Some(_) => {
                self.at -= 1;
                return self.flag_group(outer);
            }
            None => return Err(unclosed_group()),
        };
        self.flags = outer;
        Ok(Some(piece))
    }

    /// What follows `(?` where it is flags: `(?i)` for the rest of the surrounding group, `(?i:…)` for its own.
    fn flag_group(&mut self, outer: Flags) -> Result<Option<Piece>, Fault> {
        let mut on = true;
        loop {
            match self.take() {
                Some('-') if on => on = false,
                Some(')') => return Ok(None),
                Some(':') => {
                    let piece = self.in_group()?.grouped();
                    self.flags = outer;
                    return Ok(Some(piece));
                }
                Some(letter) => self.flags.set(letter, on)?,
                None => return Err(unclosed_group()),
            }
        }
    }

    /// A group's content and its `)`.
    fn in_group(&mut self) -> Result<Piece, Fault> {
        let inner = self.alternatives()?;
        if self.take_sign(')') { Ok(inner) } else { Err(unclosed_group()) }
    }

    fn look(&mut self, opening: &str) -> Result<Piece, Fault> {
        self.effort.tries = true;
        let inner = self.in_group()?;
        Ok(Piece { weight: inner.weight + 1, ..Piece::between(format!("{opening}{})", inner.text)) })
    }

    fn look_back(&mut self, opening: &str) -> Result<Piece, Fault> {
        let outside = std::mem::replace(&mut self.bounded, true);
        let piece = self.look(opening)?;
        if !self.bounded {
            return Err(Fault::new("what stands in a look-behind has no greatest length"));
        }
        self.bounded = outside;
        Ok(piece)
    }

    /// A group's name and the sign that ends it.
    pub(super) fn name(&mut self, end: char) -> Result<String, Fault> {
        let mut name = String::new();
        while let Some(ch) = self.take() {
            if ch == end && !name.is_empty() {
                return Ok(name);
            }
            if !(ch.is_ascii_alphabetic() || ch.is_ascii_digit() && !name.is_empty()) {
                break;
            }
            name.push(ch);
        }
        Err(Fault::new("a group's name consists of ASCII letters and digits and starts with a letter"))
    }
}

fn unclosed_group() -> Fault {
    Fault::new("a `(` has no `)`")
}

/// The characters of a pattern, with `\Q…\E` resolved.
fn unquoted(pattern: &str) -> Vec<(char, bool)> {
    let mut result = Vec::with_capacity(pattern.len());
    let mut chars = pattern.chars().peekable();
    let mut quoted = false;
    while let Some(ch) = chars.next() {
        match (quoted, ch, chars.peek()) {
            (true, '\\', Some('E')) | (false, '\\', Some('Q')) => {
                chars.next();
                quoted = !quoted;
            }
            // The character after a backslash is not the start of a quotation.
            (false, '\\', Some(_)) => {
                result.push((ch, false));
                result.extend(chars.next().map(|next| (next, false)));
            }
            _ => result.push((ch, quoted)),
        }
    }
    result
}
