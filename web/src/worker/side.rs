//! The page's end of the side worker: an instance of its own of the program with every part of the engine, which is
//! loaded when it is first asked something, so that no key press waits for what takes long.

use super::asked::{Asked, AskedMessage, AskedReplay};
use super::port::{Heard, Port, WHOLE, describe};
use super::protocol::{
    CasesAsk, FILE_FIELD, LessonsAsk, MESSAGES_FIELD, OTHER_SQL_FIELD, PAYLOAD_FIELD, PAYLOADS_FIELD,
    SIDE_FIELD, SQL_FIELD, SideAnswer, SideAsk, SideRequest, SideSaid, Told, VERSION, answer_in, as_bytes,
    field,
};
use super::side_queue::{Lane, SideQueue, seconds_for};
use crate::later::{Loaded, MISSING, Part, call};
use crate::state::share::Treatment;
use gloo_timers::callback::Timeout;
use js_sys::{Array, JsString, Object, Reflect};
use rulelens_wasm::{EvaluateRequest, MessageRequest, ReplayRequest, RuleView, ToInfluxdbRequest};
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::{Callback, hook};

/// How long the worker may take to load, in milliseconds.
const LOADING_DEADLINE: u32 = 120_000;

/// How much longer an answer is awaited that may lie unread, in milliseconds.
const GRACE: u32 = 150;

/// Why there is no answer; each is a sentence's end after `The answer is missing because …`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SideError {
    /// The part of the page could not be loaded; why, as a clause.
    NotLoaded(String),
    /// It was ended because it took too many seconds.
    TooLong(u32),
    /// It stopped with an error of its own; why, as a clause.
    Crashed(String),
}

impl SideError {
    /// What happened and what to do, in a sentence or two.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::NotLoaded(why) => format!("A part of RuleLens did not load: {why}."),
            Self::TooLong(seconds) => {
                format!("This took longer than {seconds} seconds and was ended. Try with less text.")
            }
            Self::Crashed(why) => format!("RuleLens met an internal error: {why}."),
        }
    }
}

/// What an ask is answered.
pub(crate) type SideResult = Result<SideAnswer, SideError>;

/// Messages for a replay; sent to the worker only when their revision changes.
#[derive(Clone)]
pub(crate) struct SideMessages {
    /// Counts the versions; the same number stands for the same messages.
    pub(crate) revision: u32,
    /// The messages with empty payloads, as JSON.
    pub(crate) messages: JsString,
    /// Their payloads, strings in the same order.
    pub(crate) payloads: Array,
    /// The payloads' length in all, in UTF-16 code units.
    pub(crate) length: u32,
}

/// Something to ask, with the texts that travel beside it.
pub(crate) struct Question {
    lane: Lane,
    request: SideRequest,
    sql: Option<JsString>,
    other_sql: Option<JsString>,
    payload: Option<JsString>,
    messages: Option<SideMessages>,
    file: Option<File>,
}

/// Where messages are read from.
#[derive(Clone)]
pub(crate) enum Origin {
    /// A text.
    Text(JsString),
    /// A file.
    File(File),
}

impl Question {
    /// The messages of a text or a file, and what they come to under a rule; `request` has neither SQL nor messages.
    pub(crate) fn read_messages(request: &ReplayRequest, sql: JsString, from: Origin) -> Self {
        let new = Self::new(
            Lane::ReadMessages,
            SideRequest::ReadMessages { request: Box::new(AskedReplay::new(request)) },
        );
        let (payload, file) = match from {
            Origin::Text(text) => (Some(text), None),
            Origin::File(file) => (None, Some(file)),
        };
        Self { sql: Some(sql), payload, file, ..new }
    }

    /// What messages come to under a rule; `request` has neither SQL nor messages. The message at the place of the
    /// chosen one is that one, with the payload.
    pub(crate) fn replay(
        request: &ReplayRequest,
        (at, chosen): (usize, &MessageRequest),
        [sql, payload]: [JsString; 2],
        messages: SideMessages,
    ) -> Self {
        let request = SideRequest::Replay {
            request: Box::new(AskedReplay::new(request)),
            chosen: Some((at, AskedMessage::new(chosen))),
        };
        let (sql, payload) = (Some(sql), Some(payload));
        Self { sql, payload, messages: Some(messages), ..Self::new(Lane::Replay, request) }
    }

