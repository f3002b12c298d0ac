//! What operators stand between: literals, names, calls, brackets, CASE, nested queries.

use super::super::errors;
use super::super::tree::{Call, Case, CastKeyword, Expr, ExprKind, Name};
use super::Parser;
use crate::diagnostic::Diagnostic;
use crate::functions;
use crate::value::{Number, Value};
use smol_str::SmolStr;
use sqlparser::tokenizer::Token;
use std::ops::Range;

impl Parser<'_> {
    /// An operand with the members and indexes that follow it.
    pub(super) fn operand(&mut self) -> Result<Expr, Diagnostic> {
        let mut base = self.bare_operand()?;
        let mut members = Vec::new();
        loop {
            if self.next_is(&Token::Period) && !matches!(self.peek_nth(1), Token::Mul) {
                self.advance();
                members.push(self.name("a member's name after the dot")?);
            } else if self.next_is(&Token::LBracket) {
                return Err(self.index_diagnostic(&base, &members));
            } else {
                break;
            }
        }
        if let Some(last) = members.last() {
            let range = base.range.start..last.range.end;
            base = Expr { kind: ExprKind::Members(Box::new(base), members), range };
        }
        self.digits_after_name(&base)?;
        Ok(base)
    }

    fn bare_operand(&mut self) -> Result<Expr, Diagnostic> {
        match self.peek() {
            Token::Number(..) => self.number(),
            Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) => {
                let (text, range) = self.string()?;
                Ok(Expr { kind: ExprKind::Literal(Value::String(text)), range })
            }
            Token::Mul => {
                let range = self.advance();
                Ok(Expr { kind: ExprKind::Star, range })
            }
            Token::LParen => self.parentheses(),
            Token::LBracket => self.array(),
            Token::LBrace => self.object(),
            Token::Word(_) => self.word(),
            _ => Err(self.expected_here("an expression")),
        }
    }

    fn number(&mut self) -> Result<Expr, Diagnostic> {
        let range = self.advance();
        let text = self.slice(&range);
        // sqlparser also takes `5.`, `.5` and `10L`; here a number is written as in JSON.
        let value = Number::from_json_text(text).ok_or_else(|| errors::bad_number(range.clone(), text))?;
        let glued = self.here();
        if glued.start == range.end && !glued.is_empty() && matches!(self.peek(), Token::Word(_)) {
            let whole = range.start..glued.end;
            return Err(errors::name_starts_with_digit(whole.clone(), &self.text[whole]));
        }
        Ok(Expr { kind: ExprKind::Literal(value.for_version(self.version).into()), range })
    }

    /// A quoted string's value and bytes.
    pub(super) fn string(&mut self) -> Result<(SmolStr, Range<usize>), Diagnostic> {
        let range = self.advance();
        let raw = self.slice(&range);
        let quote = &raw[..1];
        let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
        let doubled = quote.repeat(2);
        if inner.contains(&doubled) {
            self.warn(errors::doubled_quote(range.clone(), quote));
            return Ok((inner.replace(&doubled, quote).into(), range));
        }
        Ok((inner.into(), range))
    }

    fn parentheses(&mut self) -> Result<Expr, Diagnostic> {
        let open = self.advance();
        let is_query = self.next_is_word("SELECT") && !self.keyword_is_name(0);
        let mut inner = if is_query { self.query_operand()? } else { self.expression()? };
        if self.next_is(&Token::Comma) {
            return Err(errors::list_in_parentheses(open.start..self.here().end));
        }
        let close = self.expect_close(&Token::RParen, ")", &open)?;
        inner.range = open.start..close.end;
        Ok(inner)
    }

    fn expect_close(
        &mut self,
        token: &Token,
        sign: &str,
        open: &Range<usize>,
    ) -> Result<Range<usize>, Diagnostic> {
        if let Some(range) = self.take(token) {
            return Ok(range);
        }
        let diagnostic = self.expected_here(&format!("`{sign}`"));
        Err(diagnostic.at(open.clone(), "opened here"))
    }

    fn array(&mut self) -> Result<Expr, Diagnostic> {
        let open = self.advance();
        let mut elements = Vec::new();
        while !self.next_is(&Token::RBracket) {
            elements.push(self.argument()?);
            if !self.comma_before_another(&Token::RBracket, "element")? {
                break;
            }
        }
        let close = self.expect_close(&Token::RBracket, "]", &open)?;
        let range = open.start..close.end;
        self.needs_literals(&range, "array literals")?;
        Ok(Expr { kind: ExprKind::Array(elements), range })
    }

    fn object(&mut self) -> Result<Expr, Diagnostic> {
        let open = self.advance();
        let mut members = Vec::new();
        while !self.next_is(&Token::RBrace) {
            let key = match self.peek() {
                Token::SingleQuotedString(_) | Token::DoubleQuotedString(_) => {
                    let (text, range) = self.string()?;
                    Name { text, range }
                }
                Token::Word(_) | Token::Number(..) => {
                    let range = self.here();
                    let slice = self.slice(&range);
                    return Err(errors::unquoted_key(range, slice));
                }
                _ => return Err(self.expected_here("a key in quotes")),
            };
            self.expect(&Token::Colon, "`:` after the key")?;
            members.push((key, self.argument()?));
            let Some(comma) = self.take(&Token::Comma) else { break };
            if self.next_is(&Token::RBrace) {
                self.warn(errors::trailing_comma_in_object(comma));
            }
        }
        let close = self.expect_close(&Token::RBrace, "}", &open)?;
        let range = open.start..close.end;
        self.needs_literals(&range, "object literals")?;
        Ok(Expr { kind: ExprKind::Object(members), range })
    }

    /// Takes a comma, which another one of these must follow.
    fn comma_before_another(&mut self, close: &Token, what: &str) -> Result<bool, Diagnostic> {
        let Some(comma) = self.take(&Token::Comma) else { return Ok(false) };
        if self.next_is(close) {
            let refusal = self.expected_here(&format!("another {what} after the comma"));
            return Err(refusal.fix("Remove the comma", comma, ""));
        }
        Ok(true)
    }

    fn needs_literals(&self, range: &Range<usize>, what: &str) -> Result<(), Diagnostic> {
        if self.version.has_literals_and_nested_queries() {
            return Ok(());
        }
        Err(errors::needs_newer_version(range.clone(), what, self.version))
    }

    fn word(&mut self) -> Result<Expr, Diagnostic> {
        let Token::Word(word) = self.peek() else { return Err(self.expected_here("a name")) };
        let text = SmolStr::new(&word.value);
        if text.starts_with('@') {
            let range = self.advance();
            if text.len() == 1 {
                return Err(errors::bad_variable(range, "`@` must be followed by the variable's name"));
            }
            return Ok(Expr { kind: ExprKind::Variable(text), range });
        }
        if Self::is_reserved(&text) && !self.keyword_is_name(0) {
            return match text.to_ascii_uppercase().as_str() {
                "CASE" => self.case(),
                "EXISTS" if matches!(self.peek_nth(1), Token::LParen) => self.exists(),
                "SELECT" => self.query_operand(),
                _ => Err(self.expected_here("an expression")),
            };
        }
        if matches!(self.peek_nth(1), Token::LParen) {
            return self.call();
        }
        let range = self.advance();
        let kind = match text.to_ascii_lowercase().as_str() {
            "null" => ExprKind::Literal(Value::Null),
            "true" => ExprKind::Literal(Value::Boolean(true)),
            "false" => ExprKind::Literal(Value::Boolean(false)),
            _ => ExprKind::Attribute(text),
        };
        Ok(Expr { kind, range })
    }

    fn query_operand(&mut self) -> Result<Expr, Diagnostic> {
        let query = self.nested(Self::nested_query)?;
        let range = query.range.clone();
        if !self.version.has_literals_and_nested_queries() {
            return Err(errors::needs_newer_version(range, "nested queries", self.version));
        }
        Ok(Expr { kind: ExprKind::Query(Box::new(query)), range })
    }

    fn exists(&mut self) -> Result<Expr, Diagnostic> {
        let start = self.advance().start;
        let open = self.advance();
        if !self.next_is_word("SELECT") {
            return Err(self.expected_here("SELECT after `EXISTS (`"));
        }
        let query = self.nested(Self::nested_query)?;
        let close = self.expect_close(&Token::RParen, ")", &open)?;
        if !self.version.has_literals_and_nested_queries() {
            return Err(errors::exists_needs_newer_version(start..close.end, self.version));
        }
        Ok(Expr { kind: ExprKind::Exists(Box::new(query)), range: start..close.end })
    }

    fn case(&mut self) -> Result<Expr, Diagnostic> {
        let case = self.advance();
        if self.next_is_word("WHEN") && !self.keyword_is_name(0) {
            return Err(errors::searched_case(case.start..self.here().end));
        }
        let operand = self.expression()?;
        let mut branches = Vec::new();
        while self.take_word("WHEN").is_some() {
            let test = self.expression()?;
            if self.take_word("THEN").is_none() {
                return Err(self.expected_here("THEN"));
            }
            branches.push((test, self.expression()?));
        }
        if branches.is_empty() {
            return Err(self.expected_here("WHEN"));
        }
        let otherwise = if self.take_word("ELSE").is_some() { Some(self.expression()?) } else { None };
        let Some(end) = self.take_word("END") else {
            let what = if otherwise.is_some() { "END" } else { "WHEN, ELSE or END" };
            return Err(self.expected_here(what).at(case, "this CASE"));
        };
        let range = case.start..end.end;
        Ok(Expr { kind: ExprKind::Case(Box::new(Case { operand, branches, otherwise })), range })
    }

    fn call(&mut self) -> Result<Expr, Diagnostic> {
        let name_range = self.advance();
        let name = self.slice(&name_range);
        let open = self.advance();
        let Some(function) = functions::find(name) else {
            return Err(self.foreign_function(&name_range).unwrap_or_else(|| {
                let known = functions::ALL.iter().flat_map(|group| group.iter()).map(|row| row.name);
                errors::unknown_function(name_range.clone(), name, super::super::nearest(name, known))
            }));
        };
        let mut arguments = Vec::new();
        while !self.next_is(&Token::RParen) {
            arguments.push(self.argument()?);
            if function.name == "cast" && arguments.len() == 1 {
                arguments.push(self.cast_type()?);
                break;
            }
            if !self.comma_before_another(&Token::RParen, "argument")? {
                break;
            }
        }
        let close = self.expect_close(&Token::RParen, ")", &open)?;
        let range = name_range.start..close.end;
        if function.since > self.version {
            let what = format!("`{}`", function.name);
            return Err(errors::needs_newer_version(name_range, &what, self.version));
        }
        let callable = function.accepts(&arguments);
        if !callable {
            self.warn(errors::argument_count(range.clone(), function, &arguments));
        }
        Ok(Expr { kind: ExprKind::Call(Call { function, name_range, arguments, callable }), range })
    }

    /// An argument or an element: an expression, or a nested query without brackets of its own.
    fn argument(&mut self) -> Result<Expr, Diagnostic> {
        self.expression()
    }

    fn cast_type(&mut self) -> Result<Expr, Diagnostic> {
        if self.take_word("AS").is_none() {
            return Err(self.expected_here("AS and a type, as in `cast(x AS Decimal)`"));
        }
        let range = self.here();
        let name = match self.peek() {
            Token::Word(word) => word.value.clone(),
            _ => return Err(self.expected_here("a type such as Decimal")),
        };
        let Some(keyword) = CastKeyword::find(&name) else {
            let known = CastKeyword::ALL.iter().map(|keyword| keyword.name);
            return Err(errors::unknown_cast_type(range, &name, super::super::nearest(&name, known)));
        };
        if keyword.since > self.version {
            let what = format!("cast to `{}`", keyword.name);
            return Err(errors::needs_newer_version(range, &what, self.version));
        }
        self.advance();
        Ok(Expr { kind: ExprKind::TypeName(keyword), range })
    }

    fn index_diagnostic(&self, base: &Expr, members: &[Name]) -> Diagnostic {
        let start = base.range.start;
        let end = members.last().map_or(base.range.end, |last| last.range.end);
        let target = &self.text[start..end];
        let close = (0..64).find(|n| matches!(self.peek_nth(*n), Token::RBracket));
        let end = close.map_or(self.here().end, |n| self.range_of(self.position() + n).end);
        let index = self.text.get(self.here().end..end.saturating_sub(1)).unwrap_or_default();
        errors::index_brackets(start..end, target, index)
    }

    /// `temp.1` and `a.b2c`: sqlparser reads `.1` as a number, which cannot follow a name.
    fn digits_after_name(&self, base: &Expr) -> Result<(), Diagnostic> {
        let next = self.here();
        let glued = next.start == base.range.end && matches!(self.peek(), Token::Number(..));
        if glued && matches!(base.kind, ExprKind::Attribute(_) | ExprKind::Members(..)) {
            let key = self.slice(&next).trim_start_matches('.');
            let target = &self.text[base.range.clone()];
            return Err(errors::digits_after_dot(base.range.start..next.end, target, key));
        }
        Ok(())
    }
}
