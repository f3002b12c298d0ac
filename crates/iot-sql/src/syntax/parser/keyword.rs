//! Keywords where an operand begins: parts of the grammar, or names of attributes.
//!
//! AWS lists no reserved words, and payloads have keys such as `end` and `in`. So a keyword names an attribute wherever
//! the tokens around it leave no other reading (assumed); what is left is rejected.

use super::Parser;
use sqlparser::tokenizer::Token;

/// Words behind which no WHEN belongs to what stands before them.
const ENDS_OPERAND: &[&str] = &["THEN", "ELSE", "END", "AS", "WHERE"];

/// Words that may follow an operand.
const AFTER_OPERAND: &[&str] = &["FROM", "WHERE", "AS", "AND", "OR", "IN", "WHEN", "THEN", "ELSE", "END"];

/// What a token says about the word before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Follower<'t> {
    /// An operand stands before it, and nothing else can.
    Operand,
    /// `-` or `*`, which may also begin an operand.
    Sign,
    /// The text ends.
    End,
    /// One of the words that may follow an operand.
    Word(&'t str),
    /// It begins an operand.
    Other,
}

impl Parser<'_> {
    /// Whether the keyword that is the token after the next `n`, where an operand begins, names an attribute.
    pub(super) fn keyword_is_name(&self, n: usize) -> bool {
        let Token::Word(word) = self.peek_nth(n) else { return false };
        let word = word.value.to_ascii_uppercase();
        let follower = self.follower(n + 1);
        match word.as_str() {
            "NOT" | "SELECT" | "CASE" => self.opens_as_name(&word, n, follower),
            "EXISTS" => !matches!(follower, Follower::Other),
            "FROM" => self.clause_word_is_name(n, follower),
            "END" if self.needs_operand_of_case(n) => {
                !matches!(follower, Follower::Other) && self.occurs_from(n + 1, self.last_end_word)
            }
            "WHEN" if self.word_before(n, &["CASE"]) => match follower {
                Follower::Operand | Follower::Word("WHEN") => true,
                Follower::Word("AND" | "OR" | "IN") => !self.ends_operand(n + 2),
                _ => false,
            },
            "WHEN" | "THEN" | "ELSE" if self.needs_operand_of_case(n) => {
                matches!(follower, Follower::Operand | Follower::Word(_))
            }
            "AND" | "OR" | "AS" | "IN" | "WHERE" => match follower {
                Follower::Operand | Follower::Word(_) | Follower::Sign => true,
                Follower::End => self.is_whole_or_compared(n),
                Follower::Other => false,
            },
            _ => !matches!(follower, Follower::Other),
        }
    }

    /// The same of NOT, SELECT and CASE, which begin an operand as keywords too.
    fn opens_as_name(&self, word: &str, n: usize, follower: Follower<'_>) -> bool {
        match follower {
            Follower::Operand => true,
            Follower::End => self.is_whole_or_compared(n),
            Follower::Sign => word == "CASE" && !self.when_follows(n + 1),
            // `CASE end WHEN …`: that word is the operand. `CASE WHEN …` is a form of other SQLs, unless this word is
            // itself the operand of a CASE.
            Follower::Word("WHEN") if word == "CASE" => self.word_before(n, &["CASE"]),
            Follower::Word("FROM") if word == "SELECT" => {
                matches!(self.peek_nth(n + 2), Token::SingleQuotedString(_) | Token::DoubleQuotedString(_))
            }
            Follower::Word(_) if word == "CASE" => !self.when_follows(n + 2),
            Follower::Word(_) => !self.ends_operand(n + 2),
            Follower::Other => false,
        }
    }

    /// The same of FROM, which may begin its clause here because an item is missing.
    fn clause_word_is_name(&self, n: usize, follower: Follower<'_>) -> bool {
        let item_missing = self.word_before(n, &["SELECT", "VALUE"])
            || self.before(n).is_some_and(|before| matches!(before, Token::Comma));
        match follower {
            // An unquoted filter may begin with a sign.
            Follower::Operand | Follower::Sign => {
                !item_missing || self.occurs_from(n + 1, self.last_from_word)
            }
            Follower::Word("WHERE") => !item_missing,
            Follower::Word(_) => true,
            Follower::End => self.is_whole_or_compared(n),
            Follower::Other => false,
        }
    }

    /// What the token after the next `n` says about the word before it.
    fn follower(&self, n: usize) -> Follower<'static> {
        match self.peek_nth(n) {
            Token::Comma | Token::Period | Token::RParen | Token::RBracket | Token::RBrace => {
                Follower::Operand
            }
            Token::Eq | Token::Neq | Token::Lt | Token::LtEq | Token::Gt | Token::GtEq => Follower::Operand,
            Token::Plus | Token::Div | Token::Mod | Token::DoubleEq | Token::StringConcat => {
                Follower::Operand
            }
            Token::Minus | Token::Mul => Follower::Sign,
            Token::EOF | Token::SemiColon => Follower::End,
            Token::Word(word) if self.in_set && word.value.eq_ignore_ascii_case("SELECT") => {
                Follower::Operand
            }
            Token::Word(word) => AFTER_OPERAND
                .iter()
                .find(|known| known.eq_ignore_ascii_case(&word.value))
                .map_or(Follower::Other, |known| Follower::Word(known)),
            _ => Follower::Other,
        }
    }

    /// Whether what stands before the token after the next `n` is an operand by all appearances.
    fn ends_operand(&self, n: usize) -> bool {
        !matches!(self.follower(n), Follower::Other | Follower::Sign)
    }

    /// The token before the token after the next `n`.
    fn before(&self, n: usize) -> Option<&Token> {
        match n.checked_sub(1) {
            Some(before) => Some(self.peek_nth(before)),
            None => self.position().checked_sub(1).map(|index| &self.cursor.token_at(index).token),
        }
    }

    fn word_before(&self, n: usize, words: &[&str]) -> bool {
        matches!(self.before(n), Some(Token::Word(word)) if words.iter().any(|known| known.eq_ignore_ascii_case(&word.value)))
    }

    /// Whether CASE, WHEN, THEN or ELSE stands before, which an operand must follow.
    fn needs_operand_of_case(&self, n: usize) -> bool {
        self.word_before(n, &["CASE", "WHEN", "THEN", "ELSE"])
    }

    /// Whether the word at the text's end is all of it, or stands behind an operator: elsewhere something is more
    /// likely to be missing.
    fn is_whole_or_compared(&self, n: usize) -> bool {
        match self.before(n) {
            None => true,
            Some(Token::Eq | Token::Neq | Token::Lt | Token::LtEq | Token::Gt | Token::GtEq) => true,
            Some(before) => {
                matches!(before, Token::Plus | Token::Minus | Token::Mul | Token::Div | Token::Mod)
            }
        }
    }

    /// Whether a word whose last place is known occurs from the token after the next `n` on.
    fn occurs_from(&self, n: usize, last: Option<usize>) -> bool {
        last.is_some_and(|last| last >= self.position() + n)
    }

    /// Whether a WHEN follows before the operand must have ended.
    fn when_follows(&self, n: usize) -> bool {
        /// Tokens that are looked at: each keyword of a statement may look.
        const FAR: usize = 64;
        let mut depth = 0_usize;
        for n in n..n + FAR {
            match self.peek_nth(n) {
                Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
                Token::RParen | Token::RBracket | Token::RBrace if depth == 0 => return false,
                Token::RParen | Token::RBracket | Token::RBrace => depth -= 1,
                Token::Comma if depth == 0 => return false,
                Token::EOF => return false,
                Token::Word(word) if depth == 0 => {
                    if word.value.eq_ignore_ascii_case("WHEN") {
                        return true;
                    }
                    if ENDS_OPERAND.iter().any(|known| known.eq_ignore_ascii_case(&word.value)) {
                        return false;
                    }
                }
                _ => {}
            }
        }
        false
    }
}
