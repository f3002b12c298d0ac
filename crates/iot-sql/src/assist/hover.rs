//! What stands at a place.

use super::place::{Clause, Expects, FrameKind, Walk};
use super::sample::shown;
use super::{
    Explained, Language, PartKind, Sample, Statement, boundary, json, keyword, statements, within_limit,
};
use crate::eval::Trace;
use crate::evidence::Evidence;
use crate::functions::{self, Function};
use crate::syntax::tree::Expr;
use crate::syntax::{Lexeme, LexemeKind, scan};
use crate::template::Template;
use crate::text::shortened;
use crate::topic::seen_by_rule;
use crate::value::Value;
use std::ops::Range;

/// What is known of a place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hover {
    /// What it is about, in bytes of the text.
    pub range: Range<usize>,
    /// What it is: a signature, an expression, a keyword, a path.
    pub title: String,
    /// Its value for the message, in few words.
    pub value: Option<String>,
    /// The value's type.
    pub type_name: Option<&'static str>,
    /// What there is to say, a sentence or two each.
    pub paragraphs: Vec<String>,
    /// A call, and what it gives: `substring('AWS IoT', 4)` and `"IoT"`.
    pub example: Option<(&'static str, &'static str)>,
    /// How the behaviour of a function is known.
    pub evidence: Option<Evidence>,
}

/// Characters of an expression that are a title.
const TITLE: usize = 60;

/// What stands at the offset; with `explained`, the evaluation of the rule that the text, or the template, belongs to, also
/// its value for the message.
#[must_use]
pub fn hover(
    text: &str,
    offset: usize,
    language: Language,
    sample: &Sample<'_>,
    explained: Option<&mut Explained<'_>>,
) -> Option<Hover> {
    let text = within_limit(text);
    let offset = boundary(text, offset);
    if language == Language::Json {
        return key(text, offset, explained?);
    }
    let is_here = |statement: &Statement| statement.inner.start <= offset && offset <= statement.inner.end;
    let statement = statements(text, language).into_iter().find(is_here)?;
    let lexemes = scan(text, statement.inner.clone(), !statement.is_template);
    let is_at = |lexeme: &Lexeme| lexeme.range.start <= offset && offset < lexeme.range.end;
    let ends = |lexeme: &Lexeme| {
        let is_sign = matches!(lexeme.kind, LexemeKind::Comma | LexemeKind::Open | LexemeKind::Period);
        lexeme.range.end == offset && !is_sign
    };
    let index = lexemes.iter().position(is_at).or_else(|| lexemes.iter().position(ends))?;
    let lexeme = &lexemes[index];
    let slice = &text[lexeme.range.clone()];
    let described = match lexeme.kind {
        LexemeKind::Comment | LexemeKind::Foreign | LexemeKind::OpenString => return None,
        LexemeKind::Keyword => {
            let (word, sentence) = keyword::sentence(slice)?;
            return Some(Hover {
                range: lexeme.range.clone(),
                title: word.to_owned(),
                paragraphs: vec![sentence.to_owned()],
                ..Hover::default()
            });
        }
        LexemeKind::Word if lexemes.get(index + 1).is_some_and(|next| text[next.range.clone()] == *"(") => {
            functions::find(slice).map(|function| documented(function, lexeme.range.clone()))
        }
        LexemeKind::String => {
            let walk = Walk::over(text, &lexemes[..index], statement.is_template);
            let is_topic = walk.top().expects == Expects::Topic
                && walk.top().kind == FrameKind::Statement
                && walk.top().clause == Clause::From;
            if is_topic {
                return Some(level(text, &lexeme.range, offset, sample.topic));
            }
            None
        }
        _ => None,
    };
    let evaluated = explained.and_then(|explained| {
        if statement.is_template {
            let template = Template::parse(text, sample.version).ok()?;
            let (_, trace) = explained.render(&template);
            return expression(text, &lexeme.range, &trace, explained, Some(&template));
        }
        // The text may have changed since it was evaluated.
        if explained.rule.text() != text {
            return None;
        }
        let trace = std::mem::take(&mut explained.trace);
        let found = expression(text, &lexeme.range, &trace, explained, None);
        explained.trace = trace;
        found
    });
    match (described, evaluated) {
        (Some(described), Some(evaluated)) => {
            let mut paragraphs = described.paragraphs;
            paragraphs.extend(evaluated.paragraphs);
            let (value, type_name) = (evaluated.value, evaluated.type_name);
            Some(Hover { value, type_name, paragraphs, ..described })
        }
        (described, evaluated) => described.or(evaluated),
    }
}

/// A function's documentation.
fn documented(function: &'static Function, range: Range<usize>) -> Hover {
    let said = [function.summary, function.absent, function.note];
    let example = function.examples.iter().find(|example| !example.result.is_empty());
    Hover {
        range,
        title: function.signature(),
        paragraphs: said.iter().filter(|text| !text.is_empty()).map(|text| (*text).to_owned()).collect(),
        example: example.map(|example| (example.call, example.result)),
        evidence: Some(function.evidence),
        ..Hover::default()
    }
}

