//! What a backslash starts.

use super::Fault;
use super::piece::Piece;
use super::property::{ANY, Set, of_letter, of_name};
use super::translate::Reader;

impl Reader {
    /// What follows `\` outside a class.
    pub(super) fn escape(&mut self) -> Result<Piece, Fault> {
        let Some(letter) = self.sign() else { return Err(Fault::new("the pattern ends in a backslash")) };
        match letter {
            '1'..='9' => Ok(self.reference()),
            'k' => {
                self.take();
                if !self.take_sign('<') {
                    return Err(Fault::new("`\\k` needs a group's name, as in `\\k<name>`"));
                }
                let name = self.name('>')?;
                let group = self.names.iter().find(|(known, _)| *known == name).map(|(_, group)| *group);
                let group = group.ok_or_else(|| Fault::new(format!("no group before is named `{name}`")))?;
                Ok(self.back_reference(group))
            }
            'A' | 'z' | 'b' | 'B' | 'G' | 'Z' => {
                self.take();
                self.boundary(letter)
            }
            'R' => {
                self.take();
                Ok(Piece::single(r"(?:\x{D}\x{A}|[\x{A}-\x{D}\x{85}\x{2028}\x{2029}])", 20))
            }
            'X' | 'N' => Err(Fault::new(format!("`\\{letter}` is not supported"))),
            _ => match self.class_escape()? {
                Some((set, negated)) => Ok(Piece::set(&set, negated)),
                None => self.escaped_char().map(|ch| self.literal(ch)),
            },
        }
    }

    fn boundary(&mut self, letter: char) -> Result<Piece, Fault> {
        Ok(match letter {
            'b' if self.sign() == Some('{')
                && !self.sign_after(1).is_some_and(|next| next.is_ascii_digit()) =>
            {
                return Err(Fault::new("`\\b{…}` is not supported"));
            }
            'Z' => self.text_end(),
            'G' => {
                self.effort.tries = true;
                Piece::between(r"\G")
            }
            letter => Piece::between(format!(r"\{letter}")),
        })
    }

    /// `\1`, or `\12` where there are so many groups already.
    fn reference(&mut self) -> Piece {
        let mut group = 0;
        while let Some(digit) = self.sign().and_then(|sign| sign.to_digit(10)) {
            let longer = group * 10 + digit as usize;
            if group > 0 && longer > self.groups {
                break;
            }
            group = longer;
            self.take();
        }
        self.back_reference(group)
    }

    fn back_reference(&mut self, group: usize) -> Piece {
        self.refers_ahead |= group > self.groups;
        self.effort.tries = true;
        self.bounded = false;
        self.effort.reads_far = true;
        if group > self.all_groups {
            return Piece::single(format!("[^{ANY}]"), 1);
        }
        let flag = if self.flags.ignore_case { "i" } else { "" };
        Piece::single(format!(r"(?{flag}:\{group})"), 2)
    }

    /// A class by an escape, such as `\d` or `\p{Lu}`, and whether it is the others that are meant.
    pub(super) fn class_escape(&mut self) -> Result<Option<(Set, bool)>, Fault> {
        let Some(letter) = self.sign() else { return Ok(None) };
        if let Some(set) = of_letter(letter.to_ascii_lowercase(), self.flags) {
            self.take();
            return Ok(Some((set, letter.is_ascii_uppercase())));
        }
        if !matches!(letter, 'p' | 'P') {
            return Ok(None);
        }
        self.take();
        let mut name = String::new();
        if self.take_sign('{') {
            loop {
                match self.take() {
                    Some('}') => break,
                    Some(ch) => name.push(ch),
                    None => return Err(Fault::new("`\\p{` has no `}`")),
                }
            }
        } else {
            name.extend(self.take());
        }
        Ok(Some((of_name(&name, self.flags)?, letter == 'P')))
    }

    /// A single character by an escape, such as `\n`, `\x41` or `\.`.
    pub(super) fn escaped_char(&mut self) -> Result<char, Fault> {
        let wrong = |letter: char| Fault::new(format!("`\\{letter}` means nothing here"));
        let Some(letter) = self.take() else { return Err(Fault::new("the pattern ends in a backslash")) };
        Ok(match letter {
            'a' => '\u{7}',
            'e' => '\u{1B}',
            'f' => '\u{C}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'c' => {
                let control = self.take().and_then(|ch| char::from_u32(u32::from(ch) ^ 64));
                control.ok_or_else(|| wrong('c'))?
            }
            '0' => self.octal().ok_or_else(|| wrong('0'))?,
            'x' if self.take_sign('{') => {
                let mut code = 0_u32;
                while let Some(digit) = self.sign().and_then(|sign| sign.to_digit(16)) {
                    code = code.saturating_mul(16).saturating_add(digit);
                    self.take();
                }
                let closed = self.take_sign('}');
                char::from_u32(code).filter(|_| closed).ok_or_else(|| wrong('x'))?
            }
            'x' => self.hex(2).and_then(char::from_u32).ok_or_else(|| wrong('x'))?,
            'u' => self.utf16_escape().ok_or_else(|| wrong('u'))?,
            letter if letter.is_ascii_alphanumeric() => return Err(wrong(letter)),
            other => other,
        })
    }

    /// One to three octal digits, the value at most 255.
    fn octal(&mut self) -> Option<char> {
        let mut code = self.sign()?.to_digit(8)?;
        self.take();
        for _ in 0..2 {
            match self.sign().and_then(|sign| sign.to_digit(8)) {
                Some(digit) if code * 8 + digit <= 255 => code = code * 8 + digit,
                _ => break,
            }
            self.take();
        }
        char::from_u32(code)
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let mut code = 0;
        for _ in 0..digits {
            code = code * 16 + self.sign()?.to_digit(16)?;
            self.take();
        }
        Some(code)
    }

    /// Four hexadecimal digits; two such escapes may make one character.
    fn utf16_escape(&mut self) -> Option<char> {
        let first = self.hex(4)?;
        if let Some(ch) = char::from_u32(first) {
            return Some(ch);
        }
        if !(self.take_sign('\\') && self.take_sign('u')) {
            return None;
        }
        let units = [first as u16, self.hex(4)? as u16];
        char::decode_utf16(units).next()?.ok()
    }
}
