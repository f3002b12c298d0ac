//! What a code editor asks about the texts of a request, and what it is told.
//!
//! The knowledge is `iot_sql::assist`'s; here it gets positions in UTF-16 code units and forms that are plain data.

mod views;

pub use views::{
    AssistAnswer, AssistQuestion, CompletionView, CompletionsView, ExplainedView, FormattedView, HoverView,
    ParametersView, PartView, TokensView, ValueView,
};

use crate::requests::EvaluateRequest;
use crate::respond::{RequestedRule, payload_of, sql_version};
use iot_sql::assist::{
    self, CompletionKind, Explained, Language, LineagePart, PartKind, Sample, TokenKind, ValueState,
};
use iot_sql::{Evidence, Message};
use rule_actions::Plan;
use rule_actions::view::{InputName, Offsets, Positions};
use std::borrow::Cow;
use std::ops::Range;

/// The names of the kinds of tokens.
const KINDS: [&str; 11] = [
    "", "keyword", "function", "string", "integer", "decimal", "constant", "comment", "template", "key",
    "error",
];

/// Answers a question about one of the texts of a request.
#[must_use]
pub fn assist(
    request: &EvaluateRequest,
    about: Option<InputName>,
    question: &AssistQuestion,
) -> AssistAnswer {
    if matches!(question, AssistQuestion::Explain) {
        if !is_in_reach(request) {
            return AssistAnswer::Explained(ExplainedView::default());
        }
        let explained = with_explained(request, |explained, plan| view(request, explained, plan));
        return explained.map_or(AssistAnswer::Nothing, AssistAnswer::Explained);
    }
    if let AssistQuestion::Template { text, ask } = question {
        return about_text(request, text, Language::Template, ask);
    }
    let (text, language) = match about {
        Some(InputName::Sql) => (request.sql.as_str(), Language::Sql),
        Some(InputName::Payload) if request.payload_base64.is_none() && request.payload_hex.is_none() => {
            (request.payload.as_str(), Language::Json)
        }
        _ => return AssistAnswer::Nothing,
    };
    about_text(request, text, language, question)
}

/// Answers a question about one text.
fn about_text(
    request: &EvaluateRequest,
    text: &str,
    language: Language,
    question: &AssistQuestion,
) -> AssistAnswer {
    let places = Positions::Utf16.offsets(text);
    match *question {
        AssistQuestion::Tokens { from, to } => {
            AssistAnswer::Tokens(tokens(text, language, &places, from, to))
        }
        AssistQuestion::Brackets { at } => {
            let found = assist::brackets(text, language, places.byte(at));
            let ranges = found.into_iter().flat_map(|found| [Some(found.here), found.partner]).flatten();
            AssistAnswer::Brackets(ranges.map(|range| places.of(range.start)).collect())
        }
        AssistQuestion::Complete { at, asked } => {
            let payload = if is_in_reach(request) { payload_of(request) } else { Ok(Cow::default()) };
            let sample = Sample {
                topic: &request.topic,
                payload: payload.as_deref().unwrap_or_default(),
                version: sql_version(request.sql_version.as_deref()).unwrap_or_default(),
                statement: &request.sql,
            };
            completions(text, language, &places, at, &sample, asked)
        }
        AssistQuestion::Parameters { at } => parameters(text, language, &places, at),
        AssistQuestion::Hover { at } => hover(request, text, language, &places, at),
        AssistQuestion::Format => AssistAnswer::Formatted(formatted(text, language, request)),
        AssistQuestion::Explain | AssistQuestion::Template { .. } => AssistAnswer::Nothing,
    }
}

/// Whether the message is short enough to be evaluated once more for each question, between two key presses.
fn is_in_reach(request: &EvaluateRequest) -> bool {
    let written = [request.payload_base64.as_ref(), request.payload_hex.as_ref()].into_iter().flatten();
    written.chain([&request.payload]).all(|text| text.len() <= assist::MAX_TEXT_BYTES)
}