/// The level of a topic filter that the offset is in.
fn level(text: &str, range: &Range<usize>, offset: usize, topic: &str) -> Hover {
    let inner = range.start + 1..range.end.max(range.start + 2) - 1;
    let filter = &text[inner.clone()];
    let at = offset.clamp(inner.start, inner.end) - inner.start;
    let number = filter[..at].matches('/').count();
    let start = filter[..at].rfind('/').map_or(0, |slash| slash + 1);
    let end = filter[at..].find('/').map_or(filter.len(), |slash| at + slash);
    let written = &filter[start..end];
    let mut levels = seen_by_rule(topic).split('/').skip(number);
    let value = if written == "#" {
        let rest: Vec<&str> = levels.collect();
        (!rest.is_empty()).then(|| rest.join("/"))
    } else {
        levels.next().map(str::to_owned)
    };
    let matches = match written {
        "+" => "Matches any one level.",
        "#" => "Matches all further levels, one at least.",
        _ => "",
    };
    let reads = format!("topic({}) reads it.", number + 1);
    Hover {
        range: inner.start + start..inner.start + end,
        title: format!("Level {} of the topic", number + 1),
        value: value.filter(|value| !value.is_empty()),
        paragraphs: [matches, &reads]
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| (*text).to_owned())
            .collect(),
        ..Hover::default()
    }
}

/// The innermost expression with a value around a place, and why it is Undefined.
fn expression(
    text: &str,
    place: &Range<usize>,
    trace: &Trace,
    explained: &mut Explained<'_>,
    template: Option<&Template>,
) -> Option<Hover> {
    let holds = |range: &Range<usize>| range.start <= place.start && place.end <= range.end;
    let traced = trace.expressions().filter(|traced| holds(&traced.range) && !traced.is_literal);
    let Some(traced) = traced.min_by_key(|traced| traced.range.len()) else {
        return template.is_none().then(|| attribute(text, place, trace)).flatten();
    };
    // A name after AS has the item's value, which no expression around it has.
    let value = traced.values.first()?;
    let range = traced.range.clone();
    let mut found = valued(range.clone(), shortened(text.get(range.clone())?, TITLE), value);
    if traced.count > 1 {
        let count = traced.count;
        found.paragraphs.push(format!("The first of {count} values, one for each element."));
    }
    if value.is_undefined() {
        let expr = find(explained, template, &range).cloned();
        if let Some(why) = expr.and_then(|expr| explained.why(&expr, template)) {
            if !why.fact.is_empty() {
                found.paragraphs.push(format!("{}.", why.fact));
            }
            if let Some(nearest) = why.nearest {
                found.paragraphs.push(format!("Did you mean `{nearest}`?"));
            }
        }
    }
    Some(found)
}

/// The attribute that an item's alias names.
fn attribute(text: &str, place: &Range<usize>, trace: &Trace) -> Option<Hover> {
    let holds = |range: &Range<usize>| range.start <= place.start && place.end <= range.end;
    let attribute = trace.attributes.iter().find(|attribute| holds(&attribute.item))?;
    let title = shortened(text.get(place.clone())?, TITLE);
    let mut found = valued(place.clone(), title, &attribute.value);
    found.paragraphs.push("A key of the outgoing payload.".to_owned());
    Some(found)
}

fn valued(range: Range<usize>, title: String, value: &Value) -> Hover {
    Hover { range, title, value: Some(shown(value)), type_name: Some(value.type_name()), ..Hover::default() }
}

fn find<'e>(
    explained: &Explained<'e>,
    template: Option<&'e Template>,
    range: &Range<usize>,
) -> Option<&'e Expr> {
    let mut found = None;
    let mut visit = |expr: &'e Expr| {
        if found.is_none() && expr.range == *range {
            found = Some(expr);
        }
    };
    match template {
        Some(template) => template.expressions().for_each(|expr| expr.walk(&mut visit)),
        None => {
            explained.rule.variables().iter().for_each(|variable| variable.expr.walk(&mut visit));
            explained.rule.query().walk(&mut visit);
        }
    }
    found
}

/// A key of the payload: what reads it.
fn key(text: &str, offset: usize, explained: &mut Explained<'_>) -> Option<Hover> {
    if explained.message.payload != text.as_bytes() {
        return None;
    }
    let outline = json::Outline::of(text);
    let is_at =
        |node: &&json::Node| node.key.as_ref().is_some_and(|key| key.start <= offset && offset <= key.end);
    let node = outline.nodes.iter().find(is_at)?;
    let key = node.key.clone()?;
    let lineage = explained.lineage(&[]);
    let sql = explained.rule.text();
    let readers: Vec<String> = lineage
        .readers_at(offset)
        .into_iter()
        .map(|index| {
            let part = &lineage.parts[index];
            let written = shortened(sql.get(part.range.clone()).unwrap_or_default(), TITLE);
            match part.kind {
                PartKind::Where => format!("Read by WHERE `{written}`."),
                _ => format!("Read by `{written}`."),
            }
        })
        .collect();
    let unread = vec!["The rule does not read it.".to_owned()];
    let value = Value::from_json(text.get(node.value.clone())?.as_bytes()).ok();
    let title = json::unquoted(&text[key.clone()]).into_owned();
    Some(Hover {
        range: key,
        title,
        value: value.as_ref().map(shown),
        type_name: value.as_ref().map(Value::type_name),
        paragraphs: if readers.is_empty() { unread } else { readers },
        ..Hover::default()
    })
}
