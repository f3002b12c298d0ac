//! What many threads do one after the other, in the order of their work.

use std::sync::{Condvar, Mutex, PoisonError};

/// Something that is used by one piece of work after the other.
pub(super) struct Turns<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    /// Whose turn it is.
    next: u64,
    /// Whether somebody whose turn it was did not come.
    is_broken: bool,
    value: T,
}

impl<T> Turns<T> {
    /// The first turn is that of number 0.
    pub(super) fn new(value: T) -> Self {
        Self { state: Mutex::new(State { next: 0, is_broken: false, value }), changed: Condvar::new() }
    }

    /// Waits until it is the turn of this number, uses the value, and ends the turn; `None` where a turn before it will
    /// never come.
    pub(super) fn take<R>(&self, number: u64, run: impl FnOnce(&mut T) -> R) -> Option<R> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let is_early = |state: &mut State<T>| state.next != number && !state.is_broken;
        let mut state = self.changed.wait_while(state, is_early).unwrap_or_else(PoisonError::into_inner);
        if state.is_broken {
            return None;
        }
        let result = run(&mut state.value);
        state.next = number + 1;
        drop(state);
        self.changed.notify_all();
        Some(result)
    }

    /// Lets nobody wait for a turn any more.
    pub(super) fn end(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).is_broken = true;
        self.changed.notify_all();
    }

    /// The value, after all turns.
    pub(super) fn into_inner(self) -> T {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).value
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;

    #[test]
    fn turns_come_in_their_order_whoever_comes_first() {
        let turns = Turns::new(Vec::new());
        std::thread::scope(|scope| {
            for number in (0..50).rev() {
                let turns = &turns;
                scope.spawn(move || turns.take(number, |taken| taken.push(number)));
            }
        });
        assert!(turns.into_inner().into_iter().eq(0..50));
    }

    #[test]
    fn nobody_waits_for_a_turn_that_never_comes() {
        let turns = Turns::new(0);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| turns.take(1, |value| *value += 1));
            turns.end();
            assert_eq!(waiting.join().expect("no panic"), None);
        });
    }
}
