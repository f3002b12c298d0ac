//! Components drawn as HTML for answers of the engine, so that a change of what people read is seen in review.

use crate::comparing::Differences;
use crate::components::announcer::sentence;
use crate::components::problem_list::{ProblemList, ProblemListProps};
use crate::components::records::{Holder, Records, RecordsProps, Series};
use crate::components::stopped::{Stopped, StoppedProps};
use crate::components::strip::{Strip, StripProps};
use crate::components::tab_bar::tab_bar;
use crate::panes::{CaseList, CaseListProps};
use crate::panes::{Rows, RowsProps};
use crate::sample;
use crate::state::cases::{CaseDifference, CaseOutcome, CasesChange};
use crate::state::{Change, Outgoing, Shown, State};
use crate::worker::preview::preview;
use rulelens_wasm::{Comparing, DifferenceKind, EvaluateRequest, MessageRequest, ReplayRequest, respond};
use std::rc::Rc;
use yew::{BaseComponent, Callback, Html, LocalServerRenderer, Properties, Reducible, function_component};

/// The time at which all of them are evaluated, in milliseconds since 1970-01-01 UTC.
const NOW: f64 = 1_770_000_000_000.0;

/// The state after an answer about a statement and a payload, with the sample's other fields.
fn answered(sql: &str, payload: &str) -> Rc<State> {
    let inputs = sample::inputs();
    let request = EvaluateRequest { sql: sql.to_owned(), payload: payload.to_owned(), ..inputs.request(NOW) };
    let (answer, outgoing) = preview(respond(&request));
    let outgoing = outgoing.map(|text| Outgoing {
        length: text.encode_utf16().count(),
        text: text.into(),
        whole: true,
        base64: false,
    });
    let shown = Shown { answer: Rc::new(answer), outgoing, missing: None };
    Rc::new(State::new(inputs, false)).reduce(Change::Answered(1, Rc::new(shown)))
}

/// A component's HTML, a line for each element.
fn drawn<C: BaseComponent>(props: C::Properties) -> String {
    let renderer = LocalServerRenderer::<C>::with_props(props).hydratable(false);
    let html = futures_executor::block_on(renderer.render());
    html.replace("><", ">\n<")
}

/// What [`Part`] is given.
#[derive(Properties, PartialEq)]
struct PartProps {
    html: Html,
}

/// A part of the page that is a function.
#[function_component]
fn Part(props: &PartProps) -> Html {
    props.html.clone()
}

fn nothing<T>() -> Callback<T> {
    Callback::from(|_| ())
}

fn records(state: &State) -> String {
    let shown = state.newest.clone().expect("an answer");
    drawn::<Records>(RecordsProps {
        lit: Rc::default(),
        series: Rc::new(Series::of(&Holder::Answer(shown.clone()), None)),
        shown,
        inspected: Some(0),
        on_inspect: nothing(),
        on_place: nothing(),
    })
}

#[test]
fn records_that_are_written_and_one_that_is_rejected() {
    let state = answered(
        "SELECT temperature, humidity FROM 'iot/topic'",
        r#"{"temperature": 24.04, "humidity": ""}"#,
    );
    insta::assert_snapshot!(records(&state));
}

#[test]
fn the_stages_of_a_message_that_where_stopped() {
    let state = answered("SELECT humidity FROM 'iot/topic' WHERE temp > 20", sample::PAYLOAD);
    let strip = drawn::<Strip>(StripProps {
        state: State::clone(&state),
        on_stage: nothing(),
        stepper: yew::Html::default(),
    });
    let shown = state.newest.clone().expect("an answer");
    let stopped = drawn::<Stopped>(StoppedProps { shown, on_why: nothing() });
    insta::assert_snapshot!(format!("{strip}\n\n{stopped}"));
}

#[test]
fn records_of_a_message_that_the_broker_rejects_are_not_announced() {
    let long = format!("{{\"temperature\": 1, \"x\": \"{}\"}}", "y".repeat(200_000));
    let said = sentence(&answered("SELECT temperature FROM 'iot/topic'", &long));
    assert!(said.contains("accepts up to 131,072") && !said.contains("record"), "{said}");
    let said = sentence(&answered("SELECT temperature FROM 'iot/topic'", sample::PAYLOAD));
    assert_eq!(said, "1 record");
}

