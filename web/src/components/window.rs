//! Which lines of a long table or list are drawn.

use std::ops::Range;

/// From how many lines on only those in sight are drawn.
pub(crate) const LONG: usize = 80;

/// How many lines are drawn above and below what is in sight.
const BEYOND: usize = 12;

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
            assert!(lines.len() <= 22 + 48, "{top}: {lines:?}");
            let (first, last) = ((top / 28.0) as usize, ((top + 600.0) / 28.0) as usize);
            for seen in [first, last] {
                assert!(seen >= 1_000 || lines.contains(&seen), "{top}: {seen} in {lines:?}");
            }
        }
    }
}