    /// What differs between two rules, which sentences call by these names, over all messages; all else is as for a replay.
    pub(crate) fn compare(
        requests: &[ReplayRequest; 2],
        names: [String; 2],
        (at, chosen): (usize, &MessageRequest),
        statements: [JsString; 2],
        payload: JsString,
        messages: SideMessages,
    ) -> Self {
        let request = SideRequest::Compare {
            requests: Box::new(requests.each_ref().map(AskedReplay::new)),
            names,
            chosen: (at, AskedMessage::new(chosen)),
        };
        let messages = Some(messages);
        Self { messages, ..Self::new(Lane::Compare, request).with_both(statements, payload) }
    }

    /// What differs beside records between two rules for one message, where it stands among all messages, if there are
    /// several; the requests have neither SQL nor payload.
    pub(crate) fn compare_one(
        requests: &[EvaluateRequest; 2],
        statements: [JsString; 2],
        payload: JsString,
        among: Option<(usize, SideMessages)>,
    ) -> Self {
        let (place, messages) = among.unzip();
        let requests = requests.each_ref().map(|request| Asked::new(request, &request.earlier));
        let request = SideRequest::CompareOne(Box::new(requests), place);
        Self { messages, ..Self::new(Lane::CompareOne, request).with_both(statements, payload) }
    }

    /// What a text holds as a rule document.
    pub(crate) fn read_document(lane: Lane, text: JsString) -> Self {
        Self { payload: Some(text), ..Self::new(lane, SideRequest::ReadDocument) }
    }

    /// A rule as a document of the format of this name.
    pub(crate) fn write_document(rule: RuleView, format: &str) -> Self {
        Self::new(Lane::WriteDocument, SideRequest::WriteDocument { rule, format: format.to_owned() })
    }

    /// A rule with an InfluxDB action.
    pub(crate) fn to_influxdb(request: ToInfluxdbRequest) -> Self {
        Self::new(Lane::ToInfluxdb, SideRequest::ToInfluxdb(request))
    }

    /// A rule in its portable form as it is passed on, with what becomes of values that look private.
    pub(crate) fn share(rule: JsString, treatments: Vec<(String, Treatment)>, now: f64) -> Self {
        Self { payload: Some(rule), ..Self::new(Lane::Share, SideRequest::Share(treatments, now)) }
    }

    /// Something about the cases of a rule with this SQL.
    pub(crate) fn cases(lane: Lane, ask: CasesAsk, sql: JsString, text: JsString) -> Self {
        Self { sql: Some(sql), payload: Some(text), ..Self::new(lane, SideRequest::Cases(ask)) }
    }

    /// Something about a lesson or a course, whose text this is.
    pub(crate) fn lessons(lane: Lane, ask: LessonsAsk, text: JsString) -> Self {
        Self { payload: Some(text), ..Self::new(lane, SideRequest::Lessons(ask)) }
    }

    fn new(lane: Lane, request: SideRequest) -> Self {
        Self { lane, request, sql: None, other_sql: None, payload: None, messages: None, file: None }
    }

    fn with_both(self, [sql, other_sql]: [JsString; 2], payload: JsString) -> Self {
        Self { sql: Some(sql), other_sql: Some(other_sql), payload: Some(payload), ..self }
    }

    fn length(&self) -> u32 {
        let texts = self.sql.iter().chain(&self.other_sql).chain(&self.payload).map(JsString::length);
        texts.chain(self.messages.iter().map(|messages| messages.length)).fold(0, u32::saturating_add)
    }
}

/// The page's side worker.
#[derive(Clone)]
pub(crate) struct Side(Rc<RefCell<Inner>>);

impl PartialEq for Side {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

pub(crate) struct Inner {
    queue: SideQueue<(Question, Callback<SideResult>)>,
    port: Option<Port>,
    /// Tells the worker apart from those before it.
    number: u32,
    /// The revision of the messages that the worker has.
    sent: Option<u32>,
    /// Who gets the answer that is awaited.
    listener: Option<Callback<SideResult>>,
    /// Ends the worker when it takes too long.
    alarm: Option<Timeout>,
    /// How long the answer that is awaited may take.
    seconds: u32,
    /// The payloads that came beside the newest answer.
    payloads: Option<Array>,
    itself: Weak<RefCell<Inner>>,
}

pub(crate) type Shared = Rc<RefCell<Inner>>;

/// The page's side worker, which starts to load at the first ask.
#[hook]
pub(crate) fn use_side() -> Side {
    Side::of_page()
}

impl Side {
    /// The page's side worker, which starts to load at the first ask.
    pub(crate) fn of_page() -> Self {
        thread_local! {
            static OF_PAGE: Side = Side::new();
        }
        OF_PAGE.with(Clone::clone)
    }

