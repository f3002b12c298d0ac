//! What the page knows and how that changes; nothing here needs a browser.
//!
//! SQL and payload are not here: they can be large and live as strings of the browser (`documents`). The state knows
//! that they changed, and whether they are too large to edit.

pub mod actions;
mod answer;
pub mod cases;
mod change;
pub mod command;
pub mod compare;
mod difference;
mod equality;
pub mod forms;
mod inputs;
pub mod kept;
pub mod lessons;
pub mod library;
pub mod link;
mod messages;
mod mocks;
mod outcome;
pub mod portable;
pub mod reference;
mod replay;
mod result_tab;
pub mod rules;
mod services;
pub mod share;
mod sorted;
pub mod source;
mod standing;
pub mod stretches;
mod table;
mod trace;
mod waiting;

use compare::Contender;
pub use sorted::sorted;

pub use actions::{ActionRow, Actions, Slot};
pub use answer::{Missing, Outgoing, Shown, needs, without_part};
pub use change::Change;
pub use difference::{Change as MemberChange, Member, difference};
pub use inputs::{Clock, ContextForm, Inputs, RuleForm, SQL_VERSIONS};
pub use messages::{
    FIRST_ID, INTERVAL, MAX_LISTED, MessageRow, Messages, MessagesChange, PayloadForm, Place, WayBack,
    dropped,
};
pub use mocks::MockRow;
pub use outcome::{Fate, FateKind};
pub use replay::{
    POINT_LIMIT, RECORD_LIMIT, ReplayProgress, ReplayShown, ReplayedLine, ReplayedRow, Replaying, since,
};
pub use result_tab::ResultTab;
pub use rulelens_wasm::format_json as formatted;
pub use services::{DescriptorRow, PairRow};
pub use standing::{Level, Standing, standing};
pub use table::TableForm;
pub use trace::{
    ItemOrigin, Part, PartKind, Step, TemplatePart, changed_lines, decided, origin_of, parts, templates,
};
pub use waiting::Waiting;

use cases::{CasesChange, CasesState};
use lessons::LessonState;
use rulelens_wasm::StageName;
use std::rc::Rc;

/// The parts of the page; on a narrow screen one is shown at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// Topic, payload and context.
    Message,
    /// SQL and action.
    Rule,
    /// What becomes of the message.
    Result,
    /// What is wrong, where a list of its own has no room beside the others.
    Problems,
    /// The lesson that is open; only there while one is.
    Lesson,
}

impl Pane {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Message, Self::Rule, Self::Result, Self::Problems];

    /// Those of a lesson on a narrow screen.
    pub const OF_LESSON: [Self; 4] = [Self::Lesson, Self::Rule, Self::Message, Self::Result];

    /// Those that a wide screen shows side by side, in the order in which data passes.
    pub const SIDE_BY_SIDE: [Self; 3] = [Self::Message, Self::Rule, Self::Result];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Message => "Message",
            Self::Rule => "Rule",
            Self::Result => "Result",
            Self::Problems => "Problems",
            Self::Lesson => "Lesson",
        }
    }
}

/// Something to tell that is not about the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The evaluator was replaced; the clause says why.
    Restarted(String),
    /// The evaluator could not be loaded; the clause says why.
    Unavailable(String),
    /// A part of the engine that the rule needs could not be loaded.
    PartMissing(Missing),
    /// The page came back after a crash and waits before it evaluates what was there.
    Recovered,
}

/// The state of the page.
///
/// Two states are equal where they share their parts: to compare large answers member by member would cost more than to
/// draw what changed.
#[derive(Clone, Debug)]
pub struct State {
    /// What the user filled in, but for SQL and payload.
    pub inputs: Rc<Inputs>,
    /// Counts the changes of all that is evaluated.
    pub revision: u64,
    /// The revision at which what all messages come to changed last; turning to another message changes nothing of it.
    pub batch: u64,
    /// The revision at which messages changed last, other than the chosen one's topic and payload.
    pub listed: u64,
    /// Whether the chosen message's topic changed since it was chosen.
    topic_changed: bool,
    /// Nothing is evaluated until the user changes something or says so.
    pub paused: bool,
    /// The newest answer.
    pub newest: Option<Rc<Shown>>,
    /// The newest answer of an evaluation that went through.
    pub last_good: Option<Rc<Shown>>,
    /// The revision that the newest answer is about; 0 before there is one.
    pub answered: u64,
    /// The revision at which the user last asked for an evaluation.
    pub asked: Option<u64>,
    /// What was last told about an answer that is awaited, with the revision of the time.
    awaited: Option<(u64, Waiting)>,
    /// What to tell.
    pub notice: Option<Notice>,
    /// What of the result is shown.
    pub tab: ResultTab,
    /// What of it is shown beside that, where there is room.
    pub pinned: Option<ResultTab>,
    /// The record, by its place, whose origin is shown.
    pub inspected: Option<usize>,
    /// The outgoing attributes that come of what the caret is at.
    pub lit: Rc<Vec<String>>,
    /// The stage that the user asked about.
    pub open_stage: Option<StageName>,
    /// Whether the list of problems is open.
    pub problems_open: bool,
    /// The pane that a narrow screen shows.
    pub pane: Pane,
    /// The way back from what was last done to the list of messages.
    pub way_back: Option<Rc<WayBack>>,
    /// Which messages the list shows.
    pub filter: Filter,
    /// What all messages came to, where there are several.
    pub replay: Option<Rc<ReplayShown>>,
    /// Whether that is being found out.
    pub replaying: Replaying,
    /// Whose records are shown.
    pub whose: Whose,
    /// What is compared, where something else than usual was chosen.
    contenders: [Option<Contender>; 2],
    /// What is known about the rule's cases.
    pub cases: CasesState,
    /// The lesson that is open.
    pub lesson: Option<Rc<LessonState>>,
    /// The revision at which the rule was opened.
    pub opened: u64,
    /// Counts how often the user asked to see the rule beside another one.
    pub compared: u32,
    /// How much of the page there is room for.
    room: Room,
}

