//! Constructs of other SQLs, each with AWS's way to say it.

use super::super::errors;
use super::super::tree::Expr;
use super::Parser;
use crate::diagnostic::{Diagnostic, Edit};
use sqlparser::tokenizer::{Token, TokenWithSpan};
use std::ops::Range;

/// Functions of other SQLs and what to write instead.
const FUNCTIONS: &[(&[&str], &str)] = &[
    (
        &["count", "sum", "avg", "min", "max"],
        "a rule sees one message at a time, so nothing can be aggregated in it; aggregate in the database's query",
    ),
    (&["coalesce", "ifnull", "nvl", "isnullor"], "write `get_or_default(x, y)`"),
    (&["now", "getdate", "current_timestamp", "sysdate"], "write `timestamp()`, which is in milliseconds"),
    (&["substr", "mid", "left"], "write `substring(x, from, to)`, which counts from 0"),
    (&["len", "char_length"], "write `length(x)`"),
    (&["ucase"], "write `upper(x)`"),
    (&["lcase"], "write `lower(x)`"),
    (&["date_format", "to_char", "strftime", "format"], "write `parse_time(pattern, milliseconds)`"),
    (&["to_timestamp", "str_to_date", "unix_timestamp"], "write `time_to_epoch(text, pattern)`"),
    (&["uuid", "gen_random_uuid"], "write `newuuid()`"),
    (&["convert", "to_number", "try_cast"], "write `cast(x AS Decimal)`"),
    (&["if", "iif"], "write `CASE condition WHEN true THEN x ELSE y END`"),
    (&["pow"], "write `power(x, y)`"),
    (&["ceiling"], "write `ceil(x)`"),
    (&["random"], "write `rand()`"),
    (&["regexp_like"], "write `regexp_matches(x, pattern)`"),
];

/// Clauses of other SQLs that may follow a statement, and why they are not here.
const CLAUSES: &[(&str, &str)] = &[
    ("GROUP", "a rule sees one message at a time; group in the database's query"),
    ("HAVING", "a rule sees one message at a time; filter in WHERE"),
    ("ORDER", "a rule sees one message at a time; order in the database's query"),
    ("LIMIT", "a rule sees one message at a time; there is nothing to limit"),
    ("OFFSET", "a rule sees one message at a time; there is nothing to skip"),
    ("UNION", "one rule has one SELECT; make a second rule"),
    ("JOIN", "a rule reads one message; look data up with get_dynamodb() or get_registry_data()"),
    ("INNER", "a rule reads one message; look data up with get_dynamodb() or get_registry_data()"),
    ("LEFT", "a rule reads one message; look data up with get_dynamodb() or get_registry_data()"),
];

/// Curly quotes and long dashes, and what SQL has in their place.
pub(in super::super) fn plain(ch: char) -> Option<&'static str> {
    match ch {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{00B4}' | '\u{2032}' => Some("'"),
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{00AB}' | '\u{00BB}' | '\u{2033}' => Some("\""),
        '\u{2013}' | '\u{2014}' | '\u{2212}' | '\u{2012}' => Some("-"),
        '\u{FF0C}' => Some(","),
        '\u{FF08}' => Some("("),
        '\u{FF09}' => Some(")"),
        _ => None,
    }
}

