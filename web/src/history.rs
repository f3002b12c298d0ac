//! The one undo history of a text.
//!
//! A browser undoes only what was typed: what the page itself puts into a field, as a fix or the sample, is not in the
//! browser's history, and undoing past it leaves a mixture of both texts. So every change of a text goes through here,
//! and the browser's own undo is never reached (`undo`).

/// How many steps back there are.
const MAX_STEPS: usize = 300;

/// How long all texts of the past may be together; one step back there always is.
const MAX_UNITS: usize = 16 * 1024 * 1024;

/// A pause after which typing is a step of its own, in milliseconds.
const PAUSE: f64 = 1_000.0;

/// The longest time that typing without a pause is one step, in milliseconds.
const LONGEST_RUN: f64 = 5_000.0;

/// A text that is cheap to clone.
pub(crate) trait Text: Clone + PartialEq {
    /// Its length.
    fn units(&self) -> usize;
}

impl Text for js_sys::JsString {
    fn units(&self) -> usize {
        self.length() as usize
    }
}

impl Text for yew::AttrValue {
    fn units(&self) -> usize {
        self.len()
    }
}

/// How a text was changed in its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A character was added.
    Added,
    /// A character was taken away.
    Deleted,
    /// Something else, such as pasting: always a step of its own.
    Otherwise,
}

impl Typed {
    /// Reads an `InputEvent.inputType`.
    pub(crate) fn of(input_type: &str) -> Self {
        match input_type {
            "insertText" | "insertCompositionText" => Self::Added,
            "deleteContentBackward" | "deleteContentForward" => Self::Deleted,
            _ => Self::Otherwise,
        }
    }

    /// Reads the word that the code editor has for it, which is that of the variant.
    pub(crate) fn named(word: &str) -> Self {
        match word {
            "Added" => Self::Added,
            "Deleted" => Self::Deleted,
            _ => Self::Otherwise,
        }
    }
}

/// Into the past or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Takes a change back.
    Undo,
    /// Makes it again.
    Redo,
}

/// A run of typing that is one step.
#[derive(Clone, Copy, Debug)]
struct Run {
    typed: Typed,
    first: f64,
    last: f64,
}

/// A text with its past, and with what was undone.
#[derive(Clone, Debug)]
pub(crate) struct History<T> {
    past: Vec<T>,
    present: T,
    undone: Vec<T>,
    run: Option<Run>,
}

impl<T: Text> History<T> {
    /// A text without a past.
    pub(crate) fn new(present: T) -> Self {
        Self { past: Vec::new(), present, undone: Vec::new(), run: None }
    }

    /// The text as it is.
    pub(crate) fn present(&self) -> &T {
        &self.present
    }

    /// Whether there is a past.
    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// The user changed the text at the time `now`, in milliseconds.
    pub(crate) fn typed(&mut self, text: T, typed: Typed, now: f64) {
        let by = text.units() as i64 - self.present.units() as i64;
        // Typing over a selection is not the same as typing on; two units are a character such as an emoji.
        let one_character = match typed {
            Typed::Added => (1..=2).contains(&by),
            Typed::Deleted => (-2..=-1).contains(&by),
            Typed::Otherwise => false,
        };
        let goes_on = self.run.filter(|run| {
            one_character && run.typed == typed && now - run.last < PAUSE && now - run.first < LONGEST_RUN
        });
        match goes_on {
            Some(run) => {
                self.present = text;
                self.undone.clear();
                self.run = Some(Run { last: now, ..run });
            }
            None => {
                self.replace(text);
                self.run = one_character.then_some(Run { typed, first: now, last: now });
            }
        }
    }

    /// Another text takes the place of the present one, in one step.
    pub(crate) fn replace(&mut self, text: T) {
        if text == self.present {
            return;
        }
        self.run = None;
        self.past.push(std::mem::replace(&mut self.present, text));
        self.undone.clear();
        let mut first = self.past.len().saturating_sub(MAX_STEPS);
        let mut units: usize = self.past[first..].iter().map(T::units).sum();
        while first + 1 < self.past.len() && units > MAX_UNITS {
            units -= self.past[first].units();
            first += 1;
        }
        self.past.drain(..first);
    }

    /// Goes a step into the past, or back; whether there was one.
    pub(crate) fn go(&mut self, direction: Direction) -> bool {
        let (from, to) = match direction {
            Direction::Undo => (&mut self.past, &mut self.undone),
            Direction::Redo => (&mut self.undone, &mut self.past),
        };
        let Some(text) = from.pop() else { return false };
        to.push(std::mem::replace(&mut self.present, text));
        self.run = None;
        true
    }

    /// The texts before the present one, the oldest first, and those that were undone, in the order of undoing.
    pub(crate) fn steps(&self) -> [&[T]; 2] {
        [&self.past, &self.undone]
    }

    /// Gives the text other steps.
    pub(crate) fn set_steps(&mut self, past: Vec<T>, undone: Vec<T>) {
        (self.past, self.undone, self.run) = (past, undone, None);
    }

