//! What all fields with code share: who answers, and whether they are plain.

use crate::assistant::Assistant;
use crate::browser::preferences;
use js_sys::{Array, Promise};
use rulelens_wasm::{DiagnosticView, EditView};
use yew::{Callback, hook, use_callback, use_state};

/// Under what the preference for plain fields is kept.
const PLAIN: &str = "rulelens.plain-fields";

/// The page gives it to all of its fields as a context.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Editing {
    /// Answers questions about texts, once an evaluator is there.
    pub(crate) assistant: Option<Assistant>,
    /// Whether the user prefers the browser's own fields.
    pub(crate) plain: bool,
    /// Makes the edits of a fix.
    pub(crate) on_fix: Callback<(DiagnosticView, Vec<EditView>)>,
    /// Is told which outgoing attributes come of what the caret or the pointer is at.
    pub(crate) on_lit: Callback<Vec<String>>,
}

impl Editing {
    /// Whether fields with code are code editors, as soon as these are loaded.
    pub(super) fn is_rich(&self) -> bool {
        self.assistant.is_some() && !self.plain
    }

    /// Makes a fix of one of the problems that an editor draws.
    pub(super) fn fix(&self, problems: &[DiagnosticView], problem: usize, fix: usize) {
        let problem = problems.iter().filter(|one| !one.labels.is_empty()).nth(problem);
        let chosen = problem.and_then(|problem| Some((problem, problem.fixes.get(fix)?)));
        if let Some((problem, fix)) = chosen {
            self.on_fix.emit((problem.clone(), fix.edits.clone()));
        }
    }

    /// Tells which attributes are marked.
    pub(super) fn light(&self, attributes: &Array) {
        self.on_lit.emit(attributes.iter().filter_map(|one| one.as_string()).collect());
    }
}

/// The answer where nobody can answer.
pub(super) fn nobody() -> Promise {
    Promise::reject(&"no evaluator".into())
}

/// Whether the user prefers plain fields, and how to change that; it is kept.
#[hook]
pub(crate) fn use_plain_fields() -> (bool, Callback<bool>) {
    let plain = use_state(|| {
        let kept = preferences().and_then(|storage| storage.get_item(PLAIN).ok().flatten());
        kept.as_deref() == Some("yes")
    });
    let on_plain = use_callback((), {
        let plain = plain.setter();
        move |on: bool, ()| {
            if let Some(storage) = preferences() {
                let _ = storage.set_item(PLAIN, if on { "yes" } else { "no" });
            }
            plain.set(on);
        }
    });
    (*plain, on_plain)
}
