//! Which lines of a long table or list are drawn.

use gloo_events::EventListener;
use std::ops::Range;
use web_sys::HtmlElement;
use yew::{NodeRef, hook, use_effect_with, use_mut_ref, use_state};

/// From how many lines on only those in sight are drawn.
pub(crate) const LONG: usize = 80;

/// How many lines are drawn above and below what is in sight.
const BEYOND: usize = 8;

/// What of a table is in sight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sight {
    /// How far the table is scrolled, in CSS pixels.
    pub(crate) top: f64,
    /// The height of what is in sight, in CSS pixels.
    pub(crate) height: f64,
    /// The height of a line, in CSS pixels.
    pub(crate) line: f64,
}

impl Default for Sight {
    fn default() -> Self {
        Self { top: 0.0, height: 900.0, line: 28.0 }
    }
}

impl Sight {
    /// The lines to draw of so many. It moves in steps, so that not every pixel draws anew.
    pub(crate) fn lines(self, count: usize) -> Range<usize> {
        if count <= LONG {
            return 0..count;
        }
        let line = self.line.max(1.0);
        let first = (self.top.max(0.0) / line) as usize / BEYOND * BEYOND;
        let visible = (self.height.max(0.0) / line) as usize + 1;
        let start = first.saturating_sub(BEYOND).min(count);
        start..(first + visible + 2 * BEYOND).min(count)
    }
}

/// What is in sight of `holder`, which scrolls so many lines; `line` selects one of them.
#[hook]
pub(crate) fn use_sight(holder: &NodeRef, line: &'static str, count: usize) -> Sight {
    let sight = use_state(Sight::default);
    // The handle that a listener holds is that of its time; what is in sight is compared with the newest.
    let newest = use_mut_ref(Sight::default);
    *newest.borrow_mut() = *sight;
    let (holder, setter) = (holder.clone(), sight.setter());
    use_effect_with((count > LONG, count), move |(is_long, _)| {
        let holder: Option<HtmlElement> = holder.cast().filter(|_| *is_long);
        let listener = holder.map(|holder| {
            let look = move |holder: &HtmlElement| {
                if let Some(found) = measure(holder, line, *newest.borrow()) {
                    setter.set(found);
                }
            };
            look(&holder);
            EventListener::new(&holder.clone(), "scroll", move |_| look(&holder))
        });
        move || drop(listener)
    });
    *sight
}

/// What is in sight, where other lines are to be drawn than before.
fn measure(holder: &HtmlElement, line: &str, before: Sight) -> Option<Sight> {
    let row = holder.query_selector(line).ok().flatten();
    let line = row.map_or(before.line, |row| row.get_bounding_client_rect().height());
    let line = if line > 0.0 { line } else { before.line };
    let found =
        Sight { top: f64::from(holder.scroll_top()), height: f64::from(holder.client_height()), line };
    let is_other =
        found.lines(usize::MAX) != before.lines(usize::MAX) || (found.line - before.line).abs() > 0.5;
    is_other.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{LONG, Sight};

    #[test]
    fn what_is_in_sight_is_drawn_and_not_much_more() {
        for count in [0, 1, LONG] {
            assert_eq!(Sight::default().lines(count), 0..count);
        }
        for top in [0.0, 1.0, 335.0, 3_000.0, 27_000.0, 1e9] {
            let sight = Sight { top, height: 600.0, line: 28.0 };
            let lines = sight.lines(1_000);
            assert!(lines.len() <= 22 + 24, "{top}: {lines:?}");
            let (first, last) = ((top / 28.0) as usize, ((top + 600.0) / 28.0) as usize);
            for seen in [first, last] {
                assert!(seen >= 1_000 || lines.contains(&seen), "{top}: {seen} in {lines:?}");
            }
        }
    }
}
