//! A worker with what listens to it.
//!
//! After a key press, Chromium holds back what workers post until the next frame is drawn, and so the answer to it, which
//! came long before, would be drawn one frame later than it could be. A `BroadcastChannel` is not held back. So each worker
//! has a channel of its name; it answers there once the page has told it that it hears it.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Math, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{BroadcastChannel, ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// The lean evaluator's script, relative to the page.
pub(super) const LEAN: &str = "evaluator.mjs";

/// The script of the program with every part of the engine.
pub(super) const WHOLE: &str = "rulelens-whole-worker_loader.js";

/// The property of the page that holds the evaluator which `start.mjs` asked for.
const EARLY: &str = "rulelensEvaluator";

/// The property of the page that holds what a lean evaluator starts from: the page's own program, compiled.
const ENGINE: &str = "rulelensEngine";

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
    channel: Option<Channel>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
    _on_unreadable: Closure<dyn FnMut(Event)>,
}

/// The channel of a worker.
struct Channel {
    broadcast: BroadcastChannel,
    /// Whether something of the worker came by it.
    is_heard: Rc<Cell<bool>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    /// Listens to the channel of a name, where the browser has channels.
    fn open(name: &str, listener: Rc<impl Fn(Heard) + 'static>) -> Option<Self> {
        let broadcast = BroadcastChannel::new(name).ok()?;
        let is_heard = Rc::new(Cell::new(false));
        let heard = is_heard.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            heard.set(true);
            let message = event.data();
            // All else than an answer only shows that the channel is heard.
            if message.is_object() {
                listener(Heard::Message(message));
            }
        });
        broadcast.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self { broadcast, is_heard, _on_message: on_message })
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.broadcast.set_onmessage(None);
        self.broadcast.close();
    }
}

/// The lean evaluator that the page's first script asked for, so that it loads beside the page's program.
struct Early {
    worker: Worker,
    /// Its name.
    name: Option<String>,
    /// What it said so far.
    heard: Array,
    /// Why it ended already.
    failure: Option<String>,
}

impl Early {
    /// Takes it, once.
    fn take() -> Option<Self> {
        let (page, name) = (js_sys::global(), JsValue::from(EARLY));
        let early = Reflect::get(&page, &name).ok().filter(JsValue::is_object)?;
        let _ = Reflect::delete_property(&page, &name);
        let member = |name: &str| Reflect::get(&early, &name.into()).ok();
        Some(Self {
            worker: member("worker").filter(JsValue::is_object)?.unchecked_into(),
            name: member("name").and_then(|name| name.as_string()),
            heard: member("heard")?.dyn_into().ok()?,
            failure: member("failure").and_then(|failure| failure.as_string()),
        })
    }

    /// Tells what it said before it was taken, once its port is in use.
    fn hand_over(self, listener: Rc<impl Fn(Heard) + 'static>) {
        Timeout::new(0, move || {
            for message in self.heard.iter() {
                listener(Heard::Message(message));
            }
            if let Some(failure) = self.failure {
                listener(Heard::Ended(failure));
            }
        })
        .forget();
    }
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
    /// Starts to load a worker, or takes over the one that is loading already.
    pub(super) fn open(script: &str, listener: impl Fn(Heard) + 'static) -> Result<Self, JsValue> {
        let early = if script == LEAN { Early::take() } else { None };
        let (worker, name) = match &early {
            Some(early) => (early.worker.clone(), early.name.clone()),
            None => {
                let name = format!("rulelens {} {}", Math::random(), Math::random());
                let options = WorkerOptions::new();
                options.set_type(WorkerType::Module);
                options.set_name(&name);
                (Worker::new_with_options(script, &options)?, Some(name))
            }
        };

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
                Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
            heard(Heard::Ended(message.unwrap_or_else(|| "its script did not load".to_owned())));
        });
        let heard = listener.clone();
        let on_unreadable = Closure::<dyn FnMut(Event)>::new(move |_| {
            heard(Heard::Ended("its answer could not be read".to_owned()));
        });
        let channel = name.and_then(|name| Channel::open(&name, listener.clone()));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_unreadable.as_ref().unchecked_ref()));
        match early {
            Some(early) => early.hand_over(listener),
            None if script == LEAN => {
                worker.post_message(&Reflect::get(&js_sys::global(), &ENGINE.into())?)?;
            }
            None => {}
        }
        Ok(Self {
            worker,
            channel,
            _on_message: on_message,
            _on_error: on_error,
            _on_unreadable: on_unreadable,
        })
    }

    /// Whether something of the worker came by the channel of its name.
    pub(super) fn hears_channel(&self) -> bool {
        self.channel.as_ref().is_some_and(|channel| channel.is_heard.get())
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
