//! The dialogs about the page itself, and the lines that tell what becomes of the text.

use crate::commands::use_keys;
use crate::components::about::About;
use crate::components::examples::Examples;
use crate::components::kept::KeptDialog;
use crate::components::keys::Keys;
use crate::components::notice::Line;
use crate::components::palette::Palette;
use crate::components::reference::ReferenceDialog;
use crate::components::rules::RulesDialog;
use crate::components::share::ShareDialog;
use crate::components::theme::open_theme;
use crate::documents::DocumentName;
use crate::embed::is_embedded;
use crate::keeping::{Start, Status, Texts};
use crate::later::{Draw, Later, Loaded, Part, call};
use crate::lessons::contents::ContentsDialog;
use crate::lessons::{LessonAsk, Lessons};
use crate::links::{Linked, show_entry};
use crate::replacing::{Replacing, sample_texts};
use crate::rules::Rules;
use crate::state::Inputs;
use crate::state::command::Command;
use crate::state::compare::Contender;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::{AttrValue, Callback, Html, hook, html, use_mut_ref, use_state};

/// A dialog.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Window {
    Kept,
    Rules,
    Share,
    About,
    Examples,
    Lessons,
    Find,
    Keys,
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
    /// Opens the examples.
    pub(crate) on_examples: Callback<()>,
    /// Opens the lessons.
    pub(crate) on_lessons: Callback<()>,
    /// Opens the palette.
    pub(crate) on_find: Callback<()>,
}

