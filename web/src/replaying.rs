//! Has all messages taken through the rule whenever something of them changes, where there are several or where a tab
//! shows what they come to.

use crate::documents::{DocumentName, Documents};
use crate::gathering::Gathering;
use crate::state::{
    Change, Inputs, POINT_LIMIT, RECORD_LIMIT, ReplayProgress, ReplayShown, Replaying, ResultTab, State,
};
use crate::worker::protocol::{ReplayView, ReplayingView, SideAnswer};
use crate::worker::side::{Question, Side, SideResult, use_side};
use crate::worker::side_queue::Lane;
use gloo_timers::callback::Timeout;
use js_sys::Date;
use rulelens_wasm::{ContextDocument, EvaluateRequest, ReplayRequest};
use std::collections::HashSet;
use std::rc::Rc;
use yew::{Callback, UseReducerDispatcher, UseReducerHandle, hook, use_callback, use_effect_with};

/// How long a change is awaited that may follow, in milliseconds.
const PAUSE: u32 = 150;

/// The same with many messages.
const LONG_PAUSE: u32 = 500;

/// From how many messages on the pause is the long one.
const MANY: usize = 1_000;

/// Replays all messages whenever something changes; gives what ends a replay.
#[hook]
pub(crate) fn use_replay(
    state: &UseReducerHandle<State>,
    documents: &Documents,
    gathering: &Gathering,
) -> Callback<()> {
    let side = use_side();
    let count = state.inputs.messages.count();
    {
        let (now, documents, gathering) = (State::clone(state), documents.clone(), gathering.clone());
        let (side, dispatch) = (side.clone(), state.dispatcher());
        let wanted = (count > 1 || state.shows(ResultTab::needs_replay)) && !state.paused;
        use_effect_with((state.batch, wanted), move |&(batch, wanted)| {
            let pause = if count > MANY { LONG_PAUSE } else { PAUSE };
            // What is there already is not asked for again when it comes back into sight.
            let is_there = now.replayed().is_some_and(|(_, stale)| !stale);
            let timer = (wanted && !is_there).then(|| {
                Timeout::new(pause, move || ask(&side, &now, &documents, &gathering, batch, dispatch))
            });
            move || drop(timer)
        });
    }
    {
        let (documents, messages, back) =
            (documents.clone(), state.inputs.messages.clone(), state.way_back.clone());
        use_effect_with((state.listed, back.is_some()), move |_| {
            let mut ids: HashSet<u32> = messages.ids().collect();
            ids.extend(back.iter().flat_map(|back| back.ids()));
            documents.retain(&ids);
        });
    }
    use_callback((side, state.dispatcher()), |(), (side, dispatch)| {
        side.cancel(Lane::Replay);
        dispatch.dispatch(Change::Replaying(Replaying::Cancelled));
    })
}

fn ask(
    side: &Side,
    state: &State,
    documents: &Documents,
    gathering: &Gathering,
    batch: u64,
    dispatch: UseReducerDispatcher<State>,
) {
    let now = Date::now();
    let inputs = &state.inputs;
    let request = common_request(inputs, now);
    let at = inputs.messages.chosen();
    let Some(chosen) = inputs.message_requests(at..at + 1).next() else { return };
    let texts = documents.texts();
    debug_assert!(DocumentName::ALL.len() == texts.len());
    let messages = gathering.all(state, documents);
    let ids: Rc<[u32]> = inputs.messages.ids().collect();
    let of = ids.len() as u64;
    if state.replay.is_none() {
        let progress = ReplayProgress { of, ..ReplayProgress::default() };
        dispatch.dispatch(Change::Replaying(Replaying::Running(Rc::new(progress))));
    }
    let listener = Callback::from(move |result: SideResult| {
        dispatch.dispatch(match result {
            Ok(SideAnswer::Replaying(view)) => Change::Replaying(Replaying::Running(Rc::new(progress(view)))),
            Ok(SideAnswer::Replay(view)) => {
                let ReplayView { lines, listed, response } = *view;
                Change::Replayed(Rc::new(ReplayShown::new(batch, &ids, lines, listed, response)))
            }
            Ok(_) => return,
            Err(error) => Change::Replaying(Replaying::Failed(error.words())),
        });
    });
    side.ask(Question::replay(&request, (at, &chosen), texts, messages), listener);
}

/// What a replay of the page's messages has in common for all of them, without SQL and messages.
pub(crate) fn common_request(inputs: &Inputs, now: f64) -> ReplayRequest {
    let EvaluateRequest { sql_version, action, table, interval, placeholders, .. } = inputs.request(now);
    let timestamp = Some(inputs.start(now));
    ReplayRequest {
        sql_version,
        action,
        placeholders,
        table,
        interval,
        topic: inputs.topic.clone(),
        context: Some(ContextDocument { timestamp, ..inputs.common_context() }),
        record_limit: RECORD_LIMIT,
        point_limit: POINT_LIMIT,
        ..ReplayRequest::default()
    }
}

fn progress(view: ReplayingView) -> ReplayProgress {
    let ReplayingView { done, of, took, accepted, rejected, conflicts, .. } = view;
    let left = (done > 0).then(|| took / done as f64 * of.saturating_sub(done) as f64);
    ReplayProgress { done, of, left, accepted, rejected, conflicts }
}
