//! Where and how often functions may be called (`iot-sql-functions`, `binary-payloads`, `iot-sql-set`).
//!
//! Calls are counted as they are written, not as often as they run.

use super::tree::{Call, Expr, ExprKind, Query, Variable};
use crate::diagnostic::{Diagnostic, wording};
use crate::template::Template;
use crate::value::Value;

/// A kind of call that is limited.
struct Kind {
    /// What it is called in diagnostics.
    name: &'static str,
    matches: fn(&Call) -> bool,
    /// How often a statement may have it.
    most: Option<usize>,
    /// Whether the calls in the templates of the rule's actions count with those of the statement.
    with_templates: bool,
    /// Whether it may stand in the default of `get_or_default`.
    in_default: bool,
    /// Whether it may stand in a substitution template.
    in_template: bool,
}

impl Kind {
    /// A function that asks a customer's resources.
    const fn asking(name: &'static str, matches: fn(&Call) -> bool) -> Self {
        Self { name, matches, most: None, with_templates: false, in_default: false, in_template: true }
    }
}

const KINDS: &[Kind] = &[
    Kind::asking("`aws_lambda`", |call| call.function.name == "aws_lambda"),
    Kind { most: Some(1), ..Kind::asking("`get_dynamodb`", |call| call.function.name == "get_dynamodb") },
    Kind::asking("`get_thing_shadow`", |call| call.function.name == "get_thing_shadow"),
    Kind::asking("`get_secret`", |call| call.function.name == "get_secret"),
    Kind::asking("`machinelearning_predict`", |call| call.function.name == "machinelearning_predict"),
    // AWS does not name it among those that a default cannot call.
    Kind {
        most: Some(1),
        with_templates: true,
        in_default: true,
        ..Kind::asking("`get_registry_data`", |call| call.function.name == "get_registry_data")
    },
    Kind { most: Some(2), in_template: false, ..Kind::asking("`decode` with 'proto'", is_protobuf) },
];

/// An argument that a rule has to write out.
struct Fixed {
    function: &'static str,
    /// Its place, counted from 0; `None` is the last one.
    index: Option<usize>,
    name: &'static str,
    /// The strings it may be; empty where all that is asked is that no SET variable is in it.
    values: &'static [&'static str],
}

const REGISTRY_APIS: &[&str] = &["DescribeThing", "ListThingGroupsForThing"];

const FIXED: &[Fixed] = &[
    Fixed { function: "get_registry_data", index: Some(0), name: "registryAPI", values: REGISTRY_APIS },
    Fixed { function: "get_registry_data", index: None, name: "roleArn", values: &[] },
    Fixed { function: "get_dynamodb", index: None, name: "roleArn", values: &[] },
    Fixed { function: "get_thing_shadow", index: None, name: "roleArn", values: &[] },
    Fixed { function: "get_secret", index: None, name: "roleArn", values: &[] },
    Fixed { function: "machinelearning_predict", index: Some(1), name: "roleArn", values: &[] },
    Fixed { function: "transform", index: Some(0), name: "mode", values: &[] },
    Fixed { function: "decode", index: Some(1), name: "scheme", values: &[] },
    Fixed { function: "encode", index: Some(1), name: "scheme", values: &[] },
];

/// Whether a call decodes protobuf: its scheme is written out as `'proto'`.
fn is_protobuf(call: &Call) -> bool {
    call.function.written_scheme(&call.arguments) == Some("proto")
}

/// Checks a whole statement; `Err` is the first thing that makes AWS reject it or end the rule.
pub(super) fn statement(variables: &[Variable], query: &Query) -> Result<(), Diagnostic> {
    let calls = all(variables, query);
    for kind in KINDS {
        let Some(most) = kind.most else { continue };
        let mut found = calls.iter().filter(|(_, call)| (kind.matches)(call));
        if let (Some(first), Some(excess)) = (found.next(), found.nth(most - 1)) {
            let range = excess.0.range.clone();
            return Err(wording::call_limit(range, kind.name, most, first.0.range.clone()));
        }
    }
    each(&calls)
}

