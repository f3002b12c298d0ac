//! What is reported about parts of the outgoing payload, or of a template, that are Undefined.

mod wording;

pub(crate) use wording::CODES;

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::eval::{Cause, Holder, Meant, Missing, UndefinedPart, is_plain};
use crate::outcome::Outcome;
use crate::rest;
use crate::rule::{Rule, Run};
use crate::syntax::tree::{BinaryOperator, Expr, ExprKind, Item, Query, Select};
use crate::template::Template;
use crate::topic::ingesting_rule;
use crate::value::{Number, Value};
use std::ops::Range;

/// Why a part of the outgoing payload, or of a template, is Undefined.
#[derive(Clone, Debug, PartialEq)]
pub struct Undefined {
    /// What is so, as a sentence without its full stop.
    pub fact: String,
    /// The same as a warning at its place, with what may have been meant.
    pub diagnostic: Diagnostic,
}

impl Run<'_> {
    /// What was Undefined of the outgoing payload, or of the template that was evaluated last, since [`Run::listen`]
    /// and the last call. Parts of nested queries count where they are Undefined for every element.
    pub fn take_undefined(&mut self) -> Vec<UndefinedPart> {
        let parts = self.evaluator().take_parts();
        // Of a payload that is not JSON everything is Undefined, and that is said.
        if self.payload_error().is_some() { Vec::new() } else { parts }
    }

    /// Why `get_or_default` gave its default, in the statement or in the template that was evaluated last, since the last
    /// call: where a key is missing that something else may have been meant by, and everywhere while the evaluation is
    /// explained.
    pub fn take_defaults(&mut self, template: Option<&Template>) -> Vec<Diagnostic> {
        let defaulted = self.evaluator().take_defaulted();
        if defaulted.is_empty() { Vec::new() } else { rest::why_default(self, defaulted, template) }
    }

    pub(crate) fn find_why_default(
        &mut self,
        defaulted: Vec<(UndefinedPart, bool)>,
        template: Option<&Template>,
    ) -> Vec<Diagnostic> {
        let rule = self.rule();
        let text = template.map_or(rule.text(), Template::text);
        let mut said = Vec::new();
        for (part, is_explained) in defaulted {
            let Some(expr) = find(rule, template, &part.range) else { continue };
            let variables = if template.is_none() { rule.variables().len() } else { 0 };
            let cause = self.evaluator().why_undefined(&part, expr, text, variables);
            let (range, why, fixes) = match cause {
                Some(Cause::Missing(missing)) => {
                    let accepted = |fix: &Fix| is_accepted(fix, text, rule, template.is_some());
                    let fixes: Vec<Fix> = fixes(&missing, text, false).into_iter().filter(accepted).collect();
                    (missing.key_range.clone(), missing.sentence(), fixes)
                }
                Some(Cause::Other { range, why, .. }) => (range, format!("{why}."), Vec::new()),
                Some(Cause::Said) | None => continue,
            };
            if is_explained || !fixes.is_empty() {
                said.push(Diagnostic { fixes, ..wording::default_used(range, &why) });
            }
        }
        said
    }

    /// Why a part is Undefined: one of the statement, or of a template. `None` where a remark or the rule's own warnings
    /// say it, or where the rule provides for it, as by `isUndefined(x)`.
    ///
    /// This reads the payload again as a whole, and evaluates the part again.
    pub fn why_undefined(&mut self, part: &UndefinedPart, template: Option<&Template>) -> Option<Undefined> {
        rest::why_undefined(self, part, template)
    }

    pub(crate) fn find_why_undefined(
        &mut self,
        part: &UndefinedPart,
        template: Option<&Template>,
    ) -> Option<Undefined> {
        let rule = self.rule();
        let text = template.map_or(rule.text(), Template::text);
        let expr = find(rule, template, &part.range)?;
        let variables = if template.is_none() { rule.variables().len() } else { 0 };
        let cause = self.evaluator().why_undefined(part, expr, text, variables)?;
        let range = match &cause {
            Cause::Missing(missing) => &missing.range,
            Cause::Other { range, .. } => range,
            Cause::Said => return None,
        };
        if self.is_said(range, template) {
            return None;
        }
        let missing = match cause {
            Cause::Other { range, why, help, may_be_meant } => {
                let diagnostic = wording::undefined(range, &why, help, template.is_some());
                let code = if may_be_meant { &wording::MAY_BE_ABSENT } else { diagnostic.code };
                let diagnostic = Diagnostic { code, ..diagnostic };
                return Some(Undefined { fact: why, diagnostic });
            }
            Cause::Missing(missing) if is_provided_for(&missing, rule, template) => return None,
            // A name after WHEN or in an array may be a string.
            Cause::Missing(missing) => match compared(rule, template, &part.range) {
                Some(compared) => self.evaluator().missing_text(compared, text).unwrap_or(missing),
                None => missing,
            },
            Cause::Said => return None,
        };
        let item = template.is_none().then(|| bare_item(rule.query(), &missing.range)).flatten();
        let accepted = |fix: &Fix| is_accepted(fix, text, rule, template.is_some());
        let fixes = fixes(&missing, text, item.is_some()).into_iter().filter(accepted).collect();
        let mut diagnostic = Diagnostic { fixes, ..wording::missing_key(&missing, template.is_some()) };
        if self.is_of_aws() && diagnostic.fixes.is_empty() {
            diagnostic.code = &wording::MAY_BE_ABSENT;
        }
        Some(Undefined { fact: missing.fact(), diagnostic })
    }

    /// Why WHERE is Undefined, where a path in it leads to nothing: a warning where something else may have been meant,
    /// else a note. `None` for every other outcome, and where it is said already.
    pub fn why_not_true(&mut self, outcome: &Outcome) -> Option<Diagnostic> {
        if matches!(outcome, Outcome::NotTrue { .. }) { rest::why_not_true(self, outcome) } else { None }
    }

    pub(crate) fn find_why_not_true(&mut self, outcome: &Outcome) -> Option<Diagnostic> {
        let Outcome::NotTrue { reason, .. } = outcome else { return None };
        let rule = self.rule();
        if let Some((key, range)) = &reason.quoted
            && is_plain(key)
            && !self.is_said(range, None)
        {
            let found = wording::quoted_key(range.clone(), key);
            let is_readable = |fix: &Fix| is_accepted(fix, rule.text(), rule, false);
            return Some(found).filter(|found| found.fixes.iter().all(is_readable));
        }
        let missing = reason.missing.as_ref()?;
        if self.payload_error().is_some()
            || self.is_said(&missing.range, None)
            || is_provided_for(missing, rule, None)
        {
            return None;
        }
        let accepted = |fix: &Fix| is_accepted(fix, rule.text(), rule, false);
        let fixes: Vec<Fix> = fixes(missing, rule.text(), false).into_iter().filter(accepted).collect();
        if !fixes.is_empty() {
            return Some(Diagnostic { fixes, ..wording::missing_in_where(missing) });
        }
        let mut diagnostic = wording::missing_in_where(missing);
        if missing.holder == Holder::Object {
            diagnostic.code = &wording::MAY_BE_ABSENT;
            let default = default_for(rule, &missing.range);
            diagnostic = wording::with_default(diagnostic, missing, default.filter(accepted));
        }
        Some(diagnostic)
    }

    /// Whether the message is one of AWS IoT's own, such as a shadow's or a lifecycle event: which keys these have depends
    /// on what happened.
    fn is_of_aws(&mut self) -> bool {
        let topic = self.evaluator().topic();
        topic.starts_with("$aws/") && ingesting_rule(topic).is_none()
    }

    /// Whether something was said already at this place.
    fn is_said(&self, range: &Range<usize>, template: Option<&Template>) -> bool {
        /// A warning about how the name is read, which says nothing about the payload.
        const KEYWORD_AS_NAME: &str = "lint.keyword-as-name";
        let holds = |outer: &Range<usize>| outer.start <= range.start && range.end <= outer.end;
        let is_lint = |warning: &Diagnostic| {
            warning.code.id.starts_with("lint.")
                && warning.code.id != KEYWORD_AS_NAME
                && warning.severity() == crate::Severity::Warning
                && warning.primary().is_some_and(|label| holds(&label.range))
        };
        let linted = match template {
            None => self.rule().warnings().iter().any(is_lint),
            Some(template) => self.rule().template_warnings(template).iter().any(is_lint),
        };
        let inside = |inner: &Range<usize>| range.start <= inner.start && inner.end <= range.end;
        linted || self.remarked().iter().any(inside)
    }
}

