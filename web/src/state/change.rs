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
        let old = &*self;
        let new = match change {
            Change::Inputs(inputs) if inputs == *old.inputs => return self,
            Change::Inputs(inputs) => {
                let topic_changed = old.topic_changed || inputs.topic != old.inputs.topic;
                Self { inputs: Rc::new(inputs), topic_changed, ..old.changed() }
            }
            Change::Document => old.changed(),
            Change::Replaced(inputs) => Self {
                inputs: Rc::new(inputs),
                notice: None,
                way_back: None,
                inspected: None,
                ..old.touched()
            }
            .of_several(),
            Change::Opened(inputs, paused) => old.opened(inputs, paused),
            Change::EvaluateAgain => {
                Self { notice: None, asked: Some(old.revision + 1), awaited: None, ..old.changed() }
            }
            Change::Waiting(revision, _) if revision <= old.answered => return self,
            Change::Waiting(revision, waiting) => Self { awaited: Some((revision, waiting)), ..old.clone() },
            Change::Answered(revision, _) if revision > old.revision => return self,
            Change::Answered(revision, shown) => {
                let offers = old.lesson.as_ref().is_none_or(|lesson| lesson.may_fix());
                let shown = if offers { shown } else { shown.without_fixes() };
                let last_good = if shown.is_good() { Some(shown.clone()) } else { old.last_good.clone() };
                // An evaluator that answers is there, whatever was said about it before.
                let notice = old
                    .notice
                    .clone()
                    .filter(|notice| !matches!(notice, Notice::Unavailable(_) | Notice::PartMissing(_)));
                let notice = shown.missing.clone().map(Notice::PartMissing).or(notice);
                let awaited = old.awaited.clone().filter(|(told_at, _)| *told_at > revision);
                let answered = old.answered.max(revision);
                Self { newest: Some(shown), last_good, answered, awaited, notice, ..old.clone() }
            }
            Change::Notice(notice) => {
                // Nothing is under way any more.
                let ended = matches!(notice, Notice::Restarted(_) | Notice::Unavailable(_));
                let awaited =
                    if ended { Some((old.revision, Waiting::Nothing)) } else { old.awaited.clone() };
                Self { notice: Some(notice), awaited, ..old.clone() }
            }
            Change::NoticeRead => Self { notice: None, ..old.clone() },
            Change::Stage(stage) => {
                let new = old.with_tab(ResultTab::Why);
                Self { open_stage: Some(stage), pane: Pane::Result, ..new }.traced()
            }
            Change::Tab(tab) if tab == old.tab => return self,
            Change::Tab(tab) => Self { open_stage: None, ..old.turned(tab) }.traced(),
            Change::Pin(true) => {
                Self { tab: old.tab.beside(), pinned: Some(old.tab), ..old.clone() }.traced()
            }
            Change::Pin(false) => Self { pinned: None, ..old.clone() },
            Change::Lit(lit) if lit == *old.lit => return self,
            Change::Lit(lit) => Self { lit: Rc::new(lit), ..old.clone() },
            Change::Inspect(inspected) if inspected == old.inspected => return self,
            Change::Inspect(inspected) => Self { inspected, ..old.clone() }.traced(),
            Change::Problems(problems_open) => Self { problems_open, ..old.clone() },
            Change::Pane(pane) => Self { pane, ..old.clone() }.traced(),
            Change::Room(room) if room == old.room => return self,
            Change::Room(room) => old.clone().with_room(room).traced(),
            Change::Messages(change) => match old.after_messages(change) {
                Some(new) => new,
                None => return self,
            },
            Change::Filter(filter) => Self { filter, ..old.clone() },
            Change::Replaying(replaying) => Self { replaying, ..old.clone() },
            Change::Replayed(shown) => {
                Self { replay: Some(shown), replaying: Replaying::Idle, ..old.clone() }
            }
            Change::Whose(whose) => Self { whose, ..old.clone() },
            Change::Contender(side, contender) => old.contending(side, contender),
            Change::Compare(with) => old.beside(with),
            Change::Cases(change) => match old.after_cases(change) {
                Some(new) => new,
                None => return self,
            },
            Change::Lesson(change) => match old.after_lesson(change) {
                Some(new) => new,
                None => return self,
            },
        };
        Rc::new(new)
    }
}