/// Counts the calls of a statement together with those of its actions' templates; `Some` is the number of the first
/// template with a call too many, counted from 0, and what to say there.
pub(crate) fn with_templates<'t>(
    variables: &[Variable],
    query: &Query,
    templates: impl Iterator<Item = &'t Template>,
) -> Option<(usize, Diagnostic)> {
    let of_statement = all(variables, query);
    let kinds = KINDS.iter().filter(|kind| kind.with_templates);
    let mut counts: Vec<(&Kind, usize, usize)> = kinds
        .filter_map(|kind| {
            let count = of_statement.iter().filter(|(_, call)| (kind.matches)(call)).count();
            Some((kind, kind.most?, count))
        })
        .collect();
    for (index, template) in templates.enumerate() {
        let mut calls = Vec::new();
        template.expressions().for_each(|expr| collect(expr, &mut calls));
        for (expr, call) in &calls {
            for (kind, most, count) in counts.iter_mut().filter(|(kind, ..)| (kind.matches)(call)) {
                *count += 1;
                if count > most {
                    return Some((
                        index,
                        wording::call_limit_with_templates(expr.range.clone(), kind.name, *most),
                    ));
                }
            }
        }
    }
    None
}

/// Checks an expression of a substitution template.
pub(super) fn template(expr: &Expr) -> Result<(), Diagnostic> {
    let mut calls = Vec::new();
    collect(expr, &mut calls);
    for (expr, call) in &calls {
        if let Some(kind) = KINDS.iter().find(|kind| !kind.in_template && (kind.matches)(call)) {
            return Err(wording::not_in_template(expr.range.clone(), kind.name));
        }
    }
    each(&calls)
}

type Calls<'e> = Vec<(&'e Expr, &'e Call)>;

fn note<'e>(expr: &'e Expr, calls: &mut Calls<'e>) {
    if let ExprKind::Call(call) = &expr.kind {
        calls.push((expr, call));
    }
}

fn collect<'e>(expr: &'e Expr, calls: &mut Calls<'e>) {
    expr.walk(&mut |expr| note(expr, calls));
}

/// Every call of a statement.
fn all<'e>(variables: &'e [Variable], query: &'e Query) -> Calls<'e> {
    let mut calls = Vec::new();
    for variable in variables {
        collect(&variable.expr, &mut calls);
    }
    query.walk(&mut |expr| note(expr, &mut calls));
    calls
}

/// Checks every call by itself.
fn each(calls: &Calls<'_>) -> Result<(), Diagnostic> {
    for (_, call) in calls {
        for fixed in FIXED.iter().filter(|fixed| fixed.function == call.function.name) {
            fixed.check(call)?;
        }
        if let ("get_or_default", Some(default)) = (call.function.name, call.arguments.get(1)) {
            in_default(default)?;
        }
    }
    Ok(())
}

fn in_default(default: &Expr) -> Result<(), Diagnostic> {
    let mut calls = Vec::new();
    collect(default, &mut calls);
    for (expr, call) in &calls {
        if let Some(kind) = KINDS.iter().find(|kind| !kind.in_default && (kind.matches)(call)) {
            return Err(wording::not_in_default(expr.range.clone(), kind.name));
        }
    }
    Ok(())
}

impl Fixed {
    fn check(&self, call: &Call) -> Result<(), Diagnostic> {
        let index = self.index.unwrap_or(call.arguments.len().saturating_sub(1));
        let Some(argument) = call.arguments.get(index) else { return Ok(()) };
        if !self.values.is_empty() {
            return match &argument.kind {
                ExprKind::Literal(Value::String(text)) if self.values.contains(&text.as_str()) => Ok(()),
                _ => Err(wording::must_be_one_of(argument.range.clone(), self.name, self.values)),
            };
        }
        let mut variable = None;
        argument.walk(&mut |expr| {
            if matches!(expr.kind, ExprKind::Variable(_)) {
                variable = variable.or(Some(expr));
            }
        });
        match variable {
            Some(expr) => Err(wording::no_variable_here(expr.range.clone(), self.name)),
            None => Ok(()),
        }
    }
}
