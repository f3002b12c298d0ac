//! The page as a whole: its state, and what its parts ask for.

use crate::components::header::Header;
use crate::components::layout::{Layout, use_narrow};
use crate::components::notice::{NoticeAnswer, NoticeBar};
use crate::components::problems::Problems;
use crate::components::strip::Strip;
use crate::documents::{DocumentName, Documents};
use crate::draft;
use crate::editor::{apply, document_of, reveal};
use crate::evaluation::{use_evaluation, use_keeping};
use crate::panes::{MessagePane, ResultPane, RulePane, go_to_field};
use crate::sample;
use crate::state::{Change, Inputs, Notice, Pane, State};
use gloo_timers::callback::Timeout;
use js_sys::JsString;
use rulelens_wasm::{DiagnosticView, EditView, InputName, RangeView};
use yew::{
    Callback, Html, UseReducerDispatcher, function_component, html, use_callback, use_memo, use_mut_ref,
    use_reducer, use_state,
};

/// The page.
#[function_component]
pub(crate) fn App() -> Html {
    let start = use_memo((), |()| draft::restore());
    let documents = start.documents.clone();
    let state = use_reducer(move || State::new(start.inputs.clone(), start.crashed));
    // Counts the times that SQL and payload were replaced by the page rather than typed.
    let generation = use_state(|| 0_u32);
    let before_reset = use_mut_ref(|| None::<(Inputs, [JsString; 2])>);
    let narrow = use_narrow();
    let whole_outgoing = use_evaluation(&state, &documents);
    use_keeping(&state, &documents);

    let dispatch = state.dispatcher();
    let on_inputs =
        use_callback(dispatch.clone(), |inputs, dispatch| dispatch.dispatch(Change::Inputs(inputs)));
    let on_document = use_callback(dispatch.clone(), |(), dispatch| dispatch.dispatch(Change::Document));
    let on_gate = use_callback(dispatch.clone(), |gate, dispatch| dispatch.dispatch(Change::Gate(gate)));
    let on_pane = use_callback(dispatch.clone(), |pane, dispatch| dispatch.dispatch(Change::Pane(pane)));
    let on_trace =
        use_callback(dispatch.clone(), |tracing, dispatch| dispatch.dispatch(Change::Trace(tracing)));
    let on_place = use_callback(dispatch.clone(), |range: RangeView, dispatch| {
        dispatch.dispatch(Change::Pane(Pane::Rule));
        Timeout::new(0, move || reveal(DocumentName::Sql, Some((range.start, range.end)))).forget();
    });
    let on_go = use_callback(dispatch.clone(), |diagnostic, dispatch| go_to(dispatch, diagnostic));
    let on_fix = use_callback(
        (dispatch.clone(), documents.clone()),
        |(input, edits): (InputName, Vec<EditView>), (dispatch, documents)| {
            fix(dispatch, documents, input, edits);
        },
    );
    let replace = {
        let (dispatch, documents, generation) = (dispatch.clone(), documents.clone(), generation.clone());
        move |inputs: Inputs, [sql, payload]: [JsString; 2]| {
            documents.set(DocumentName::Sql, sql);
            documents.set(DocumentName::Payload, payload);
            generation.set(*generation + 1);
            dispatch.dispatch(Change::Replaced(inputs));
        }
    };
    let on_reset = {
        let (replace, before_reset, inputs) = (replace.clone(), before_reset.clone(), state.inputs.clone());
        let (documents, dispatch) = (documents.clone(), dispatch.clone());
        Callback::from(move |()| {
            let texts = [DocumentName::Sql, DocumentName::Payload].map(|name| documents.get(name).text);
            *before_reset.borrow_mut() = Some(((*inputs).clone(), texts));
            replace(sample::inputs(), [sample::SQL.into(), sample::PAYLOAD.into()]);
            dispatch.dispatch(Change::Notice(Notice::Reset));
        })
    };
    let on_notice = Callback::from(move |answer| match answer {
        NoticeAnswer::Read => dispatch.dispatch(Change::NoticeRead),
        NoticeAnswer::EvaluateAgain => dispatch.dispatch(Change::EvaluateAgain),
        NoticeAnswer::TakeBack => {
            let before = before_reset.borrow_mut().take();
            if let Some((inputs, texts)) = before {
                replace(inputs, texts);
            }
        }
    });

    let (inputs, newest) = (state.inputs.clone(), state.newest.clone());
    let strip = html! { <Strip state={(*state).clone()} {on_gate} /> };
    let panes = [
        html! {
            <MessagePane inputs={inputs.clone()} newest={newest.clone()} documents={documents.clone()}
                generation={*generation} on_inputs={on_inputs.clone()} on_document={on_document.clone()} />
        },
        html! {
            <RulePane {inputs} newest={newest.clone()} {documents} generation={*generation} {on_inputs} {on_document} />
        },
        html! {
            <ResultPane state={(*state).clone()} strip={if narrow { None } else { Some(strip.clone()) }} {whole_outgoing} {on_trace} {on_place} />
        },
    ];
    html! {
        <>
            <Header {on_reset} />
            <NoticeBar notice={state.notice.clone()} on_answer={on_notice} />
            if narrow {
                <div class="strip-above">{ strip }</div>
            }
            <Layout {narrow} pane={state.pane} {on_pane} {panes} />
            <Problems {newest} {on_go} {on_fix} />
        </>
    }
}

/// The pane that holds a text.
fn pane_of(input: InputName) -> Pane {
    match input {
        InputName::Payload | InputName::Topic => Pane::Message,
        InputName::Sql | InputName::Action | InputName::Document | InputName::Request => Pane::Rule,
    }
}

/// Shows the place that a diagnostic is about, and puts the focus there.
fn go_to(dispatch: &UseReducerDispatcher<State>, diagnostic: DiagnosticView) {
    dispatch.dispatch(Change::Pane(pane_of(diagnostic.input)));
    // A pane that was hidden can take the focus only once it is drawn.
    Timeout::new(0, move || {
        let range = diagnostic.labels.first().map(|label| (label.start, label.end));
        match document_of(diagnostic.input) {
            Some(name) => reveal(name, range),
            None => go_to_field(&diagnostic, range),
        }
    })
    .forget();
}

/// Makes a fix's edits.
fn fix(
    dispatch: &UseReducerDispatcher<State>,
    documents: &Documents,
    input: InputName,
    edits: Vec<EditView>,
) {
    let Some(name) = document_of(input) else { return };
    dispatch.dispatch(Change::Pane(pane_of(input)));
    let (dispatch, documents) = (dispatch.clone(), documents.clone());
    Timeout::new(0, move || {
        if !apply(&documents, name, &edits) {
            dispatch.dispatch(Change::Document);
        }
    })
    .forget();
}
