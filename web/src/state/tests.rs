use super::*;
use crate::sample;
use crate::worker::protocol::Answer;
use rulelens_wasm::{
    DiagnosticView, Evaluation, InputName, LabelView, OutcomeKind, Severity, Stage, StageState,
};
use yew::Reducible;

fn shown(outcome: OutcomeKind) -> Rc<Shown> {
    shown_with(outcome, Vec::new())
}

fn shown_with(outcome: OutcomeKind, stages: Vec<Stage>) -> Rc<Shown> {
    let response = Evaluation {
        outcome,
        stages,
        outgoing_payload: None,
        outgoing_payload_base64: None,
        deliveries: Vec::new(),
        error_delivery: None,
        diagnostics: Vec::new(),
        trace: None,
    };
    let answer =
        Answer { response, record_count: 0, rejected_count: 0, diagnostic_count: 0, text_cut: false };
    Rc::new(Shown { answer: Rc::new(answer), outgoing: None, missing: None })
}

const WIDE: Room = Room { narrow: false, roomy: true };
const NARROW: Room = Room { narrow: true, roomy: false };

fn after(changes: impl IntoIterator<Item = Change>) -> Rc<State> {
    let state = State::new(sample::inputs(), false).with_room(WIDE);
    changes.into_iter().fold(Rc::new(state), Reducible::reduce)
}

