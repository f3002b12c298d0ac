//! Substitution templates: strings with `${expression}` in an action's parameters.

use crate::diagnostic::{Diagnostic, Example};
use crate::eval::{Evaluator, Failure, reads_topic_only, template_reads};
use crate::lookalike;
use crate::syntax::tree::{Expr, ExprKind};
use crate::syntax::{parse_expression, unterminated_string};
use crate::value::{Demand, Value, convert};
use crate::version::SqlVersion;
use smol_str::{SmolStr, SmolStrBuilder};
use std::ops::Range;

crate::declare_codes! {
    pub(crate) CODES;
    BAD_TEMPLATE = "template.malformed", Error, "A substitution template is not complete.",
        [
            Example::action(r#"{"republish": {"topic": "rooms/${topic(2)", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/${topic(2)/all", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/${topic(2", "roleArn": "r"}}"#),
            Example::action(r#"{"republish": {"topic": "rooms/${{topic(2)}}", "roleArn": "r"}}"#),
        ],
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
    /// What looks like a template in the text that stays as it is.
    lookalike: Option<Box<Diagnostic>>,
    demand: Demand,
    /// What it gives whatever the message is, where it has no expression.
    constant: Option<SmolStr>,
    reads_topic_only: bool,
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
        let text_of_it = text.to_owned();
        let mut template = Self {
            text: text_of_it,
            parts: Vec::new(),
            warnings: Vec::new(),
            lookalike: None,
            demand,
            constant: None,
            reads_topic_only: false,
        };
        let mut from = 0;
        while let Some(at) = text[from..].find("${").map(|at| from + at) {
            if at > from {
                template.parts.push(Part::Text(from..at));
            }
            let inner = at + 2;
            let end = match closing_brace(text, inner) {
                Ok(end) => end,
                Err(quote) => return Err(not_closed(text, at, quote, version)),
            };
            let (expr, warnings) = parse_expression(text, inner..end, version)
                .map_err(|error| doubled_braces(text, at..end + 1, version).unwrap_or(error))?;
            template.warnings.extend(warnings);
            template.parts.push(Part::Expression(Box::new(expr)));
            from = end + 1;
        }
        if from < text.len() {
            template.parts.push(Part::Text(from..text.len()));
        }
        template.demand = template_reads(template.expressions()).demand();
        let literals = template.parts.iter().filter_map(|part| match part {
            Part::Text(range) => Some(range.clone()),
            Part::Expression(_) => None,
        });
        template.constant = (!template.has_expressions()).then(|| text.into());
        let is_of_topic = template.expressions().all(reads_topic_only);
        template.reads_topic_only = is_of_topic;
        template.lookalike = lookalike::check(text, literals, version).map(Box::new);
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
        self.expressions().next().is_some()
    }

    /// What it gives whatever the message is, where it has no expression.
    #[must_use]
    pub fn constant(&self) -> Option<&SmolStr> {
        self.constant.as_ref()
    }

    /// Whether messages of one topic all get the same text, because it reads nothing else of them.
    #[must_use]
    pub fn reads_topic_only(&self) -> bool {
        self.reads_topic_only
    }

    /// What is accepted but odd; ranges are bytes of the template.
    #[must_use]
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// What looks like a template in it and is not one; of interest where templates are evaluated.
    #[must_use]
    pub fn lookalike(&self) -> Option<&Diagnostic> {
        self.lookalike.as_deref()
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

    /// What a template gives that is nothing but the name of a member which was read; `None` for all others.
    #[inline]
    pub(crate) fn render_member(&self, evaluator: &Evaluator<'_>) -> Option<Result<SmolStr, Failure>> {
        let [Part::Expression(expr)] = self.parts.as_slice() else { return None };
        if matches!(expr.kind, ExprKind::Attribute(_)) { rendered_at_hand(expr, evaluator) } else { None }
    }

    pub(crate) fn render(&self, evaluator: &mut Evaluator<'_>) -> Result<SmolStr, Failure> {
        if let Some(constant) = &self.constant {
            return Ok(constant.clone());
        }
        if let [Part::Expression(expr)] = self.parts.as_slice() {
            return rendered(expr, evaluator);
        }
        let mut out = SmolStrBuilder::new();
        for part in &self.parts {
            match part {
                Part::Text(range) => out.push_str(&self.text[range.clone()]),
                Part::Expression(expr) => out.push_str(&rendered(expr, evaluator)?),
            }
        }
        Ok(out.finish())
    }
}

/// What an expression gives in a template whose value [is at hand](Evaluator::at_hand) and not Undefined; `None` for all
/// others.
#[inline]
fn rendered_at_hand(expr: &Expr, evaluator: &Evaluator<'_>) -> Option<Result<SmolStr, Failure>> {
    // Outside of nested queries, a part that has a value is not noted.
    let value = evaluator.at_hand(expr).filter(|value| evaluator.at_top() && !value.is_undefined())?;
    let counted =
        evaluator.count_at_hand(expr).and_then(|()| evaluator.counted(evaluator.meter().write(value), expr));
    Some(counted.map(|()| convert::to_template_text(value)))
}

/// What an expression gives in a template.
fn rendered(expr: &Expr, evaluator: &mut Evaluator<'_>) -> Result<SmolStr, Failure> {
    if let Some(text) = rendered_at_hand(expr, evaluator) {
        return text;
    }
    let value: Value = evaluator.evaluate(expr)?;
    evaluator.part(expr, value.is_undefined(), true);
    evaluator.counted(evaluator.meter().write(&value), expr)?;
    Ok(convert::into_template_text(value))
}

/// Where the `}` of a `${` stands, past braces and quotes inside.
///
/// # Errors
/// There is none; the quote that is open at the end, if one is.
pub(crate) fn closing_brace(text: &str, from: usize) -> Result<usize, Option<usize>> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, ch) in text[from..].char_indices() {
        match (quote, ch) {
            (Some((open, _)), ch) if ch == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some((ch, from + at)),
            (None, '{') => depth += 1,
            (None, '}') if depth == 0 => return Ok(from + at),
            (None, '}') => depth -= 1,
            _ => {}
        }
    }
    Err(quote.map(|(_, at)| at))
}

