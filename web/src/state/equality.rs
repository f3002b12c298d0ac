//! Whether two states of the page are the same, told by what they share.

use super::State;
use std::rc::Rc;

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            inputs,
            revision,
            batch,
            listed,
            topic_changed,
            paused,
            newest,
            last_good,
            answered,
            asked,
            awaited,
            notice,
            tab,
            pinned,
            inspected,
            lit,
            open_stage,
            problems_open,
            pane,
            way_back,
            filter,
            replay,
            replaying,
            whose,
            contenders,
            cases,
            lesson,
            opened,
            compared,
            room,
        } = self;
        Rc::ptr_eq(inputs, &other.inputs)
            && *revision == other.revision
            && *batch == other.batch
            && *listed == other.listed
            && *topic_changed == other.topic_changed
            && *paused == other.paused
            && is_shared(newest.as_ref(), other.newest.as_ref())
            && is_shared(last_good.as_ref(), other.last_good.as_ref())
            && *answered == other.answered
            && *asked == other.asked
            && *awaited == other.awaited
            && *notice == other.notice
            && *tab == other.tab
            && *pinned == other.pinned
            && *inspected == other.inspected
            && Rc::ptr_eq(lit, &other.lit)
            && *open_stage == other.open_stage
            && *problems_open == other.problems_open
            && *pane == other.pane
            && is_shared(way_back.as_ref(), other.way_back.as_ref())
            && *filter == other.filter
            && is_shared(replay.as_ref(), other.replay.as_ref())
            && *replaying == other.replaying
            && *whose == other.whose
            && *contenders == other.contenders
            && *cases == other.cases
            && is_shared(lesson.as_ref(), other.lesson.as_ref())
            && *opened == other.opened
            && *compared == other.compared
            && *room == other.room
    }
}

/// Whether two handles are of the same thing, or there is none.
fn is_shared<T>(one: Option<&Rc<T>>, other: Option<&Rc<T>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Rc::ptr_eq(one, other),
        (one, other) => one.is_none() && other.is_none(),
    }
}
