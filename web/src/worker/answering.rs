//! The worker's end: takes requests, answers them one after the other.

use super::payloads::{fill_all, lend, take_back};
use super::preview::preview;
use super::protocol::{
    ABOUT_FIELD, ANSWER_FIELD, ASK_FIELD, ASSIST_FIELD, Answered, Ask, CRASHED_FIELD, OUTGOING_FIELD,
    PAYLOAD_FIELD, PAYLOADS_FIELD, QUESTION_FIELD, READY_FIELD, SQL_FIELD, VERSION, as_bytes, field,
    request_in,
};
use js_sys::{Object, Reflect};
use rulelens_wasm::{AssistAnswer, AssistQuestion, EvaluateRequest, Evaluation, InputName, needs_whole};
use std::cell::RefCell;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// What answers a message that is for the side worker, or leaves it to the evaluator.
pub type Side = fn(&JsValue) -> Option<JsValue>;

/// What answers the engine's part of a message: a request, and a question of the code editor about one of its texts.
pub struct Engine {
    /// Evaluates a rule.
    pub respond: fn(&EvaluateRequest) -> Evaluation,
    /// Answers a question about the rule and the message of a request.
    pub assist: fn(&EvaluateRequest, Option<InputName>, &AssistQuestion) -> AssistAnswer,
}

/// Answers every request with the engine, or with `side` what is for it, until the page ends the worker.
///
/// The engine comes in as an argument so that the page's program, which shares this library, holds no engine.
pub fn start(engine: Engine, side: Option<Side>) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let reporter = scope.clone();
    std::panic::set_hook(Box::new(move |info| {
        say(&reporter, CRASHED_FIELD, &info.to_string().into(), None);
    }));

    let texts = RefCell::new((String::new(), String::new()));
    let earlier = RefCell::new(Vec::new());
    let last = RefCell::new(EvaluateRequest::default());
    let speaker = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = event.data();
        if let Some(answer) = side.and_then(|side| side(&message)) {
            // One that cannot be posted is as good as none: the page's deadline notices.
            let _ = speaker.post_message(&answer);
            return;
        }
        let mut texts = texts.borrow_mut();
        keep_if_sent(&message, SQL_FIELD, &mut texts.0);
        keep_if_sent(&message, PAYLOAD_FIELD, &mut texts.1);
        if let Some(id) = field(&message, ASSIST_FIELD).as_f64() {
            let answer = assist(&engine, &message, &mut last.borrow_mut(), &mut texts);
            return answer_question(&speaker, id, &answer);
        }
        let Some(Ask { id, mut request, has_earlier }) = request_in(&message, ASK_FIELD) else {
            return say(&speaker, CRASHED_FIELD, &"a request has an unknown form".into(), None);
        };
        // Lent to the request and taken back, so that a large payload is not copied for each evaluation.
        request.sql = std::mem::take(&mut texts.0);
        lend(&mut request, std::mem::take(&mut texts.1));
        if has_earlier {
            fill_all(&mut request.earlier, &message, PAYLOADS_FIELD);
        } else {
            request.earlier = earlier.take();
        }
        let response = (engine.respond)(&request);
        texts.0 = std::mem::take(&mut request.sql);
        texts.1 = take_back(&mut request);
        earlier.replace(std::mem::take(&mut request.earlier));
        last.replace(request);
        let needs_whole = needs_whole(&response);
        let (answer, outgoing) = preview(response);
        let answered = Answered { id, needs_whole, answer: Box::new(answer) };
        // One that has no form is as good as none: the page's deadline notices.
        let Some(bytes) = as_bytes(&answered) else { return };
        say(&speaker, ASK_FIELD, &bytes, outgoing.as_deref().filter(|_| !needs_whole));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    say(&scope, READY_FIELD, &VERSION.into(), None);
}

/// Answers a question about the newest texts, with all else as in the last request; the answer is JSON.
fn assist(
    engine: &Engine,
    message: &JsValue,
    last: &mut EvaluateRequest,
    texts: &mut (String, String),
) -> String {
    let about = match field(message, ABOUT_FIELD).as_string().as_deref() {
        Some(SQL_FIELD) => Some(InputName::Sql),
        Some(PAYLOAD_FIELD) => Some(InputName::Payload),
        _ => None,
    };
    let question = field(message, QUESTION_FIELD).as_string().unwrap_or_default();
    let Ok(question) = serde_json::from_str(&question) else { return "null".to_owned() };
    last.sql = std::mem::take(&mut texts.0);
    lend(last, std::mem::take(&mut texts.1));
    let answer = (engine.assist)(last, about, &question);
    texts.0 = std::mem::take(&mut last.sql);
    texts.1 = take_back(last);
    serde_json::to_string(&answer).unwrap_or_default()
}

fn answer_question(scope: &DedicatedWorkerGlobalScope, id: f64, answer: &str) {
    let message = Object::new();
    let _ = Reflect::set(&message, &ASSIST_FIELD.into(), &id.into());
    let _ = Reflect::set(&message, &ANSWER_FIELD.into(), &answer.into());
    let _ = scope.post_message(&message);
}

/// Takes over a text that stands in a message.
pub(super) fn keep_if_sent(message: &JsValue, name: &str, text: &mut String) {
    if let Some(sent) = field(message, name).as_string() {
        *text = sent;
    }
}

/// Posts a message to the page. One that cannot be posted is as good as none: the page's deadline notices.
fn say(scope: &DedicatedWorkerGlobalScope, name: &str, said: &JsValue, outgoing: Option<&str>) {
    let message = Object::new();
    let _ = Reflect::set(&message, &name.into(), said);
    if let Some(outgoing) = outgoing {
        let _ = Reflect::set(&message, &OUTGOING_FIELD.into(), &outgoing.into());
    }
    let _ = scope.post_message(&message);
}
