//! The dot and the anchors, which depend on what ends a line.

use super::LineEnds;
use super::piece::Piece;
use super::property::{ANY, LINE_ENDS};
use super::translate::Reader;

impl Reader {
    /// `.`
    pub(super) fn dot(&self) -> Piece {
        match (self.flags.dot_all, self.flags.unix_lines) {
            (true, _) => Piece::single(format!("[{ANY}]"), 10),
            (false, true) => Piece::single(r"[^\x{A}]", 10),
            (false, false) => Piece::single(format!("[^{LINE_ENDS}]"), 15),
        }
    }

    /// `^`: the start of the text; with `m` also behind each line end that is not the text's end.
    pub(super) fn line_start(&mut self) -> Piece {
        if !self.flags.multi_line || self.line_ends == LineEnds::None {
            return Piece::between(r"\A");
        }
        self.effort.tries = true;
        Piece::between(if self.flags.unix_lines {
            r"(?:\A|(?<=\x{A}))(?!\z)"
        } else {
            r"(?:\A|(?<=[\x{A}\x{85}\x{2028}\x{2029}])|(?<=\x{D})(?!\x{A}))(?!\z)"
        })
    }

    /// `$` with `m`: the end of the text, and before each line end.
    pub(super) fn line_end(&mut self) -> Piece {
        if self.line_ends == LineEnds::None {
            return Piece::between(r"\z");
        }
        self.effort.tries = true;
        Piece::between(if self.flags.unix_lines {
            r"(?:\z|(?=\x{A}))"
        } else {
            r"(?:\z|(?=[\x{D}\x{85}\x{2028}\x{2029}])|(?<!\x{D})(?=\x{A}))"
        })
    }

    /// `$` and `\Z`: the end of the text, and before the line end that ends it.
    pub(super) fn text_end(&mut self) -> Piece {
        if self.line_ends != LineEnds::Last {
            return Piece::between(r"\z");
        }
        self.effort.tries = true;
        Piece::between(if self.flags.unix_lines {
            r"(?:\z|(?=\x{A}\z))"
        } else {
            r"(?:\z|(?=(?:\x{D}\x{A}|[\x{D}\x{85}\x{2028}\x{2029}])\z)|(?<!\x{D})(?=\x{A}\z))"
        })
    }
}
