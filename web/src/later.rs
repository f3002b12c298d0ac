//! Parts of the page that come as files of their own, when they are first needed.
//!
//! A part is a function with `wasm_split`: all that only this function calls is taken out of the program when the site is built
//! (`cargo xtask build`, with the feature `split`), and put into a file that the page fetches before it calls it. In other builds
//! the function stands in the program, and is called like any other.

use crate::components::dialog::Dialog;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, Html, Properties, function_component, html, use_effect_with, use_state};

/// A part of the program that comes later.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// What the page does not show at the first sight: the dialogs, the other tabs, the fields that are closed at first, and where
    /// a record comes from; and what it does only when it is asked to, such as opening another rule or a link.
    Page,
    /// Lessons: an open one, and what is done with them.
    Lesson,
    /// What the evaluator says about a text that is edited.
    Assist,
    /// Of the engine, what few rules need, and what explains mistakes; see `rulelens_wasm::rest`.
    Rest,
}

/// What a function with `wasm_split` returns: what it made, or that its part did not load.
pub(crate) type Loaded<T> = Result<T, NotLoaded>;

/// What a part does that takes its time.
pub(crate) type Task<T> = Pin<Box<dyn Future<Output = T>>>;

/// Why something is not done whose part did not load, as a clause.
pub(crate) const MISSING: &str = "a part of the page did not load; please check the connection and try again";

/// That a part did not load.
#[derive(Debug)]
pub(crate) struct NotLoaded;

#[cfg(all(feature = "split", target_family = "wasm"))]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_error: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Calls a function with `wasm_split` whose part has come; `None` where it has not.
macro_rules! call {
    ($call:expr) => {{
        #[cfg(all(feature = "split", target_family = "wasm"))]
        let answer = $crate::later::now($call).and_then(Result::ok);
        #[cfg(not(all(feature = "split", target_family = "wasm")))]
        let answer = $call.ok();
        answer
    }};
}
pub(crate) use call;

/// Whether an evaluation that was just made needed the rest of the engine, which was not there; it does not count then.
#[cfg(all(feature = "split", target_family = "wasm"))]
pub(crate) use rulelens_wasm::rest::was_missed;

/// Whether an evaluation that was just made needed the rest of the engine, which was not there: it stands in the program.
#[cfg(not(all(feature = "split", target_family = "wasm")))]
pub(crate) fn was_missed() -> bool {
    false
}

/// The result of a future that has one at once.
#[cfg(all(feature = "split", target_family = "wasm"))]
pub(crate) fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => None,
    }
}

#[cfg(all(feature = "split", target_family = "wasm"))]
mod coming {
    use super::Part;
    use std::cell::Cell;
    use wasm_split_helpers::SplitLoaderError;

    thread_local! {
        static HERE: Cell<[bool; 4]> = const { Cell::new([false; 4]) };
    }

    impl Part {
        /// Whether it has come.
        pub(crate) fn is_here(self) -> bool {
            HERE.get()[self as usize]
        }

        /// Fetches it; whether that succeeded.
        pub(crate) async fn load(self) -> bool {
            let came = match self {
                Self::Page => page().await.is_ok(),
                Self::Lesson => lesson().await.is_ok(),
                Self::Assist => crate::worker::answering::load_assist().await.is_ok(),
                Self::Rest => rulelens_wasm::rest::load().await.is_ok(),
            };
            if came {
                let mut here = HERE.get();
                here[self as usize] = true;
                HERE.set(here);
            }
            came
        }
    }

    /// One file, for each of the functions in which it is entered.
    async fn page() -> Result<(), SplitLoaderError> {
        crate::panes::load_tabs().await?;
        crate::panes::load_fields().await?;
        crate::components::problem_list::load_problems().await?;
        crate::components::records::load_inspector().await?;
        crate::components::replay_progress::load_replay_bar().await?;
        crate::panes::load_banner().await?;
        crate::worker::side::load_side().await?;
        crate::casing::load_casing().await?;
        crate::links::load_links().await?;
        crate::rules::load_rules().await?;
        crate::windows::load_dialogs().await
    }

    /// One file, for each of the functions in which it is entered.
    async fn lesson() -> Result<(), SplitLoaderError> {
        crate::lessons::load_teaching().await?;
        crate::lessons::load_lesson().await
    }
}

#[cfg(not(all(feature = "split", target_family = "wasm")))]
impl Part {
    /// Whether it has come: it stands in the program.
    #[expect(clippy::unused_self, reason = "a part of the split program may be missing")]
    pub(crate) fn is_here(self) -> bool {
        true
    }

    /// Fetches it; whether that succeeded.
    #[expect(clippy::unused_async, reason = "a part of the split program is fetched")]
    pub(crate) async fn load(self) -> bool {
        true
    }
}

impl Part {
    /// Has it do what `begin` begins, once it has come; why that is not done, as a clause.
    pub(crate) async fn work<T>(self, begin: impl FnOnce() -> Option<Task<T>>) -> Result<T, String> {
        let task = if self.is_here() || self.load().await { begin() } else { None };
        match task {
            Some(task) => Ok(task.await),
            None => Err(MISSING.to_owned()),
        }
    }
}

/// Draws a part that is there.
#[derive(Clone)]
pub(crate) struct Draw(Rc<dyn Fn() -> Option<Html>>);

impl Draw {
    /// What `draw` says, which calls the part's function.
    pub(crate) fn new(draw: impl Fn() -> Option<Html> + 'static) -> Self {
        Self(Rc::new(draw))
    }
}

/// What is drawn is made of what the function holds, which cannot be compared.
impl PartialEq for Draw {
    fn eq(&self, _other: &Self) -> bool {
        false
    }
}

/// What [`Later`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct LaterProps {
    /// The part.
    pub(crate) part: Part,
    /// Draws it.
    pub(crate) draw: Draw,
    /// Is told that a dialog that did not come was closed; none for what stands in the page.
    #[prop_or_default]
    pub(crate) on_close: Option<Callback<()>>,
}

/// How far a part has come.
#[derive(Clone, Copy, PartialEq)]
enum Standing {
    Coming,
    Here,
    Missing,
}

/// What a part draws, once it has come; until then that it comes, or why it does not.
#[function_component]
pub(crate) fn Later(props: &LaterProps) -> Html {
    let part = props.part;
    let standing = use_state(|| if part.is_here() { Standing::Here } else { Standing::Coming });
    use_effect_with(*standing == Standing::Coming, {
        let standing = standing.setter();
        move |coming| {
            if *coming {
                spawn_local(async move {
                    standing.set(if part.load().await { Standing::Here } else { Standing::Missing });
                });
            }
        }
    });
    match *standing {
        Standing::Here => (props.draw.0)().unwrap_or_default(),
        Standing::Coming => html! {
            if props.on_close.is_none() {
                <div class="loading"><progress aria-label="Loading"></progress></div>
            }
        },
        Standing::Missing => {
            let on_again = Callback::from(move |_| standing.set(Standing::Coming));
            let trouble = html! {
                <p role="alert">
                    { "This part of the page did not load. Please check the connection. " }
                    <button type="button" class="button is-link" onclick={on_again}>{ "Try again" }</button>
                </p>
            };
            match &props.on_close {
                Some(on_close) => html! {
                    <Dialog id="missing" title="Not loaded" {on_close}>{ trouble }</Dialog>
                },
                None => trouble,
            }
        }
    }
}

/// Fetches what the page may be asked for, before it is.
pub(crate) fn load_early() {
    spawn_local(async {
        // What does not come now is asked for again when it is needed.
        Part::Page.load().await;
        Part::Rest.load().await;
    });
}