#[test]
fn a_mistake_leaves_the_last_good_answer_in_sight() {
    let good = shown(OutcomeKind::Output);
    let state = after([
        Change::Answered(1, good.clone()),
        Change::Document,
        Change::Answered(2, shown(OutcomeKind::Rejected)),
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
fn an_answer_to_an_earlier_text_does_not_take_the_place_of_a_newer_one() {
    // The evaluator is at a large payload while the page answers for the small one that takes its place.
    let newer = shown(OutcomeKind::Output);
    let changes = [Change::Document, Change::Document, Change::Answered(3, newer.clone())];
    let state = after(changes).reduce(Change::Answered(2, shown(OutcomeKind::Rejected)));
    assert_eq!((state.newest.as_ref(), state.answered), (Some(&newer), 3));
    assert_eq!(state.shown(), Some((&newer, false)));

    // While one types, each answer is newer than the one before.
    let state = state.reduce(Change::Document).reduce(Change::Document);
    let earlier = shown(OutcomeKind::NotMatched);
    let state = state.reduce(Change::Answered(4, earlier.clone()));
    assert_eq!((state.newest.as_ref(), state.is_unanswered()), (Some(&earlier), true));
}

#[test]
fn a_case_that_is_saved_is_shown_and_nothing_is_evaluated_for_it() {
    use super::cases::CasesChange;
    let saved = || Change::Cases(CasesChange::Add(vec![("a".to_owned(), "{}".to_owned())], None));
    let state = after([saved()]);
    assert_eq!((state.revision, state.batch, state.tab, state.pane), (1, 1, ResultTab::Cases, Pane::Result));
    assert_eq!((state.inputs.cases.rows().len(), state.cases.renaming), (1, Some(1)));
    let pinned = after([Change::Tab(ResultTab::Cases), Change::Pin(true), saved()]);
    assert_eq!((pinned.tab, pinned.pinned), (ResultTab::Records, Some(ResultTab::Cases)));
    let opened = state.reduce(Change::Opened(sample::inputs(), false));
    assert!(opened.inputs.cases.is_empty() && opened.cases == CasesState::default());
    assert_eq!(opened.opened, 2);
}

#[test]
fn without_a_good_answer_the_mistake_itself_is_shown() {
    let rejected = shown(OutcomeKind::Failed);
    assert_eq!(after([Change::Answered(1, rejected.clone())]).shown(), Some((&rejected, false)));
}

#[test]
fn only_a_change_of_what_is_evaluated_asks_for_an_evaluation() {
    let mut inputs = sample::inputs();
    inputs.topic.push('x');
    assert_eq!(after([Change::Inputs(inputs.clone())]).revision, 2);
    assert_eq!(after([Change::Document]).revision, 2);
    assert_eq!(after([Change::Inputs(sample::inputs())]).revision, 1, "nothing changed");
    assert_eq!(after([Change::Pane(Pane::Message), Change::Tab(ResultTab::Payload)]).revision, 1);
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
    let looked_around = paused.reduce(Change::Stage(StageName::Topic));
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
fn what_needs_a_trace_is_evaluated_with_one() {
    let asks = [Change::Stage(StageName::Where), Change::Tab(ResultTab::Why), Change::Inspect(Some(0))];
    for ask in asks {
        let state = after([Change::Answered(1, shown(OutcomeKind::Output)), ask]);
        assert!(state.tracing());
        assert_eq!(state.revision, 2, "asked again, with a trace");
    }
    let state = after([Change::Stage(StageName::Where)]);
    assert_eq!(
        (state.open_stage, state.tab, state.pane),
        (Some(StageName::Where), ResultTab::Why, Pane::Result)
    );
    let state = state.reduce(Change::Tab(ResultTab::Records));
    assert_eq!((state.open_stage, state.tracing()), (None, false));
    assert_eq!(state.reduce(Change::Tab(ResultTab::Records)).revision, 2, "nothing changed");
}

#[test]
fn what_is_out_of_sight_is_not_computed() {
    let state = after([Change::Tab(ResultTab::Why), Change::Answered(2, shown(OutcomeKind::Output))]);
    let asked = state.revision;
    let state = state.reduce(Change::Room(NARROW));
    assert!(!state.tracing(), "a narrow window shows the rule");
    let state = state.reduce(Change::Pane(Pane::Message)).reduce(Change::Pane(Pane::Rule));
    assert_eq!(state.revision, asked, "nothing is asked for");
    let state = state.reduce(Change::Pane(Pane::Result));
    assert_eq!((state.tracing(), state.revision), (true, asked + 1), "asked for once it is turned to");

    let records = state.reduce(Change::Tab(ResultTab::Records)).reduce(Change::Inspect(Some(0)));
    assert!(records.tracing());
    assert!(
        !records.clone().reduce(Change::Tab(ResultTab::Payload)).tracing(),
        "nor is where a record is from"
    );
    assert!(!records.clone().reduce(Change::Pane(Pane::Rule)).tracing());

    let pinned = after([Change::Tab(ResultTab::Why), Change::Pin(true)]);
    assert!(pinned.tracing());
    let smaller = pinned.reduce(Change::Room(Room { roomy: false, ..WIDE }));
    assert!(!smaller.tracing(), "there is no room for what is pinned");
    let smaller = smaller.reduce(Change::Stage(StageName::Where));
    assert_eq!((smaller.tab, smaller.tracing()), (ResultTab::Why, true), "so that it comes into sight here");
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
    assert_eq!(kept::read_inputs(&kept::write_inputs(&sample::inputs())), (sample::inputs(), vec![]));
}

/// The waiting of a state, and whether what it shows is stale.
fn waiting(state: &State) -> (Option<&Waiting>, Option<bool>) {
    (state.waiting(), state.shown().map(|(_, stale)| stale))
}

#[test]
fn an_answer_that_lets_wait_for_itself_makes_the_older_one_stale() {
    let loading = Waiting::Loading("`decode` needs protobuf".to_owned());
    let state = after([Change::Answered(1, shown(OutcomeKind::Output)), Change::Document]);
    assert!(state.is_unanswered());
    assert_eq!(waiting(&state), (None, Some(false)), "for a blink nothing is said");

    let state = state.reduce(Change::Waiting(2, loading.clone()));
    assert_eq!(waiting(&state), (Some(&loading), Some(true)));
    let typed_on = state.clone().reduce(Change::Document);
    assert_eq!(waiting(&typed_on), (Some(&loading), Some(true)), "typing on changes nothing about it");
    let late = typed_on.clone().reduce(Change::Answered(1, shown(OutcomeKind::Output)));
    assert_eq!(waiting(&late), (Some(&loading), Some(true)), "an answer to something older is not an answer");

    let answered = typed_on.reduce(Change::Answered(3, shown(OutcomeKind::Output)));
    assert_eq!(waiting(&answered), (None, Some(false)));
    assert!(!answered.is_unanswered());
    let told_late = answered.reduce(Change::Waiting(3, loading));
    assert_eq!(waiting(&told_late), (None, Some(false)));
}

#[test]
fn what_an_evaluator_that_broke_has_not_answered_is_not_shown_as_if_it_had() {
    for notice in [Notice::Restarted("it hung".to_owned()), Notice::Unavailable("no network".to_owned())] {
        let state = after([
            Change::Answered(1, shown(OutcomeKind::Output)),
            Change::Document,
            Change::Notice(notice),
        ]);
        assert_eq!(waiting(&state), (Some(&Waiting::Nothing), Some(true)));
        let again = state.reduce(Change::EvaluateAgain);
        assert_eq!(again.asked, Some(again.revision));
        assert_eq!(again.waiting(), None);
        assert_eq!(again.reduce(Change::Document).asked, Some(3), "only that one was asked for");
    }
}

/// An answer without a part of the engine, as the lean evaluator gives it.
fn partial() -> Answer {
    let label = LabelView {
        start: 7,
        end: 9,
        line: 1,
        column: 8,
        end_line: 1,
        end_column: 1,
        message: "`decode` needs protobuf".to_owned(),
    };
    let mut answer = (*shown(OutcomeKind::Failed).answer).clone();
    answer.response.stages = vec![stage(StageName::Topic, StageState::Passed, None)];
    answer
        .response
        .diagnostics
        .push(DiagnosticView { labels: vec![label], ..said("build.feature-disabled") });
    answer
}

fn said(code: &str) -> DiagnosticView {
    DiagnosticView {
        code: code.to_owned(),
        severity: Severity::Error,
        message: "This build leaves it out.".to_owned(),
        input: InputName::Sql,
        action_path: None,
        labels: Vec::new(),
        help: None,
        evidence: None,
        fixes: Vec::new(),
        needed: None,
    }
}

fn stage(name: StageName, state: StageState, severity: Option<Severity>) -> Stage {
    let explanation = "WHERE is so.".to_owned();
    Stage {
        name,
        title: "WHERE".to_owned(),
        state,
        severity,
        summary: String::new(),
        explanation,
        needs: Vec::new(),
    }
}

#[test]
fn a_part_that_cannot_be_loaded_is_named_and_nothing_looks_evaluated() {
    let (answer, missing) = without_part(partial(), "its script did not load".to_owned());
    assert_eq!(missing.what, "`decode` needs protobuf");
    let message = &answer.response.diagnostics[0].message;
    assert!(
        message.contains("`decode` needs protobuf") && message.contains("script did not load"),
        "{message}"
    );

    let lacking = Rc::new(Shown { answer: Rc::new(answer), outgoing: None, missing: Some(missing.clone()) });
    let good = shown(OutcomeKind::Output);
    let state =
        after([Change::Answered(1, good.clone()), Change::Document, Change::Answered(2, lacking.clone())]);
    assert_eq!(state.shown(), Some((&good, true)));
    assert!(lacking.stages().is_empty(), "no stage is green");
    assert_eq!(standing(&state).level, Level::Error);
    assert_eq!(state.notice, Some(Notice::PartMissing(missing)));
    let state = state.reduce(Change::Document).reduce(Change::Answered(3, good));
    assert_eq!(state.notice, None, "a rule that does without it needs no notice");
}

#[test]
fn the_status_line_tells_what_no_diagnostic_does() {
    let of = |outcome, stages| {
        let state = after([Change::Answered(1, shown_with(outcome, stages))]);
        standing(&state)
    };
    let passed = || vec![stage(StageName::Topic, StageState::Passed, None)];
    assert_eq!(of(OutcomeKind::Output, passed()), Standing { level: Level::Good, why: None });
    let why = Some("WHERE is so.".to_owned());
    for (severity, level) in [(None, Level::Good), (Some(Severity::Warning), Level::Warning)] {
        let stopped = vec![stage(StageName::Where, StageState::Stopped, severity)];
        assert_eq!(of(OutcomeKind::NotMatched, stopped), Standing { level, why: why.clone() });
    }
    let partly = vec![stage(StageName::Select, StageState::Passed, Some(Severity::Warning))];
    assert_eq!(of(OutcomeKind::Output, partly), Standing { level: Level::Warning, why });
    assert_eq!(of(OutcomeKind::Rejected, Vec::new()).level, Level::Error);
    assert_eq!(standing(&State::new(sample::inputs(), true)).level, Level::Unknown);
    let rejected = vec![stage(StageName::Topic, StageState::Stopped, Some(Severity::Error))];
    assert_eq!(of(OutcomeKind::NotPublished, rejected).level, Level::Error);
}

#[test]
fn a_tab_that_is_pinned_changes_places_with_the_one_that_is_shown() {
    let state = after([Change::Pin(true)]);
    assert_eq!((state.tab, state.pinned), (ResultTab::Payload, Some(ResultTab::Records)));
    let state = state.reduce(Change::Tab(ResultTab::Records));
    assert_eq!((state.tab, state.pinned), (ResultTab::Records, Some(ResultTab::Payload)));
    let state = state.reduce(Change::Tab(ResultTab::Why)).reduce(Change::Pin(true));
    assert_eq!((state.tab, state.pinned), (ResultTab::Records, Some(ResultTab::Why)));
    assert!(state.tracing(), "what is pinned needs a trace, too");
    let state = state.reduce(Change::Stage(StageName::Where));
    assert_eq!((state.tab, state.pinned), (ResultTab::Records, Some(ResultTab::Why)));
    let state = state.reduce(Change::Pin(false));
    assert_eq!((state.tab, state.pinned), (ResultTab::Records, None));
    let kept = State::new(sample::inputs(), false).with_pinned(Some(ResultTab::Records));
    assert_eq!((kept.tab, kept.pinned), (ResultTab::Payload, Some(ResultTab::Records)));
    let state = state.reduce(Change::Tab(ResultTab::Schema)).reduce(Change::Pin(true));
    assert!(state.shows(ResultTab::needs_replay));
}

#[test]
fn another_rule_takes_the_place_of_the_old_one_with_all_that_was_told_of_it() {
    let old = after([
        Change::Answered(1, shown(OutcomeKind::Output)),
        Change::Tab(ResultTab::Why),
        Change::Filter(Filter::Of(FateKind::Rejected)),
        Change::Notice(Notice::Restarted("why".to_owned())),
    ]);
    let other = Inputs { topic: "other".to_owned(), ..sample::inputs() };
    let new = old.clone().reduce(Change::Opened(other.clone(), false));
    assert_eq!(*new.inputs, other);
    assert_eq!((new.tab, &new.filter, &new.notice), (ResultTab::Why, &Filter::All, &None));
    assert!(new.revision > old.revision && new.batch == new.revision && new.listed == new.revision);
    assert!(
        new.is_unanswered() && new.last_good.is_none(),
        "the old rule's result is not this one's last good"
    );
    // An answer about the old rule that is late does not count as one about the new.
    let late = new.clone().reduce(Change::Answered(old.revision, shown(OutcomeKind::Output)));
    assert!(late.is_unanswered());

    let paused = old.reduce(Change::Opened(other, true));
    assert!(paused.paused && paused.newest.is_none() && paused.notice == Some(Notice::Recovered));
}

#[test]
fn what_is_compared_stays_until_another_rule_is_opened() {
    let words = |state: &Rc<State>| state.contenders().map(|contender| contender.word());
    let state =
        Rc::new(State::new(Inputs { sql_version: "2016-03-23".to_owned(), ..Inputs::default() }, false));
    assert_eq!(words(&state), ["present", "sql 2015-10-08"]);
    let older = Inputs { sql_version: "2015-10-08".to_owned(), ..Inputs::clone(&state.inputs) };
    assert_eq!(words(&state.clone().reduce(Change::Inputs(older.clone()))), ["present", "sql 2016-03-23"]);

    let chosen = state.reduce(Change::Contender(0, Contender::Earlier(2)));
    let shown = chosen.reduce(Change::Compare(None));
    assert_eq!(
        (words(&shown), shown.tab, shown.pane),
        (["earlier 2".to_owned(), "sql 2015-10-08".to_owned()], ResultTab::Compare, Pane::Result)
    );
    let other = shown.clone().reduce(Change::Compare(Some(Contender::Rule("x".to_owned()))));
    assert_eq!(words(&other), ["present", "rule x"]);
    assert_eq!((shown.compared, other.compared), (1, 2), "each time is another one");
    let opened = other.reduce(Change::Opened(older, false));
    assert_eq!(
        (words(&opened), opened.tab),
        (["present".to_owned(), "sql 2016-03-23".to_owned()], ResultTab::Compare)
    );
}
