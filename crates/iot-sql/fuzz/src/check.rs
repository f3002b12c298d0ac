//! What must hold of every input. Each check panics where it does not.

use crate::case::{self, Case};
use crate::protobuf::{Input as ProtobufInput, PLACE};
use iot_sql::tree::{Expr, ExprKind, Query, Select};
use iot_sql::{Context, Diagnostic, Input, MAX_JSON_NESTING, MAX_STEPS, Message, Outcome, Outgoing, Rule};
use iot_sql::{SqlVersion, Template, Value};
use std::ops::Range;

/// Reads a string as a statement of each version.
pub fn statement(text: &str) {
    for version in SqlVersion::ALL {
        match Rule::parse(text, version) {
            Ok(rule) => accepted(&rule),
            Err(refusal) => rejected(&refusal, text, version),
        }
    }
}

/// Each fix of what cannot be read takes away what was wrong there.
fn rejected(refusal: &Diagnostic, text: &str, version: SqlVersion) {
    diagnostic(refusal, text);
    let place = |found: &Diagnostic| found.primary().map(|label| label.range.start);
    for fix in &refusal.fixes {
        let changed = fix.apply(text).unwrap_or_default();
        if let Err(after) = Rule::parse(&changed, version) {
            let is_same = after.code == refusal.code && place(&after) <= place(refusal);
            assert!(!is_same, "{:?} of {text:?} gives {changed:?}: {after}", fix.title);
        }
    }
}

/// After each fix of what is said of a message the statement can be read, and it is not said again.
fn fixed(found: &Diagnostic, rule: &Rule, message: Message<'_>, context: &Context) {
    for fix in found.fixes.iter().filter(|_| found.input == Input::Sql) {
        let changed = fix.apply(rule.text()).unwrap_or_default();
        let again = match Rule::parse(&changed, rule.version()) {
            Ok(again) => again,
            Err(error) => panic!("{:?} of {:?} gives {changed:?}: {error}", fix.title, rule.text()),
        };
        let mut run = again.start(message, context);
        run.listen();
        let outcome = run.run();
        let mut said = run.remarks(&outcome);
        said.extend(run.why_not_true(&outcome));
        for part in run.take_undefined() {
            said.extend(run.why_undefined(&part, None).map(|why| why.diagnostic));
        }
        let is_same = |other: &Diagnostic| {
            (other.code, &other.message, other.primary()) == (found.code, &found.message, found.primary())
        };
        assert!(!said.iter().any(is_same), "{:?} of {:?} gives {changed:?}: {found}", fix.title, rule.text());
    }
}

fn accepted(rule: &Rule) {
    let text = rule.text();
    rule.warnings().iter().for_each(|warning| diagnostic(warning, text));
    rule.topic_range().iter().for_each(|range| slices(range, text));
    for variable in rule.variables() {
        slices(&variable.name.range, text);
        variable.expr.walk(&mut |expr| nested(expr, text));
    }
    rule.query().walk(&mut |expr| nested(expr, text));

    let printed = rule.to_sql();
    match Rule::parse(&printed, rule.version()) {
        Ok(again) => assert_eq!(again.to_sql(), printed, "printed twice, for {text:?}"),
        // The printed brackets nest deeper than the operators that they stand around.
        Err(error) if error.code.id == "sql.too-deep" => {}
        Err(error) => panic!("{printed:?}, printed for {text:?}, is rejected: {error}"),
    }
}

/// An expression stands in the text, and what it is made of stands in it.
fn nested(expr: &Expr, text: &str) {
    slices(&expr.range, text);
    expr.walk(&mut |inner| {
        let (outer, inner) = (&expr.range, &inner.range);
        assert!(
            outer.start <= inner.start && inner.end <= outer.end,
            "{inner:?} is not in {outer:?} of {text:?}"
        );
    });
}

fn diagnostic(diagnostic: &Diagnostic, text: &str) {
    assert!(!diagnostic.message.is_empty(), "{} says nothing", diagnostic.code.id);
    diagnostic.labels.iter().for_each(|label| slices(&label.range, text));
    for fix in &diagnostic.fixes {
        let fixed = fix.apply(text);
        assert!(fixed.is_some(), "{:?} cannot be made in {text:?}", fix.title);
        assert_ne!(fixed.as_deref(), Some(text), "{:?} changes nothing", fix.title);
    }
}

fn slices(range: &Range<usize>, text: &str) {
    assert!(text.get(range.clone()).is_some(), "{range:?} does not cut {text:?}");
}

/// A remark about a message, whose places may be in any of its parts.
fn remark(remark: &Diagnostic, sql: &str, message: Message<'_>) {
    match remark.input {
        Input::Sql => diagnostic(remark, sql),
        Input::Topic => diagnostic(remark, message.topic),
        Input::Payload => {
            for label in &remark.labels {
                let bytes = message.payload.get(label.range.clone());
                assert!(bytes.is_some(), "{:?} is not in the payload: {remark}", label.range);
            }
        }
        Input::Action(_) | Input::Document | Input::Request => {}
    }
}

