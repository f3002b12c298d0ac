//! The page's end: one evaluator, replaced when it hangs or breaks, and by a larger one when a rule asks for it.

use super::protocol::{Answer, Ask, Message, OUTGOING_FIELD, PAYLOAD_FIELD, SQL_FIELD, Said, VERSION};
use super::queue::Queue;
use crate::documents::{Document, as_js_string};
use gloo_timers::callback::Timeout;
use js_sys::{JsString, Reflect};
use rulelens_wasm::EvaluateRequest;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{ErrorEvent, Event, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

/// How long an evaluation may take, in milliseconds.
const DEADLINE: u32 = 2_000;

/// How much longer an answer is awaited that may lie unread, for example after the computer slept, in milliseconds.
const GRACE: u32 = 150;

/// How long the evaluator may take to load, in milliseconds.
const LOADING_DEADLINE: u32 = 60_000;

/// How much of the engine an evaluator has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edition {
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

/// One evaluation to be made.
#[derive(Clone)]
pub(crate) struct Job {
    /// Names the state of the page that is evaluated.
    pub(crate) revision: u64,
    /// Topic, SQL version, action and context.
    pub(crate) request: EvaluateRequest,
    /// The rule's SQL.
    pub(crate) sql: Document,
    /// The message's payload.
    pub(crate) payload: Document,
}

/// What the page is told.
pub(crate) enum Report {
    /// An evaluation is about to start.
    Started,
    /// An evaluation is over.
    Answered {
        /// Its job's revision.
        revision: u64,
        /// What is shown of the answer.
        answer: Rc<Answer>,
        /// The outgoing payload's whole text.
        outgoing: Option<JsString>,
    },
    /// The evaluator hung or broke, and another one takes its place; nothing is evaluated again by itself.
    Restarted {
        /// Why, as a clause.
        reason: String,
    },
    /// The evaluator could not be loaded.
    Unavailable {
        /// Why, as a clause.
        reason: String,
    },
}

/// The page's one evaluator.
#[derive(Clone)]
pub(crate) struct Client(Rc<RefCell<Inner>>);

struct Inner {
    queue: Queue<Job>,
    port: Option<Port>,
    edition: Edition,
    /// The job on its way.
    sent: Option<Job>,
    /// Ends the evaluator when it takes too long.
    alarm: Option<Timeout>,
    listener: Callback<Report>,
    itself: Weak<RefCell<Inner>>,
}

/// A worker with what listens to it and what it has been sent.
struct Port {
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

impl Client {
    /// Starts to load an evaluator; `listener` is told what becomes of the jobs.
    pub(crate) fn new(listener: Callback<Report>) -> Self {
        let inner = Rc::new_cyclic(|itself| {
            RefCell::new(Inner {
                queue: Queue::default(),
                port: None,
                edition: Edition::Lean,
                sent: None,
                alarm: None,
                listener,
                itself: itself.clone(),
            })
        });
        Inner::spawn(&inner);
        Self(inner)
    }

    /// Evaluates a job as soon as the evaluator is free, unless a newer one comes first.
    pub(crate) fn submit(&self, job: Job) {
        self.0.borrow_mut().queue.submit(job);
        if self.0.borrow().port.is_none() {
            Inner::spawn(&self.0);
        }
        Inner::send_next(&self.0);
    }
}

type Shared = Rc<RefCell<Inner>>;

impl Inner {
    /// Loads a new evaluator in place of the present one.
    fn spawn(shared: &Shared) {
        let outcome = {
            let inner = shared.borrow();
            Port::open(inner.edition, &inner.itself)
        };
        let mut inner = shared.borrow_mut();
        inner.queue.restarted();
        match outcome {
            Ok(port) => {
                inner.port = Some(port);
                inner.alarm = Some(later(&inner.itself, LOADING_DEADLINE, |shared| {
                    Self::fail(shared, "it took too long to load");
                }));
            }
            Err(error) => {
                drop(inner);
                Self::fail(shared, &describe(&error));
            }
        }
    }

    fn send_next(shared: &Shared) {
        let mut inner = shared.borrow_mut();
        if inner.port.is_none() {
            return;
        }
        let Some((id, job)) = inner.queue.send() else { return };
        inner.sent = Some(job.clone());
        inner.alarm = Some(later(&inner.itself, DEADLINE, move |shared| {
            // The answer may be here already, behind this timer, when the page itself was held up.
            let itself = shared.borrow().itself.clone();
            shared.borrow_mut().alarm = Some(later(&itself, GRACE, move |shared| {
                if shared.borrow().queue.awaits(id) {
                    Self::fail(shared, "an evaluation took longer than two seconds");
                }
            }));
        }));
        let posted = inner.port.as_mut().map(|port| port.post(id, &job));
        let listener = inner.listener.clone();
        drop(inner);
        listener.emit(Report::Started);
        if let Some(Err(error)) = posted {
            Self::fail(shared, &describe(&error));
        }
    }

    /// Ends the evaluator. One that had been loaded is replaced at once; otherwise the next job tries again, with the
    /// evaluator that the page starts with.
    fn fail(shared: &Shared, reason: &str) {
        let (was_loaded, listener) = {
            let mut inner = shared.borrow_mut();
            inner.alarm = None;
            inner.port = None;
            if inner.queue.loading() {
                inner.edition = Edition::Lean;
            }
            (!inner.queue.loading(), inner.listener.clone())
        };
        let reason = reason.to_owned();
        if was_loaded {
            Self::spawn(shared);
            listener.emit(Report::Restarted { reason });
        } else {
            listener.emit(Report::Unavailable { reason });
        }
    }

    /// Loads the whole evaluator for a request that needs it, and stays with it.
    fn take_whole(shared: &Shared, id: u32) {
        let mut inner = shared.borrow_mut();
        if !inner.queue.answered(id) {
            return;
        }
        if inner.edition == Edition::Whole {
            drop(inner);
            return Self::fail(shared, "it is of another release than the page; please reload the page");
        }
        inner.edition = Edition::Whole;
        if let Some(job) = inner.sent.take() {
            inner.queue.submit_again(job);
        }
        drop(inner);
        Self::spawn(shared);
    }

    fn hear(shared: &Shared, message: JsValue) {
        let outgoing = Reflect::get(&message, &OUTGOING_FIELD.into()).ok().and_then(as_js_string);
        match serde_wasm_bindgen::from_value(message).map(|Message { said }| said) {
            Ok(Said::Ready { version: VERSION }) => {
                let mut inner = shared.borrow_mut();
                inner.alarm = None;
                inner.queue.ready();
            }
            Ok(Said::Ready { .. }) => {
                Self::fail(shared, "it is of another release than the page; please reload the page");
            }
            Ok(Said::Answered { id, answer }) => {
                let mut inner = shared.borrow_mut();
                if inner.queue.answered(id) {
                    inner.alarm = None;
                    let (job, listener) = (inner.sent.take(), inner.listener.clone());
                    drop(inner);
                    if let Some(Job { revision, .. }) = job {
                        listener.emit(Report::Answered { revision, answer: Rc::new(*answer), outgoing });
                    }
                }
            }
            Ok(Said::NeedsWhole { id }) => Self::take_whole(shared, id),
            Ok(Said::Crashed { reason }) => {
                Self::fail(shared, &format!("it stopped with a fault of its own ({reason})"));
            }
            Err(_) => Self::fail(shared, "it answered in an unknown form"),
        }
        Self::send_next(shared);
    }
}

impl Port {
    fn open(edition: Edition, itself: &Weak<RefCell<Inner>>) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(edition.script(), &options)?;

        let shared = itself.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(shared) = shared.upgrade() {
                Inner::hear(&shared, event.data());
            }
        });
        let shared = itself.clone();
        let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that does not load reports an event without a message.
            let message =
                Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
            if let Some(shared) = shared.upgrade() {
                Inner::fail(&shared, message.as_deref().unwrap_or("its script did not load"));
            }
        });
        let shared = itself.clone();
        let on_unreadable = Closure::<dyn FnMut(Event)>::new(move |_| {
            if let Some(shared) = shared.upgrade() {
                Inner::fail(&shared, "its answer could not be read");
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        worker.set_onmessageerror(Some(on_unreadable.as_ref().unchecked_ref()));
        Ok(Self {
            worker,
            sent: [None; 2],
            _on_message: on_message,
            _on_error: on_error,
            _on_unreadable: on_unreadable,
        })
    }

    fn post(&mut self, id: u32, job: &Job) -> Result<(), JsValue> {
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

/// Calls `action` after `delay` milliseconds, if the client is still there.
fn later(itself: &Weak<RefCell<Inner>>, delay: u32, action: impl FnOnce(&Shared) + 'static) -> Timeout {
    let itself = itself.clone();
    Timeout::new(delay, move || {
        if let Some(shared) = itself.upgrade() {
            action(&shared);
        }
    })
}

fn describe(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| "it could not be reached".to_owned(), |error| error.message().into())
}
