//! Which request the evaluator works on, and which one waits.
//!
//! At most one request is on its way. Of those that arrive meanwhile only the newest is kept: an answer to a text that
//! has been typed over is of no use to anyone.

use super::turn::Turn;

/// How long an evaluation may take, in seconds, with a payload of so many UTF-16 code units.
///
/// What AWS IoT accepts is far below the first million; each further million, which only somebody's export has, gets a
/// second more.
#[must_use]
pub fn seconds_for(payload: u32) -> u32 {
    2 + payload / 1_000_000
}

/// The order of requests to one evaluator; `J` is a request.
#[derive(Debug)]
pub struct Queue<J> {
    turn: Turn,
    waiting: Option<J>,
}

impl<J> Default for Queue<J> {
    fn default() -> Self {
        let mut turn = Turn::default();
        turn.load();
        Self { turn, waiting: None }
    }
}

impl<J> Queue<J> {
    /// Takes a request in place of the one that waits.
    pub fn submit(&mut self, job: J) {
        self.waiting = Some(job);
    }

    /// Drops the request that waits: something newer was answered.
    pub fn overtaken(&mut self) {
        self.waiting = None;
    }

    /// Takes a request that comes back from another evaluator, unless a newer one waits.
    pub fn submit_again(&mut self, job: J) {
        self.waiting.get_or_insert(job);
    }

    /// Notes that the evaluator has loaded.
    pub fn ready(&mut self) {
        self.turn.ready();
    }

    /// The request to send now and its id, where the evaluator is free and one waits.
    pub fn send(&mut self) -> Option<(u32, J)> {
        let job = if self.turn.is_free() { self.waiting.take()? } else { return None };
        Some((self.turn.begin(), job))
    }

    /// Notes an answer; `false` where it is not the one that is awaited.
    pub fn answered(&mut self, id: u32) -> bool {
        self.turn.answered(id)
    }

    /// Whether the evaluator works on the request `id`.
    #[must_use]
    pub fn awaits(&self, id: u32) -> bool {
        self.turn.awaits(id)
    }

    /// Whether the evaluator works on a request.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.turn.is_busy()
    }

    /// Whether the evaluator has still to load.
    #[must_use]
    pub fn loading(&self) -> bool {
        self.turn.is_loading()
    }

    /// Notes that a new evaluator takes the old one's place: the request on its way is given up, a waiting one is kept.
    pub fn restarted(&mut self) {
        self.turn.load();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready() -> Queue<&'static str> {
        let mut queue = Queue::default();
        queue.ready();
        queue
    }

    #[test]
    fn a_large_payload_has_more_time() {
        for (length, seconds) in [(0, 2), (131_072, 2), (999_999, 2), (1_000_000, 3), (10_000_011, 12)] {
            assert_eq!(seconds_for(length), seconds, "{length}");
        }
    }

    #[test]
    fn nothing_is_sent_before_the_evaluator_has_loaded() {
        let mut queue = Queue::default();
        queue.submit("a");
        assert_eq!(queue.send(), None);
        queue.ready();
        assert_eq!(queue.send(), Some((1, "a")));
    }

    #[test]
    fn of_the_requests_that_wait_only_the_newest_is_sent() {
        let mut queue = ready();
        queue.submit("a");
        assert_eq!(queue.send(), Some((1, "a")));
        queue.submit("b");
        queue.submit("c");
        assert_eq!(queue.send(), None, "one request at a time");
        assert!(queue.answered(1));
        assert_eq!(queue.send(), Some((2, "c")));
        assert!(queue.answered(2));
        assert_eq!(queue.send(), None);
    }

    #[test]
    fn a_stale_answer_is_dropped() {
        let mut queue = ready();
        queue.submit("a");
        assert_eq!(queue.send(), Some((1, "a")));
        queue.restarted();
        queue.submit("b");
        queue.ready();
        assert_eq!(queue.send(), Some((2, "b")));
        assert!(!queue.answered(1));
        assert!(queue.answered(2));
    }

    #[test]
    fn a_request_that_another_evaluator_has_to_answer_comes_first_unless_a_newer_one_waits() {
        for (typed_meanwhile, sent) in [(None, "comes back"), (Some("newer"), "newer")] {
            let mut queue = ready();
            queue.submit("comes back");
            let (id, job) = queue.send().expect("a request");
            if let Some(job) = typed_meanwhile {
                queue.submit(job);
            }
            assert!(queue.answered(id));
            queue.submit_again(job);
            queue.restarted();
            queue.ready();
            assert_eq!(queue.send(), Some((2, sent)));
            assert!(queue.answered(2));
            assert_eq!(queue.send(), None);
        }
    }

    #[test]
    fn a_restart_gives_up_the_request_on_its_way_and_keeps_the_one_that_waits() {
        let mut queue = ready();
        queue.submit("hangs");
        assert_eq!(queue.send(), Some((1, "hangs")));
        queue.submit("typed meanwhile");
        queue.restarted();
        assert!(queue.loading());
        queue.ready();
        assert_eq!(queue.send(), Some((2, "typed meanwhile")));
        queue.restarted();
        queue.ready();
        assert_eq!(queue.send(), None, "what hung is not sent again by itself");
    }
}
