//! Which ask the side worker works on, and which ones wait.
//!
//! The worker does one thing at a time. Of those that wait only the newest of each kind is kept, in the order in which
//! the kinds were asked for first.

use super::turn::Turn;

/// How long an answer may take, in seconds, to an ask with so many UTF-16 code units of text.
#[must_use]
pub fn seconds_for(length: u32) -> u32 {
    20 + length / 1_000_000
}

/// The kinds of asks; of each one waits at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Many messages through a rule.
    Replay,
    /// Messages are read.
    ReadMessages,
    /// A text is read as a rule document.
    ReadDocument,
    /// A text is read as a rule document, to compare its rule; on which side.
    ReadContender(usize),
    /// A rule is written as a document.
    WriteDocument,
    /// A Timestream action becomes an InfluxDB action.
    ToInfluxdb,
    /// Many messages under two rules.
    Compare,
    /// One message under two rules.
    CompareOne,
    /// A rule is made ready to be passed on.
    Share,
    /// The cases of a rule run.
    Cases,
    /// Something else is done with cases.
    CaseWork,
    /// The contents of a course.
    Contents,
    /// A lesson is read.
    Lesson,
    /// A learner's rule is judged.
    Judging,
    /// A lesson's solution, or what its author is told.
    LessonWork,
}

/// The order of asks to the side worker; `J` is an ask.
#[derive(Debug)]
pub struct SideQueue<J> {
    turn: Turn,
    /// The kind of the ask that the worker got last.
    last: Option<Lane>,
    waiting: Vec<(Lane, J)>,
}

impl<J> Default for SideQueue<J> {
    fn default() -> Self {
        Self { turn: Turn::default(), last: None, waiting: Vec::new() }
    }
}

impl<J> SideQueue<J> {
    /// Takes an ask, in place of one of its kind that waits.
    pub fn submit(&mut self, lane: Lane, job: J) {
        match self.waiting.iter_mut().find(|(kind, _)| *kind == lane) {
            Some((_, waiting)) => *waiting = job,
            None => self.waiting.push((lane, job)),
        }
    }

    /// Drops what waits of a kind; whether the worker is at work on that kind, so that only its end stops it.
    pub fn cancel(&mut self, lane: Lane) -> bool {
        self.waiting.retain(|(kind, _)| *kind != lane);
        self.turn.is_busy() && self.last == Some(lane)
    }

    /// Whether a worker has to be started for what waits.
    #[must_use]
    pub fn needs_worker(&self) -> bool {
        self.turn.is_absent() && !self.waiting.is_empty()
    }

    /// Notes that a worker is loading.
    pub fn started(&mut self) {
        self.turn.load();
    }

    /// Notes that the worker has loaded.
    pub fn ready(&mut self) {
        self.turn.ready();
    }

    /// The ask to send now and its id, where the worker is free and one waits.
    pub fn send(&mut self) -> Option<(u32, J)> {
        if !self.turn.is_free() || self.waiting.is_empty() {
            return None;
        }
        let (lane, job) = self.waiting.remove(0);
        self.last = Some(lane);
        Some((self.turn.begin(), job))
    }

    /// Notes an answer; `false` where it is not the one that is awaited.
    pub fn answered(&mut self, id: u32) -> bool {
        self.turn.answered(id)
    }

    /// Whether the worker works on the ask `id`.
    #[must_use]
    pub fn awaits(&self, id: u32) -> bool {
        self.turn.awaits(id)
    }

    /// Notes that the worker ended. One that never loaded will not load for those that wait either: they are given back.
    pub fn ended(&mut self) -> Vec<J> {
        let never_loaded = self.turn.is_loading();
        self.turn.end();
        let given_up = if never_loaded { std::mem::take(&mut self.waiting) } else { Vec::new() };
        given_up.into_iter().map(|(_, job)| job).collect()
    }

    /// Takes back all that waits, where no worker can be started for it.
    pub fn give_up(&mut self) -> Vec<J> {
        std::mem::take(&mut self.waiting).into_iter().map(|(_, job)| job).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded() -> SideQueue<&'static str> {
        let mut queue = SideQueue::default();
        queue.started();
        queue.ready();
        queue
    }

    #[test]
    fn a_large_text_has_more_time() {
        for (length, seconds) in [(0, 20), (999_999, 20), (100_000_000, 120)] {
            assert_eq!(seconds_for(length), seconds, "{length}");
        }
    }

    #[test]
    fn the_worker_is_started_by_the_first_ask() {
        let mut queue = SideQueue::default();
        assert!(!queue.needs_worker());
        queue.submit(Lane::ReadDocument, "a");
        assert!(queue.needs_worker());
        queue.started();
        assert!(!queue.needs_worker());
        assert_eq!(queue.send(), None, "it has not loaded");
        queue.ready();
        assert_eq!(queue.send(), Some((1, "a")));
    }

    #[test]
    fn of_each_kind_the_newest_waits() {
        let mut queue = loaded();
        queue.submit(Lane::Replay, "long");
        assert_eq!(queue.send(), Some((1, "long")));
        queue.submit(Lane::WriteDocument, "yaml");
        queue.submit(Lane::CompareOne, "versions");
        queue.submit(Lane::WriteDocument, "terraform");
        assert_eq!(queue.send(), None, "one at a time");
        assert!(queue.answered(1));
        assert_eq!(queue.send(), Some((2, "terraform")));
        assert!(queue.answered(2));
        assert_eq!(queue.send(), Some((3, "versions")));
        assert!(queue.answered(3));
        assert_eq!(queue.send(), None);
    }

    #[test]
    fn a_worker_that_is_ended_takes_only_the_ask_it_worked_on_with_it() {
        let mut queue = loaded();
        queue.submit(Lane::Replay, "hangs");
        assert_eq!(queue.send(), Some((1, "hangs")));
        queue.submit(Lane::Replay, "newer");
        queue.submit(Lane::ReadDocument, "other");
        assert!(queue.ended().is_empty());
        assert!(!queue.answered(1), "its answer is stale");
        assert!(queue.needs_worker());
        queue.started();
        queue.ready();
        assert_eq!(queue.send(), Some((2, "newer")));
    }

    #[test]
    fn asks_do_not_wait_for_a_worker_that_cannot_be_loaded() {
        let mut queue = SideQueue::default();
        queue.submit(Lane::Replay, "a");
        queue.submit(Lane::CompareOne, "b");
        queue.started();
        assert_eq!(queue.ended(), ["a", "b"]);
        assert!(!queue.needs_worker());
        queue.submit(Lane::CompareOne, "again");
        assert!(queue.needs_worker(), "the next ask tries again");
    }

    #[test]
    fn what_waits_is_given_back_where_no_worker_can_be_started() {
        let mut queue = SideQueue::default();
        queue.submit(Lane::Replay, "a");
        queue.submit(Lane::Share, "b");
        assert_eq!(queue.give_up(), ["a", "b"]);
        assert!(!queue.needs_worker());
    }

    #[test]
    fn what_waits_is_cancelled_at_once_and_what_is_under_way_by_the_workers_end() {
        let mut queue = loaded();
        queue.submit(Lane::Replay, "a");
        assert!(!queue.cancel(Lane::Replay));
        assert_eq!(queue.send(), None);
        queue.submit(Lane::Replay, "b");
        assert_eq!(queue.send(), Some((1, "b")));
        assert!(!queue.cancel(Lane::CompareOne));
        assert!(queue.cancel(Lane::Replay));
    }
}
