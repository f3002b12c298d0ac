//! Evaluates what is typed, at once or in the evaluator, and brings the answers into the state.

use crate::assistant::Assistant;
use crate::documents::{DocumentName, Documents};
use crate::gathering::Gathering;
use crate::keeping::Keeper;
use crate::state::{Change, Inputs, Notice, Outgoing, Shown, State, Waiting, needs, without_part};
use crate::worker::at_once::AtOnce;
use crate::worker::client::{Client, Earlier, Job, Report};
use gloo_timers::callback::Timeout;
use js_sys::{Date, JsString};
use rulelens_wasm::EvaluateRequest;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::{
    Callback, UseReducerDispatcher, UseReducerHandle, hook, use_callback, use_effect_with, use_memo,
    use_mut_ref,
};

/// How long an answer may take before the page says that what it shows is older, in milliseconds.
const NOTICEABLE: u32 = 300;

/// How much of the outgoing payload is drawn, in UTF-16 code units.
const OUTGOING_LIMIT: u32 = 20_000;

/// The whole text of the outgoing payload that is shown, for copying.
pub(crate) type WholeOutgoing = Rc<RefCell<Option<JsString>>>;

/// What evaluates the inputs.
pub(crate) struct Evaluating {
    /// The outgoing payload.
    pub(crate) outgoing: WholeOutgoing,
    /// Answers the code editor.
    pub(crate) assistant: Assistant,
    /// Is told that SQL or payload has changed.
    pub(crate) on_document: Callback<()>,
}

/// Evaluates the inputs whenever they change.
#[hook]
pub(crate) fn use_evaluation(
    state: &UseReducerHandle<State>,
    documents: &Documents,
    gathering: &Gathering,
    keeper: &Keeper,
) -> Evaluating {
    let outgoing = use_mut_ref(|| None);
    let evaluators = {
        let (dispatch, outgoing, keeper) = (state.dispatcher(), outgoing.clone(), keeper.clone());
        use_memo((), move |()| {
            let listener = Callback::from(move |report| hear(report, &dispatch, &outgoing, &keeper));
            Evaluators {
                at_once: AtOnce::default(),
                answered: Cell::new(0),
                client: Client::new(listener.clone()),
                listener,
            }
        })
    };
    let assistant = Assistant { client: evaluators.client.clone(), documents: documents.clone() };
    let drawn = Drawn {
        inputs: state.inputs.clone(),
        documents: documents.clone(),
        earlier: gathering.earlier(state, documents),
        trace: state.tracing(),
    };
    let last = use_mut_ref(|| None);
    *last.borrow_mut() = (!state.paused).then(|| (state.revision, drawn.clone()));
    let on_document = {
        let evaluators = evaluators.clone();
        use_callback(state.dispatcher(), move |(), dispatch| {
            dispatch.dispatch(Change::Document);
            // With the answer at hand, text and answer are drawn together.
            if let Some((revision, drawn)) = &*last.borrow() {
                evaluators.answer_at_once(&drawn.job(revision + 1, false));
            }
        })
    };
    let paused = state.paused;
    use_effect_with((state.revision, state.asked), move |&(revision, asked)| {
        if paused || evaluators.answered.get() == revision {
            return;
        }
        let job = drawn.job(revision, asked == Some(revision));
        if !evaluators.answer_at_once(&job) {
            evaluators.client.submit(job);
        }
    });
    let (dispatch, waits) = (state.dispatcher(), state.is_unanswered() && !state.paused);
    // Typing on does not put the timeout off: what counts is how long nothing was answered.
    let newest = use_mut_ref(|| 0);
    *newest.borrow_mut() = state.revision;
    use_effect_with((waits && state.waiting().is_none(), state.answered), move |&(waits, _)| {
        let timer = waits.then(|| {
            Timeout::new(NOTICEABLE, move || {
                let revision = *newest.borrow();
                dispatch.dispatch(Change::Waiting(revision, Waiting::Evaluating));
            })
        });
        move || drop(timer)
    });
    Evaluating { outgoing, assistant, on_document }
}

/// What evaluates, and who is told.
struct Evaluators {
    at_once: AtOnce,
    /// The newest revision that was answered at once.
    answered: Cell<u64>,
    client: Client,
    listener: Callback<Report>,
}

impl Evaluators {
    /// Answers a job at once, where the page can; whether it did.
    fn answer_at_once(&self, job: &Job) -> bool {
        let Some((answer, outgoing)) = self.at_once.answer(job) else { return false };
        self.answered.set(job.revision);
        self.client.overtake(job.clone());
        let (revision, answer) = (job.revision, Box::new(answer));
        self.listener.emit(Report::Answered { revision, answer, outgoing, missing: None });
        true
    }
}

/// What a job is made of, as it was drawn last.
#[derive(Clone)]
struct Drawn {
    inputs: Rc<Inputs>,
    documents: Documents,
    earlier: Rc<Earlier>,
    trace: bool,
}

impl Drawn {
    /// The job of a revision, with the newest texts.
    fn job(&self, revision: u64, asked_for: bool) -> Job {
        Job {
            revision,
            asked_for,
            request: EvaluateRequest { trace: self.trace, ..self.inputs.request(Date::now()) },
            sql: self.documents.get(DocumentName::Sql),
            payload: self.documents.get(DocumentName::Payload),
            earlier: self.earlier.clone(),
        }
    }
}

fn hear(report: Report, dispatch: &UseReducerDispatcher<State>, whole: &WholeOutgoing, keeper: &Keeper) {
    keeper.mark_evaluating(matches!(report, Report::Started));
    match report {
        Report::Started | Report::Postponed => {}
        Report::Loading { revision, answer } => {
            dispatch.dispatch(Change::Waiting(revision, Waiting::Loading(needs(&answer))));
        }
        Report::Answered { revision, answer, outgoing, missing } => {
            let base64 = answer.response.outgoing_payload_base64.is_some();
            let (answer, missing) = match missing {
                Some(why) => {
                    let (answer, missing) = without_part(*answer, why);
                    (answer, Some(missing))
                }
                None => (*answer, None),
            };
            let shown = Rc::new(Shown {
                answer: Rc::new(answer),
                missing,
                outgoing: outgoing.as_ref().map(|text| Outgoing {
                    text: String::from(text.slice(0, OUTGOING_LIMIT)).into(),
                    length: text.length() as usize,
                    whole: text.length() <= OUTGOING_LIMIT,
                    base64,
                }),
            });
            if shown.is_good() {
                *whole.borrow_mut() = outgoing;
            }
            dispatch.dispatch(Change::Answered(revision, shown));
        }
        Report::Restarted { reason } => dispatch.dispatch(Change::Notice(Notice::Restarted(reason))),
        Report::Unavailable { reason } => dispatch.dispatch(Change::Notice(Notice::Unavailable(reason))),
    }
}
