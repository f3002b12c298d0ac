//! How often a part is repeated.

use super::Fault;
use super::piece::Piece;
use super::translate::Reader;

/// A repetition that reads no further than this is as good as a fixed length.
const FEW: u32 = 32;

impl Reader {
    /// A part with the count that follows it.
    pub(super) fn repeated(&mut self, piece: Piece) -> Result<Piece, Fault> {
        self.pass_comments();
        let (least, most) = match self.sign() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => self.count()?,
            _ => return Ok(piece),
        };
        self.take();
        self.bounded &= most.is_some();
        let lazy = self.take_sign('?');
        let possessive = !lazy && self.take_sign('+');
        self.effort.reads_far |= most.is_none_or(|most| most > FEW);
        if piece.between {
            // Between two characters, once is as good as often, and often may be not at all.
            return Ok(match (least, lazy) {
                (1.., _) => piece,
                (0, false) => Piece { text: format!("(?:{}|)", piece.text), ..piece },
                (0, true) => Piece { text: format!("(?:|{})", piece.text), ..piece },
            });
        }
        let mut text = if piece.single { piece.text } else { format!("(?:{})", piece.text) };
        match (least, most) {
            (0, None) => text.push('*'),
            (1, None) => text.push('+'),
            (0, Some(1)) => text.push('?'),
            (least, None) => text.push_str(&format!("{{{least},}}")),
            (least, Some(most)) => text.push_str(&format!("{{{least},{most}}}")),
        }
        if lazy {
            text.push('?');
        }
        if possessive {
            self.effort.tries = true;
            text = format!("(?>{text})");
        }
        let times = most.unwrap_or(least.saturating_add(1)).max(1);
        let weight = piece.weight.saturating_mul(times as usize).saturating_add(1);
        Ok(Piece { text, weight, between: false, single: possessive })
    }

    /// `{2}`, `{2,}` or `{2,3}`, up to its `}`.
    fn count(&mut self) -> Result<(u32, Option<u32>), Fault> {
        let wrong = || Fault::new("`{` starts a count such as `{2,3}`; write `\\{` for the character");
        self.take();
        let least = self.digits().ok_or_else(wrong)?;
        let most = if self.take_sign(',') {
            if self.sign() == Some('}') { None } else { Some(self.digits().ok_or_else(wrong)?) }
        } else {
            Some(least)
        };
        if self.sign() != Some('}') || most.is_some_and(|most| most < least) {
            return Err(wrong());
        }
        Ok((least, most))
    }

    fn digits(&mut self) -> Option<u32> {
        let mut number: Option<u32> = None;
        while let Some(digit) = self.sign().and_then(|sign| sign.to_digit(10)) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            self.take();
        }
        number
    }
}
