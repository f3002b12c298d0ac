//! The RuleLens page.
//!
//! `rulelens-web` runs twice: on the page's main thread it draws the page, and evaluates what is small; in a worker that can
//! be killed it is the evaluator of all else. `rulelens-whole-worker` is the evaluator with every part of the engine. What
//! was pasted goes from the page to the worker as JavaScript strings, and the answer comes back bounded in size, so that
//! the page stays responsive whatever the message is.
//!
//! - [`state`]: what the page knows, as one reducer that needs no browser.
//! - [`worker`]: the messages between page and workers, the page's side of them, and the workers'.
//! - `documents`, `history`, `undo`: SQL and payload, each with one undo history.
//! - `keeping`: what outlives the tab: a list of rules; `rules` opens one in the page, or texts beside them.
//! - `lessons`: a lesson in the workbench, judged as one types.
//! - `comparing`: the rule of the workbench beside another one, or beside a version of itself.
//! - `components`, `panes`, `editor`: what is drawn; `assistant` answers what the code editor asks.

mod app;
mod assistant;
mod browser;
mod casing;
mod commands;
mod comparing;
mod components;
mod documents;
#[cfg(test)]
mod drawn;
mod editor;
mod embed;
mod evaluation;
mod explaining;
mod gathering;
mod history;
mod importing;
mod keeping;
mod later;
mod lessons;
mod library;
mod links;
mod panes;
mod places;
mod pointers;
mod release;
mod replacing;
mod replaying;
mod rules;
mod sample;
pub mod state;
mod streams;
mod undo;
mod windows;
pub mod worker;

/// Draws the page into the element with the id `app`, in place of what stands there while the page loads.
pub fn start() {
    wasm_bindgen_futures::spawn_local(async {
        let start = keeping::restore().await;
        if let Some(root) = browser::element("app") {
            yew::Renderer::<app::App>::with_root_and_props(root, app::AppProps { start }).render();
        }
    });
}