/// Evaluates the rule for the message and asks `ask` of it; nothing where the rule or the message cannot be read, or the
/// message is too long.
fn with_explained<T>(
    request: &EvaluateRequest,
    ask: impl FnOnce(&mut Explained<'_>, &Plan) -> T,
) -> Option<T> {
    let payload = payload_of(request).ok().filter(|_| is_in_reach(request))?;
    let rule = RequestedRule::of(request);
    let prepared = rule.prepare(&rule.viewer(), request.context.as_ref(), request.table.as_ref());
    let (plan, context, _) = prepared.ok()?;
    let message = Message { topic: &request.topic, payload: &payload };
    Some(ask(&mut Explained::new(plan.rule(), message, &context), &plan))
}

fn parameters(text: &str, language: Language, places: &Offsets, at: usize) -> AssistAnswer {
    let found = assist::parameters(text, places.byte(at), language);
    found.map_or(AssistAnswer::Nothing, |found| {
        let within = Positions::Utf16.offsets(&found.signature);
        let active = found.active.and_then(|active| found.places.get(active));
        let due = found.active.and_then(|active| found.function.parameters.get(active));
        AssistAnswer::Parameters(ParametersView {
            from: places.of(found.name.start),
            active: active.map(|range| [within.of(range.start), within.of(range.end)]),
            due: due.map(|parameter| [parameter.types, parameter.description]),
            info: found.function.summary,
            signature: found.signature,
        })
    })
}

fn hover(
    request: &EvaluateRequest,
    text: &str,
    language: Language,
    places: &Offsets,
    at: usize,
) -> AssistAnswer {
    let at = places.byte(at);
    let sample = Sample { topic: &request.topic, statement: &request.sql, ..Sample::default() };
    let found =
        with_explained(request, |explained, _| assist::hover(text, at, language, &sample, Some(explained)));
    // A rule that cannot be read has functions and keywords all the same.
    let found = found.unwrap_or_else(|| assist::hover(text, at, language, &sample, None));
    found.map_or(AssistAnswer::Nothing, |found| {
        let mut paragraphs = found.paragraphs;
        paragraphs.extend(found.example.map(|(call, gives)| format!("`{call}` returns `{gives}`.")));
        AssistAnswer::Hover(HoverView {
            from: places.of(found.range.start),
            to: places.of(found.range.end),
            title: found.title,
            now: found.value,
            r#type: found.type_name,
            paragraphs,
            evidence: found.evidence.map(Evidence::name),
        })
    })
}

fn view(request: &EvaluateRequest, explained: &mut Explained<'_>, plan: &Plan) -> ExplainedView {
    let sql = Positions::Utf16.offsets(&request.sql);
    let is_text = request.payload_base64.is_none() && request.payload_hex.is_none();
    let payload = Positions::Utf16.offsets(if is_text { &request.payload } else { "" });
    let pair = |range: &Range<usize>| [payload.of(range.start), payload.of(range.end)];
    let values = explained.values(true).into_iter().map(|value| ValueView {
        from: sql.of(value.range.start),
        at: sql.of(value.range.end),
        r#type: measure_type(value.type_name),
        state: match value.state {
            _ if !value.reached => "unreached",
            ValueState::Value => "value",
            ValueState::Undefined => "undefined",
            ValueState::False => "false",
            ValueState::True => "true",
            ValueState::Error => "error",
        },
        text: value.text,
    });
    let values = values.collect();
    let templates = plan.templates();
    let lineage = explained.lineage(&templates);
    // A template that reads nothing of the payload leads nowhere.
    let reads_or_gives =
        |part: &&LineagePart| !matches!(part.kind, PartKind::Template(_)) || !part.reads.is_empty();
    let parts = lineage.parts.iter().filter(reads_or_gives).map(|part| {
        let (template, from, to) = match part.kind {
            PartKind::Template(index) => {
                let places = Positions::Utf16.offsets(templates[index].text());
                (Some(index), places.of(part.range.start), places.of(part.range.end))
            }
            _ => (None, sql.of(part.range.start), sql.of(part.range.end)),
        };
        let reads = if is_text { part.reads.iter().flat_map(pair).collect() } else { Vec::new() };
        let attributes = part.attributes.iter().map(|path| path.join(".")).collect();
        PartView { template, from, to, attributes, reads }
    });
    let unread = if is_text { lineage.unread.iter().flat_map(pair).collect() } else { Vec::new() };
    ExplainedView {
        values,
        parts: parts.collect(),
        templates: templates.iter().map(|template| template.text().to_owned()).collect(),
        unread,
        keys: lineage.keys,
        unread_keys: lineage.unread_keys,
    }
}

/// The type that Timestream gives a value of a type, where it takes one.
fn measure_type(name: &str) -> &'static str {
    match name {
        "Int" => "BIGINT",
        "Decimal" => "DOUBLE",
        "Boolean" => "BOOLEAN",
        "String" => "VARCHAR",
        _ => "",
    }
}

