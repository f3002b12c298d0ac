//! Sends what is typed to the evaluator and brings its answers into the state.

use crate::assistant::Assistant;
use crate::documents::{DocumentName, Documents};
use crate::gathering::Gathering;
use crate::keeping::Keeper;
use crate::state::{Change, Notice, Outgoing, Shown, State, Waiting, needs, without_part};
use crate::worker::client::{Client, Job, Report};
use gloo_timers::callback::Timeout;
use js_sys::{Date, JsString};
use rulelens_wasm::EvaluateRequest;
use std::cell::RefCell;
use std::rc::Rc;
use yew::{Callback, UseReducerDispatcher, UseReducerHandle, hook, use_effect_with, use_memo, use_mut_ref};

/// How long an answer may take before the page says that what it shows is older, in milliseconds.
const NOTICEABLE: u32 = 300;

/// How much of the outgoing payload is drawn, in UTF-16 code units.
const OUTGOING_LIMIT: u32 = 20_000;

/// The whole text of the outgoing payload that is shown, for copying.
pub(crate) type WholeOutgoing = Rc<RefCell<Option<JsString>>>;

/// Evaluates the inputs whenever they change; gives the outgoing payload, and what answers the code editor.
#[hook]
pub(crate) fn use_evaluation(
    state: &UseReducerHandle<State>,
    documents: &Documents,
    gathering: &Gathering,
    keeper: &Keeper,
) -> (WholeOutgoing, Assistant) {
    let whole = use_mut_ref(|| None);
    let client = {
        let (dispatch, whole, keeper) = (state.dispatcher(), whole.clone(), keeper.clone());
        use_memo((), move |()| {
            Client::new(Callback::from(move |report| hear(report, &dispatch, &whole, &keeper)))
        })
    };
    let assistant = Assistant { client: Client::clone(&client), documents: documents.clone() };
    let (inputs, paused, documents) = (state.inputs.clone(), state.paused, documents.clone());
    let earlier = gathering.earlier(state, &documents);
    let trace = state.tracing();
    use_effect_with((state.revision, state.asked), move |&(revision, asked)| {
        if !paused {
            client.submit(Job {
                revision,
                asked_for: asked == Some(revision),
                request: EvaluateRequest { trace, ..inputs.request(Date::now()) },
                sql: documents.get(DocumentName::Sql),
                payload: documents.get(DocumentName::Payload),
                earlier,
            });
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
    (whole, assistant)
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
