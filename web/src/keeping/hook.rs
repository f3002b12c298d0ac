//! Keeping, as the page calls for it.

use super::{Keeper, Status, Texts};
use crate::browser::{document, window};
use crate::state::State;
use gloo_events::EventListener;
use std::rc::Rc;
use yew::{Callback, UseReducerHandle, hook, use_effect_with, use_state};

/// Keeps the state whenever it changes, and when the page goes away; what becomes of it.
#[hook]
pub(crate) fn use_keeping(
    keeper: &Keeper,
    state: &UseReducerHandle<State>,
    before: Option<Rc<Texts>>,
) -> Status {
    let status = use_state(|| keeper.status());
    {
        let (keeper, status) = (keeper.clone(), status.setter());
        use_effect_with((), move |()| {
            status.set(keeper.status());
            keeper.listen(Callback::from(move |new| status.set(new)));
            let leave = {
                let keeper = keeper.clone();
                move || {
                    keeper.write(true);
                    keeper.keep_past();
                }
            };
            let hidden = document().map(|document| {
                let leave = leave.clone();
                EventListener::new(&document, "visibilitychange", move |_| leave())
            });
            let left = window().map(|window| {
                EventListener::new(&window, "pagehide", move |_| {
                    leave();
                    // Leaving in the middle of an evaluation is not a crash.
                    keeper.mark_evaluating(false);
                })
            });
            move || drop((hidden, left))
        });
    }
    {
        let (keeper, inputs) = (keeper.clone(), state.inputs.clone());
        let has_before = before.is_some();
        // Cases change no revision, because nothing is evaluated for them.
        let cases = inputs.cases.clone();
        use_effect_with((state.revision, cases, has_before), move |_| keeper.changed(inputs, before));
    }
    (*status).clone()
}