fn formatted(text: &str, language: Language, request: &EvaluateRequest) -> FormattedView {
    if language == Language::Json {
        let text = assist::format_json(text);
        let why = text.is_none().then(|| "The payload is not JSON.".to_owned());
        return FormattedView { text, why };
    }
    let version = sql_version(request.sql_version.as_deref()).unwrap_or_default();
    match assist::format_sql(text, version) {
        Ok(text) => FormattedView { text: Some(text), why: None },
        Err(diagnostic) => FormattedView { text: None, why: Some(diagnostic.message) },
    }
}

fn tokens(text: &str, language: Language, places: &Offsets, from: usize, to: usize) -> TokensView {
    let (start_of_view, end_of_view) = (places.byte(from).min(text.len()), places.byte(to).min(text.len()));
    // Each line of JSON can be read by itself; a statement cannot.
    let range = if language == Language::Json {
        let start = text[..start_of_view].rfind('\n').map_or(0, |at| at + 1);
        start..text[end_of_view..].find('\n').map_or(text.len(), |at| end_of_view + at).max(start)
    } else {
        0..text.len()
    };
    let shift = range.start;
    let mut list = Vec::new();
    for token in assist::tokens(&text[range], language) {
        let (start, end) = (token.start + shift, token.end + shift);
        if end > start_of_view && start < end_of_view {
            list.extend([places.of(start), places.of(end), kind(token.kind, &text[start..end])]);
        }
    }
    let folds = assist::folds(text, language);
    let folds = folds.into_iter().flat_map(|fold| [places.of(fold.start), places.of(fold.end)]).collect();
    TokensView { kinds: &KINDS, list, folds }
}

/// Where the kind of a token stands among the names; literals have the name of their type.
fn kind(kind: TokenKind, text: &str) -> usize {
    let name = match kind {
        TokenKind::Keyword => "keyword",
        TokenKind::Function => "function",
        TokenKind::String => "string",
        TokenKind::Number if text.contains(['.', 'e', 'E']) => "decimal",
        TokenKind::Number => "integer",
        TokenKind::Constant => "constant",
        TokenKind::Comment => "comment",
        TokenKind::Delimiter => "template",
        TokenKind::Key => "key",
        TokenKind::Error => "error",
        TokenKind::Name | TokenKind::Operator | TokenKind::Punctuation => "",
    };
    KINDS.iter().position(|known| *known == name).unwrap_or(0)
}

fn completions(
    text: &str,
    language: Language,
    places: &Offsets,
    at: usize,
    sample: &Sample<'_>,
    asked: bool,
) -> AssistAnswer {
    let found = assist::complete(text, places.byte(at), language, sample, asked);
    let Some(first) = found.first() else { return AssistAnswer::Nothing };
    let (from, to) = (places.of(first.range.start), places.of(first.range.end));
    let items = found.into_iter().map(|offer| CompletionView {
        caret: offer.insert[..offer.cursor].encode_utf16().count(),
        kind: match offer.kind {
            CompletionKind::Keyword => "keyword",
            CompletionKind::Function => "function",
            CompletionKind::Key => "key",
            CompletionKind::Name => "name",
            CompletionKind::Variable => "variable",
            CompletionKind::Topic => "topic",
            CompletionKind::Text => "text",
            CompletionKind::Number => "number",
            CompletionKind::Type => "type",
        },
        label: offer.label,
        insert: offer.insert,
        detail: offer.detail,
        info: offer.summary,
    });
    AssistAnswer::Completions(CompletionsView { from, to, items: items.collect() })
}
