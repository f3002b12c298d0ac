//! Where and how often functions may be called (`iot-sql-functions`, `binary-payloads`, `iot-sql-set`).
//!
//! Calls are counted as they are written, not as often as they run.

use super::tree::{Call, Expr, ExprKind, Query, Variable};
use crate::diagnostic::{Diagnostic, Example};
use crate::evidence::Evidence;
use crate::value::Value;
use std::ops::Range;

crate::declare_codes! {
    pub(super) CODES;
    CALL_LIMIT = "sql.call-limit", Error, "A function is called more often than AWS allows.",
        [
            Example::sql("SELECT get_dynamodb('t', 'id', a, 'r').b AS b, get_dynamodb('t', 'id', a, 'r').c AS c FROM 'sensors/+'"),
            Example::action(r#"{"republish": {"topic": "${get_registry_data('DescribeThing', t, 'r').thingName}", "roleArn": "r"}}"#)
                .selecting("SELECT get_registry_data('DescribeThing', t, 'r') AS thing FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SET @row = get_dynamodb('t', 'id', a, 'r') SELECT @row.b AS b, @row.c AS c FROM 'sensors/+'"),
            Example::sql("SELECT get_thing_shadow(a, 'r') AS b, get_thing_shadow(c, 'r') AS d FROM 'sensors/+'"),
        ];
    CALL_NOT_ALLOWED = "sql.call-not-allowed", Error, "A function cannot be called at this place.",
        [
            Example::sql("SELECT get_or_default(t, aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:f', *)) AS t FROM 'sensors/+'"),
            Example::action(r#"{"republish": {"topic": "${decode(*, 'proto', 'b', 'k', 'p', 'M').room}", "roleArn": "r"}}"#),
        ],
        silent [
            Example::sql("SELECT get_or_default(aws_lambda('arn:aws:lambda:us-east-1:123456789012:function:f', *), t) AS t FROM 'sensors/+'"),
            Example::action(r#"{"republish": {"topic": "${decode(room, 'base64')}", "roleArn": "r"}}"#),
        ];
    CONSTANT_ARGUMENT = "sql.constant-argument", Error, "An argument must be written out in the rule.",
        [
            Example::sql("SELECT get_registry_data(api, topic(2), 'arn:aws:iam::123456789012:role/r') AS thing FROM 'sensors/+'"),
            Example::sql("SET @role = 'arn:aws:iam::123456789012:role/r' SELECT get_thing_shadow(t, @role) AS s FROM 'sensors/+'"),
        ],
        silent [
            Example::sql("SELECT get_registry_data('DescribeThing', topic(2), 'arn:aws:iam::123456789012:role/r') AS thing FROM 'sensors/+'"),
            Example::sql("SET @thing = t SELECT get_thing_shadow(@thing, 'arn:aws:iam::123456789012:role/r') AS s FROM 'sensors/+'"),
        ];
}

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
            return Err(call_limit(range, kind.name, most, first.0.range.clone()));
        }
    }
    each(&calls)
}

/// Counts the calls of a statement together with those in the expressions of its actions' templates; `Some` is the number of the first
/// template with a call too many, counted from 0, and what to say there.
pub(crate) fn with_templates<'t>(
    variables: &[Variable],
    query: &Query,
    templates: impl Iterator<Item = impl Iterator<Item = &'t Expr>>,
) -> Option<(usize, Diagnostic)> {
    let of_statement = all(variables, query);
    let kinds = KINDS.iter().filter(|kind| kind.with_templates);
    let mut counts: Vec<(&Kind, usize, usize)> = kinds
        .filter_map(|kind| {
            let count = of_statement.iter().filter(|(_, call)| (kind.matches)(call)).count();
            Some((kind, kind.most?, count))
        })
        .collect();
    for (index, expressions) in templates.enumerate() {
        let mut calls = Vec::new();
        expressions.for_each(|expr| collect(expr, &mut calls));
        for (expr, call) in &calls {
            for (kind, most, count) in counts.iter_mut().filter(|(kind, ..)| (kind.matches)(call)) {
                *count += 1;
                if count > most {
                    return Some((index, call_limit_with_templates(expr.range.clone(), kind.name, *most)));
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
            return Err(not_in_template(expr.range.clone(), kind.name));
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
            return Err(not_in_default(expr.range.clone(), kind.name));
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
                _ => Err(must_be_one_of(argument.range.clone(), self.name, self.values)),
            };
        }
        let mut variable = None;
        argument.walk(&mut |expr| {
            if matches!(expr.kind, ExprKind::Variable(_)) {
                variable = variable.or(Some(expr));
            }
        });
        match variable {
            Some(expr) => Err(no_variable_here(expr.range.clone(), self.name)),
            None => Ok(()),
        }
    }
}

fn call_limit(range: Range<usize>, what: &str, limit: usize, first: Range<usize>) -> Diagnostic {
    Diagnostic::new(&CALL_LIMIT, format!("A statement may call {what} at most {}.", times(limit)))
        .at(range, "one call too many")
        .at(first, "called here first")
        .help("AWS ends such a rule without running any action. Call it once in a SET variable and use the variable.")
        .evidence(Evidence::Documented)
}

fn call_limit_with_templates(range: Range<usize>, what: &str, limit: usize) -> Diagnostic {
    let times = times(limit);
    Diagnostic::new(
        &CALL_LIMIT,
        format!("A statement and the templates of its actions may together call {what} at most {times}."),
    )
    .at(range, "one call too many")
    .help("Call it once in a SET variable of the statement and write `${@variable}` here.")
    .evidence(Evidence::Documented)
}

fn times(limit: usize) -> String {
    if limit == 1 { "once".to_owned() } else { format!("{limit} times") }
}

fn must_be_one_of(range: Range<usize>, argument: &str, allowed: &[&str]) -> Diagnostic {
    let listed: Vec<String> = allowed.iter().map(|name| format!("'{name}'")).collect();
    let listed = listed.join(" or ");
    let diagnostic =
        Diagnostic::new(&CONSTANT_ARGUMENT, format!("`{argument}` must be written out: {listed}."))
            .at(range.clone(), format!("write {listed}"))
            .evidence(Evidence::Documented);
    allowed.iter().fold(diagnostic, |diagnostic, name| {
        diagnostic.fix(format!("Use '{name}'"), range.clone(), format!("'{name}'"))
    })
}

fn no_variable_here(range: Range<usize>, argument: &str) -> Diagnostic {
    Diagnostic::new(&CONSTANT_ARGUMENT, format!("`{argument}` cannot be a SET variable."))
        .at(range, "a variable")
        .help("AWS accepts no variables for role ARNs and for arguments that choose what a function does.")
        .evidence(Evidence::Documented)
}

fn not_in_default(range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(&CALL_NOT_ALLOWED, format!("The default of get_or_default() cannot call {what}."))
        .at(range, "reads other resources of the account")
        .help("AWS allows no such function there. Write a literal, an attribute or a variable.")
        .evidence(Evidence::Documented)
}

fn not_in_template(range: Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::new(&CALL_NOT_ALLOWED, format!("A substitution template cannot call {what}."))
        .at(range, "not in a template")
        .help("Decode in a SET variable of the statement and write `${@variable}` here.")
        .evidence(Evidence::Documented)
}
