//! The page's end: one evaluator at work, replaced when it hangs or breaks.
//!
//! The page starts with the lean evaluator. When a rule needs more of the engine the whole one is loaded beside it, and
//! the lean one goes on answering what it can until the other is there, or for good where the other cannot be had.

mod evaluator;
mod questions;

use super::port::describe;
use super::protocol::{ASK_FIELD, Answer, Answered, OUTGOING_FIELD, Told, VERSION, answer_in, field};
use super::queue::{Queue, seconds_for};
use crate::documents::{Document, DocumentName, as_js_string};
use evaluator::{Edition, Evaluator};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Date, JsString, Promise};
use questions::{Questions, Texts};
use rulelens_wasm::{EvaluateRequest, MessageRequest};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::JsValue;
use yew::Callback;

/// How much longer an answer is awaited that may lie unread, for example after the computer slept, in milliseconds.
const GRACE: u32 = 150;

/// How long an evaluator may take to load, in milliseconds: on a slow line the whole one takes its time, and the page
/// says so meanwhile.
const LOADING_DEADLINE: u32 = 120_000;

/// How long the whole evaluator is not asked for again after it could not be loaded, in milliseconds; who asks for it
/// expressly need not wait.
const PATIENCE: f64 = 5_000.0;

/// One evaluation to be made.
#[derive(Clone)]
pub(crate) struct Job {
    /// Names the state of the page that is evaluated.
    pub(crate) revision: u64,
    /// Whether the user asked for it, rather than changed something.
    pub(crate) asked_for: bool,
    /// Topic, SQL version, action and context.
    pub(crate) request: EvaluateRequest,
    /// The rule's SQL.
    pub(crate) sql: Document,
    /// The message's payload.
    pub(crate) payload: Document,
    /// The messages before it.
    pub(crate) earlier: Rc<Earlier>,
}

/// The messages that come before the one that is evaluated; sent only when their revision changes.
#[derive(Default)]
pub(crate) struct Earlier {
    /// Counts the versions; 0 stands for no messages.
    pub(crate) revision: u32,
    /// The messages, with empty payloads.
    pub(crate) messages: Vec<MessageRequest>,
    /// Their payloads, strings in the same order.
    pub(crate) payloads: Array,
    /// The payloads' length in all, in UTF-16 code units.
    pub(crate) length: u32,
    /// How many messages came before them.
    pub(crate) skipped: u64,
}

/// What the page is told.
pub(crate) enum Report {
    /// An evaluation is about to start.
    Started,
    /// The evaluation waits for the rest of the engine, and starts again when that has come.
    Postponed,
    /// A part of the engine is being loaded that the evaluation needs.
    Loading {
        /// Its job's revision.
        revision: u64,
        /// What can be answered without the part.
        answer: Box<Answer>,
    },
    /// An evaluation is over.
    Answered {
        /// Its job's revision.
        revision: u64,
        /// What is shown of the answer.
        answer: Box<Answer>,
        /// The outgoing payload's whole text.
        outgoing: Option<JsString>,
        /// Why a part of the engine that the evaluation needs could not be loaded, as a clause.
        missing: Option<String>,
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

/// The page's evaluators.
#[derive(Clone)]
pub(crate) struct Client(Rc<RefCell<Inner>>);

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    queue: Queue<Job>,
    /// The evaluator at work.
    port: Option<Evaluator>,
    /// The job on its way.
    sent: Option<Job>,
    /// The newest job that was sent or answered elsewhere.
    newest: Option<Job>,
    /// The newest job, where it waits for the rest of the engine.
    postponed: Option<Job>,
    /// Ends the evaluator when it takes too long.
    alarm: Option<Timeout>,
    /// The whole evaluator while it is loading.
    next: Option<Next>,
    /// The lean evaluator while the whole one is at work.
    spare: Option<Evaluator>,
    /// Why the whole evaluator could not be loaded, and when.
    missing: Option<(String, f64)>,
    /// What the code editor asked.
    questions: Questions,
    /// What of it waits until the evaluator has loaded.
    early: Vec<Early>,
    ports: u32,
    listener: Callback<Report>,
    itself: Weak<RefCell<Inner>>,
}

/// A question that waits until the evaluator has loaded.
struct Early {
    id: u32,
    about: Option<DocumentName>,
    question: JsValue,
    texts: [Document; 2],
}

/// The whole evaluator while it is loading.
struct Next {
    port: Evaluator,
    /// What waits for it, unless something newer came, with what can be answered without it.
    waits: Option<(Job, Box<Answer>)>,
    _alarm: Timeout,
}

impl Client {
    /// Evaluators for the page, whose first one is taken into use with the first job, so that nothing it says comes
    /// before there is something to evaluate; `listener` is told what becomes of the jobs.
    pub(crate) fn new(listener: Callback<Report>) -> Self {
        let inner = Rc::new_cyclic(|itself| {
            RefCell::new(Inner {
                queue: Queue::default(),
                port: None,
                sent: None,
                newest: None,
                postponed: None,
                alarm: None,
                next: None,
                spare: None,
                missing: None,
                questions: Questions::default(),
                early: Vec::new(),
                ports: 0,
                listener,
                itself: itself.clone(),
            })
        });
        Self(inner)
    }