    /// A side worker, which starts to load at the first ask.
    pub(super) fn new() -> Self {
        Self(Rc::new_cyclic(|itself| {
            RefCell::new(Inner {
                queue: SideQueue::default(),
                port: None,
                number: 0,
                sent: None,
                listener: None,
                alarm: None,
                seconds: 0,
                payloads: None,
                itself: itself.clone(),
            })
        }))
    }

    /// Has `listener` told the answer, unless another ask of the same kind comes before this one was begun. Before the
    /// answer of a replay it is told how far that came.
    pub(crate) fn ask(&self, question: Question, listener: Callback<SideResult>) {
        self.0.borrow_mut().queue.submit(question.lane, (question, listener));
        self.step(Step::GoOn);
    }

    /// Has the part that talks with the worker do a step, once it has come.
    fn step(&self, step: Step) {
        if Part::Page.is_here() {
            call!(take_step(&self.0, step));
            return;
        }
        let shared = self.0.clone();
        spawn_local(async move {
            if Part::Page.load().await {
                call!(take_step(&shared, step));
                return;
            }
            let given_up = shared.borrow_mut().queue.give_up();
            for (_, listener) in given_up {
                listener.emit(Err(SideError::NotLoaded(MISSING.to_owned())));
            }
        });
    }

    /// The payloads that came beside the answer that the listener is being told.
    pub(crate) fn take_payloads(&self) -> Array {
        self.0.borrow_mut().payloads.take().unwrap_or_default()
    }

    /// Gives up what was asked of a kind; nobody is told.
    pub(crate) fn cancel(&self, lane: Lane) {
        let is_at_work = self.0.borrow_mut().queue.cancel(lane);
        if is_at_work {
            self.0.borrow_mut().listener = None;
            self.step(Step::End);
        }
    }
}

/// What the page wants of the side worker.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    /// To work on what waits.
    GoOn,
    /// To end.
    End,
}

/// Does a step.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_side))
)]
pub(crate) fn take_step(shared: &Shared, step: Step) -> Loaded<()> {
    match step {
        Step::GoOn => Inner::go_on(shared),
        Step::End => Inner::end(shared, SideError::Crashed(String::new())),
    }
    Ok(())
}

impl Inner {
    /// Starts a worker for what waits, or sends it the next ask.
    fn go_on(shared: &Shared) {
        if shared.borrow().queue.needs_worker() {
            Self::spawn(shared);
        }
        let mut inner = shared.borrow_mut();
        let Some((id, (question, listener))) = inner.queue.send() else { return };
        inner.listener = Some(listener);
        inner.seconds = seconds_for(question.length());
        inner.watch(id);
        let posted = inner.post(id, question);
        drop(inner);
        if let Err(error) = posted {
            Self::end(shared, SideError::Crashed(describe(&error)));
        }
    }

    /// Ends the worker when the answer takes too long from now on.
    fn watch(&mut self, id: u32) {
        let seconds = self.seconds;
        self.alarm = Some(later(&self.itself, seconds * 1_000, move |shared| {
            // The answer may be here already, behind this timer, when the page itself was held up.
            let itself = shared.borrow().itself.clone();
            shared.borrow_mut().alarm = Some(later(&itself, GRACE, move |shared| {
                if shared.borrow().queue.awaits(id) {
                    Self::end(shared, SideError::TooLong(seconds));
                }
            }));
        }));
    }

    fn spawn(shared: &Shared) {
        let mut inner = shared.borrow_mut();
        inner.queue.started();
        inner.number = inner.number.wrapping_add(1);
        inner.sent = None;
        let (itself, number) = (inner.itself.clone(), inner.number);
        let opened = Port::open(WHOLE, move |heard| {
            let Some(shared) = itself.upgrade() else { return };
            if shared.borrow().number != number {
                return;
            }
            match heard {
                Heard::Message(message) => Self::hear(&shared, &message),
                Heard::Ended(why) => Self::end(&shared, SideError::Crashed(why)),
            }
        });
        match opened {
            Ok(port) => {
                inner.port = Some(port);
                inner.alarm = Some(later(&inner.itself, LOADING_DEADLINE, |shared| {
                    Self::end(shared, SideError::NotLoaded("it took too long".to_owned()));
                }));
            }
            Err(error) => {
                drop(inner);
                Self::end(shared, SideError::NotLoaded(describe(&error)));
            }
        }
    }