/// The first curly quote or long dash that stands outside strings, with a fix for all of them.
pub(super) fn typographic(tokens: &[TokenWithSpan], ranges: &[Range<usize>]) -> Option<Diagnostic> {
    let found: Vec<(char, &'static str, Range<usize>)> = tokens
        .iter()
        .zip(ranges)
        .filter_map(|(token, range)| match token.token {
            Token::Char(ch) => plain(ch).map(|sign| (ch, sign, range.clone())),
            _ => None,
        })
        .collect();
    let (ch, sign, range) = found.first()?.clone();
    let edits = found.into_iter().map(|(_, sign, range)| Edit { range, text: sign.to_owned() }).collect();
    Some(errors::typographic(range, ch, sign).fix_all("Use the plain characters", edits))
}

impl Parser<'_> {
    /// A construct of another SQL at the next token, where the statement cannot go on.
    pub(super) fn foreign_here(&self) -> Option<Diagnostic> {
        let range = self.here();
        if let Token::Word(word) = self.peek() {
            if let Some((clause, why)) =
                CLAUSES.iter().find(|(clause, _)| clause.eq_ignore_ascii_case(&word.value))
            {
                return Some(errors::foreign(range, &format!("`{clause}`"), why));
            }
            return None;
        }
        match self.peek() {
            Token::Placeholder(_) => Some(errors::template_in_sql(range)),
            Token::Lt if self.position() > 0 => {
                let equals = self.range_of(self.position() - 1);
                let is_glued = equals.end == range.start && self.slice(&equals) == "=";
                let whole = equals.start..range.end;
                is_glued.then(|| {
                    errors::foreign(whole.clone(), "`=<`", "`<=` compares").fix("Use `<=`", whole, "<=")
                })
            }
            Token::ExclamationMark => {
                let edit = Edit { range: range.clone(), text: "NOT ".to_owned() };
                Some(errors::foreign(range, "`!`", "`NOT` negates").fix_all("Use `NOT`", vec![edit]))
            }
            Token::Char('`') => {
                let why = "write the name without back-ticks; a key with other characters is read by `get(*, 'key')`";
                Some(errors::foreign(range, "back-tick", why))
            }
            _ => None,
        }
    }

    /// `DISTINCT`, taken for an attribute, where an item after it shows that it was none; it ends at `end`.
    pub(super) fn foreign_before(&self, end: usize) -> Option<Diagnostic> {
        const WORD: &str = "DISTINCT";
        let start = end.checked_sub(WORD.len())?;
        let is_whole =
            !self.text.get(..start)?.ends_with(|ch: char| ch.is_alphanumeric() || "_.@".contains(ch));
        if !(is_whole && self.text.get(start..end)?.eq_ignore_ascii_case(WORD)) {
            return None;
        }
        let why = "a rule sees one message at a time; remove the word";
        Some(errors::foreign(start..end, "`DISTINCT`", why).fix(
            "Remove DISTINCT",
            start..self.here().start,
            "",
        ))
    }

    /// A word that starts another kind of statement.
    pub(super) fn foreign_statement(&self) -> Option<Diagnostic> {
        let range = self.here();
        let word = self.slice(&range).to_ascii_uppercase();
        ["INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "WITH", "MERGE"]
            .contains(&word.as_str())
            .then(|| errors::foreign(range, &format!("`{word}`"), "a rule is one SELECT statement"))
    }

    /// A function of another SQL.
    pub(super) fn foreign_function(&self, name_range: &Range<usize>) -> Option<Diagnostic> {
        let name = self.slice(name_range).to_ascii_lowercase();
        let (_, instead) = FUNCTIONS.iter().find(|(names, _)| names.contains(&name.as_str()))?;
        Some(errors::foreign_function(name_range.clone(), &name, instead))
    }

    /// `IN ('a', 'b')`, where AWS IoT SQL has an array; IN is the next token.
    pub(super) fn foreign_in_list(&self) -> Option<Diagnostic> {
        if !matches!(self.peek_nth(1), Token::LParen) {
            return None;
        }
        let literal = |n| {
            matches!(
                self.peek_nth(n),
                Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) | Token::Number(..)
            )
        };
        let close = self.closing_parenthesis(1)?;
        let mut depth = 0_usize;
        let mut has_comma = false;
        for n in 2..close {
            match self.peek_nth(n) {
                Token::LParen | Token::LBracket | Token::LBrace => depth += 1,
                Token::RParen | Token::RBracket | Token::RBrace => depth = depth.saturating_sub(1),
                Token::Comma if depth == 0 => has_comma = true,
                _ => {}
            }
        }
        let lone_literal = close == 3 && literal(2);
        if self.word_at(2, "SELECT") || !(has_comma || lone_literal) {
            return None;
        }
        let open = self.range_of(self.position() + 1);
        let close = self.range_of(self.position() + close);
        Some(errors::in_list(open.start..close.end).fix_all(
            "Use an array",
            vec![Edit { range: open, text: "[".into() }, Edit { range: close, text: "]".into() }],
        ))
    }

    /// How many tokens from here the bracket opened `open` tokens from here is closed.
    fn closing_parenthesis(&self, open: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for n in open..open + 512 {
            match self.peek_nth(n) {
                Token::LParen => depth += 1,
                Token::RParen => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(n);
                    }
                }
                Token::EOF => return None,
                _ => {}
            }
        }
        None
    }

    /// An operator of another SQL at the next token, after `left`.
    pub(super) fn foreign_operator(&self, left: &Expr) -> Option<Diagnostic> {
        let range = self.here();
        let operand = &self.text[left.range.clone()];
        match self.peek() {
            Token::StringConcat => Some(self.foreign_bars(range)),
            Token::DoubleEq => {
                let edits = self.all_from_here("=");
                Some(errors::foreign(range, "`==`", "`=` compares").fix_all("Use `=`", edits))
            }
            Token::RArrow => {
                Some(errors::foreign(range.clone(), "`=>`", "`>=` compares").fix("Use `>=`", range, ">="))
            }
            Token::Overlap => {
                let edits = self.all_from_here("AND");
                Some(errors::foreign(range, "`&&`", "`AND` joins conditions").fix_all("Use `AND`", edits))
            }
            Token::Ampersand | Token::Pipe | Token::Caret => {
                let why = "write bitand(), bitor() or bitxor()";
                Some(errors::foreign(range.clone(), &format!("`{}`", self.slice(&range)), why))
            }
            Token::DoubleColon => {
                Some(errors::foreign(range, "`::`", "write `cast(x AS Decimal)` or another type"))
            }
            Token::Word(word) => {
                let word = word.value.to_ascii_uppercase();
                let not = word == "NOT";
                let operator = if not {
                    match self.peek_nth(1) {
                        Token::Word(next) => next.value.to_ascii_uppercase(),
                        _ => return None,
                    }
                } else {
                    word
                };
                match operator.as_str() {
                    "LIKE" => Some(self.foreign_like(left, operand, not)),
                    "BETWEEN" => Some(self.foreign_between(left, operand, not)),
                    "IS" if !not => Some(self.foreign_is(left, operand)),
                    "IN" if not => {
                        let whole = left.range.start..self.range_of(self.position() + 1).end;
                        Some(
                            errors::foreign(
                                range,
                                "`NOT IN`",
                                "negate the whole comparison: `NOT x IN array`",
                            )
                            .fix(
                                "Negate the comparison",
                                whole,
                                format!("NOT {operand} IN"),
                            ),
                        )
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `||`, which joins conditions in some languages and strings in others.
    fn foreign_bars(&self, range: Range<usize>) -> Diagnostic {
        let strings = |diagnostic: Diagnostic| diagnostic.fix("Use `+`", range.clone(), "+");
        let conditions = |diagnostic: Diagnostic| diagnostic.fix("Use `OR`", range.clone(), "OR");
        match self.condition_before() {
            Some(true) => conditions(errors::foreign(range.clone(), "`||`", "`OR` joins conditions")),
            Some(false) => {
                let why = "`OR` joins conditions, `+` joins strings";
                strings(conditions(errors::foreign(range.clone(), "`||`", why)))
            }
            None => strings(errors::foreign(range.clone(), "`||`", "`+` joins strings")),
        }
    }

    /// Whether what stands before the next token is a comparison; `Some(false)` where it is not, but stands in WHERE.
    fn condition_before(&self) -> Option<bool> {
        const COMPARISONS: &[&str] = &["=", "==", "<>", "!=", "<", "<=", ">", ">=", "IN", "NOT", "!"];
        let mut depth = 0_usize;
        for index in (self.position().saturating_sub(64)..self.position()).rev() {
            let part = self.slice(&self.range_of(index)).to_ascii_uppercase();
            match part.as_str() {
                ")" => depth += 1,
                "(" if depth == 0 => return None,
                "(" => depth -= 1,
                "WHERE" => return Some(false),
                "," | "SELECT" | "SET" if depth == 0 => return None,
                part if depth == 0 && COMPARISONS.contains(&part) => return Some(true),
                _ => {}
            }
        }
        None
    }

    /// Replaces the next token, and all like it that follow.
    fn all_from_here(&self, text: &str) -> Vec<Edit> {
        let same = (0..512).take_while(|n| !matches!(self.peek_nth(*n), Token::EOF));
        let same = same.filter(|n| self.peek_nth(*n) == self.peek());
        let edit = |n| {
            let mut range = self.range_of(self.position() + n);
            // `===`
            let after = self.range_of(self.position() + n + 1);
            if text == "=" && after.start == range.end && matches!(self.peek_nth(n + 1), Token::Eq) {
                range.end = after.end;
            }
            let glued = |at: Option<char>| at.is_some_and(char::is_alphanumeric) && text != "=";
            let before = if glued(self.text[..range.start].chars().next_back()) { " " } else { "" };
            let after = if glued(self.text[range.end..].chars().next()) { " " } else { "" };
            Edit { range, text: format!("{before}{text}{after}") }
        };
        same.map(edit).collect()
    }

    fn foreign_like(&self, left: &Expr, operand: &str, not: bool) -> Diagnostic {
        let skip = usize::from(not);
        let range = self.here().start..self.range_of(self.position() + skip).end;
        let why = "write startswith(), endswith(), indexof() or regexp_matches()";
        let diagnostic = errors::foreign(range, "`LIKE`", why);
        let pattern_range = self.range_of(self.position() + skip + 1);
        let (Token::SingleQuotedString(pattern) | Token::DoubleQuotedString(pattern)) =
            self.peek_nth(skip + 1)
        else {
            return diagnostic;
        };
        let inner = pattern.trim_matches('%');
        if inner.contains(['%', '_', '\'', '"']) {
            return diagnostic;
        }
        let call = match (pattern.starts_with('%'), pattern.ends_with('%')) {
            (false, true) => format!("startswith({operand}, '{inner}')"),
            (true, false) => format!("endswith({operand}, '{inner}')"),
            (true, true) => format!("indexof({operand}, '{inner}') >= 0"),
            (false, false) => format!("{operand} = '{inner}'"),
        };
        let text = if not { format!("NOT {call}") } else { call.clone() };
        diagnostic.fix(format!("Use `{call}`"), left.range.start..pattern_range.end, text)
    }

    fn foreign_between(&self, left: &Expr, operand: &str, not: bool) -> Diagnostic {
        let skip = usize::from(not);
        let range = self.here().start..self.range_of(self.position() + skip).end;
        let why = "write two comparisons: `x >= a AND x <= b`";
        let diagnostic = errors::foreign(range, "`BETWEEN`", why);
        let simple = |n| matches!(self.peek_nth(n), Token::Number(..) | Token::Word(_));
        if !(simple(skip + 1) && self.word_at(skip + 2, "AND") && simple(skip + 3)) {
            return diagnostic;
        }
        let low = self.slice(&self.range_of(self.position() + skip + 1));
        let high_range = self.range_of(self.position() + skip + 3);
        let high = self.slice(&high_range);
        let not = if not { "NOT " } else { "" };
        let text = format!("{not}({operand} >= {low} AND {operand} <= {high})");
        diagnostic.fix("Use two comparisons", left.range.start..high_range.end, text)
    }

    fn foreign_is(&self, left: &Expr, operand: &str) -> Diagnostic {
        let not = self.word_at(1, "NOT");
        let skip = usize::from(not);
        let range = self.here();
        let why = "write `isNull(x)` for a null and `isUndefined(x)` for a missing key";
        let end = self.range_of(self.position() + skip + 1).end;
        let whole = left.range.start..end;
        if self.word_at(skip + 1, "NULL") {
            let (name, text) = if not {
                ("`IS NOT NULL`", format!("(isUndefined({operand}) = False AND isNull({operand}) = False)"))
            } else {
                ("`IS NULL`", format!("isNull({operand})"))
            };
            return errors::foreign(range.start..end, name, why).fix("Use functions", whole, text);
        }
        errors::foreign(range, "`IS`", "write `=` for a Boolean, isNull() or isUndefined()")
    }
}
