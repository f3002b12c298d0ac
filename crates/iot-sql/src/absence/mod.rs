//! What is reported about parts of the outgoing payload, or of a template, that are Undefined.

mod wording;

pub(crate) use wording::CODES;

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::eval::{Cause, Holder, Missing, UndefinedPart};
use crate::rule::{Rule, Run};
use crate::syntax::tree::{Expr, ExprKind, Item, Query, Select};
use crate::template::Template;
use crate::topic::ingesting_rule;
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

    /// Why a part is Undefined: one of the statement, or of a template. `None` where a remark or the rule's own warnings
    /// say it, or where the rule provides for it, as by `isUndefined(x)`.
    ///
    /// This reads the payload again as a whole, and evaluates the part again.
    pub fn why_undefined(&mut self, part: &UndefinedPart, template: Option<&Template>) -> Option<Undefined> {
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
            Cause::Missing(missing) => missing,
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

    /// Whether the message is one of AWS IoT's own, such as a shadow's or a lifecycle event: which keys these have depends
    /// on what happened.
    fn is_of_aws(&mut self) -> bool {
        let topic = self.evaluator().topic();
        topic.starts_with("$aws/") && ingesting_rule(topic).is_none()
    }

    /// Whether something was said already at this place.
    fn is_said(&self, range: &Range<usize>, template: Option<&Template>) -> bool {
        let holds = |outer: &Range<usize>| outer.start <= range.start && range.end <= outer.end;
        let is_lint = |warning: &Diagnostic| {
            warning.code.id.starts_with("lint.")
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
    let alias = |name: &str| if is_bare_item { format!(" AS {name}") } else { String::new() };
    let quoted = |key: &str| (!key.contains(['\'', '\\'])).then(|| format!("'{key}'"));
    let mut fixes = Vec::new();
    if let Some(nearest) = &missing.nearest {
        let title = format!("Write {nearest}");
        if missing.quoted {
            fixes.extend(quoted(nearest).map(|text| fix(title, key_range.clone(), text)));
        } else if is_plain(nearest) {
            fixes.push(fix(title, key_range.clone(), nearest.clone()));
        } else if let Some(quoted) = quoted(nearest) {
            let is_whole = key_range.end == range.end;
            let call = format!("get({holder}, {quoted})");
            let text = if is_whole { format!("{call}{}", alias(key)) } else { call.clone() };
            fixes.push(fix(format!("Write {call}"), range.start..key_range.end, text));
        }
    }
    match &missing.holder {
        Holder::Array { first, all } => {
            let rest = written(key_range.start..range.end);
            if *first {
                let first = format!("get({holder}, 0).{rest}");
                fixes.push(fix(format!("Write {first}"), range.clone(), first));
            }
            if *all {
                let query = format!("(SELECT VALUE {rest} FROM {holder})");
                let last = rest.rsplit('.').next().unwrap_or(rest);
                fixes.push(fix(format!("Write {query}"), range.clone(), format!("{query}{}", alias(last))));
            }
        }
        Holder::Single(_) if !holder_text.is_empty() => {
            fixes.push(fix(format!("Write {holder_text}"), range.clone(), holder_text.clone()));
        }
        Holder::Object | Holder::Element | Holder::Computed | Holder::Single(_) => {}
    }
    fixes
}

/// Whether a key can be written as a name.
fn is_plain(key: &str) -> bool {
    key.starts_with(|ch: char| ch.is_ascii_alphabetic() || ch == '_')
        && key.chars().all(|ch| ch.is_ascii_alphanumeric() || ch == '_')
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
