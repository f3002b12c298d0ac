//! The worker's end: takes requests, answers them one after the other.

use super::asked::Asked;
use super::payloads::{fill_all, lend, take_back};
use super::preview::{preview, respond_shown};
use super::protocol::{
    ABOUT_FIELD, ABOUT_REQUEST_FIELD, ANSWER_FIELD, ASK_FIELD, ASSIST_FIELD, Answered, Ask, CRASHED_FIELD,
    FETCHED_FIELD, OUTGOING_FIELD, PAYLOAD_FIELD, PAYLOADS_FIELD, POSTPONED_FIELD, QUESTION_FIELD,
    READY_FIELD, SQL_FIELD, VERSION, answer_in, as_bytes, field,
};
use crate::later::{Loaded, Part, call, was_missed};
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect};
use rulelens_wasm::{
    AssistQuestion, Bounded, EvaluateRequest, InputName, MessageRequest, needs_whole, without_rest,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, DedicatedWorkerGlobalScope, MessageEvent};

/// How long after the evaluator is there the rest of the engine is fetched, in milliseconds: the code editor comes first.
const AFTER_START: u32 = 1_000;

/// How large an answer may be that goes by the channel, in bytes: there it is copied once more.
const CHANNEL_BYTES: usize = 64 * 1024;

/// What answers a message that is for the side worker, or leaves it to the evaluator.
pub type Side = fn(&JsValue) -> Option<JsValue>;

/// What the newest request held, lent to it for each answer.
#[derive(Default)]
struct Held {
    /// SQL and payload.
    texts: RefCell<(String, String)>,
    /// The payloads of earlier messages.
    earlier: RefCell<Vec<MessageRequest>>,
    /// The newest request without its texts.
    last: RefCell<EvaluateRequest>,
    /// Whether it could not be had when it was asked for last.
    lacks_rest: Cell<bool>,
    /// The channel of the worker's name, by which the page has answers sooner.
    channel: Option<BroadcastChannel>,
    /// Whether the page hears it.
    is_heard: Cell<bool>,
}

/// Answers every request with the engine, or with `side` what is for it, until the page ends the worker.
pub fn start(side: Option<Side>) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let reporter = scope.clone();
    std::panic::set_hook(Box::new(move |info| {
        say(&reporter, CRASHED_FIELD, &info.to_string().into());
    }));

    let name = scope.name();
    let channel = if name.is_empty() { None } else { BroadcastChannel::new(&name).ok() };
    let held = Rc::new(Held { channel, ..Held::default() });
    let speaker = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = event.data();
        if let Some(answer) = side.and_then(|side| side(&message)) {
            // One that cannot be posted is as good as none: the page's deadline notices.
            let _ = speaker.post_message(&answer);
            return;
        }
        let mut texts = held.texts.borrow_mut();
        keep_if_sent(&message, SQL_FIELD, &mut texts.0);
        keep_if_sent(&message, PAYLOAD_FIELD, &mut texts.1);
        if let Some(id) = field(&message, ASSIST_FIELD).as_f64() {
            drop(texts);
            if let Some(asked) = answer_in::<Asked>(&message, ABOUT_REQUEST_FIELD) {
                held.last.replace(asked.request());
            }
            return assist(&held, &speaker, id, message);
        }
        let Some(Ask { id, request, has_earlier, hears_channel }) = answer_in(&message, ASK_FIELD) else {
            return say(&speaker, CRASHED_FIELD, &"a request has an unknown form".into());
        };
        let mut request = request.request();
        if has_earlier {
            fill_all(&mut request.earlier, &message, PAYLOADS_FIELD);
        } else {
            request.earlier = held.earlier.take();
        }
        drop(texts);
        held.is_heard.set(hears_channel);
        answer(&held, &speaker, id, request);
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    say(&scope, READY_FIELD, &VERSION.into());
    Timeout::new(AFTER_START, || spawn_local(async { _ = Part::Rest.load().await })).forget();
}

/// Answers a request. One that needs the rest of the engine is postponed until that has come; where it cannot be had, the
/// answer says so, and the page tries the whole engine.
fn answer(held: &Rc<Held>, speaker: &DedicatedWorkerGlobalScope, id: u32, request: EvaluateRequest) {
    let response = responded(held, request);
    if !was_missed() {
        return give(held, speaker, id, response);
    }
    // What the engine made of it counts for nothing. The next request that needs the rest asks for it again.
    if held.lacks_rest.take() {
        return give(held, speaker, id, without_rest());
    }
    say(speaker, POSTPONED_FIELD, &id.into());
    let (held, speaker) = (held.clone(), speaker.clone());
    spawn_local(async move {
        held.lacks_rest.set(!Part::Rest.load().await);
        say(&speaker, FETCHED_FIELD, &true.into());
    });
}

