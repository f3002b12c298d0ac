//! Going to the place that a diagnostic is about, and making its fixes.

use crate::documents::Documents;
use crate::editor::{apply, document_of, reveal};
use crate::panes::{go_to_field, go_to_record};
use crate::state::actions::edit;
use crate::state::{Change, Inputs, Pane, ResultTab, State};
use gloo_timers::callback::Timeout;
use rulelens_wasm::{DiagnosticView, EditView, InputName};
use yew::UseReducerDispatcher;

/// The pane that holds a text.
fn pane_of(input: InputName) -> Pane {
    match input {
        InputName::Payload | InputName::Topic => Pane::Message,
        InputName::Sql | InputName::Action | InputName::Document => Pane::Rule,
        InputName::Request => Pane::Result,
    }
}

/// Shows the place that a diagnostic is about, and puts the focus there.
pub(crate) fn go_to(dispatch: &UseReducerDispatcher<State>, diagnostic: DiagnosticView) {
    dispatch.dispatch(Change::Pane(pane_of(diagnostic.input)));
    if diagnostic.input == InputName::Request {
        dispatch.dispatch(Change::Tab(ResultTab::Records));
    }
    // A pane that was hidden can take the focus only once it is drawn.
    Timeout::new(0, move || {
        let range = diagnostic.labels.first().map(|label| (label.start, label.end));
        match document_of(diagnostic.input) {
            Some(name) => reveal(name, range),
            None if diagnostic.input == InputName::Request => go_to_record(),
            None => go_to_field(&diagnostic, range),
        }
    })
    .forget();
}

/// Makes a fix's edits.
pub(crate) fn fix(
    dispatch: &UseReducerDispatcher<State>,
    documents: &Documents,
    inputs: &Inputs,
    diagnostic: DiagnosticView,
    edits: &[EditView],
) {
    let input = diagnostic.input;
    let Some(name) = document_of(input) else {
        let mut inputs = inputs.clone();
        match (input, &diagnostic.action_path) {
            (InputName::Topic, _) => edit(&mut inputs.topic, edits),
            (InputName::Action, Some(path)) => inputs.actions.edit(path, edits),
            _ => {}
        }
        dispatch.dispatch(Change::Inputs(inputs));
        return go_to(dispatch, DiagnosticView { labels: Vec::new(), ..diagnostic });
    };
    let caret = apply(documents, name, edits);
    dispatch.dispatch(Change::Pane(pane_of(input)));
    dispatch.dispatch(Change::Document);
    // The field holds the new text once it is drawn.
    Timeout::new(0, move || reveal(name, Some((caret, caret)))).forget();
}
