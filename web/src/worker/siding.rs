//! The side worker's end: documents, many messages, and what is compared.

use super::answering::keep_if_sent;
use super::preview::{beginning, preview};
use super::protocol::{
    Evaluated, PAYLOAD_FIELD, PAYLOADS_FIELD, SIDE_FIELD, SQL_FIELD, SideAnswer, SideAsk, SideRequest,
    SideSaid,
};
use js_sys::{Array, Reflect};
use rulelens_wasm::{
    EvaluateRequest, MessageRequest, ReplayRequest, read_document, replay_messages, respond, to_influxdb,
    write_document,
};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use wasm_bindgen::prelude::{JsCast, JsValue};

/// How many bytes of an outgoing payload are compared.
const OUTGOING_LIMIT: usize = 262_144;

thread_local! {
    /// The messages that were sent last.
    static MESSAGES: RefCell<Vec<MessageRequest>> = const { RefCell::new(Vec::new()) };
}

/// Answers a message that is for the side worker.
#[must_use]
pub fn answer(message: &JsValue) -> Option<JsValue> {
    let side = Reflect::get(message, &SIDE_FIELD.into()).ok().filter(JsValue::is_object)?;
    // One of an unknown form gets no answer: the page's deadline notices.
    let SideAsk { id, ask } = serde_wasm_bindgen::from_value(side).ok()?;
    let mut texts = (String::new(), String::new());
    keep_if_sent(message, SQL_FIELD, &mut texts.0);
    keep_if_sent(message, PAYLOAD_FIELD, &mut texts.1);
    let answer = match ask {
        SideRequest::Replay { request, messages } => {
            if let Some(messages) = messages {
                let payloads = Reflect::get(message, &PAYLOADS_FIELD.into()).unwrap_or_default();
                MESSAGES.set(with_payloads(messages, &payloads));
            }
            replay(ReplayRequest { sql: texts.0, ..request })
        }
        SideRequest::ReadDocument => SideAnswer::ReadDocument(read_document(&texts.1)),
        SideRequest::WriteDocument { rule, format } => {
            SideAnswer::WriteDocument(write_document(&rule, &format))
        }
        SideRequest::ToInfluxdb(request) => SideAnswer::ToInfluxdb(to_influxdb(&request)),
        SideRequest::Evaluate(requests) => SideAnswer::Evaluate(evaluate(requests, texts)),
    };
    let said = SideSaid { id, answer }.serialize(&Serializer::json_compatible()).ok()?;
    let message = js_sys::Object::new();
    Reflect::set(&message, &SIDE_FIELD.into(), &said).ok()?;
    Some(message.into())
}

/// Messages with the payloads that were sent beside them.
fn with_payloads(messages: Vec<MessageRequest>, payloads: &JsValue) -> Vec<MessageRequest> {
    let Some(payloads) = payloads.dyn_ref::<Array>() else { return messages };
    let texts = payloads.iter().map(|text| text.as_string().unwrap_or_default());
    messages.into_iter().zip(texts).map(|(message, payload)| MessageRequest { payload, ..message }).collect()
}

/// Lends the kept messages to a request, so that they are neither sent nor copied for each.
fn replay(request: ReplayRequest) -> SideAnswer {
    let request = ReplayRequest { messages: MESSAGES.take(), ..request };
    let response = replay_messages(&request);
    MESSAGES.set(request.messages);
    SideAnswer::Replay(Box::new(response))
}

fn evaluate(requests: Vec<EvaluateRequest>, (mut sql, mut payload): (String, String)) -> Vec<Evaluated> {
    let each = |mut request: EvaluateRequest| {
        std::mem::swap(&mut request.sql, &mut sql);
        std::mem::swap(place_of_payload(&mut request), &mut payload);
        let (answer, outgoing) = preview(respond(&request));
        std::mem::swap(&mut request.sql, &mut sql);
        std::mem::swap(place_of_payload(&mut request), &mut payload);
        Evaluated { answer, outgoing: outgoing.map(|text| beginning(text, OUTGOING_LIMIT)) }
    };
    requests.into_iter().map(each).collect()
}

/// Where a request has its payload: as text, or as base64 or hexadecimal digits where these are there, still empty.
fn place_of_payload(request: &mut EvaluateRequest) -> &mut String {
    match (&mut request.payload_base64, &mut request.payload_hex) {
        (Some(base64), _) => base64,
        (None, Some(hex)) => hex,
        (None, None) => &mut request.payload,
    }
}
