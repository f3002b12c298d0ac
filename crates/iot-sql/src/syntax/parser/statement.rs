//! The clauses: SET, SELECT, FROM, WHERE, and nested queries.

use super::super::errors;
use super::super::quotes;
use super::super::tree::{Expr, ExprKind, Item, Name, Query, Select, Source, TopicSource, Variable};
use super::{Parsed, Parser};
use crate::diagnostic::Diagnostic;
use crate::topic::TopicFilter;
use crate::value::is_plain;
use foldhash::fast::RandomState;
use hashbrown::HashSet;
use smol_str::SmolStr;
use sqlparser::tokenizer::Token;
use std::ops::Range;

/// Variables that one SET clause may have (`iot-sql-set`).
const MAX_VARIABLES: usize = 10;

/// Characters that a variable's name may have (`iot-sql-set`); counted here without the `@`, on which AWS is silent.
const MAX_VARIABLE_NAME: usize = 64;

impl Parser<'_> {
    /// A whole rule statement.
    pub(super) fn statement(&mut self) -> Result<Parsed, Diagnostic> {
        if self.at_end() {
            return Err(errors::empty_statement(self.text.len()));
        }
        self.in_set = self.next_is_word("SET");
        let variables = if self.in_set { self.set_clause()? } else { Vec::new() };
        self.in_set = false;
        let start = self.here().start;
        if self.take_word("SELECT").is_none() {
            return Err(self.not_select());
        }
        let select = self.select_clause()?;
        let topic = if self.take_word("FROM").is_some() { Some(self.topic_clause()?) } else { None };
        let condition = self.where_clause()?;
        let range = start..self.last_end();
        if let Some(semicolon) = self.take(&Token::SemiColon) {
            self.warn(errors::trailing_semicolon(semicolon));
        }
        if !self.at_end() {
            return Err(self.unexpected_here());
        }
        let query = Query { select, from: None, condition, range };
        let warnings = std::mem::take(&mut self.warnings);
        Ok(Parsed { variables, query, topic, warnings })
    }

    fn not_select(&self) -> Diagnostic {
        let range = self.here();
        let found = self.slice(&range);
        if let Some(diagnostic) = self.foreign_statement() {
            return diagnostic;
        }
        match super::super::nearest(found, ["SELECT", "SET"]) {
            Some(word) => errors::misspelt_keyword(range, found, word),
            None => self.expected_here("SELECT"),
        }
    }

    fn set_clause(&mut self) -> Result<Vec<Variable>, Diagnostic> {
        self.advance();
        let mut variables: Vec<Variable> = Vec::new();
        loop {
            let range = self.here();
            let text = match self.peek() {
                Token::Word(word) if word.value.starts_with('@') => SmolStr::new(&word.value),
                _ => return Err(self.expected_here("a variable such as `@name`")),
            };
            self.advance();
            Self::check_variable(&variables, &text, &range)?;
            self.expect(&Token::Eq, "`=` after the variable")?;
            let expr = self.expression()?;
            variables.push(Variable { name: Name { text, range }, expr });
            if self.take(&Token::Comma).is_none() {
                break;
            }
        }
        if self.next_is_word("SET") {
            return Err(errors::second_set(self.here()));
        }
        Ok(variables)
    }

    fn check_variable(known: &[Variable], name: &str, range: &Range<usize>) -> Result<(), Diagnostic> {
        let letters = name.trim_start_matches('@');
        if letters.is_empty() || !letters.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_') {
            let why = "a variable's name has ASCII letters, digits and underscores";
            return Err(errors::bad_variable(range.clone(), why));
        }
        if letters.len() > MAX_VARIABLE_NAME {
            return Err(errors::bad_variable(range.clone(), "a variable's name has at most 64 characters"));
        }
        if let Some(first) = known.iter().find(|variable| variable.name.text == name) {
            return Err(errors::bad_variable(range.clone(), "a variable is set once and never again")
                .at(first.name.range.clone(), "set here"));
        }
        if known.len() == MAX_VARIABLES {
            return Err(errors::bad_variable(range.clone(), "a statement has at most 10 variables"));
        }
        Ok(())
    }

    fn select_clause(&mut self) -> Result<Select, Diagnostic> {
        if self.next_is_word("VALUE") && self.value_is_keyword() {
            self.advance();
            let expr = self.expression()?;
            if let Some(alias) = self.take_word("AS") {
                let name = self.name("a name after AS")?;
                self.warn(errors::value_alias(alias.start..name.range.end));
            }
            if self.next_is(&Token::Comma) {
                return Err(errors::value_items(self.here()));
            }
            return Ok(Select::Value(expr));
        }
        let mut items = Vec::new();
        loop {
            items.push(self.item()?);
            let Some(comma) = self.take(&Token::Comma) else { break };
            if (self.next_is_word("FROM") && !self.keyword_is_name(0)) || self.at_end() {
                self.warn(errors::trailing_comma(comma));
                break;
            }
        }
        note_new_keys(&mut items);
        Ok(Select::Items(items))
    }

    /// Whether VALUE, which is the next token, is the keyword and not an attribute called `value`.
    pub(super) fn value_is_keyword(&self) -> bool {
        match self.peek_nth(1) {
            Token::Comma | Token::Period | Token::EOF | Token::RParen | Token::SemiColon => false,
            Token::Mul => {
                // `VALUE *` before a clause, a dot or a bracket selects the payload; before an operand it multiplies.
                matches!(self.peek_nth(2), Token::EOF | Token::RParen | Token::Period | Token::SemiColon)
                    || self.word_at(2, "FROM")
                    || self.word_at(2, "WHERE")
                    || self.word_at(2, "AS")
            }
            // `VALUE -x` negates, `value - x` and `value-x` subtract.
            Token::Minus => {
                let (word, minus) = (self.here(), self.range_of(self.position() + 1));
                word.end < minus.start && minus.end == self.range_of(self.position() + 2).start
            }
            // `value[0]` is an attribute's element, which has a diagnostic of its own.
            Token::LBracket => self.here().end < self.range_of(self.position() + 1).start,
            Token::LParen | Token::LBrace => true,
            Token::Plus | Token::Div | Token::Mod => false,
            Token::Eq | Token::Neq | Token::Lt | Token::LtEq | Token::Gt | Token::GtEq => false,
            Token::Word(word) => match word.value.to_ascii_uppercase().as_str() {
                // `value AS from FROM 'a'` has an alias, `VALUE as FROM 'a'` an attribute.
                "AS" => self.word_at(2, "FROM") && !self.word_at(3, "FROM"),
                "FROM" | "WHERE" | "AND" | "OR" | "IN" => self.word_at(2, "FROM"),
                _ => true,
            },
            _ => true,
        }
    }

    fn item(&mut self) -> Result<Item, Diagnostic> {
        let start = self.here().start;
        if self.next_is_word("FROM") && !self.keyword_is_name(0) {
            return Err(self.expected_here("something to select"));
        }
        let expr = self.expression()?;
        let spread = self.next_is(&Token::Period) && matches!(self.peek_nth(1), Token::Mul);
        if spread {
            self.advance();
            self.advance();
        }
        let mut alias = Vec::new();
        if self.take_word("AS").is_some() {
            alias.push(self.alias_part()?);
            while self.take(&Token::Period).is_some() {
                alias.push(self.alias_part()?);
            }
            if spread {
                self.warn(errors::aliased_spread(start..self.last_end()));
            }
        }
        self.missing_comma(expr.range.end, !alias.is_empty())?;
        let range = start..self.last_end();
        let default_key = if spread { None } else { self.default_key(&expr) };
        Ok(Item { expr, spread, alias, default_key, is_new_key: false, range })
    }

    fn alias_part(&mut self) -> Result<Name, Diagnostic> {
        let name = self.name("a name after AS")?;
        if self.next_is(&Token::Minus) && self.here().start == name.range.end {
            let end = self.range_of(self.position() + 1).end;
            return Err(errors::hyphen_in_alias(name.range.start..end, &self.text[name.range.start..end]));
        }
        Ok(name)
    }

    /// Words and strings in a row: another SQL's alias without AS, a missing comma or a misspelt keyword.
    fn missing_comma(&self, expr_end: usize, has_alias: bool) -> Result<(), Diagnostic> {
        let (range, item_end) = (self.here(), self.last_end());
        match self.peek() {
            Token::Word(word) if !Self::is_reserved(&word.value) => {
                if let Some(diagnostic) = self.foreign_here().or_else(|| self.foreign_before(expr_end)) {
                    return Err(diagnostic);
                }
                // AS stands before a name, FROM before a string.
                let clause = match self.peek_nth(1) {
                    Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) => ["FROM"].as_slice(),
                    Token::Word(next) if !Self::is_reserved(&next.value) => &["FROM", "WHERE", "AS"],
                    _ => &["FROM", "WHERE"],
                };
                if let Some(keyword) = super::super::nearest(&word.value, clause.iter().copied()) {
                    return Err(errors::misspelt_keyword(range, &word.value, keyword));
                }
                if has_alias {
                    return Err(errors::missing_comma(item_end..range.end));
                }
                Err(errors::alias_without_as(range, &word.value, item_end))
            }
            Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) | Token::Number(..) | Token::Mul => {
                Err(errors::missing_comma(item_end..range.end))
            }
            _ => Ok(()),
        }
    }

    /// The key of an item without alias: the last name of a path, a call's name, else the text as written.
    ///
    /// AWS documents only plain attributes. A call without arguments gives its name and any other expression its
    /// text, so that two calls of one function do not take each other's key.
    fn default_key(&self, expr: &Expr) -> Option<SmolStr> {
        match &expr.kind {
            ExprKind::Attribute(name) => Some(name.clone()),
            ExprKind::Variable(name) => Some(SmolStr::new(name.trim_start_matches('@'))),
            ExprKind::Members(_, members) => members.last().map(|member| member.text.clone()),
            ExprKind::Call(call) if call.arguments.is_empty() => {
                Some(SmolStr::new(&self.text[call.name_range.clone()]))
            }
            ExprKind::Star | ExprKind::Object(_) => None,
            _ => Some(SmolStr::new(&self.text[expr.range.clone()])),
        }
    }

    fn where_clause(&mut self) -> Result<Option<Expr>, Diagnostic> {
        if self.take_word("WHERE").is_none() {
            return Ok(None);
        }
        if self.at_end() {
            return Err(self.expected_here("a condition after WHERE"));
        }
        self.expression().map(Some)
    }

    fn topic_clause(&mut self) -> Result<TopicSource, Diagnostic> {
        let (filter, range) = match self.peek() {
            Token::SingleQuotedString(_) => self.string()?,
            Token::DoubleQuotedString(_) => {
                let (text, range) = self.string()?;
                self.warn(errors::double_quoted_topic(range.clone(), &text));
                (text, range)
            }
            Token::EOF => return Err(self.expected_here("a topic filter in single quotes after FROM")),
            _ => self.unquoted_topic()?,
        };
        if matches!(self.peek(), Token::Comma) {
            return Err(errors::second_topic(self.here()));
        }
        let inner = if self.text[range.clone()].starts_with(['\'', '"']) {
            range.start + 1..range.end - 1
        } else {
            range.clone()
        };
        for diagnostic in crate::topic::filter_warnings(&filter, &inner) {
            self.warn(diagnostic);
        }
        if quotes::keyword_in(&filter)
            && let Some(space) = self.text[inner.clone()].find(char::is_whitespace)
        {
            self.warn(errors::clause_in_filter(range.clone(), inner.start + space));
        }
        match TopicFilter::new(&filter) {
            Ok(filter) => Ok(TopicSource { filter, range }),
            Err(problem) => Err(errors::bad_topic_filter(inner, &problem)),
        }
    }

    /// A filter without quotes, which ends at white space.
    fn unquoted_topic(&mut self) -> Result<(SmolStr, Range<usize>), Diagnostic> {
        let start = self.here().start;
        let end = self.text[start..].find(char::is_whitespace).map_or(self.text.len(), |at| start + at);
        let range = start..end;
        let text = self.slice(&range);
        let starts_filter = |ch: char| ch.is_alphanumeric() || "$/+#_".contains(ch);
        if !text.starts_with(starts_filter) || text.contains(['\'', '"', '(', ')']) || Self::is_reserved(text)
        {
            return Err(self.expected_here("a topic filter in single quotes after FROM"));
        }
        self.warn(errors::unquoted_topic(range.clone(), text));
        while !self.at_end() && self.here().start < end {
            self.advance();
        }
        Ok((text.trim_end_matches(';').into(), range))
    }

    /// A nested query from its SELECT on.
    pub(super) fn nested_query(&mut self) -> Result<Query, Diagnostic> {
        let start = self.advance().start;
        let select = self.select_clause()?;
        if self.take_word("FROM").is_none() {
            return Err(self.expected_here("FROM in the nested query"));
        }
        let expr = self.expression()?;
        let alias = if self.take_word("AS").is_some() {
            Some(self.name("a name for the element")?)
        } else {
            match self.peek() {
                Token::Word(word) if !Self::is_reserved(&word.value) => Some(self.name("a name")?),
                _ => None,
            }
        };
        let condition = self.where_clause()?;
        let range = start..self.last_end();
        Ok(Query { select, from: Some(Source { expr, alias }), condition, range })
    }
}

/// Notes which items give an attribute whose key no item before them gives, and has nothing in it that JSON escapes; none
/// after one that may give any.
fn note_new_keys(items: &mut [Item]) {
    let mut keys: HashSet<SmolStr, RandomState> = HashSet::default();
    for item in items {
        let Some(key) = item.key().cloned() else { return };
        let is_plain = is_plain(key.as_bytes());
        item.is_new_key = keys.insert(key) && is_plain;
    }
}