    fn post(&mut self, id: u32, question: Question) -> Result<(), JsValue> {
        let Question { request, sql, other_sql, payload, messages, file, .. } = question;
        let message = Object::new();
        if let Some(new) = messages.filter(|new| self.sent != Some(new.revision)) {
            Reflect::set(&message, &MESSAGES_FIELD.into(), &new.messages)?;
            Reflect::set(&message, &PAYLOADS_FIELD.into(), &new.payloads)?;
            self.sent = Some(new.revision);
        }
        Reflect::set(&message, &SIDE_FIELD.into(), &as_bytes(&SideAsk { id, ask: request }).into())?;
        for (field, text) in [(SQL_FIELD, sql), (OTHER_SQL_FIELD, other_sql), (PAYLOAD_FIELD, payload)] {
            if let Some(text) = text {
                Reflect::set(&message, &field.into(), &text)?;
            }
        }
        if let Some(file) = file {
            Reflect::set(&message, &FILE_FIELD.into(), &file)?;
        }
        self.port.as_ref().map_or(Ok(()), |port| port.post(&message))
    }

    /// Takes in what the worker says.
    fn hear(shared: &Shared, message: &JsValue) {
        let payloads = field(message, PAYLOADS_FIELD).dyn_into::<Array>().ok();
        if field(message, SIDE_FIELD).is_object() {
            let Some(SideSaid { id, answer }) = answer_in(message, SIDE_FIELD) else {
                return Self::end(shared, SideError::Crashed("it answered in an unknown form".to_owned()));
            };
            let mut inner = shared.borrow_mut();
            inner.payloads = payloads;
            if matches!(answer, SideAnswer::Replaying(_)) {
                if inner.queue.awaits(id) {
                    // One that goes on is not hung.
                    inner.watch(id);
                    let listener = inner.listener.clone();
                    drop(inner);
                    if let Some(listener) = listener {
                        listener.emit(Ok(answer));
                    }
                }
                return;
            }
            if inner.queue.answered(id) {
                inner.alarm = None;
                let listener = inner.listener.take();
                drop(inner);
                if let Some(listener) = listener {
                    listener.emit(Ok(answer));
                }
            }
            return Self::go_on(shared);
        }
        match Told::of(message) {
            Told::Ready(VERSION) => {
                let mut inner = shared.borrow_mut();
                inner.alarm = None;
                inner.queue.ready();
                drop(inner);
                Self::go_on(shared);
            }
            Told::Ready(_) => {
                let why = "it is of another release than the page; please reload the page".to_owned();
                Self::end(shared, SideError::NotLoaded(why));
            }
            Told::Crashed(reason) => Self::end(shared, SideError::Crashed(reason)),
            Told::Postponed(_) | Told::Fetched | Told::Other => {
                Self::end(shared, SideError::Crashed("it answered in an unknown form".to_owned()));
            }
        }
    }

    /// Ends the worker and tells those whom it leaves without an answer; what still waits gets another worker.
    fn end(shared: &Shared, error: SideError) {
        let mut inner = shared.borrow_mut();
        inner.alarm = None;
        inner.number = inner.number.wrapping_add(1);
        let port = inner.port.take();
        let at_work = inner.listener.take();
        let given_up = inner.queue.ended();
        drop(inner);
        drop(port);
        let not_loaded = match &error {
            SideError::Crashed(why) => SideError::NotLoaded(why.clone()),
            other => other.clone(),
        };
        if let Some(listener) = at_work {
            listener.emit(Err(error));
        }
        for (_, listener) in given_up {
            listener.emit(Err(not_loaded.clone()));
        }
        Self::go_on(shared);
    }
}

/// Calls `action` after `delay` milliseconds, if the side worker is still there.
fn later(itself: &Weak<RefCell<Inner>>, delay: u32, action: impl FnOnce(&Shared) + 'static) -> Timeout {
    let itself = itself.clone();
    Timeout::new(delay, move || {
        if let Some(shared) = itself.upgrade() {
            action(&shared);
        }
    })
}
