//! A worker with what listens to it.

use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// The lean evaluator's script, relative to the page.
pub(super) const LEAN: &str = "rulelens-worker_loader.js";

/// The script of the program with every part of the engine.
pub(super) const WHOLE: &str = "rulelens-whole-worker_loader.js";

/// What comes from a worker.
pub(super) enum Heard {
    /// A message.
    Message(JsValue),
    /// It ended, or was never there; why, as a clause.
    Ended(String),
}

/// A worker with what listens to it; it ends when this is dropped.
pub(super) struct Port {
    worker: Worker,
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
    /// Starts to load a worker.
    pub(super) fn open(script: &str, listener: impl Fn(Heard) + 'static) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(script, &options)?;

        let listener = Rc::new(listener);
        let heard = listener.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            heard(Heard::Message(event.data()));
        });
        let heard = listener.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that does not load reports an event without a message.
            let message =
                js_sys::Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
            heard(Heard::Ended(message.unwrap_or_else(|| "its script did not load".to_owned())));
        });
        let heard = listener;
        let on_unreadable = Closure::<dyn FnMut(Event)>::new(move |_| {
            heard(Heard::Ended("its answer could not be read".to_owned()));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_unreadable.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error, _on_unreadable: on_unreadable })
    }

    /// Sends a message.
    pub(super) fn post(&self, message: &JsValue) -> Result<(), JsValue> {
        self.worker.post_message(message)
    }
}

/// What is wrong with a worker that the browser would not open or reach, as a clause.
pub(super) fn describe(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| "it could not be reached".to_owned(), |error| error.message().into())
}
