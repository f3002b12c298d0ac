//! The side worker's end: documents, many messages, and what is compared.

use super::answering::keep_if_sent;
use super::asked::Asked;
use super::casing;
use super::payloads::{fill, fill_all, lend, take_back};
use super::preview::{beginning, preview, respond_shown};
use super::protocol::{
    FILE_FIELD, MESSAGES_FIELD, MessagesView, OTHER_SQL_FIELD, PAYLOAD_FIELD, PAYLOADS_FIELD, ReplayView,
    ReplayingView, SIDE_FIELD, SQL_FIELD, SideAnswer, SideAsk, SideRequest, SideSaid, answer_in, as_bytes,
    field,
};
use super::reading::{Reading, read_file, read_text};
use super::sharing::share;
use super::teaching;
use crate::state::ReplayedLine;
use crate::state::compare::{Detail, Evaluated};
use js_sys::{Date, Reflect};
use rulelens_wasm::{
    Comparing, ComparisonView, EvaluateRequest, MessageRequest, Replay, ReplayRequest, ReplayResponse,
    read_document, to_influxdb, write_document,
};
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::{Blob, DedicatedWorkerGlobalScope};

/// How many bytes of an outgoing payload are compared.
const OUTGOING_LIMIT: usize = 262_144;

/// How long the page is not told how far a replay came, in milliseconds.
const TELLING: f64 = 120.0;

/// How many messages before one are taken into account.
const MAX_EARLIER: usize = 1_000;

/// How many measures with conflicts it is told of meanwhile.
const MAX_CONFLICTS: usize = 5;

thread_local! {
    /// The messages that were sent last.
    static MESSAGES: RefCell<Vec<MessageRequest>> = const { RefCell::new(Vec::new()) };
}

/// Answers a message that is for the side worker.
#[must_use]
pub fn answer(message: &JsValue) -> Option<JsValue> {
    // One of an unknown form gets no answer: the page's deadline notices.
    let SideAsk { id, ask } = answer_in(message, SIDE_FIELD)?;
    let mut texts = (String::new(), String::new());
    keep_if_sent(message, SQL_FIELD, &mut texts.0);
    keep_if_sent(message, PAYLOAD_FIELD, &mut texts.1);
    let answer = match ask {
        SideRequest::Replay { request, chosen } => {
            take_messages(message);
            let chosen = chosen.map(|(at, chosen)| {
                let mut chosen = chosen.request();
                fill(&mut chosen, texts.1);
                (at, chosen)
            });
            replay(id, &request.request(texts.0), chosen)
        }
        SideRequest::Compare { requests, names, chosen: (at, chosen) } => {
            take_messages(message);
            let mut chosen = chosen.request();
            fill(&mut chosen, texts.1);
            put_chosen(at, chosen);
            let mut other_sql = String::new();
            keep_if_sent(message, OTHER_SQL_FIELD, &mut other_sql);
            let [one, other] = *requests;
            let (one, other) = (one.request(texts.0), other.request(other_sql));
            SideAnswer::Compare(
                compare(id, [&one, &other], names.each_ref().map(String::as_str)).map(Box::new),
            )
        }
        SideRequest::ReadMessages { request } => {
            return read_messages(id, &request.request(texts.0), message, &texts.1);
        }
        SideRequest::ReadDocument => SideAnswer::ReadDocument(read_document(&texts.1)),
        SideRequest::WriteDocument { rule, format } => {
            SideAnswer::WriteDocument(write_document(&rule, &format))
        }
        SideRequest::ToInfluxdb(request) => SideAnswer::ToInfluxdb(to_influxdb(&request)),
        SideRequest::Share(treatments, now) => SideAnswer::Share(share(&texts.1, &treatments, now)),
        SideRequest::Cases(ask) => SideAnswer::Cases(casing::answer(ask, &texts.0, &texts.1)),
        SideRequest::Lessons(ask) => SideAnswer::Lessons(teaching::answer(ask, &texts.1)),
        SideRequest::CompareOne(requests, place) => {
            take_messages(message);
            let mut requests = requests.map(Asked::request);
            requests[0].sql = texts.0;
            keep_if_sent(message, OTHER_SQL_FIELD, &mut requests[1].sql);
            SideAnswer::CompareOne(Box::new(Detail::of(&evaluate(requests, place, texts.1))))
        }
    };
    as_message(id, answer)
}

fn as_message(id: u32, answer: SideAnswer) -> Option<JsValue> {
    let message = js_sys::Object::new();
    Reflect::set(&message, &SIDE_FIELD.into(), &as_bytes(&SideSaid { id, answer })?.into()).ok()?;
    Some(message.into())
}

/// Takes over messages, where some were sent.
fn take_messages(message: &JsValue) {
    let mut text = String::new();
    keep_if_sent(message, MESSAGES_FIELD, &mut text);
    if let Ok(mut messages) = serde_json::from_str::<Vec<MessageRequest>>(&text) {
        fill_all(&mut messages, message, PAYLOADS_FIELD);
        MESSAGES.set(messages);
    }
}

/// Takes the kept messages through a rule and tells how far it came every now and then; the chosen one takes the place
/// of the one that is kept.
fn replay(id: u32, request: &ReplayRequest, chosen: Option<(usize, MessageRequest)>) -> SideAnswer {
    if let Some((at, chosen)) = chosen {
        put_chosen(at, chosen);
    }
    let messages = MESSAGES.take();
    let response = replay_all(id, request, &messages);
    MESSAGES.set(messages);
    SideAnswer::Replay(Box::new(view(response)))
}