/// Bytes that one message may ask for at a time.
const MAX_BYTES: u64 = 500_000_000;

/// Evaluates a rule for a message in several ways that must agree, within bounds.
pub fn evaluation(case: &Case) {
    let info = allocation_counter::measure(|| agrees(case));
    assert!(info.bytes_max < MAX_BYTES, "{} bytes at a time for {case:?}", info.bytes_max);
}

fn agrees(case: &Case) {
    let rule = match Rule::parse(&case.sql, case.version) {
        Ok(rule) => rule,
        Err(refusal) => return rejected(&refusal, &case.sql, case.version),
    };
    accepted(&rule);
    let message = Message { topic: case.topic, payload: &case.payload };
    message.check().iter().for_each(|found| remark(found, &case.sql, message));
    let outcome = rule.evaluate(message, &case.context);
    if let Outcome::Output(outgoing) = &outcome {
        output(outgoing);
    }
    watched(&rule, message, &case.context, &outcome);
    printed(&rule, message, &case.context, &outcome);
    reads_all(&rule, message, &case.context, &outcome);
}

/// What goes out is JSON for us and for others, and reading and writing it changes nothing.
fn output(outgoing: &Outgoing) {
    let bytes = outgoing.to_bytes();
    let Outgoing::Json(value) = outgoing else { return };
    if value.is_undefined() {
        assert!(bytes.is_empty(), "Undefined is sent as {:?}", String::from_utf8_lossy(&bytes));
        return;
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut other = serde_json::Deserializer::from_slice(&bytes);
    other.disable_recursion_limit();
    if let Err(error) = <serde::de::IgnoredAny as serde::Deserialize>::deserialize(&mut other) {
        panic!("{error}: {text}");
    }
    // Statements can build what is nested deeper than what is read.
    if depth(&bytes) < MAX_JSON_NESTING {
        match Value::from_json(&bytes) {
            Ok(again) => assert_eq!(again.to_json(), text),
            Err(error) => panic!("{error}: {text}"),
        }
    }
}

/// At most how deep brackets stand in each other.
fn depth(json: &[u8]) -> usize {
    json.iter().filter(|byte| b"[{".contains(byte)).count()
}

/// Tracing and remarks do not change what happens, and point into the strings.
fn watched(rule: &Rule, message: Message<'_>, context: &Context, plain: &Outcome) {
    let mut run = rule.start(message, context);
    run.trace();
    run.listen();
    let outcome = run.run();
    assert_eq!(*plain, outcome, "traced");
    let is_stopped = matches!(&outcome, Outcome::Failed(failure) if failure.is_limit());
    assert!(is_stopped || run.steps() <= MAX_STEPS, "{} steps, and nothing stopped them", run.steps());
    if !matches!(outcome, Outcome::OtherTopic) && depth(message.payload) < MAX_JSON_NESTING {
        match (run.payload_error(), Value::from_json(message.payload)) {
            (None, Ok(_)) | (Some(_), Err(_)) => {}
            (None, Err(error)) => panic!("accepted where it is not read: {error}"),
            (Some(error), Ok(_)) => panic!("rejected where it is not read: {error}"),
        }
    }
    let text = rule.text();
    run.remarks(&outcome).iter().for_each(|found| remark(found, text, message));
    for part in run.take_undefined() {
        slices(&part.range, text);
        if let Some(why) = run.why_undefined(&part, None) {
            remark(&why.diagnostic, text, message);
            fixed(&why.diagnostic, rule, message, context);
        }
    }
    for found in run.why_not_true(&outcome).into_iter().chain(run.take_defaults(None)) {
        remark(&found, text, message);
        fixed(&found, rule, message, context);
    }
    if let Outcome::NotTrue { reason, .. } = &outcome {
        slices(&reason.range, text);
        reason.missing.iter().for_each(|missing| slices(&missing.range, text));
    }
    if let Some(trace) = run.take_trace() {
        trace.expressions().for_each(|expr| slices(&expr.range, text));
        trace.attributes.iter().for_each(|attribute| slices(&attribute.item, text));
    }
}

/// The printed statement does what the statement does.
fn printed(rule: &Rule, message: Message<'_>, context: &Context, outcome: &Outcome) {
    let mut named = all_named(rule.query());
    let mut visit = |expr: &Expr| {
        if let ExprKind::Query(query) | ExprKind::Exists(query) = &expr.kind {
            named &= all_named(query);
        }
    };
    rule.variables().iter().for_each(|variable| variable.expr.walk(&mut visit));
    rule.query().walk(&mut visit);
    if !named {
        return;
    }
    let sql = rule.to_sql();
    if let Ok(again) = Rule::parse(&sql, rule.version()) {
        agree(outcome, &again.evaluate(message, context), &sql);
    }
}

/// Whether no key of what a query gives is taken from how an expression is written.
fn all_named(query: &Query) -> bool {
    match &query.select {
        Select::Value(_) => true,
        Select::Items(items) => items.iter().all(|item| {
            let path =
                matches!(item.expr.kind, ExprKind::Attribute(_) | ExprKind::Members(..) | ExprKind::Star);
            !item.alias.is_empty() || path
        }),
    }
}

/// Reading the whole payload gives what reading only the wanted keys gives.
fn reads_all(rule: &Rule, message: Message<'_>, context: &Context, outcome: &Outcome) {
    if Value::from_json(message.payload).is_err() {
        return;
    }
    let mut sql = rule.text().to_owned();
    match rule.variables().first() {
        Some(first) => sql.insert_str(first.name.range.start, "@everything = *, "),
        None => sql.insert_str(0, "SET @everything = * "),
    }
    if let Ok(greedy) = Rule::parse(&sql, rule.version()) {
        agree(outcome, &greedy.evaluate(message, context), &sql);
    }
}

/// Two statements that differ in their places only did the same.
fn agree(one: &Outcome, other: &Outcome, sql: &str) {
    match (one, other) {
        (Outcome::Output(one), Outcome::Output(other)) => {
            let [one, other] = [one, other].map(Outgoing::to_bytes);
            assert_eq!(String::from_utf8_lossy(&one), String::from_utf8_lossy(&other), "{sql}");
        }
        (Outcome::NotTrue { value: one, .. }, Outcome::NotTrue { value: other, .. }) => {
            assert_eq!(one, other, "{sql}");
        }
        (Outcome::Failed(one), Outcome::Failed(other)) => assert_eq!(one.code, other.code, "{sql}"),
        (Outcome::OtherTopic, Outcome::OtherTopic) => {}
        (one, other) => panic!("{one:?} is not {other:?}: {sql}"),
    }
}

/// Reads a string as a template of each version and renders it for a payload.
pub fn template(text: &str, payload: &[u8]) {
    let context = case::context(false);
    for version in SqlVersion::ALL {
        let template = match Template::parse(text, version) {
            Ok(template) => template,
            Err(refusal) => {
                diagnostic(&refusal, text);
                continue;
            }
        };
        let Ok(rule) = Rule::parse("SET @v0 = a SELECT b AS t, a.b AS x FROM 'iot/+'", version) else {
            return;
        };
        rule.template_warnings(&template).iter().for_each(|warning| diagnostic(warning, text));
        let message = Message { topic: "iot/topic", payload };
        let plain = rule.start(message, &context).template(&template);
        if !template.has_expressions() {
            assert_eq!(plain.as_deref().ok(), Some(text), "a string without expressions");
        }
        let mut run = rule.start(message, &context);
        run.trace();
        run.listen();
        assert_eq!(run.template(&template), plain, "traced");
        run.take_remarks().iter().chain(plain.as_ref().err()).for_each(|found| remark(found, text, message));
        for part in run.take_undefined() {
            let why = run.why_undefined(&part, Some(&template));
            if let Some(why) = &why {
                remark(&why.diagnostic, text, message);
            }
        }
    }
}

/// Decodes a message twice: as the payload, and as base64 in it.
pub fn protobuf(input: &ProtobufInput<'_>) {
    let context = Context { descriptors: vec![input.descriptor.clone()], ..Context::default() };
    let ((bucket, key), (proto, name)) = (PLACE, input.name);
    let arguments = format!("'proto', '{bucket}', '{key}', '{proto}', '{name}'");
    let decode = |operand: &str, payload: &[u8]| {
        let sql = format!("SELECT VALUE decode({operand}, {arguments}) FROM 'a'");
        let rule = Rule::parse(&sql, SqlVersion::V2016_03_23).expect("a statement of right form");
        rule.evaluate(Message { topic: "a", payload }, &context)
    };
    let outcome = decode("*", input.message);
    match &outcome {
        Outcome::Output(outgoing) => output(outgoing),
        Outcome::Failed(failure) => assert!(!failure.message.is_empty()),
        other => panic!("{other:?}"),
    }
    if input.message.starts_with(b"\"") {
        // A payload that is a JSON string is taken for base64.
        return;
    }
    let sql = "SELECT VALUE encode(*, 'base64') FROM 'a'";
    let encode = Rule::parse(sql, SqlVersion::V2016_03_23).expect("a statement of right form");
    if let Outcome::Output(Outgoing::Json(text)) =
        encode.evaluate(Message { topic: "a", payload: input.message }, &context)
    {
        let payload = format!("{{\"a\":{}}}", text.to_json());
        agree(&outcome, &decode("a", payload.as_bytes()), "base64 of the message");
    }
}
