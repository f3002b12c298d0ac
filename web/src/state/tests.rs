use super::*;
use crate::sample;
use crate::worker::protocol::Answer;
use rulelens_wasm::{EvaluateResponse, GateState, GateView, OutcomeKind};

fn shown(outcome: OutcomeKind) -> Rc<Shown> {
    shown_with(outcome, Vec::new())
}

fn shown_with(outcome: OutcomeKind, gates: Vec<GateView>) -> Rc<Shown> {
    let response = EvaluateResponse {
        outcome,
        gates,
        outgoing_payload: None,
        outgoing_payload_base64: None,
        deliveries: Vec::new(),
        error_delivery: None,
        diagnostics: Vec::new(),
        trace: None,
    };
    let answer = Answer { response, record_count: 0, refused_count: 0, diagnostic_count: 0, text_cut: false };
    Rc::new(Shown { answer: Rc::new(answer), outgoing: None })
}

fn after(changes: impl IntoIterator<Item = Change>) -> Rc<State> {
    changes.into_iter().fold(Rc::new(State::new(sample::inputs(), false)), Reducible::reduce)
}

#[test]
fn a_mistake_leaves_the_last_good_answer_in_sight() {
    let good = shown(OutcomeKind::Output);
    let state = after([
        Change::Answered(1, good.clone()),
        Change::Document,
        Change::Answered(2, shown(OutcomeKind::Refused)),
    ]);
    assert_eq!(state.shown(), Some((&good, true)));
    assert!(!state.newest.as_ref().unwrap().is_good(), "what is wrong is told from the newest answer");

    let mended = shown(OutcomeKind::NotMatched);
    let state = state.reduce(Change::Document).reduce(Change::Answered(3, mended.clone()));
    assert_eq!(
        state.shown(),
        Some((&mended, false)),
        "a message that does not match is an answer, not a mistake"
    );
}

#[test]
fn without_a_good_answer_the_mistake_itself_is_shown() {
    let refused = shown(OutcomeKind::Failed);
    assert_eq!(after([Change::Answered(1, refused.clone())]).shown(), Some((&refused, false)));
}

#[test]
fn only_a_change_of_what_is_evaluated_asks_for_an_evaluation() {
    let mut inputs = sample::inputs();
    inputs.topic.push('x');
    assert_eq!(after([Change::Inputs(inputs.clone())]).revision, 2);
    assert_eq!(after([Change::Document]).revision, 2);
    assert_eq!(after([Change::Inputs(sample::inputs())]).revision, 1, "nothing changed");
    assert_eq!(after([Change::Pane(Pane::Message), Change::Gate(GateName::Where)]).revision, 1);
}

#[test]
fn after_a_crash_nothing_runs_until_the_user_types_or_says_so() {
    let paused = Rc::new(State::new(sample::inputs(), true));
    assert!(paused.paused);
    assert_eq!(paused.notice, Some(Notice::Recovered));
    for change in [Change::EvaluateAgain, Change::Document] {
        let state = paused.clone().reduce(change);
        assert!(!state.paused);
        assert_eq!((state.notice.clone(), state.revision), (None, 2));
    }
    let looked_around = paused.reduce(Change::Gate(GateName::Topic));
    assert!(looked_around.paused);
}

#[test]
fn a_restart_is_told_until_it_is_read() {
    let notice = Notice::Restarted("it hung".to_owned());
    let state = after([
        Change::Notice(notice.clone()),
        Change::Document,
        Change::Answered(2, shown(OutcomeKind::Output)),
    ]);
    assert_eq!(state.notice, Some(notice));
    assert_eq!(state.reduce(Change::NoticeRead).notice, None);

    let state = after([Change::Notice(Notice::Unavailable("no network".to_owned()))]);
    let state = state.reduce(Change::Answered(1, shown(OutcomeKind::Output)));
    assert_eq!(state.notice, None, "an evaluator that answers is available");
}

#[test]
fn a_gate_opens_and_closes() {
    let state = after([Change::Gate(GateName::Where)]);
    assert_eq!(state.open_gate, Some(GateName::Where));
    let state = state.reduce(Change::Gate(GateName::Select));
    assert_eq!(state.open_gate, Some(GateName::Select));
    assert_eq!(state.reduce(Change::Gate(GateName::Select)).open_gate, None);
}

#[test]
fn the_gate_that_newly_stops_the_message_takes_the_place_of_an_opened_one() {
    let stopped_at = |name| {
        let gate = GateView {
            name,
            title: String::new(),
            state: GateState::Stopped,
            summary: String::new(),
            explanation: String::new(),
        };
        shown_with(OutcomeKind::NotMatched, vec![gate])
    };
    let state = after([Change::Gate(GateName::Select), Change::Answered(1, shown(OutcomeKind::Output))]);
    assert_eq!(state.open_gate, Some(GateName::Select), "an answer without a stop leaves it open");
    let state = state.reduce(Change::Answered(1, stopped_at(GateName::Topic)));
    assert_eq!(state.open_gate, None);
    let state =
        state.reduce(Change::Gate(GateName::Select)).reduce(Change::Answered(1, stopped_at(GateName::Topic)));
    assert_eq!(state.open_gate, Some(GateName::Select), "the same stop again is no news");
}

#[test]
fn the_action_is_written_as_aws_writes_it() {
    let form = ActionForm {
        database: "db".to_owned(),
        table: "t\"1".to_owned(),
        dimensions: vec![DimensionRow { name: "device".to_owned(), value: "${clientid()}".to_owned() }],
        timestamp: String::new(),
        unit: "SECONDS".to_owned(),
    };
    let role = "arn:aws:iam::123456789012:role/iot-to-timestream";
    assert_eq!(
        form.json(),
        format!(
            r#"{{"timestream":{{"databaseName":"db","tableName":"t\"1","roleArn":"{role}","dimensions":[{{"name":"device","value":"${{clientid()}}"}}]}}}}"#
        )
    );
    let timed = ActionForm { timestamp: "${time}".to_owned(), ..form };
    assert!(timed.json().ends_with(r#","timestamp":{"value":"${time}","unit":"SECONDS"}}}"#));
}

#[test]
fn the_clock_is_live_unless_it_is_fixed() {
    let mut inputs = sample::inputs();
    let moment = |inputs: &Inputs| inputs.request(1_000.0).context.unwrap().timestamp;
    assert_eq!(moment(&inputs), Some(1_000.0));
    inputs.context.clock = Clock::Fixed(5.0);
    assert_eq!(moment(&inputs), Some(5.0));
}

#[test]
fn an_empty_field_of_the_context_is_left_out() {
    let context = Inputs::default().request(0.0).context.unwrap();
    assert_eq!((context.client_id, context.source_ip), (None, None));
}

#[test]
fn what_was_kept_can_be_read_again() {
    let kept = serde_json::to_string(&sample::inputs()).unwrap();
    assert_eq!(serde_json::from_str::<Inputs>(&kept).unwrap(), sample::inputs());
    assert_eq!(serde_json::from_str::<Inputs>("{}").unwrap(), Inputs::default(), "fields of another release");
}
