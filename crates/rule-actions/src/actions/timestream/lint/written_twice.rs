//! A field that is a measure and also a dimension or the timestamp.

use super::{Lint, Seen, is_plain};
use crate::action::wording::listed;
use crate::actions::timestream::examples;
use iot_sql::tree::{ExprKind, Item};
use iot_sql::{Code, Diagnostic, Edit, Evidence, Example, Severity, Value};

/// A field is a measure and also a dimension or the timestamp.
static WRITTEN_TWICE: Code = Code {
    id: "timestream.written-twice",
    severity: Severity::Info,
    summary: "A field is a measure and also a dimension or the timestamp.",
    examples: Example::listed(&[
        Example::whole(examples::WITH_DEVICE, r#"{"device": "s1", "t": 21.5}"#),
        Example::whole(examples::WITH_DEVICE, r#"{"device": "s1", "t": 21.5}"#)
            .selecting("SELECT device AS d, t FROM 'sensors/+'"),
        examples::timed(r#"{"t": 21.5, "ts": 1700000000}"#).selecting("SELECT t, ts FROM 'sensors/+'"),
    ]),
    silent: Example::listed(&[
        Example::whole(examples::WITH_DEVICE, r#"{"id": "s1", "t": 21.5}"#),
        Example::whole(examples::WITH_DEVICE, r#"{"device": "s1", "t": 21.5}"#)
            .selecting("SELECT t FROM 'sensors/+'"),
        Example::whole(examples::WITH_DEVICE, r#"{"device": "s1", "t": 21.5}"#)
            .selecting("SELECT upper(device) AS d, t FROM 'sensors/+'"),
        examples::timed(r#"{"t": 21.5, "ts": 1700000000}"#),
    ]),
};

pub(super) const LINT: Lint = Lint { code: &WRITTEN_TWICE, check };

fn check(seen: &Seen<'_>) -> Option<Diagnostic> {
    let dimensions = seen.action.dimensions.iter();
    let dimensions = dimensions.map(|dimension| (Some(dimension.name.as_str()), &dimension.field));
    let timestamp = seen.action.timestamp.iter().map(|timestamp| (None, &timestamp.field));
    let (mut roles, mut found, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
    for (dimension, field) in dimensions.chain(timestamp) {
        let Some(path) = field else { continue };
        let measures = measures_of(seen, path);
        if measures.is_empty() {
            continue;
        }
        match dimension {
            Some(name) => dropped.push(format!("`{name}`")),
            None => found.extend(&measures),
        }
        let role =
            dimension.map_or_else(|| "the timestamp".to_owned(), |name| format!("the dimension `{name}`"));
        roles.extend(measures.iter().map(|name| format!("`{name}` is a measure and {role}")));
    }
    if roles.is_empty() {
        return None;
    }
    let keeps_one = dropped.len() < seen.action.dimensions.len();
    let diagnostic = diagnostic(&roles, &dropped, keeps_one);
    // The timestamp has to stay, so there the measure goes.
    Some(match edits(seen, &found).filter(|_| dropped.is_empty()) {
        Some(edits) => seen.fix_all(diagnostic, "Remove the timestamp from SELECT", edits),
        None => diagnostic,
    })
}

/// The measures that are the field at this path of the payload.
fn measures_of<'s>(seen: &Seen<'s>, path: &str) -> Vec<&'s str> {
    let is_path = |item: &Item| seen.text(&item.expr.range) == path;
    let comes_through_star = || has_star(seen) && seen.attributes.get(path).is_some();
    if !seen.origins.items().iter().any(is_path) && !comes_through_star() {
        return Vec::new();
    }
    let found = seen.attributes_that(
        |_, _| true,
        |name, _, origin| match origin.item {
            Some(item) => is_path(item),
            None => name == path && !origin.written.is_undefined() && has_star(seen),
        },
    );
    found.into_iter().map(|(name, _)| name).collect()
}

fn has_star(seen: &Seen<'_>) -> bool {
    seen.origins.items().iter().any(is_star)
}

fn is_star(item: &Item) -> bool {
    item.alias.is_empty() && !item.spread && matches!(item.expr.kind, ExprKind::Star)
}

/// What takes the fields out of SELECT: their items go, and a lone `*` becomes the payload's other keys.
fn edits(seen: &Seen<'_>, fields: &[&str]) -> Option<Vec<Edit>> {
    let items = seen.origins.items();
    if let [item] = items
        && is_star(item)
    {
        let Value::Object(payload) = seen.origins.payload() else { return None };
        let rest: Vec<&str> =
            payload.iter().map(|(key, _)| key.as_str()).filter(|key| !fields.contains(key)).collect();
        let plain = !rest.is_empty() && rest.iter().all(|key| is_plain(key));
        return plain.then(|| vec![Edit { range: item.range.clone(), text: rest.join(", ") }]);
    }
    let goes = |item: &&Item| {
        fields
            .iter()
            .any(|field| seen.origins.find(field).item.is_some_and(|of_field| of_field.range == item.range))
    };
    let kept: Vec<&str> =
        items.iter().filter(|item| !goes(item)).map(|item| seen.text(&item.range)).collect();
    let (first, last) = (items.first()?, items.last()?);
    // Every field must have gone with an item of its own.
    if kept.is_empty() || items.len() - kept.len() < fields.len() {
        return None;
    }
    Some(vec![Edit { range: first.range.start..last.range.end, text: kept.join(", ") }])
}

/// `dropped`: the dimensions that a measure holds already; `keeps_one`: whether there are others.
fn diagnostic(roles: &[String], dropped: &[String], keeps_one: bool) -> Diagnostic {
    let advice = match dropped {
        [] => "The timestamp reads the payload as it was published, so the field can be omitted from SELECT."
            .to_owned(),
        _ if keeps_one => format!(
            "The measure holds the value: drop the dimension {} from the action, unless queries filter or group by it.",
            listed(dropped)
        ),
        _ => format!(
            "The measure holds the value: put another dimension, such as ${{topic(2)}}, in place of {}, unless queries filter or group by it. An action needs one dimension.",
            listed(dropped)
        ),
    };
    Diagnostic::new(&WRITTEN_TWICE, format!("{}.", listed(roles)))
        .help(format!("Every selected attribute becomes a measure. {advice}"))
        .evidence(Evidence::Documented)
}