/// How much of the page there is room for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// One pane is shown at a time.
    pub narrow: bool,
    /// A second tab of the result is shown where one is pinned.
    pub roomy: bool,
}

/// Whose records are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Those of the chosen message.
    #[default]
    Chosen,
    /// Those of all messages.
    All,
}

/// Which messages the list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Those that fared so.
    Of(FateKind),
    /// Those of which records of a measure are rejected; its name.
    Rejecting(String),
}

impl State {
    /// The state in which the page opens; `paused` after a crash.
    #[must_use]
    pub fn new(inputs: Inputs, paused: bool) -> Self {
        Self {
            inputs: Rc::new(inputs),
            revision: 1,
            batch: 1,
            listed: 1,
            topic_changed: false,
            paused,
            newest: None,
            last_good: None,
            answered: 0,
            asked: None,
            awaited: None,
            notice: paused.then_some(Notice::Recovered),
            tab: ResultTab::default(),
            pinned: None,
            inspected: None,
            lit: Rc::default(),
            open_stage: None,
            problems_open: false,
            pane: Pane::Rule,
            way_back: None,
            filter: Filter::All,
            replay: None,
            replaying: Replaying::Idle,
            whose: Whose::Chosen,
            contenders: [None, None],
            cases: CasesState::default(),
            lesson: None,
            opened: 1,
            compared: 0,
            room: Room::default(),
        }
    }

    /// The same state with room for so much.
    #[must_use]
    pub fn with_room(self, room: Room) -> Self {
        Self { room, ..self }
    }

    /// The same state with a tab shown beside the one that is shown.
    #[must_use]
    pub fn with_pinned(self, pinned: Option<ResultTab>) -> Self {
        let tab = if pinned == Some(self.tab) { self.tab.beside() } else { self.tab };
        Self { tab, pinned, ..self }
    }

    /// The answer whose records are shown, and whether they are of an older rule or message than what is in the fields.
    #[must_use]
    pub fn shown(&self) -> Option<(&Rc<Shown>, bool)> {
        let waits = self.waiting().is_some();
        match (&self.newest, &self.last_good) {
            (Some(newest), _) if newest.is_good() => Some((newest, waits)),
            (Some(_), Some(good)) => Some((good, true)),
            (Some(newest), None) => Some((newest, waits)),
            (None, _) => None,
        }
    }

    /// The two rules that are compared.
    #[must_use]
    pub fn contenders(&self) -> [Contender; 2] {
        let [one, other] = self.contenders.clone();
        [
            one.unwrap_or(Contender::Present),
            other.unwrap_or_else(|| Contender::usual(&self.inputs.sql_version)),
        ]
    }

    /// Whether the newest change has no answer.
    #[must_use]
    pub fn is_unanswered(&self) -> bool {
        self.answered < self.revision
    }

    /// What the newest change waits for, where it has no answer and that has lasted longer than a blink.
    #[must_use]
    pub fn waiting(&self) -> Option<&Waiting> {
        let (_, waiting) = self.awaited.as_ref().filter(|_| self.is_unanswered())?;
        Some(waiting)
    }

    /// Whether evaluations also tell where everything came from.
    #[must_use]
    pub fn tracing(&self) -> bool {
        self.shows(ResultTab::needs_trace)
            || self.inspected.is_some() && self.shows(|tab| tab == ResultTab::Records)
    }

    /// Whether a tab is in sight of which this holds.
    #[must_use]
    pub fn shows(&self, what: fn(ResultTab) -> bool) -> bool {
        let Room { narrow, roomy } = self.room;
        (!narrow || self.pane == Pane::Result) && (what(self.tab) || roomy && self.pinned.is_some_and(what))
    }