/// Every expression of the statement and of a template.
fn walk<'e>(rule: &'e Rule, template: Option<&'e Template>, visit: &mut impl FnMut(&'e Expr, bool)) {
    for variable in rule.variables() {
        variable.expr.walk(&mut |expr| visit(expr, false));
    }
    rule.query().walk(&mut |expr| visit(expr, false));
    for expr in template.into_iter().flat_map(Template::expressions) {
        expr.walk(&mut |expr| visit(expr, true));
    }
}

/// The CASE or IN that compares this with something, after WHEN or in an array.
fn compared<'e>(rule: &'e Rule, template: Option<&'e Template>, range: &Range<usize>) -> Option<&'e Expr> {
    let mut found = None;
    walk(rule, template, &mut |expr, of_template| {
        let holds = match &expr.kind {
            ExprKind::Case(case) => case.branches.iter().any(|(test, _)| test.range == *range),
            ExprKind::In(_, haystack) => match &haystack.kind {
                ExprKind::Array(elements) => elements.iter().any(|element| element.range == *range),
                _ => false,
            },
            _ => false,
        };
        if holds && of_template == template.is_some() {
            found = Some(expr);
        }
    });
    found
}

fn find<'e>(rule: &'e Rule, template: Option<&'e Template>, range: &Range<usize>) -> Option<&'e Expr> {
    let mut found = None;
    walk(rule, template, &mut |expr, of_template| {
        if of_template == template.is_some() && found.is_none() && expr.range == *range {
            found = Some(expr);
        }
    });
    found
}