/// What the engine makes of a request, to which the held texts are lent.
fn responded(held: &Held, mut request: EvaluateRequest) -> Bounded {
    // Lent to the request and taken back, so that a large payload is not copied for each evaluation.
    let mut texts = held.texts.borrow_mut();
    request.sql = std::mem::take(&mut texts.0);
    lend(&mut request, std::mem::take(&mut texts.1));
    let response = respond_shown(&request);
    texts.0 = std::mem::take(&mut request.sql);
    texts.1 = take_back(&mut request);
    held.earlier.replace(std::mem::take(&mut request.earlier));
    held.last.replace(request);
    response
}

/// Posts an answer, by the channel where the page hears that.
fn give(held: &Held, speaker: &DedicatedWorkerGlobalScope, id: u32, response: Bounded) {
    let needs_whole = needs_whole(&response.evaluation);
    let (answer, outgoing) = preview(response);
    let answered = Answered { id, needs_whole, answer: Box::new(answer) };
    // One that has no form is as good as none: the page's deadline notices.
    let Some(bytes) = as_bytes(&answered) else { return };
    let outgoing = outgoing.as_deref().filter(|_| !needs_whole);
    let message = message(ASK_FIELD, &bytes, outgoing);
    let length = bytes.length() as usize + outgoing.map_or(0, str::len);
    let is_given = held.channel.as_ref().is_some_and(|channel| {
        if held.is_heard.get() {
            return length <= CHANNEL_BYTES && channel.post_message(&message).is_ok();
        }
        // So that the page knows.
        let _ = channel.post_message(&JsValue::TRUE);
        false
    });
    if !is_given {
        let _ = speaker.post_message(&message);
    }
}

/// Answers a question once the part that knows answers has come, and the rest of the engine where the answer needs it.
fn assist(held: &Rc<Held>, speaker: &DedicatedWorkerGlobalScope, id: f64, message: JsValue) {
    if Part::Assist.is_here() {
        let answer = said_of(held, &message);
        if !was_missed() {
            return answer_question(speaker, id, &answer);
        }
    }
    let (held, speaker) = (held.clone(), speaker.clone());
    spawn_local(async move {
        // Where it does not come, the editor goes without; its next question asks for the part again.
        Part::Assist.load().await;
        let mut answer = said_of(&held, &message);
        if was_missed() {
            Part::Rest.load().await;
            answer = said_of(&held, &message);
            let _ = was_missed();
        }
        answer_question(&speaker, id, &answer);
    });
}

/// The answer, as JSON, to a question about the newest texts, with all else as in the last request.
fn said_of(held: &Held, message: &JsValue) -> String {
    let about = match field(message, ABOUT_FIELD).as_string().as_deref() {
        Some(SQL_FIELD) => Some(InputName::Sql),
        Some(PAYLOAD_FIELD) => Some(InputName::Payload),
        _ => None,
    };
    let question = field(message, QUESTION_FIELD).as_string().unwrap_or_default();
    let (mut texts, mut last) = (held.texts.borrow_mut(), held.last.borrow_mut());
    last.sql = std::mem::take(&mut texts.0);
    lend(&mut last, std::mem::take(&mut texts.1));
    let answer = if Part::Assist.is_here() { call!(answer_about(&last, about, &question)) } else { None };
    texts.0 = std::mem::take(&mut last.sql);
    texts.1 = take_back(&mut last);
    answer.unwrap_or_else(|| "null".to_owned())
}

/// What the engine says about a text that is edited, as JSON.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(assist, fallible, preload(load_assist))
)]
pub(crate) fn answer_about(
    request: &EvaluateRequest,
    about: Option<InputName>,
    question: &str,
) -> Loaded<String> {
    let Ok(question) = serde_json::from_str::<AssistQuestion>(question) else { return Ok("null".to_owned()) };
    Ok(serde_json::to_string(&rulelens_wasm::assist(request, about, &question)).unwrap_or_default())
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
fn say(scope: &DedicatedWorkerGlobalScope, name: &str, said: &JsValue) {
    let _ = scope.post_message(&message(name, said, None));
}

fn message(name: &str, said: &JsValue, outgoing: Option<&str>) -> JsValue {
    let message = Object::new();
    let _ = Reflect::set(&message, &name.into(), said);
    if let Some(outgoing) = outgoing {
        let _ = Reflect::set(&message, &OUTGOING_FIELD.into(), &outgoing.into());
    }
    message.into()
}
