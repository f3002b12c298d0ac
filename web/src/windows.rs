//! The dialogs about the page itself, and the lines that tell what becomes of the text.

use crate::browser::{before_fields, document, take};
use crate::components::about::About;
use crate::components::kept::KeptDialog;
use crate::components::notice::Line;
use crate::components::rules::RulesDialog;
use crate::components::share::ShareDialog;
use crate::keeping::{Start, Status, Texts};
use crate::replacing::{Replacing, sample_texts};
use crate::rules::Rules;
use crate::state::Inputs;
use gloo_events::EventListener;
use std::rc::Rc;
use wasm_bindgen::prelude::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::KeyboardEvent;
use yew::{Callback, Html, hook, html, use_effect_with, use_state};

/// A dialog.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Window {
    Kept,
    Rules,
    Share,
    About,
}

/// What tells of the page itself.
pub(crate) struct Windows {
    /// The dialog that is open.
    pub(crate) open: Html,
    /// Lines for the notice bar.
    pub(crate) lines: Vec<Line>,
    /// Opens the dialog about what is kept.
    pub(crate) on_kept: Callback<()>,
    /// Opens the list of rules.
    pub(crate) on_rules: Callback<()>,
    /// Opens the dialog that passes the rule on.
    pub(crate) on_share: Callback<()>,
    /// Opens the dialog about the page.
    pub(crate) on_about: Callback<()>,
}

/// Dialogs and lines.
#[hook]
pub(crate) fn use_windows(
    start: &Start,
    status: &Status,
    replacing: &Replacing,
    rules: &Rules,
    inputs: &Rc<Inputs>,
) -> Windows {
    let window = use_state(|| None::<Window>);
    let said = use_state(|| unread(&start.lost));
    // A trouble that has been read is told again when it is another one.
    let read = use_state(|| None::<Status>);
    let keeper = start.keeper.clone();
    let open = |which| {
        let window = window.setter();
        Callback::from(move |()| window.set(Some(which)))
    };
    use_share_key(&open(Window::Share));
    let on_close = {
        let window = window.setter();
        Callback::from(move |()| window.set(None))
    };
    let on_forget = {
        let (window, said, keeper) = (window.setter(), said.setter(), keeper.clone());
        let forget = replacing.on_forget.clone();
        Callback::from(move |()| {
            let (said, keeper) = (said.clone(), keeper.clone());
            keeper.begin_to_forget();
            window.set(None);
            forget.emit(());
            spawn_local(async move {
                said.set(Some(match keeper.forget(sample_texts().inputs).await {
                    Ok(()) => "Everything that was kept on this device is deleted.".to_owned(),
                    Err(why) => format!("What is kept could not be deleted: {why}."),
                }));
            });
        })
    };

    let mut lines = Vec::new();
    if replacing.before.is_some() {
        let text = if replacing.is_sample {
            "The sample is back in all fields."
        } else if replacing.is_document {
            "The rule of the document took the place of your earlier one."
        } else {
            "Your earlier text was replaced."
        };
        lines.push(Line {
            text: text.into(),
            action: Some((
                if replacing.is_document { "Undo" } else { "Undo reset" },
                replacing.on_take_back.clone(),
            )),
            on_read: replacing.on_leave.clone(),
        });
    }
    if let (Status::Failing(why), true) = (status, read.as_ref() != Some(status)) {
        let status = status.clone();
        lines.push(Line {
            text: format!("Your text is not kept: {why}. Copy what you need before you close this tab.")
                .into(),
            action: Some(("Try again", Callback::from(move |()| keeper.try_again()))),
            on_read: Callback::from(move |()| read.set(Some(status.clone()))),
        });
    }
    // The list says it itself while it is open.
    lines.extend(rules.line().filter(|_| *window != Some(Window::Rules)));
    if let Some(text) = &*said {
        let said = said.setter();
        lines.push(Line {
            text: text.clone().into(),
            action: None,
            on_read: Callback::from(move |()| said.set(None)),
        });
    }
    let open_now = window.map(|window| match window {
        Window::Kept => html! {
            <KeptDialog keeper={start.keeper.clone()} status={status.clone()} {on_forget} {on_close} />
        },
        Window::Rules => html! {
            <RulesDialog keeper={start.keeper.clone()} rules={rules.clone()} {on_close} />
        },
        Window::Share => {
            let (inputs, documents, name) = (inputs.clone(), start.documents.clone(), rules.name.clone());
            let rule = Callback::from(move |()| Texts::of(&inputs, &documents).portable(&name));
            html! { <ShareDialog {rule} {on_close} /> }
        }
        Window::About => html! { <About {on_close} /> },
    });
    Windows {
        open: html! { { for open_now } },
        lines,
        on_kept: open(Window::Kept),
        on_rules: open(Window::Rules),
        on_share: open(Window::Share),
        on_about: open(Window::About),
    }
}

/// Ctrl S shares: the text is kept without it.
#[hook]
fn use_share_key(on_share: &Callback<()>) {
    let on_share = on_share.clone();
    use_effect_with((), move |()| {
        let listener = document().map(|page| {
            EventListener::new_with_options(&page.clone(), "keydown", before_fields(), move |event| {
                let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
                let pressed = matches!(key.key().as_str(), "s" | "S")
                    && (key.ctrl_key() || key.meta_key())
                    && !key.alt_key()
                    && !key.shift_key();
                if pressed {
                    take(event);
                    // Behind an open window there is nothing to do.
                    if matches!(page.query_selector("dialog"), Ok(None)) {
                        on_share.emit(());
                    }
                }
            })
        });
        move || drop(listener)
    });
}

/// What could not be read of a kept text.
fn unread(lost: &[String]) -> Option<String> {
    (!lost.is_empty()).then(|| {
        format!(
            "Of what was kept, this could not be read: {}. Everything else is as you left it.",
            lost.join(", ")
        )
    })
}
