//! The bars between the panes, moved by mouse and by keyboard.

use crate::browser::preferences;
use wasm_bindgen::prelude::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};
use yew::{
    Callback, Html, NodeRef, Properties, TargetCast, function_component, html, use_effect_with, use_state,
};

const KEY: &str = "rulelens.panes";

/// How narrow a pane can get, in hundredths of the width.
const LEAST: f64 = 16.0;

/// How far an arrow key moves a bar, in hundredths of the width.
const STEP: f64 = 2.0;

/// The widths of the three panes, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shares([f64; 3]);

impl Default for Shares {
    fn default() -> Self {
        Self([24.0, 31.0, 45.0])
    }
}

impl Shares {
    /// Where the bar after the pane `bar` stands, in hundredths from the left.
    fn position(self, bar: usize) -> f64 {
        self.0[..=bar].iter().sum()
    }

    /// The least and greatest position of a bar while the other one stays.
    fn bounds(self, bar: usize) -> (f64, f64) {
        let before: f64 = self.0[..bar].iter().sum();
        (before + LEAST, before + self.0[bar] + self.0[bar + 1] - LEAST)
    }

    /// The widths after a bar has moved to a position, as far as it can go.
    fn moved(self, bar: usize, position: f64) -> Self {
        let (least, greatest) = self.bounds(bar);
        let by = position.clamp(least, greatest.max(least)) - self.position(bar);
        let mut shares = self.0;
        shares[bar] += by;
        shares[bar + 1] -= by;
        Self(shares)
    }

    /// The widths that were kept, where they are sensible.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ').map(str::parse);
        let shares = [parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?];
        let sensible = shares.iter().all(|share| (LEAST - 0.1..100.0).contains(share));
        (sensible && (shares.iter().sum::<f64>() - 100.0).abs() < 1.0).then_some(Self(shares))
    }

    fn write(self) -> String {
        let [message, rule, result] = self.0;
        format!("{message:.1} {rule:.1} {result:.1}")
    }

    /// The widths of the last visit.
    pub(crate) fn kept() -> Self {
        preferences()
            .and_then(|storage| storage.get_item(KEY).ok().flatten())
            .and_then(|text| Self::read(&text))
            .unwrap_or_default()
    }

    fn keep(self) {
        if let Some(storage) = preferences() {
            let _ = storage.set_item(KEY, &self.write());
        }
    }

    /// Returns the widths to the styles. Set as properties, which a policy without inline styles allows.
    pub(crate) fn show(self, panes: &HtmlElement) {
        for (name, share) in ["--message", "--rule", "--result"].into_iter().zip(self.0) {
            let _ = panes.style().set_property(name, &format!("{share:.1}fr"));
        }
    }
}

/// What a [`Splitter`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct SplitterProps {
    /// The number of the pane on its left.
    pub(crate) bar: usize,
    /// What it changes, for those who hear it.
    pub(crate) label: &'static str,
    /// The id of the pane on its left.
    pub(crate) controls: &'static str,
    /// The widths.
    pub(crate) shares: Shares,
    /// The element that holds the panes.
    pub(crate) panes: NodeRef,
    /// Is told the new widths.
    pub(crate) on_move: Callback<Shares>,
}

/// A bar between two panes.
#[function_component]
pub(crate) fn Splitter(props: &SplitterProps) -> Html {
    let SplitterProps { bar, label, controls, shares, panes, on_move } = props;
    let (bar, shares) = (*bar, *shares);
    let dragging = use_state(|| false);
    use_effect_with((*dragging, shares), |&(dragging, shares)| {
        if !dragging {
            shares.keep();
        }
    });
    let onpointerdown = {
        let dragging = dragging.setter();
        move |event: PointerEvent| {
            if event.button() == 0 {
                let target: Element = event.target_unchecked_into();
                let _ = target.set_pointer_capture(event.pointer_id());
                dragging.set(true);
            }
        }
    };
    let onpointermove = {
        let (on_move, panes, dragging) = (on_move.clone(), panes.clone(), *dragging);
        move |event: PointerEvent| {
            let Some(panes) = panes.get().and_then(|node| node.dyn_into::<Element>().ok()) else { return };
            let area = panes.get_bounding_client_rect();
            if dragging && area.width() > 0.0 {
                let position = (f64::from(event.client_x()) - area.left()) / area.width() * 100.0;
                on_move.emit(shares.moved(bar, position));
            }
        }
    };
    let stop = |dragging: yew::UseStateSetter<bool>| move |_: PointerEvent| dragging.set(false);
    let onkeydown = {
        let on_move = on_move.clone();
        move |event: KeyboardEvent| {
            let (least, greatest) = shares.bounds(bar);
            let position = match event.key().as_str() {
                "ArrowLeft" => shares.position(bar) - STEP,
                "ArrowRight" => shares.position(bar) + STEP,
                "Home" => least,
                "End" => greatest,
                "Enter" => Shares::default().position(bar),
                _ => return,
            };
            event.prevent_default();
            on_move.emit(shares.moved(bar, position));
        }
    };
    let ondblclick = on_move.reform(|_| Shares::default());
    let (least, greatest) = shares.bounds(bar);
    html! {
        <div class="splitter" role="separator" tabindex="0" aria-orientation="vertical" aria-label={*label}
            aria-controls={*controls} aria-valuenow={format!("{:.0}", shares.position(bar))}
            aria-valuemin={format!("{least:.0}")} aria-valuemax={format!("{greatest:.0}")}
            title="Drag, or use the arrow keys. Double-click to reset the widths."
            {onpointerdown} {onpointermove} onpointerup={stop(dragging.setter())} onpointercancel={stop(dragging.setter())}
            {onkeydown} {ondblclick} />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(shares: Shares) -> f64 {
        shares.0.iter().sum()
    }

    #[test]
    fn a_bar_moves_its_two_neighbours_only() {
        let moved = Shares::default().moved(0, 30.0);
        assert_eq!(moved.write(), "30.0 25.0 45.0");
        assert_eq!(Shares::default().moved(1, 60.0).write(), "24.0 36.0 40.0");
    }

    #[test]
    fn no_pane_disappears() {
        for bar in [0, 1] {
            for position in [-1_000.0, 0.0, 50.0, 100.0, 1_000.0] {
                let moved = Shares::default().moved(bar, position);
                assert!(moved.0.iter().all(|share| *share >= LEAST), "{moved:?}");
                assert!((whole(moved) - 100.0).abs() < 1e-9, "{moved:?}");
            }
        }
    }

    #[test]
    fn widths_are_read_as_they_were_written_and_nonsense_is_not() {
        let shares = Shares::default().moved(0, 33.3);
        assert_eq!(Shares::read(&shares.write()).map(Shares::write), Some(shares.write()));
        for text in ["", "1 2", "0 50 50", "NaN 50 50", "50 50 50", "a b c"] {
            assert_eq!(Shares::read(text), None, "{text}");
        }
    }
}