    /// Puts an older text before all that is known.
    pub(crate) fn remember(&mut self, older: T) {
        if *self.past.first().unwrap_or(&self.present) != older {
            self.past.insert(0, older);
        }
    }

    /// Drops past and future.
    pub(crate) fn forget(&mut self) {
        *self = Self::new(self.present.clone());
    }
}

/// Where the part that differs between two texts ends in the new one, in UTF-16 code units.
pub(crate) fn end_of_change(old: &str, new: &str) -> usize {
    let pairs = || old.chars().rev().zip(new.chars().rev());
    let common: usize = pairs().take_while(|(old, new)| old == new).map(|(_, new)| new.len_utf16()).sum();
    let start: usize = old
        .chars()
        .zip(new.chars())
        .take_while(|(old, new)| old == new)
        .map(|(_, new)| new.len_utf16())
        .sum();
    (new.encode_utf16().count() - common).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use yew::AttrValue;

    fn history(text: &'static str) -> History<AttrValue> {
        History::new(AttrValue::from(text))
    }

    fn go(history: &mut History<AttrValue>, direction: Direction) -> Option<String> {
        history.go(direction).then(|| history.present().to_string())
    }

    #[test]
    fn what_is_typed_in_one_go_is_one_step() {
        let mut history = history("");
        for (at, text) in ["S", "SE", "SEL"].into_iter().enumerate() {
            history.typed(text.into(), Typed::Added, at as f64 * 100.0);
        }
        history.typed("SE".into(), Typed::Deleted, 300.0);
        history.typed("SE F".into(), Typed::Otherwise, 310.0);
        history.typed("SE Fx".into(), Typed::Added, 2_000.0);
        for expected in ["SE F", "SE", "SEL", ""] {
            assert_eq!(go(&mut history, Direction::Undo).as_deref(), Some(expected));
        }
        assert_eq!(go(&mut history, Direction::Undo), None);
        assert_eq!(go(&mut history, Direction::Redo).as_deref(), Some("SEL"));
        history.replace("SEL".into());
        history.typed("over".into(), Typed::Added, 0.0);
        history.typed("overwritten".into(), Typed::Added, 10.0);
        assert_eq!(go(&mut history, Direction::Undo).as_deref(), Some("over"), "not one character");
        history.typed("over!".into(), Typed::Added, 20.0);
        assert_eq!(go(&mut history, Direction::Undo).as_deref(), Some("over"), "nor begun by one");
    }

    #[test]
    fn typing_without_a_pause_is_cut_into_steps() {
        let mut history = history("");
        for at in 0..100 {
            history.typed(AttrValue::from("x".repeat(at + 1)), Typed::Added, at as f64 * 100.0);
        }
        assert_eq!(go(&mut history, Direction::Undo).unwrap().len(), 50);
    }

    #[test]
    fn a_fix_and_a_reset_are_steps_among_the_typed_ones() {
        let mut history = history("sample");
        history.typed("mine FORM".into(), Typed::Otherwise, 0.0);
        history.replace("mine FROM".into());
        history.replace("sample".into());
        history.replace("sample".into());
        for expected in ["mine FROM", "mine FORM", "sample"] {
            assert_eq!(go(&mut history, Direction::Undo).as_deref(), Some(expected));
        }
        assert_eq!(go(&mut history, Direction::Redo).as_deref(), Some("mine FORM"));
        history.typed("mine".into(), Typed::Otherwise, 1.0);
        assert_eq!(go(&mut history, Direction::Redo), None, "a change ends what was undone");
    }

    #[test]
    fn the_past_is_bounded_and_never_empty_after_a_change() {
        let mut history = history("");
        for step in 0..2 * MAX_STEPS {
            history.replace(AttrValue::from(step.to_string()));
        }
        assert_eq!(history.past.len(), MAX_STEPS);
        let long = AttrValue::from("x".repeat(MAX_UNITS + 1));
        history.replace(long.clone());
        history.replace("short".into());
        assert_eq!(history.past.len(), 1);
        assert!(history.go(Direction::Undo) && *history.present() == long);
    }

    #[test]
    fn what_was_there_before_a_reload_comes_first() {
        let mut history = history("sample");
        history.remember("mine".into());
        history.remember("mine".into());
        assert_eq!(go(&mut history, Direction::Undo).as_deref(), Some("mine"));
        assert_eq!(go(&mut history, Direction::Undo), None);
    }

    #[test]
    fn the_caret_goes_to_the_end_of_what_changed() {
        assert_eq!(end_of_change("SELECT a FORM t", "SELECT a FROM t"), 12);
        assert_eq!(end_of_change("é🌡b", "é🌡xb"), 4);
        assert_eq!(end_of_change("abc", "ac"), 1);
        assert_eq!(end_of_change("aa", "aaa"), 2);
        assert_eq!(end_of_change("same", "same"), 4);
        assert_eq!(end_of_change("", "new"), 3);
    }
}