#[test]
fn a_problem_that_stopped_the_message_is_announced_once() {
    let said = sentence(&answered("SELECT humidity FROM 'iot/topic' WHERE temperatur > 3", sample::PAYLOAD));
    assert_eq!(said, "WHERE is Undefined: temperatur is not in the payload; did you mean temperature?");
    let said = sentence(&answered("SELECT rssj, humidity FROM 'iot/other'", sample::PAYLOAD));
    assert!(said.ends_with("level 2 is topic; the filter needs other."), "{said}");
    let said = sentence(&answered("SELECT humidty FROM 'iot/topic'", sample::PAYLOAD));
    assert!(said.starts_with("No records. 2 problems. humidty is not in the payload"), "{said}");
}

#[test]
fn problems_with_their_places_and_fixes() {
    let state = answered("SELECT temperature, humidty FROM 'iot/topic'", sample::PAYLOAD);
    insta::assert_snapshot!(drawn::<ProblemList>(ProblemListProps {
        state: State::clone(&state),
        on_go: nothing(),
        on_fix: nothing(),
        on_needed: nothing(),
        on_close: None,
    }));
}

#[test]
fn cases_that_pass_and_fail() {
    let names = ["Kitchen", "Old firmware", ""].map(|name| (name.to_owned(), "{}".to_owned()));
    let difference = CaseDifference {
        what: "outgoing payload".to_owned(),
        expected: r#"{"temperature":24.04}"#.to_owned(),
        found: r#"{"temperature":24.05}"#.to_owned(),
        comparable: true,
    };
    let other = CaseDifference {
        what: "the rule".to_owned(),
        expected: "acts".to_owned(),
        found: "does not".to_owned(),
        comparable: false,
    };
    let failed = CaseOutcome::Failed(vec![difference, other]);
    let state = answered(sample::SQL, sample::PAYLOAD)
        .reduce(Change::Cases(CasesChange::Add(names.to_vec(), Some("3 cases were added.".to_owned()))))
        .reduce(Change::Cases(CasesChange::Ran(vec![(1, CaseOutcome::Passed), (2, failed)])));
    let list = drawn::<CaseList>(CaseListProps {
        state: State::clone(&state),
        on_change: nothing(),
        on_case: nothing(),
    });
    let tabs = drawn::<Part>(PartProps { html: tab_bar(&state, &nothing()) });
    insta::assert_snapshot!(format!("{list}\n\n{tabs}"));
}

#[test]
fn tabs_of_a_narrow_screen_count_what_is_wrong_where_it_is() {
    let state = answered("SELECT roud(temperature) FROM 'iot/topic'", sample::PAYLOAD);
    let html = tab_bar(&state, &nothing());
    insta::assert_snapshot!(drawn::<Part>(PartProps { html }));
}

/// What two versions of SQL make of messages.
fn rows(kind: Option<DifferenceKind>, payloads: &[&str]) -> String {
    let inputs = sample::inputs();
    let EvaluateRequest { action, topic, .. } = inputs.request(NOW);
    let requests = ["2015-10-08", "2016-03-23"].map(|version| ReplayRequest {
        sql: "SELECT temperature, list FROM 'iot/topic' WHERE temperature > 0".to_owned(),
        sql_version: Some(version.to_owned()),
        action: action.clone(),
        topic: topic.clone(),
        ..ReplayRequest::default()
    });
    let rules = [&requests[0], &requests[1]];
    let Ok(mut comparing) = Comparing::new(rules, ["2015-10-08", "2016-03-23"]) else {
        panic!("valid rules");
    };
    for payload in payloads {
        let message = MessageRequest { payload: (*payload).to_owned(), ..MessageRequest::default() };
        comparing.take(&message).expect("every part");
    }
    let found = Differences {
        names: ["2015-10-08".to_owned(), "2016-03-23".to_owned()],
        ids: vec![inputs.messages.row().id; payloads.len()],
        view: comparing.finish(),
    };
    drawn::<Rows>(RowsProps {
        found: Rc::new(found),
        inputs: Rc::new(inputs),
        kind,
        on_message: nothing(),
        on_open: nothing(),
    })
}

#[test]
fn records_of_two_versions_side_by_side() {
    let payloads = [r#"{"temperature": 3.0, "list": [1]}"#, r#"{"temperature": 3.5}"#];
    insta::assert_snapshot!(rows(None, &payloads));
}

#[test]
fn what_two_versions_have_in_common() {
    let alike = [r#"{"temperature": 3.5}"#];
    let same = rows(Some(DifferenceKind::Same), &alike);
    insta::assert_snapshot!(format!("{}\n\n{same}", rows(None, &alike)));
}
