//! Questions of the code editor that wait for an evaluator's answer.

use crate::documents::{Document, DocumentName};
use crate::worker::protocol::{
    ABOUT_FIELD, ANSWER_FIELD, ASSIST_FIELD, PAYLOAD_FIELD, QUESTION_FIELD, SQL_FIELD, field,
};
use js_sys::{Function, JSON, Object, Promise, Reflect};
use std::collections::BTreeMap;
use wasm_bindgen::prelude::JsValue;

/// The questions that were asked and not answered, by their ids.
#[derive(Default)]
pub(super) struct Questions {
    last_id: u32,
    waiting: BTreeMap<u32, [Function; 2]>,
}

impl Questions {
    /// Takes a question; the promise is fulfilled with the answer.
    pub(super) fn take(&mut self) -> (u32, Promise) {
        self.last_id = self.last_id.wrapping_add(1);
        let id = self.last_id;
        let waiting = &mut self.waiting;
        let promise = Promise::new(&mut |resolve, reject| {
            waiting.insert(id, [resolve, reject]);
        });
        (id, promise)
    }

    /// Hands an evaluator's answer to who asked; whether the message was one.
    pub(super) fn hear(&mut self, message: &JsValue) -> bool {
        let Some(id) = field(message, ASSIST_FIELD).as_f64() else { return false };
        if let Some([resolve, _]) = self.waiting.remove(&(id as u32)) {
            let answer = field(message, ANSWER_FIELD).as_string().unwrap_or_default();
            let answer = JSON::parse(&answer).unwrap_or(JsValue::NULL);
            let _ = resolve.call1(&JsValue::NULL, &answer);
        }
        true
    }

    /// Gives all questions up: the evaluator that they were sent to is no more.
    pub(super) fn give_up(&mut self) {
        for [_, reject] in std::mem::take(&mut self.waiting).into_values() {
            let _ = reject.call1(&JsValue::NULL, &"the evaluator ended".into());
        }
    }
}

/// The message that asks a question.
pub(super) fn message(id: u32, about: Option<DocumentName>, question: &JsValue) -> Result<Object, JsValue> {
    let message = Object::new();
    let about = about.map_or(JsValue::NULL, |name| match name {
        DocumentName::Sql => SQL_FIELD.into(),
        DocumentName::Payload => PAYLOAD_FIELD.into(),
    });
    let question = JSON::stringify(question)?;
    for (field, value) in
        [(ASSIST_FIELD, &id.into()), (ABOUT_FIELD, &about), (QUESTION_FIELD, &question.into())]
    {
        Reflect::set(&message, &field.into(), value)?;
    }
    Ok(message)
}

/// SQL and payload, in this order.
pub(super) type Texts<'d> = [&'d Document; 2];