    /// Evaluates a job as soon as the evaluator is free, unless a newer one comes first.
    pub(crate) fn submit(&self, job: Job) {
        {
            let mut inner = self.0.borrow_mut();
            if let Some(next) = &mut inner.next {
                next.waits = None;
            }
            inner.postponed = None;
            inner.queue.submit(job);
        }
        if self.0.borrow().port.is_none() {
            Inner::spawn(&self.0);
        }
        Inner::send_next(&self.0);
    }

    /// Notes that a job was answered elsewhere: what is older is of no use any more.
    pub(crate) fn overtake(&self, job: Job) {
        let is_first = {
            let mut inner = self.0.borrow_mut();
            if let Some(next) = &mut inner.next {
                next.waits = None;
            }
            inner.postponed = None;
            inner.missing = None;
            inner.queue.overtaken();
            inner.newest = Some(job);
            inner.ports == 0
        };
        // One that could not be loaded is asked for again by what needs it.
        if is_first {
            Inner::spawn(&self.0);
        }
    }

    /// Asks the evaluator at work a question of the code editor.
    pub(crate) fn ask(&self, about: Option<DocumentName>, question: &JsValue, texts: Texts<'_>) -> Promise {
        let inner = &mut *self.0.borrow_mut();
        let loading = inner.queue.loading();
        let Some(port) = inner.port.as_mut() else {
            return Promise::reject(&"no evaluator is there".into());
        };
        let (id, promise) = inner.questions.take();
        if loading {
            let texts = texts.map(Document::clone);
            inner.early.push(Early { id, about, question: question.clone(), texts });
            return promise;
        }
        match port.ask(id, (about, question), texts, inner.newest.as_ref()) {
            Ok(()) => promise,
            Err(error) => Promise::reject(&error),
        }
    }
}

type Shared = Rc<RefCell<Inner>>;

impl Inner {
    fn open(&mut self, edition: Edition) -> Result<Evaluator, JsValue> {
        self.ports += 1;
        Evaluator::open(edition, self.ports, &self.itself)
    }

    /// Asks what waited until the evaluator had loaded. What cannot be posted gets no answer, as from one that hangs.
    fn ask_early(&mut self) {
        let Some(port) = self.port.as_mut() else { return };
        for Early { id, about, question, texts } in std::mem::take(&mut self.early) {
            let _ = port.ask(id, (about, &question), texts.each_ref(), self.newest.as_ref());
        }
    }