/// Whether the rule asks somewhere whether the path is there, so that its absence is by design.
fn is_provided_for(missing: &Missing, rule: &Rule, template: Option<&Template>) -> bool {
    let mut provided = false;
    walk(rule, template, &mut |expr, _| {
        let ExprKind::Call(call) = &expr.kind else { return };
        let Some(asked) = call.arguments.first().filter(|_| call.function.asks_presence()) else { return };
        asked.walk(&mut |expr| {
            if let Some(path) = expr.path() {
                let mut pairs = path.iter().zip(&missing.names);
                provided |= !missing.names.is_empty() && pairs.all(|(asked, name)| asked == name);
            }
        });
    });
    provided
}

/// A default with which the comparison that reads this path in WHERE is false for messages without it.
fn default_for(rule: &Rule, path: &Range<usize>) -> Option<Fix> {
    let mut found = None;
    rule.query().condition.as_ref()?.walk(&mut |expr| {
        let ExprKind::Chain(first, links) = &expr.kind else { return };
        let [link] = links.as_slice() else { return };
        let (operator, other) = if first.range == *path {
            (Some(link.operator), &link.right)
        } else if link.right.range == *path {
            (link.operator.reversed(), first.as_ref())
        } else {
            return;
        };
        if let (Some(operator), ExprKind::Literal(literal)) = (operator, &other.kind) {
            found = default_beside(operator, literal);
        }
    });
    let default = found?;
    let name = rule.text().get(path.clone())?;
    let text = format!("get_or_default({name}, {default})");
    Some(Fix { title: format!("Write {text}"), edits: vec![Edit { range: path.clone(), text }] })
}

/// A value, as a rule writes it, of which `value operator literal` is false.
fn default_beside(operator: BinaryOperator, literal: &Value) -> Option<String> {
    use BinaryOperator as Op;
    let number = match literal {
        Value::Int(int) => Some(Number::Int(int.get())),
        Value::Decimal(decimal) => Some(Number::Decimal(*decimal)),
        _ => None,
    };
    let written = literal.to_json();
    match (operator, number) {
        (Op::Equal, Some(number)) if number.compare(Number::Int(0)).is_ne() => Some("0".to_owned()),
        (Op::Greater, Some(number)) if number.compare(Number::Int(0)).is_ge() => Some("0".to_owned()),
        (Op::GreaterOrEqual, Some(number)) if number.compare(Number::Int(0)).is_gt() => Some("0".to_owned()),
        (Op::Less | Op::Greater | Op::NotEqual, Some(_)) => Some(written),
        (Op::Equal, None) => match literal {
            Value::String(text) if !text.is_empty() => Some("''".to_owned()),
            Value::Boolean(is_true) => Some((!is_true).to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// The item of a SELECT clause that is this expression and has no alias, so that its key comes from the path.
fn bare_item<'q>(query: &'q Query, range: &Range<usize>) -> Option<&'q Item> {
    fn of<'q>(query: &'q Query, range: &Range<usize>) -> Option<&'q Item> {
        let Select::Items(items) = &query.select else { return None };
        items.iter().find(|item| item.expr.range == *range && item.alias.is_empty() && !item.spread)
    }
    let mut found = of(query, range);
    query.walk(&mut |expr| {
        if let ExprKind::Query(nested) | ExprKind::Exists(nested) = &expr.kind {
            found = found.or_else(|| of(nested, range));
        }
    });
    found
}

