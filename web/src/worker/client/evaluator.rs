//! An evaluator with what it has been sent.

use super::questions::{self, Texts};
use super::{Inner, Job};
use crate::documents::DocumentName;
use crate::worker::asked::Asked;
use crate::worker::port::{Heard, LEAN, Port, WHOLE};
use crate::worker::protocol::{
    ABOUT_REQUEST_FIELD, ASK_FIELD, Ask, PAYLOAD_FIELD, PAYLOADS_FIELD, SQL_FIELD, as_bytes,
};
use js_sys::{Object, Reflect};
use rulelens_wasm::MessageRequest;
use std::cell::RefCell;
use std::rc::Weak;
use wasm_bindgen::prelude::JsValue;

/// How much of the engine an evaluator has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edition {
    /// What most rules need; the page starts with it.
    Lean,
    /// All of it.
    Whole,
}

/// An evaluator with what it has been sent.
pub(super) struct Evaluator {
    /// How much of the engine it has.
    pub(super) edition: Edition,
    /// Tells it apart from those before it.
    pub(super) number: u32,
    port: Port,
    /// The revisions of SQL and payload that the worker has.
    sent: [Option<u32>; 2],
    /// The revision of the earlier messages that the worker has.
    sent_earlier: u32,
    /// The revision of the job whose request the worker has.
    sent_request: Option<u64>,
}

impl Evaluator {
    /// Starts to load an evaluator.
    pub(super) fn open(
        edition: Edition,
        number: u32,
        itself: &Weak<RefCell<Inner>>,
    ) -> Result<Self, JsValue> {
        let script = if edition == Edition::Lean { LEAN } else { WHOLE };
        let shared = itself.clone();
        let port = Port::open(script, move |heard| {
            let Some(shared) = shared.upgrade() else { return };
            match heard {
                Heard::Message(message) => Inner::hear(&shared, number, &message),
                Heard::Ended(why) => Inner::end(&shared, number, &why),
            }
        })?;
        Ok(Self { edition, number, port, sent: [None; 2], sent_earlier: 0, sent_request: None })
    }

    /// Sends a job, with the texts that changed since the last one.
    pub(super) fn post(&mut self, id: u32, job: &Job) -> Result<(), JsValue> {
        let has_earlier = self.sent_earlier != job.earlier.revision;
        let earlier: &[MessageRequest] = if has_earlier { &job.earlier.messages } else { &[] };
        let mut request = Asked::new(&job.request, earlier);
        request.skipped = job.earlier.skipped;
        let message = Object::new();
        let ask = Ask { id, request, has_earlier, hears_channel: self.port.hears_channel() };
        Reflect::set(&message, &ASK_FIELD.into(), &as_bytes(&ask).into())?;
        if has_earlier {
            Reflect::set(&message, &PAYLOADS_FIELD.into(), &job.earlier.payloads)?;
            self.sent_earlier = job.earlier.revision;
        }
        self.add_texts(&message, [&job.sql, &job.payload])?;
        self.sent_request = Some(job.revision);
        self.port.post(&message)
    }

    /// Sends a question of the code editor, with the texts that changed, and the newest job's request where the worker has
    /// another one.
    pub(super) fn ask(
        &mut self,
        id: u32,
        (about, question): (Option<DocumentName>, &JsValue),
        texts: Texts<'_>,
        newest: Option<&Job>,
    ) -> Result<(), JsValue> {
        let message = questions::message(id, about, question)?;
        if let Some(job) = newest.filter(|job| self.sent_request != Some(job.revision)) {
            let request = as_bytes(&Asked::new(&job.request, &[]));
            Reflect::set(&message, &ABOUT_REQUEST_FIELD.into(), &request.into())?;
            self.sent_request = Some(job.revision);
        }
        self.add_texts(&message, texts)?;
        self.port.post(&message)
    }

    fn add_texts(&mut self, message: &JsValue, [sql, payload]: Texts<'_>) -> Result<(), JsValue> {
        let documents = [(SQL_FIELD, sql), (PAYLOAD_FIELD, payload)];
        for (sent, (field, document)) in self.sent.iter_mut().zip(documents) {
            if *sent != Some(document.revision) {
                Reflect::set(message, &field.into(), &document.text)?;
                *sent = Some(document.revision);
            }
        }
        Ok(())
    }
}