    /// Loads a lean evaluator in place of the present one.
    fn spawn(shared: &Shared) {
        let mut inner = shared.borrow_mut();
        inner.queue.restarted();
        match inner.open(Edition::Lean) {
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
        inner.newest = Some(job.clone());
        let seconds = seconds_for(job.payload.text.length().saturating_add(job.earlier.length));
        inner.alarm = Some(later(&inner.itself, seconds * 1_000, move |shared| {
            // The answer may be here already, behind this timer, when the page itself was held up.
            let itself = shared.borrow().itself.clone();
            shared.borrow_mut().alarm = Some(later(&itself, GRACE, move |shared| {
                if shared.borrow().queue.awaits(id) {
                    Self::fail(shared, &format!("an evaluation took longer than {seconds} seconds"));
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

    /// Takes a request back that waits for the rest of the engine, so that newer ones are answered meanwhile.
    fn postpone(shared: &Shared, id: u32) {
        let mut inner = shared.borrow_mut();
        if !inner.queue.answered(id) {
            return;
        }
        inner.alarm = None;
        inner.postponed = inner.sent.take();
        let listener = inner.listener.clone();
        drop(inner);
        listener.emit(Report::Postponed);
    }

    /// Ends the evaluator at work. The lean one takes the place of the whole one; a lean one that had been loaded is
    /// replaced at once, and otherwise the next job tries again.
    fn fail(shared: &Shared, reason: &str) {
        let (was_loaded, has_spare, listener) = {
            let mut inner = shared.borrow_mut();
            let was_loaded = !inner.queue.loading();
            inner.alarm = None;
            inner.postponed = None;
            inner.questions.give_up();
            inner.early.clear();
            inner.port = inner.spare.take();
            let has_spare = inner.port.is_some();
            if has_spare {
                inner.queue.restarted();
                inner.queue.ready();
            }
            (was_loaded, has_spare, inner.listener.clone())
        };
        let reason = reason.to_owned();
        if was_loaded {
            if !has_spare {
                Self::spawn(shared);
            }
            listener.emit(Report::Restarted { reason });
        } else {
            listener.emit(Report::Unavailable { reason });
        }
    }

    /// Has the whole evaluator loaded for a request that needs it, or says that it cannot be had.
    fn take_whole(shared: &Shared, id: u32, answer: Box<Answer>) {
        let mut inner = shared.borrow_mut();
        if !inner.queue.answered(id) {
            return;
        }
        inner.alarm = None;
        let Some(job) = inner.sent.take() else { return };
        if inner.port.as_ref().is_some_and(|port| port.edition == Edition::Whole) {
            drop(inner);
            return Self::fail(shared, "it is of another release than the page; please reload the page");
        }
        let revision = job.revision;
        let given_up = inner.missing.clone().filter(|(_, at)| !job.asked_for && Date::now() - at < PATIENCE);
        if let Some((reason, _)) = given_up {
            let listener = inner.listener.clone();
            drop(inner);
            return listener.emit(Report::Answered {
                revision,
                answer,
                outgoing: None,
                missing: Some(reason),
            });
        }
        let told = answer.clone();
        let opened = match inner.next.take() {
            Some(next) => Ok(Next { waits: Some((job, answer)), ..next }),
            None => match inner.open(Edition::Whole) {
                Ok(port) => {
                    let alarm = later(&inner.itself, LOADING_DEADLINE, |shared| {
                        Self::give_whole_up(shared, "it took too long to load");
                    });
                    Ok(Next { port, waits: Some((job, answer)), _alarm: alarm })
                }
                Err(error) => Err((describe(&error), answer)),
            },
        };
        let listener = inner.listener.clone();
        match opened {
            Ok(next) => {
                inner.next = Some(next);
                drop(inner);
                listener.emit(Report::Loading { revision, answer: told });
            }
            Err((reason, answer)) => {
                inner.missing = Some((reason.clone(), Date::now()));
                drop(inner);
                listener.emit(Report::Answered { revision, answer, outgoing: None, missing: Some(reason) });
            }
        }
    }

    /// Goes on with the lean evaluator alone.
    fn give_whole_up(shared: &Shared, reason: &str) {
        let mut inner = shared.borrow_mut();
        let Some(next) = inner.next.take() else { return };
        inner.missing = Some((reason.to_owned(), Date::now()));
        let listener = inner.listener.clone();
        drop(inner);
        if let Some((Job { revision, .. }, answer)) = next.waits {
            let missing = Some(reason.to_owned());
            listener.emit(Report::Answered { revision, answer, outgoing: None, missing });
        }
    }

    /// Puts the whole evaluator to work, which has been loaded.
    fn promote(shared: &Shared) {
        let mut inner = shared.borrow_mut();
        let Some(next) = inner.next.take() else { return };
        inner.alarm = None;
        // What the lean evaluator works on right now is asked again of the whole one.
        let unanswered = if inner.queue.is_busy() { inner.sent.take() } else { None };
        inner.questions.give_up();
        let lean = inner.port.replace(next.port);
        inner.spare = lean.filter(|_| unanswered.is_none() && !inner.queue.loading());
        inner.missing = None;
        inner.queue.restarted();
        inner.queue.ready();
        let postponed = inner.postponed.take();
        if let Some(job) = next.waits.map(|(job, _)| job).or(unanswered).or(postponed) {
            inner.queue.submit_again(job);
        }
    }

    /// Takes in what an evaluator says.
    fn hear(shared: &Shared, port: u32, message: &JsValue) {
        let is_next = shared.borrow().next.as_ref().is_some_and(|next| next.port.number == port);
        if !is_next && shared.borrow().port.as_ref().is_none_or(|at_work| at_work.number != port) {
            return;
        }
        if shared.borrow_mut().questions.hear(message) {
            return;
        }
        match Told::of(message) {
            Told::Ready(VERSION) if is_next => Self::promote(shared),
            Told::Ready(VERSION) => {
                let mut inner = shared.borrow_mut();
                inner.alarm = None;
                inner.queue.ready();
                inner.ask_early();
            }
            Told::Ready(_) => {
                Self::end(shared, port, "it is of another release than the page; please reload the page");
            }
            Told::Crashed(reason) => {
                Self::end(shared, port, &format!("it stopped with an internal error ({reason})"));
            }
            Told::Postponed(id) => Self::postpone(shared, id),
            Told::Fetched => {
                let mut inner = shared.borrow_mut();
                if let Some(job) = inner.postponed.take() {
                    inner.queue.submit_again(job);
                }
            }
            Told::Other => match answer_in(message, ASK_FIELD) {
                Some(Answered { id, needs_whole: true, answer }) => Self::take_whole(shared, id, answer),
                Some(Answered { id, answer, .. }) => {
                    Self::take_answer(shared, id, answer, as_js_string(field(message, OUTGOING_FIELD)));
                }
                None => Self::end(shared, port, "it answered in an unknown form"),
            },
        }
        Self::send_next(shared);
    }

    /// Hands on the answer that is awaited.
    fn take_answer(shared: &Shared, id: u32, answer: Box<Answer>, outgoing: Option<JsString>) {
        let mut inner = shared.borrow_mut();
        if !inner.queue.answered(id) {
            return;
        }
        inner.alarm = None;
        // A rule that does without the missing part: the next one that does not is a new reason to ask.
        inner.missing = None;
        let (job, listener) = (inner.sent.take(), inner.listener.clone());
        drop(inner);
        if let Some(Job { revision, .. }) = job {
            listener.emit(Report::Answered { revision, answer, outgoing, missing: None });
        }
    }

    /// Ends an evaluator, which may be the one at work, the one that is loading, or the spare one.
    fn end(shared: &Shared, port: u32, reason: &str) {
        let is = |held: Option<&Evaluator>| held.is_some_and(|held| held.number == port);
        let inner = shared.borrow();
        let (at_work, next) = (is(inner.port.as_ref()), is(inner.next.as_ref().map(|next| &next.port)));
        let spare = is(inner.spare.as_ref());
        drop(inner);
        if at_work {
            Self::fail(shared, reason);
        } else if next {
            Self::give_whole_up(shared, reason);
        } else if spare {
            shared.borrow_mut().spare = None;
        }
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
