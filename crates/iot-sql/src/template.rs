//! Substitution templates: strings with `${expression}` in an action's parameters.

use crate::diagnostic::{Diagnostic, Example};
use crate::eval::{Evaluator, Failure, template_reads};
use crate::syntax::parse_expression;
use crate::syntax::tree::Expr;
use crate::value::{Demand, Value, convert};
use crate::version::SqlVersion;
use smol_str::SmolStr;
use std::ops::Range;

crate::declare_codes! {
    pub(crate) CODES;
    BAD_TEMPLATE = "template.malformed", Error, "A substitution template is not complete.",
        [Example::action(r#"{"republish": {"topic": "rooms/${topic(2)", "roleArn": "r"}}"#)],
        silent [
            Example::action(r#"{"republish": {"topic": "rooms/${topic(2)}", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/$aws}", "roleArn": "r"}}"#),
        ];
}

/// A string with `${expression}` in it (`iot-substitution-templates`).
///
/// Expressions see the payload as it was published and the rule's SET variables, not the aliases of SELECT.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
    warnings: Vec<Diagnostic>,
    demand: Demand,
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece<'t> {
    /// Text that stays as it is.
    Text(&'t str),
    /// What stands between `${` and `}`; its range is in the template's text.
    Expression(&'t Expr),
}

/// A piece of a template, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    /// Text that stays as it is.
    Text(Range<usize>),
    /// An expression and the place of its `${…}`.
    Expression(Box<Expr>),
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// An unclosed `${`, or an expression that cannot be read; ranges are bytes of `text`.
    pub fn parse(text: &str, version: SqlVersion) -> Result<Self, Diagnostic> {
        let demand = Demand::Keys(Vec::new());
        let mut template = Self { text: text.to_owned(), parts: Vec::new(), warnings: Vec::new(), demand };
        let mut from = 0;
        while let Some(at) = text[from..].find("${").map(|at| from + at) {
            if at > from {
                template.parts.push(Part::Text(from..at));
            }
            let inner = at + 2;
            let end = closing_brace(text, inner).ok_or_else(|| unclosed_template(at..text.len()))?;
            let (expr, warnings) = parse_expression(text, inner..end, version)?;
            template.warnings.extend(warnings);
            template.parts.push(Part::Expression(Box::new(expr)));
            from = end + 1;
        }
        if from < text.len() {
            template.parts.push(Part::Text(from..text.len()));
        }
        template.demand = template_reads(template.expressions()).demand();
        Ok(template)
    }

    /// The template as written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it has an expression in it.
    #[must_use]
    pub fn has_expressions(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Expression(_)))
    }

    /// What is accepted but odd; ranges are bytes of the template.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// What it is made of, in order: strings that stay, and expressions.
    pub fn pieces(&self) -> impl Iterator<Item = Piece<'_>> {
        self.parts.iter().map(|part| match part {
            Part::Text(range) => Piece::Text(&self.text[range.clone()]),
            Part::Expression(expr) => Piece::Expression(expr),
        })
    }

    /// The names of a path, where the template is one and nothing else: `a` and `b` of `${a.b}`.
    #[must_use]
    pub fn path(&self) -> Option<Vec<&str>> {
        match self.parts.as_slice() {
            [Part::Expression(expr)] => expr.path(),
            _ => None,
        }
    }

    /// Names in its expressions that may be top-level keys of the payload, each once.
    ///
    /// ```
    /// use iot_sql::{SqlVersion, Template};
    ///
    /// let template = Template::parse("${upper(site.name)}-${floor(room)}", SqlVersion::V2016_03_23)?;
    /// assert_eq!(template.keys(), ["site", "room"]);
    /// # Ok::<(), iot_sql::Diagnostic>(())
    /// ```
    #[must_use]
    pub fn keys(&self) -> Vec<SmolStr> {
        template_reads(self.expressions()).keys
    }

    /// What it reads of the payload.
    pub(crate) fn demand(&self) -> &Demand {
        &self.demand
    }

    /// The expressions in it, in order.
    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Expression(expr) => Some(expr.as_ref()),
        })
    }

    pub(crate) fn render(&self, evaluator: &mut Evaluator<'_>) -> Result<String, Failure> {
        let mut out = String::new();
        for part in &self.parts {
            match part {
                Part::Text(range) => out.push_str(&self.text[range.clone()]),
                Part::Expression(expr) => {
                    let value: Value = evaluator.evaluate(expr)?;
                    evaluator.part(expr, value.is_undefined(), true);
                    out.push_str(&convert::to_template_text(&value));
                }
            }
        }
        Ok(out)
    }
}

/// Where the `}` of a `${` stands, past braces and quotes inside.
fn closing_brace(text: &str, from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, ch) in text[from..].char_indices() {
        match (quote, ch) {
            (Some(open), ch) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(ch),
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return Some(from + at),
            (None, '}') => depth -= 1,
            _ => {}
        }
    }
    None
}

fn unclosed_template(range: Range<usize>) -> Diagnostic {
    Diagnostic::new(&BAD_TEMPLATE, "The template that starts here has no closing `}`.")
        .at(range, "starts here and never ends")
        .help("A substitution template is `${expression}`.")
}