    /// Brings a tab into sight; one that is shown beside the others stays where it is.
    fn bring(&mut self, tab: ResultTab) {
        if !(self.room.roomy && self.pinned == Some(tab)) {
            self.turn(tab);
        }
    }

    /// Shows a tab; one that was shown beside it changes places with that one.
    fn turn(&mut self, tab: ResultTab) {
        if self.pinned == Some(tab) {
            self.pinned = Some(self.tab);
        }
        self.tab = tab;
    }

    /// Shows the rule beside another one, or beside that which was chosen last.
    fn compare(&mut self, with: Option<Contender>) {
        if with.is_some() {
            self.contenders = [None, with];
        }
        self.bring(ResultTab::Compare);
        self.pane = Pane::Result;
        self.compared = self.compared.wrapping_add(1);
    }

    /// Asks for an evaluation that is traced, if one is needed and the newest answer has no trace.
    fn trace(&mut self) {
        let is_traced = self.newest.as_ref().is_some_and(|newest| newest.answer.response.trace.is_some());
        if self.tracing() && !is_traced && !self.paused {
            self.touch();
        }
    }

    /// Drops what only several messages have, where there is one.
    fn leave_several(&mut self) {
        if self.inputs.messages.count() > 1 {
            return;
        }
        self.filter = Filter::All;
        self.replay = None;
        self.replaying = Replaying::Idle;
        self.whose = Whose::Chosen;
    }

    /// The state in which the page shows another rule, with the tabs as they are. The answer that is there is shown until
    /// the first one about that rule comes.
    fn opened(&self, inputs: Inputs, paused: bool) -> Self {
        let revision = self.revision + 1;
        Self {
            revision,
            batch: revision,
            listed: revision,
            opened: revision,
            newest: self.newest.clone().filter(|_| !paused),
            tab: self.tab,
            pinned: self.pinned,
            problems_open: self.problems_open,
            pane: if self.pane == Pane::Lesson { Pane::Rule } else { self.pane },
            compared: self.compared,
            room: self.room,
            ..Self::new(inputs, paused)
        }
    }

    /// What became of a message, and whether that is of an older rule or message.
    #[must_use]
    pub fn fate(&self, id: u32) -> Option<(Fate, bool)> {
        let is_chosen = self.inputs.messages.row().id == id;
        if is_chosen && !self.is_unanswered() {
            return Some((Fate::of_shown(self.newest.as_deref()?)?, false));
        }
        let replay = self.replay.as_ref()?;
        Some((replay.row(id)?.fate.clone(), replay.revision != self.batch))
    }

    /// What all messages came to, and whether that is of an older rule or list.
    #[must_use]
    pub fn replayed(&self) -> Option<(&Rc<ReplayShown>, bool)> {
        self.replay.as_ref().map(|replay| (replay, replay.revision != self.batch))
    }

    /// Makes a change of the list of messages; whether there was one.
    fn take_messages(&mut self, change: MessagesChange) -> bool {
        let only_turns = matches!(change, MessagesChange::Choose(_) | MessagesChange::Step(_));
        let Some((inputs, way_back)) = messages::apply(&self.inputs, self.way_back.as_deref(), change) else {
            return false;
        };
        self.way_back = way_back.map(Rc::new);
        if inputs == *self.inputs {
            return true;
        }
        let same = inputs.messages.row().id == self.inputs.messages.row().id;
        if !same {
            // A record is of the message that was chosen.
            self.inspected = None;
        }
        if only_turns {
            self.touch();
        } else {
            self.change();
        }
        if !only_turns || self.topic_changed {
            self.listed = self.revision;
        }
        self.topic_changed &= same;
        self.inputs = Rc::new(inputs);
        self.leave_several();
        true
    }

    /// Makes a change of the cases, which no message's evaluation depends on; whether there was one. A case that was just
    /// saved is shown.
    fn take_cases(&mut self, change: CasesChange) -> bool {
        let is_saved = matches!(&change, CasesChange::Add(_, None));
        let Some((cases, changed)) = self.cases.after(&self.inputs.cases, change) else { return false };
        self.cases = cases;
        if let Some(cases) = changed {
            self.inputs = Rc::new(Inputs { cases, ..Inputs::clone(&self.inputs) });
        }
        if is_saved {
            if self.pinned != Some(ResultTab::Cases) {
                self.turn(ResultTab::Cases);
            }
            self.pane = Pane::Result;
        }
        true
    }

    /// Notes a change of what all messages come to.
    fn change(&mut self) {
        self.touch();
        self.batch = self.revision;
    }

    /// Notes a change of what is evaluated.
    fn touch(&mut self) {
        self.revision += 1;
        self.paused = false;
        if self.notice == Some(Notice::Recovered) {
            self.notice = None;
        }
    }
}

#[cfg(test)]
mod tests;
