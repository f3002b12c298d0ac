//! Three pointers at the first visit, which go away with the first change and never come back.

use crate::browser::preferences;
use crate::embed::is_embedded;
use crate::keeping::Start;
use crate::replacing::sample_texts;
use crate::state::{Pane, State};
use yew::{Callback, Html, hook, html, use_effect_with, use_state};

/// Where it is kept that they were seen.
const KEY: &str = "rulelens.pointers";

/// Whether the pointers are shown: then what does without them.
#[hook]
pub(crate) fn use_pointers(start: &Start, state: &State) -> Option<Callback<()>> {
    let shown = use_state(|| is_first_visit() && !is_embedded() && start.texts == sample_texts());
    let on_leave = {
        let shown = shown.setter();
        Callback::from(move |()| {
            if let Some(storage) = preferences() {
                let _ = storage.set_item(KEY, "seen");
            }
            shown.set(false);
        })
    };
    {
        let (on_leave, shown) = (on_leave.clone(), *shown);
        use_effect_with(state.revision, move |revision| {
            if shown && *revision > 1 {
                on_leave.emit(());
            }
        });
    }
    shown.then_some(on_leave)
}

fn is_first_visit() -> bool {
    preferences().is_some_and(|storage| matches!(storage.get_item(KEY), Ok(None)))
}

/// The pointer at a part of the page. It stands below what the part shows, which stays where it is when it goes.
pub(crate) fn pointer(pane: Pane, on_leave: &Callback<()>) -> Html {
    let (number, words) = match pane {
        Pane::Message => ("1", "What a device sends: paste a message of yours."),
        Pane::Rule => ("2", "What the rule does with it: paste your SQL and your actions."),
        Pane::Result => (
            "3",
            "What comes of it, while you type. Examples has more to look at; Lessons teach it step by step.",
        ),
        Pane::Problems | Pane::Lesson => return Html::default(),
    };
    html! {
        <div class="pointer" role="note">
            <span class="pointer-number" aria-hidden="true">{ number }</span>
            <p>{ words }</p>
            <button type="button" class="quiet" onclick={on_leave.reform(|_| ())}>{ "Got it" }</button>
        </div>
    }
}