/// What is wrong with a `${` that has no `}`: a quote in it that is open, or the brace alone.
fn not_closed(text: &str, at: usize, quote: Option<usize>, version: SqlVersion) -> Diagnostic {
    let inner = at + 2;
    if let Some(quote) = quote {
        let sign = &text[quote..=quote];
        let diagnostic = unterminated_string(quote..text.len(), sign.chars().next().unwrap_or('\''));
        let closed = ends(text, quote + 1).find_map(|end| {
            let changed = format!("{}{sign}{}", &text[..end], &text[end..]);
            // Whatever else is wrong in it stands elsewhere.
            let closes = closing_brace(&changed, inner).ok()?;
            parse_expression(&changed, inner..closes, version).ok().map(|_| end)
        });
        let diagnostic = Diagnostic { fixes: Vec::new(), ..diagnostic };
        return match closed {
            Some(end) => diagnostic.fix(format!("Close the string with {sign}"), end..end, sign),
            None => diagnostic,
        };
    }
    let diagnostic = Diagnostic::new(&BAD_TEMPLATE, "The template that starts here has no closing `}`.")
        .at(at..text.len(), "starts here and never ends")
        .help("A substitution template is `${expression}`.");
    let closed = ends(text, inner).find_map(|end| {
        let expression = &text[inner..end];
        let open = expression.matches('(').count().saturating_sub(expression.matches(')').count());
        let close = ")".repeat(open);
        let changed = format!("{}{close}", &text[..end]);
        parse_expression(&changed, inner..changed.len(), version).ok().map(|_| (end, close + "}"))
    });
    match closed {
        Some((end, close)) => diagnostic.fix("Close the template", end..end, close),
        None => diagnostic,
    }
}

/// Where a piece of an expression may have been meant to end: before what seldom stands in one, and at the end.
fn ends(text: &str, from: usize) -> impl Iterator<Item = usize> {
    /// The longest template that is looked through, each place of which may take as long as all of it.
    const MAX_BYTES: usize = 2048;
    const MOST: usize = 40;
    let stops = text[from..].char_indices().filter(|(_, ch)| "/,)};: ".contains(*ch));
    let stops = stops.map(move |(at, _)| from + at).filter(move |at| *at > from);
    let all = stops.take(MOST).chain([text.trim_end().len(), text.len()]).filter(move |at| *at >= from);
    all.take(if text.len() > MAX_BYTES { 0 } else { usize::MAX })
}

/// `${{expression}}`, where one pair of braces is too many.
fn doubled_braces(text: &str, range: Range<usize>, version: SqlVersion) -> Option<Diagnostic> {
    let inner = text.get(range.clone())?.strip_prefix("${{")?.strip_suffix("}}")?;
    parse_expression(inner, 0..inner.len(), version).ok()?;
    let template = format!("${{{inner}}}");
    Some(
        Diagnostic::new(&BAD_TEMPLATE, "A substitution template has one pair of braces.")
            .at(range.clone(), "braces inside braces write an object")
            .help("A substitution template is `${expression}`.")
            .fix(format!("Write {}", crate::text::brief(&template)), range, template),
    )
}
