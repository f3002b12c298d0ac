//! The bars between the panes, moved by mouse and by keyboard.

use crate::browser::preferences;
use wasm_bindgen::prelude::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};
use yew::{
    Callback, Html, NodeRef, Properties, TargetCast, function_component, html, use_effect_with, use_state,
};

/// How far an arrow key moves a bar, in hundredths of the width.
const STEP: f64 = 2.0;

/// How the panes stand side by side; each arrangement has widths of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Columns {
    /// Message above rule, and the result beside them.
    Two,
    /// Message above rule, and a wide result beside them.
    Wide,
    /// Message, rule and result.
    Three,
    /// The same with a second tab of the result.
    Four,
}

impl Columns {
    /// How many there are.
    pub(crate) fn count(self) -> usize {
        match self {
            Self::Two | Self::Wide => 2,
            Self::Three => 3,
            Self::Four => 4,
        }
    }

    /// Under what the widths are kept.
    fn key(self) -> &'static str {
        match self {
            Self::Two => "rulelens.panes.2",
            Self::Wide => "rulelens.panes.wide",
            Self::Three => "rulelens.panes",
            Self::Four => "rulelens.panes.4",
        }
    }

    /// The properties in which the styles get the widths.
    fn properties(self) -> &'static [&'static str] {
        match self {
            Self::Two => &["--left", "--right"],
            Self::Wide => &["--beside", "--wide"],
            Self::Three => &["--message", "--rule", "--result"],
            Self::Four => &["--message-4", "--rule-4", "--result-4", "--pinned"],
        }
    }

    /// The widths as long as the user has not moved a bar, in hundredths.
    fn usual(self) -> [f64; 4] {
        match self {
            Self::Two => [45.0, 55.0, 0.0, 0.0],
            Self::Wide => [26.0, 74.0, 0.0, 0.0],
            Self::Three => [24.0, 31.0, 45.0, 0.0],
            Self::Four => [19.0, 25.0, 33.0, 23.0],
        }
    }

    /// How narrow a pane can get, in hundredths of the width.
    fn least(self) -> f64 {
        match self {
            Self::Two => 30.0,
            Self::Three | Self::Wide => 16.0,
            Self::Four => 12.0,
        }
    }
}

/// The widths of the panes, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shares {
    columns: Columns,
    widths: [f64; 4],
}

impl Shares {
    /// The widths before anything is moved.
    fn usual(columns: Columns) -> Self {
        Self { columns, widths: columns.usual() }
    }

    /// How the panes stand.
    pub(crate) fn columns(self) -> Columns {
        self.columns
    }

    /// Where the bar after the pane `bar` stands, in hundredths from the left.
    fn position(self, bar: usize) -> f64 {
        self.widths[..=bar].iter().sum()
    }

    /// The least and greatest position of a bar while the others stay.
    fn bounds(self, bar: usize) -> (f64, f64) {
        let before: f64 = self.widths[..bar].iter().sum();
        let least = self.columns.least();
        (before + least, before + self.widths[bar] + self.widths[bar + 1] - least)
    }

    /// The widths after a bar has moved to a position, as far as it can go.
    fn moved(self, bar: usize, position: f64) -> Self {
        let (least, greatest) = self.bounds(bar);
        let by = position.clamp(least, greatest.max(least)) - self.position(bar);
        let mut widths = self.widths;
        widths[bar] += by;
        widths[bar + 1] -= by;
        Self { widths, ..self }
    }

    /// The widths that were kept, where they are sensible.
    fn read(columns: Columns, text: &str) -> Option<Self> {
        let parts: Vec<f64> = text.split(' ').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        let sensible = parts.len() == columns.count()
            && parts.iter().all(|width| (columns.least() - 0.1..100.0).contains(width))
            && (parts.iter().sum::<f64>() - 100.0).abs() < 1.0;
        let mut widths = [0.0; 4];
        widths.iter_mut().zip(parts).for_each(|(width, part)| *width = part);
        sensible.then_some(Self { columns, widths })
    }

    fn write(self) -> String {
        let widths = self.widths[..self.columns.count()].iter().map(|width| format!("{width:.1}"));
        widths.collect::<Vec<_>>().join(" ")
    }

    /// The widths of the last visit.
    pub(crate) fn kept(columns: Columns) -> Self {
        preferences()
            .and_then(|storage| storage.get_item(columns.key()).ok().flatten())
            .and_then(|text| Self::read(columns, &text))
            .unwrap_or_else(|| Self::usual(columns))
    }

    fn keep(self) {
        if let Some(storage) = preferences() {
            let _ = storage.set_item(self.columns.key(), &self.write());
        }
    }

    /// Returns the widths to the styles. Set as properties, which a policy without inline styles allows.
    pub(crate) fn show(self, panes: &HtmlElement) {
        for (name, share) in self.columns.properties().iter().zip(self.widths) {
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
                "Enter" => Shares::usual(shares.columns).position(bar),
                _ => return,
            };
            event.prevent_default();
            on_move.emit(shares.moved(bar, position));
        }
    };
    let ondblclick = on_move.reform(move |_| Shares::usual(shares.columns));
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

    const ALL: [Columns; 4] = [Columns::Two, Columns::Wide, Columns::Three, Columns::Four];

    #[test]
    fn a_bar_moves_its_two_neighbours_only() {
        let moved = |columns, bar, position| Shares::usual(columns).moved(bar, position).write();
        assert_eq!(moved(Columns::Three, 0, 30.0), "30.0 25.0 45.0");
        assert_eq!(moved(Columns::Three, 1, 60.0), "24.0 36.0 40.0");
        assert_eq!(moved(Columns::Two, 0, 50.0), "50.0 50.0");
        assert_eq!(moved(Columns::Four, 2, 70.0), "19.0 25.0 26.0 30.0");
    }

    #[test]
    fn no_pane_disappears() {
        for columns in ALL {
            for bar in 0..columns.count() - 1 {
                for position in [-1_000.0, 0.0, 50.0, 100.0, 1_000.0] {
                    let moved = Shares::usual(columns).moved(bar, position);
                    let widths = &moved.widths[..columns.count()];
                    assert!(widths.iter().all(|share| *share >= columns.least() - 1e-9), "{moved:?}");
                    assert!((widths.iter().sum::<f64>() - 100.0).abs() < 1e-9, "{moved:?}");
                }
            }
        }
    }

    #[test]
    fn widths_are_read_as_they_were_written_and_nonsense_is_not() {
        for columns in ALL {
            let shares = Shares::usual(columns).moved(0, 33.3);
            assert_eq!(Shares::read(columns, &shares.write()).map(Shares::write), Some(shares.write()));
            assert_eq!(columns.properties().len(), columns.count());
            for text in
                ["", "1", "0 50 50", "NaN 50 50", "50 50 50", "a b c", "60 60", "1 2 3 94", "50 50 1 1 1"]
            {
                assert_eq!(Shares::read(columns, text), None, "{text}");
            }
        }
        assert_eq!(Shares::read(Columns::Two, "24.0 31.0 45.0"), None, "widths of another arrangement");
    }
}