/// Puts the chosen message in the place of the one that is kept.
fn put_chosen(at: usize, chosen: MessageRequest) {
    MESSAGES.with_borrow_mut(|messages| {
        if let Some(kept) = messages.get_mut(at) {
            *kept = chosen;
        }
    });
}

/// Takes the kept messages through two rules, and tells what differs.
fn compare(
    id: u32,
    requests: [&ReplayRequest; 2],
    names: [&str; 2],
) -> Result<ComparisonView, (Option<usize>, String)> {
    let mut comparing = Comparing::new(requests, names).map_err(|(side, errors)| {
        (Some(side), errors.into_iter().next().map(|error| error.message).unwrap_or_default())
    })?;
    let messages = MESSAGES.take();
    let begun = Date::now();
    let mut told = begun;
    let mut taken = Ok(());
    for message in &messages {
        taken = comparing.take(message);
        if taken.is_err() {
            break;
        }
        let now = Date::now();
        if now - told > TELLING {
            told = now;
            tell(id, replaying(comparing.first(), messages.len() as u64, now - begun));
        }
    }
    MESSAGES.set(messages);
    taken.map_err(|left_out| (None, left_out.message))?;
    Ok(comparing.finish())
}

/// A response as it is sent: the messages as one text, and beside them the records of those that have some.
fn view(mut response: ReplayResponse) -> ReplayView {
    let messages = std::mem::take(&mut response.messages);
    let lines = messages.iter().map(ReplayedLine::of).collect();
    let listed = messages.into_iter().map(|message| message.listed).enumerate();
    ReplayView { lines, listed: listed.filter(|(_, records)| !records.is_empty()).collect(), response }
}

fn replay_all(id: u32, request: &ReplayRequest, messages: &[MessageRequest]) -> ReplayResponse {
    let rejected = |diagnostics| ReplayResponse { diagnostics, ..ReplayResponse::default() };
    let mut replay = match Replay::new(request) {
        Ok(replay) => replay,
        Err(errors) => return rejected(errors),
    };
    let begun = Date::now();
    let mut told = begun;
    let mut replayed = Vec::with_capacity(messages.len());
    for message in messages {
        match replay.take(message) {
            Ok(one) => replayed.push(one),
            Err(left_out) => return rejected(vec![left_out]),
        }
        let now = Date::now();
        if now - told > TELLING {
            told = now;
            tell(id, replaying(&replay, messages.len() as u64, now - begun));
        }
    }
    ReplayResponse { messages: replayed, ..replay.finish() }
}

/// How far a replay came.
pub(super) fn replaying(replay: &Replay<'_>, of: u64, took: f64) -> ReplayingView {
    let verdicts = &replay.totals().verdicts;
    let count = |names: &[&str]| names.iter().map(|name| verdicts.get(name)).sum();
    ReplayingView {
        done: replay.taken(),
        of,
        share: None,
        took,
        accepted: count(&["accepted", "unchanged"]),
        rejected: count(&["rejected"]),
        conflicts: replay.conflicts(MAX_CONFLICTS),
    }
}

/// Tells the page how far it came.
fn tell(id: u32, view: ReplayingView) {
    if let Some(message) = as_message(id, SideAnswer::Replaying(view)) {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let _ = scope.post_message(&message);
    }
}

/// Reads the messages of the text, or of the file that travels beside it.
fn read_messages(id: u32, request: &ReplayRequest, message: &JsValue, text: &str) -> Option<JsValue> {
    let file = field(message, FILE_FIELD).dyn_into::<Blob>().ok();
    let telling = |view| tell(id, view);
    let read = match file {
        Some(file) => read_file(file, request, telling),
        None => read_text(text, request, telling),
    };
    let (view, payloads) = match read {
        Ok(Reading { view, payloads }) => (view, payloads),
        Err(why) => {
            let view = MessagesView {
                format: String::new(),
                count: 0,
                listed: Vec::new(),
                malformed: 1,
                first_problem: Some((0, why)),
                summary: None,
            };
            (view, js_sys::Array::new())
        }
    };
    let message = as_message(id, SideAnswer::ReadMessages(Box::new(view)))?;
    Reflect::set(&message, &PAYLOADS_FIELD.into(), &payloads).ok()?;
    Some(message)
}

/// What one message comes to under two rules, after those before it.
fn evaluate(requests: [EvaluateRequest; 2], place: Option<usize>, mut payload: String) -> [Evaluated; 2] {
    let place = place.unwrap_or(0);
    let skipped = place.saturating_sub(MAX_EARLIER);
    let earlier = MESSAGES.with_borrow(|messages| messages.get(skipped..place).map(<[_]>::to_vec));
    let mut earlier = earlier.unwrap_or_default();
    requests.map(|mut request| {
        lend(&mut request, std::mem::take(&mut payload));
        (request.earlier, request.skipped) = (std::mem::take(&mut earlier), skipped as u64);
        let (answer, outgoing) = preview(respond_shown(&request));
        payload = take_back(&mut request);
        earlier = std::mem::take(&mut request.earlier);
        let outgoing = outgoing.map(|text| beginning(text, OUTGOING_LIMIT));
        Evaluated { response: answer.response, outgoing }
    })
}
