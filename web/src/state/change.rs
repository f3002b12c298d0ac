//! What can happen to the state, and what becomes of it then.

use super::cases::CasesChange;
use super::compare::Contender;
use super::lessons::LessonChange;
use super::{
    Filter, Inputs, MessagesChange, Notice, Pane, ReplayShown, Replaying, ResultTab, Room, Shown, State,
    Waiting, Whose,
};
use rulelens_wasm::StageName;
use std::rc::Rc;
use yew::Reducible;

/// What can happen to a [`State`].
#[derive(Debug)]
pub enum Change {
    /// The user changed a field.
    Inputs(Inputs),
    /// The user changed SQL or payload.
    Document,
    /// All inputs were replaced.
    Replaced(Inputs),
    /// Another rule was opened; whether its evaluation waits, because the page went away in the middle of the last one.
    Opened(Inputs, bool),
    /// The user asks for an evaluation.
    EvaluateAgain,
    /// An answer to the inputs of a revision.
    Answered(u64, Rc<Shown>),
    /// The answer to a revision lets wait for itself.
    Waiting(u64, Waiting),
    /// There is something to tell.
    Notice(Notice),
    /// The user has read the notice.
    NoticeRead,
    /// The user asks about a stage.
    Stage(StageName),
    /// The user turns to a pane.
    Pane(Pane),
    /// The user turns to a tab of the result.
    Tab(ResultTab),
    /// There is more room or less.
    Room(Room),
    /// The user wants the tab that is shown to stay beside the others, or that which does so no more.
    Pin(bool),
    /// The user asks where a record comes from, or no more.
    Inspect(Option<usize>),
    /// The caret came to what these outgoing attributes come of.
    Lit(Vec<String>),
    /// The user opens the list of problems, or closes it.
    Problems(bool),
    /// Something happens to the list of messages.
    Messages(MessagesChange),
    /// The user wants to see some of the messages.
    Filter(Filter),
    /// A replay goes on, or came to nothing.
    Replaying(Replaying),
    /// A replay is over.
    Replayed(Rc<ReplayShown>),
    /// The user wants to see the records of all messages, or of the chosen one.
    Whose(Whose),
    /// The user chooses what is compared, on one of the two sides.
    Contender(usize, Contender),
    /// The user wants to see the rule beside another one, or beside that which was chosen last.
    Compare(Option<Contender>),
    /// Something happens to the rule's cases.
    Cases(CasesChange),
    /// Something happens to the lesson that is open.
    Lesson(LessonChange),
}

impl Reducible for State {
    type Action = Change;

    fn reduce(self: Rc<Self>, change: Change) -> Rc<Self> {
        if self.is_nothing_new(&change) {
            return self;
        }
        let mut new = Self::clone(&self);
        if new.take(change) { Rc::new(new) } else { self }
    }
}

impl State {
    /// Whether a change is to what is so already, or about what has been answered since.
    fn is_nothing_new(&self, change: &Change) -> bool {
        match change {
            Change::Inputs(inputs) => *inputs == *self.inputs,
            Change::Waiting(revision, _) => *revision <= self.answered,
            // Of a future one has left, or from an evaluator that was still at an earlier text.
            Change::Answered(revision, _) => *revision > self.revision || *revision < self.answered,
            Change::Tab(tab) => *tab == self.tab,
            Change::Lit(lit) => *lit == *self.lit,
            Change::Inspect(inspected) => *inspected == self.inspected,
            Change::Room(room) => *room == self.room,
            _ => false,
        }
    }

    /// Makes a change; whether there was one.
    fn take(&mut self, change: Change) -> bool {
        match change {
            Change::Inputs(inputs) => {
                self.topic_changed |= inputs.topic != self.inputs.topic;
                self.inputs = Rc::new(inputs);
                self.change();
            }
            Change::Document => self.change(),
            Change::Replaced(inputs) => {
                self.touch();
                self.inputs = Rc::new(inputs);
                self.notice = None;
                self.way_back = None;
                self.inspected = None;
                self.leave_several();
            }
            Change::Opened(inputs, paused) => *self = self.opened(inputs, paused),
            Change::EvaluateAgain => {
                self.change();
                self.notice = None;
                self.asked = Some(self.revision);
                self.awaited = None;
            }
            Change::Waiting(revision, waiting) => self.awaited = Some((revision, waiting)),
            Change::Answered(revision, shown) => self.hear(revision, shown),
            Change::Notice(notice) => {
                // Nothing is under way any more.
                if matches!(notice, Notice::Restarted(_) | Notice::Unavailable(_)) {
                    self.awaited = Some((self.revision, Waiting::Nothing));
                }
                self.notice = Some(notice);
            }
            Change::NoticeRead => self.notice = None,
            Change::Stage(stage) => {
                self.bring(ResultTab::Why);
                self.open_stage = Some(stage);
                self.pane = Pane::Result;
                self.trace();
            }
            Change::Tab(tab) => {
                self.turn(tab);
                self.open_stage = None;
                self.trace();
            }
            Change::Pin(true) => {
                self.pinned = Some(self.tab);
                self.tab = self.tab.beside();
                self.trace();
            }
            Change::Pin(false) => self.pinned = None,
            Change::Lit(lit) => self.lit = Rc::new(lit),
            Change::Inspect(inspected) => {
                self.inspected = inspected;
                self.trace();
            }
            Change::Problems(problems_open) => self.problems_open = problems_open,
            Change::Pane(pane) => {
                self.pane = pane;
                self.trace();
            }
            Change::Room(room) => {
                self.room = room;
                self.trace();
            }
            Change::Messages(change) => return self.take_messages(change),
            Change::Filter(filter) => self.filter = filter,
            Change::Replaying(replaying) => self.replaying = replaying,
            Change::Replayed(shown) => {
                self.replay = Some(shown);
                self.replaying = Replaying::Idle;
            }
            Change::Whose(whose) => self.whose = whose,
            Change::Contender(side, contender) => {
                if let Some(chosen) = self.contenders.get_mut(side) {
                    *chosen = Some(contender);
                }
            }
            Change::Compare(with) => self.compare(with),
            Change::Cases(change) => return self.take_cases(change),
            Change::Lesson(change) => return self.take_lesson(change),
        }
        true
    }

    /// Takes in an answer.
    fn hear(&mut self, revision: u64, shown: Rc<Shown>) {
        let offers = self.lesson.as_ref().is_none_or(|lesson| lesson.may_fix());
        let shown = if offers { shown } else { shown.without_fixes() };
        if shown.is_good() {
            self.last_good = Some(shown.clone());
        }
        // An evaluator that answers is there, whatever was said about it before.
        if matches!(self.notice, Some(Notice::Unavailable(_) | Notice::PartMissing(_))) {
            self.notice = None;
        }
        if let Some(missing) = &shown.missing {
            self.notice = Some(Notice::PartMissing(missing.clone()));
        }
        if self.awaited.as_ref().is_some_and(|(told_at, _)| *told_at <= revision) {
            self.awaited = None;
        }
        self.answered = self.answered.max(revision);
        self.newest = Some(shown);
    }
}