/// Dialogs and lines.
#[hook]
pub(crate) fn use_windows(
    start: &Start,
    status: &Status,
    replacing: &Replacing,
    shown: (&Rules, &Rc<Inputs>),
    on_page: &(Callback<Command>, Callback<Contender>),
    elsewhere: (&Lessons, Option<&str>, &Linked),
) -> Windows {
    let (rules, inputs) = shown;
    let (lessons, open_lesson, linked) = elsewhere;
    let (on_page, on_compare) = on_page;
    // A dialog that the browser has closed tells of it later, when another one may be open.
    let window = use_state(|| None::<(Window, u32)>);
    let count = use_mut_ref(|| 0);
    let set_window = {
        let (window, count) = (window.setter(), count.clone());
        Callback::from(move |which| {
            *count.borrow_mut() += 1;
            window.set(Some((which, *count.borrow())));
        })
    };
    let said = use_state(|| unread(&start.lost));
    // A trouble that has been read is told again when it is another one.
    let read = use_state(|| None::<Status>);
    let keeper = start.keeper.clone();
    let open = |which| set_window.reform(move |()| which);
    let on_command = {
        let (set_window, on_page) = (set_window.clone(), on_page.clone());
        let on_reset = match open_lesson {
            Some(_) => lessons.on_ask.reform(|()| LessonAsk::Reset),
            None => replacing.on_reset.clone(),
        };
        Callback::from(move |command| {
            let which = match command {
                Command::Find => Window::Find,
                Command::Keys => Window::Keys,
                Command::Examples => Window::Examples,
                Command::Lessons if !is_embedded() => Window::Lessons,
                Command::Reference => return show_entry("all"),
                Command::Rules => Window::Rules,
                Command::Share => Window::Share,
                Command::Kept => Window::Kept,
                Command::About => Window::About,
                Command::Theme => return open_theme(),
                Command::Reset => return on_reset.emit(()),
                other => return on_page.emit(other),
            };
            set_window.emit(which);
        })
    };
    let (singles, on_singles) = use_keys(&on_command);
    let on_close = {
        let (window, own) = (window.clone(), window.map(|(_, number)| number));
        Callback::from(move |()| {
            if own == Some(*count.borrow()) {
                window.set(None);
            }
        })
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
    lines.extend(lessons.line().filter(|_| window.is_none_or(|(window, _)| window != Window::Lessons)));
    // The list says it itself while it is open.
    lines.extend(rules.line().filter(|_| window.is_none_or(|(window, _)| window != Window::Rules)));
    if let Some(text) = &*said {
        let said = said.setter();
        lines.push(Line {
            text: text.clone().into(),
            action: None,
            on_read: Callback::from(move |()| said.set(None)),
        });
    }
    // The reference stands over whatever else is open, which is there again when it is closed.
    let what = match (&linked.entry, *window) {
        (Some(address), _) => Some((Shown::Reference(address.clone()), 0, linked.on_leave.clone())),
        (None, Some((window, key))) => Some((Shown::Window(window), key, on_close)),
        (None, None) => None,
    };
    let open_now = what.map(|(shown, key, on_close)| {
        let opened = Opened {
            shown,
            key,
            start: start.clone(),
            status: status.clone(),
            rules: rules.clone(),
            inputs: inputs.clone(),
            singles,
            on_singles,
            on_command,
            on_compare: on_compare.clone(),
            on_forget,
            on_close: on_close.clone(),
            lessons: lessons.clone(),
            lesson: open_lesson.map(str::to_owned),
        };
        let draw = Draw::new(move || call!(dialog(&opened)));
        html! { <Later {key} part={Part::Page} {draw} {on_close} /> }
    });
    Windows {
        open: html! { { for open_now } },
        lines,
        on_kept: open(Window::Kept),
        on_rules: open(Window::Rules),
        on_share: open(Window::Share),
        on_about: open(Window::About),
        on_examples: open(Window::Examples),
        on_lessons: open(Window::Lessons),
        on_find: open(Window::Find),
    }
}

/// What is shown over the page.
enum Shown {
    Window(Window),
    /// The entry of the reference at an address.
    Reference(AttrValue),
}

/// What a dialog is given.
pub(crate) struct Opened {
    shown: Shown,
    key: u32,
    start: Start,
    status: Status,
    rules: Rules,
    inputs: Rc<Inputs>,
    singles: bool,
    on_singles: Callback<bool>,
    on_command: Callback<Command>,
    on_compare: Callback<Contender>,
    on_forget: Callback<()>,
    on_close: Callback<()>,
    lessons: Lessons,
    lesson: Option<String>,
}

/// Draws a dialog.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(page, fallible, preload(load_dialogs))
)]
pub(crate) fn dialog(opened: &Opened) -> Loaded<Html> {
    let Opened { shown, key, start, status, rules, inputs, singles, .. } = opened;
    let (key, on_close, rules) = (*key, opened.on_close.clone(), rules.clone());
    let window = match shown {
        Shown::Window(window) => window,
        Shown::Reference(address) => {
            return Ok(
                html! { <ReferenceDialog key="reference" address={address.clone()} {rules} {on_close} /> },
            );
        }
    };
    Ok(match window {
        Window::Kept => html! {
            <KeptDialog {key} keeper={start.keeper.clone()} status={status.clone()} on_forget={opened.on_forget.clone()} {on_close} />
        },
        Window::Rules => html! {
            <RulesDialog {key} keeper={start.keeper.clone()} {rules} on_compare={opened.on_compare.clone()} {on_close} />
        },
        Window::Share => {
            let (inputs, documents, name) = (inputs.clone(), start.documents.clone(), rules.name);
            let rule = Callback::from(move |()| Texts::of(&inputs, &documents).portable(&name));
            html! { <ShareDialog {key} {rule} {on_close} /> }
        }
        Window::About => html! { <About {key} {on_close} /> },
        Window::Examples => {
            let sql = String::from(start.documents.get(DocumentName::Sql).text);
            html! { <Examples {key} {rules} {sql} {on_close} /> }
        }
        Window::Lessons => html! {
            <ContentsDialog {key} lessons={opened.lessons.clone()} open={opened.lesson.clone()} {on_close} />
        },
        Window::Find => html! {
            <Palette {key} {rules} lessons={opened.lessons.clone()} on_command={opened.on_command.clone()} {on_close} />
        },
        Window::Keys => {
            html! { <Keys {key} singles={*singles} on_singles={opened.on_singles.clone()} {on_close} /> }
        }
    })
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
