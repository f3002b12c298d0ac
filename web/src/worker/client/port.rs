//! A worker with what listens to it and what it has been sent.

use super::{Inner, Job};
use crate::worker::protocol::{Ask, PAYLOAD_FIELD, SQL_FIELD};
use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use std::rc::Weak;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// How much of the engine an evaluator has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edition {
    /// What most rules need; the page starts with it.
    Lean,
    /// All of it.
    Whole,
}

impl Edition {
    /// The evaluator's script, relative to the page.
    fn script(self) -> &'static str {
        match self {
            Self::Lean => "rulelens-worker_loader.js",
            Self::Whole => "rulelens-whole-worker_loader.js",
        }
    }
}

/// A worker with what listens to it and what it has been sent.
pub(super) struct Port {
    /// How much of the engine it has.
    pub(super) edition: Edition,
    /// Tells it apart from those before it.
    pub(super) number: u32,
    worker: Worker,
    /// The revisions of SQL and payload that the worker has.
    sent: [Option<u32>; 2],
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
    _on_unreadable: Closure<dyn FnMut(Event)>,
}

impl Drop for Port {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

impl Port {
    /// Starts to load an evaluator.
    pub(super) fn open(
        edition: Edition,
        number: u32,
        itself: &Weak<RefCell<Inner>>,
    ) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(edition.script(), &options)?;

        let shared = itself.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(shared) = shared.upgrade() {
                Inner::hear(&shared, number, event.data());
            }
        });
        let shared = itself.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that does not load reports an event without a message.
            let message =
                Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
            if let Some(shared) = shared.upgrade() {
                Inner::end(&shared, number, message.as_deref().unwrap_or("its script did not load"));
            }
        });
        let shared = itself.clone();
        let on_unreadable = Closure::<dyn FnMut(Event)>::new(move |_| {
            if let Some(shared) = shared.upgrade() {
                Inner::end(&shared, number, "its answer could not be read");
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_unreadable.as_ref().unchecked_ref()));
        Ok(Self {
            edition,
            number,
            worker,
            sent: [None; 2],
            _on_message: on_message,
            _on_error: on_error,
            _on_unreadable: on_unreadable,
        })
    }

    /// Sends a job, with the texts that changed since the last one.
    pub(super) fn post(&mut self, id: u32, job: &Job) -> Result<(), JsValue> {
        let ask = Ask { id, request: job.request.clone() };
        let message = ask.serialize(&Serializer::json_compatible())?;
        let documents = [(SQL_FIELD, &job.sql), (PAYLOAD_FIELD, &job.payload)];
        for (sent, (field, document)) in self.sent.iter_mut().zip(documents) {
            if *sent != Some(document.revision) {
                Reflect::set(&message, &field.into(), &document.text)?;
                *sent = Some(document.revision);
            }
        }
        self.worker.post_message(&message)
    }
}