/// Changes that would give the path a value.
fn fixes(missing: &Missing, text: &str, is_bare_item: bool) -> Vec<Fix> {
    let Missing { range, key, key_range, holder_text, .. } = missing;
    let fix =
        |title: String, range: Range<usize>, text: String| Fix { title, edits: vec![Edit { range, text }] };
    let written = |range: Range<usize>| text.get(range).unwrap_or_default();
    let holder = if holder_text.is_empty() { "*" } else { holder_text.as_str() };
    let alias = |name: &str| {
        if is_bare_item && is_plain(name) { format!(" AS {name}") } else { String::new() }
    };
    let quoted = |key: &str| (!key.contains(['\'', '\\'])).then(|| format!("'{key}'"));
    // The path up to the key, which is all of it where the key is the last name.
    let to_key = range.start..if missing.quoted { range.end } else { key_range.end };
    let call = |call: String| {
        let text = if to_key.end == range.end { format!("{call}{}", alias(key)) } else { call.clone() };
        fix(format!("Write {call}"), to_key.clone(), text)
    };
    let mut fixes = Vec::new();
    for meant in missing.meant() {
        match meant {
            Meant::Key(key) if missing.quoted => {
                fixes.extend(quoted(key).map(|text| fix(format!("Write {key}"), key_range.clone(), text)));
            }
            Meant::Key(key) if is_plain(key) => {
                fixes.push(fix(format!("Write {key}"), key_range.clone(), key.to_owned()));
            }
            Meant::Key(key) => fixes.extend(quoted(key).map(|key| call(format!("get({holder}, {key})")))),
            Meant::Path(path) if path.ends_with(')') => fixes.push(call(path.to_owned())),
            Meant::Path(path) => {
                // The key of an item is the last name of its path, as it was of the other one.
                let alias = if missing.quoted { alias(key) } else { String::new() };
                fixes.push(fix(format!("Write {path}"), to_key.clone(), format!("{path}{alias}")));
            }
            Meant::Text(text) => {
                fixes.extend(quoted(text).map(|text| fix(format!("Write {text}"), range.clone(), text)));
            }
        }
    }
    match &missing.holder {
        Holder::Array { first, all, row } => {
            let rest = if missing.quoted { key.as_str() } else { written(key_range.start..range.end) };
            let is_path = rest.split('.').all(is_plain);
            if *first && is_path {
                let first = format!("get({holder}, 0).{rest}");
                let alias = if missing.quoted { alias(key) } else { String::new() };
                fixes.push(fix(format!("Write {first}"), range.clone(), first + &alias));
            }
            if *all && is_path {
                let query = format!("(SELECT VALUE {rest} FROM {holder})");
                let last = rest.rsplit('.').next().unwrap_or(rest);
                fixes.push(fix(format!("Write {query}"), range.clone(), format!("{query}{}", alias(last))));
            }
            if let (Some((name, value)), false, Some(key_text)) = (row, *first || *all, quoted(key)) {
                let found = format!("get((SELECT VALUE {value} FROM {holder} WHERE {name} = {key_text}), 0)");
                fixes.push(fix(format!("Write {found}"), range.clone(), format!("{found}{}", alias(key))));
            }
        }
        Holder::Single { .. } if !holder_text.is_empty() => {
            fixes.push(fix(format!("Write {holder_text}"), range.clone(), holder_text.clone()));
        }
        Holder::Object | Holder::Element | Holder::Computed | Holder::Single { .. } => {}
    }
    fixes
}

/// Whether the text can be read after the change; a key may be a reserved word.
fn is_accepted(fix: &Fix, text: &str, rule: &Rule, is_template: bool) -> bool {
    let Some(changed) = fix.apply(text) else { return false };
    if is_template {
        Template::parse(&changed, rule.version()).is_ok()
    } else {
        Rule::parse(&changed, rule.version()).is_ok()
    }
}
