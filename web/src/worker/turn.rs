//! What a worker is at: it does one thing at a time.

/// Where a worker stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// There is none.
    #[default]
    Absent,
    /// It is loading.
    Loading,
    /// It waits for a request.
    Idle,
    /// It works on the request with this id.
    Busy(u32),
}

/// What a worker is at, and the ids of what it was asked.
#[derive(Debug, Default)]
pub(super) struct Turn {
    phase: Phase,
    last_id: u32,
}

impl Turn {
    /// Notes that a worker is loading, whatever became of the one before.
    pub(super) fn load(&mut self) {
        self.phase = Phase::Loading;
    }

    /// Notes that the worker has loaded.
    pub(super) fn ready(&mut self) {
        if self.phase == Phase::Loading {
            self.phase = Phase::Idle;
        }
    }

    /// Whether the worker waits for a request.
    pub(super) fn is_free(&self) -> bool {
        self.phase == Phase::Idle
    }

    /// Notes that the worker gets a request, which has this id.
    pub(super) fn begin(&mut self) -> u32 {
        self.last_id = self.last_id.wrapping_add(1);
        self.phase = Phase::Busy(self.last_id);
        self.last_id
    }

    /// Notes an answer; `false` where it is not the one that is awaited.
    pub(super) fn answered(&mut self, id: u32) -> bool {
        let awaited = self.awaits(id);
        if awaited {
            self.phase = Phase::Idle;
        }
        awaited
    }

    /// Whether the worker works on the request `id`.
    pub(super) fn awaits(&self, id: u32) -> bool {
        self.phase == Phase::Busy(id)
    }

    /// Whether the worker works on a request.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self.phase, Phase::Busy(_))
    }

    /// Whether the worker has still to load.
    pub(super) fn is_loading(&self) -> bool {
        self.phase == Phase::Loading
    }

    /// Whether there is no worker.
    pub(super) fn is_absent(&self) -> bool {
        self.phase == Phase::Absent
    }

    /// Notes that there is no worker any more.
    pub(super) fn end(&mut self) {
        self.phase = Phase::Absent;
    }
}
