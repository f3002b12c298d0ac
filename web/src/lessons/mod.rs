//! Lessons in the workbench: opened, judged in the side worker as one types, and left again.
//!
//! The side worker reads and judges; the page gets what is ready to be drawn. What stood in the workbench comes back when
//! a lesson is left (`rules`), and nothing of a lesson is kept among one's rules.

pub(crate) mod contents;
mod fetching;
pub(crate) mod given;
pub(crate) mod heading;
mod keeping;
pub(crate) mod rail;
mod teaching;
mod trying;
pub(crate) mod wanted;
mod words;

use self::given::{Given, GivenProps};
use self::heading::{HeadingProps, heading};
use self::rail::{BarProps, Rail, RailProps, bar};
use self::teaching::Teaching;
use crate::browser::{page_title, query};
use crate::components::notice::Line;
use crate::documents::{DocumentName, Documents};
use crate::later::{Draw, Later, Loaded, Task, call};
use crate::rules::Rules;
use crate::state::State;
use crate::state::lessons::{Contents, Part, Progress, Tried};
use crate::worker::side::use_side;
use gloo_timers::callback::{Interval, Timeout};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::{
    Callback, Html, UseReducerHandle, hook, html, use_callback, use_effect_with, use_force_update, use_memo,
    use_mut_ref,
};

/// How long nothing changes before a rule is judged, in milliseconds: what is typed is evaluated first.
const PAUSE: u32 = 150;

/// How long nothing changes before more is said than how the messages fared, in milliseconds.
const SETTLING: u32 = 800;

/// How often an author's file is looked at, in milliseconds.
const LOOKING: u32 = 2_000;

/// What can be done with lessons.
#[derive(Clone, Debug)]
pub(crate) enum LessonAsk {
    /// Get the table of contents.
    Contents,
    /// Open the lesson with an id, with an answer to it.
    Open(String, Option<Tried>),
    /// Open the lesson of a file of the course.
    OpenFile(String),
    /// Open a lesson's text, to which this leads that stands behind `#` in an address.
    Text(String, String),
    /// Read a lesson from a file.
    Read(File),
    /// Show what was shown before the lesson.
    Leave,
    /// Judge the rule now, and say all that there is to say.
    Judge,
    /// The next hint.
    Hint,
    /// The solution: say that it marks the lesson, and then show it.
    Solution,
    /// Cover the solution again.
    KeepMine,
    /// Put the solution in the place of one's own rule.
    TakeOver,
    /// Begin anew.
    Reset,
    /// Say what its author needs to know.
    Check,
    /// Open it again if its file holds something else now.
    Renew,
    /// A link to one's answer.
    Share,
    /// Save what was done as a file.
    SaveRecord,
    /// Read such a file.
    OpenRecord(File),
    /// Forget what was done.
    Forget,
}

/// What of an open lesson comes later.
pub(crate) enum Drawn {
    /// Its task, and what is said about the rule.
    Rail(RailProps),
    /// Its messages.
    Given(Box<GivenProps>),
    /// The page's first line.
    Heading(HeadingProps),
    /// What is said about the rule, in one line above the tabs of a narrow page.
    Bar(BarProps),
}

/// What is to be done.
pub(crate) enum Deed {
    /// What the user asks for.
    Ask(LessonAsk),
    /// Judge the rule.
    Judge,
    /// Take note that nothing was changed for a while.
    Settle,
}

/// Does something with lessons; why it could not be done, as a sentence.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(lesson, fallible, preload(load_teaching))
)]
pub(crate) fn teach(teaching: &Teaching, deed: Deed) -> Loaded<Task<Result<(), String>>> {
    let teaching = teaching.clone();
    Ok(Box::pin(async move {
        match deed {
            Deed::Ask(ask) => return teaching.carry_out(ask).await,
            Deed::Judge => teaching.judge(),
            Deed::Settle => teaching.settle(),
        }
        Ok(())
    }))
}

impl Teaching {
    /// Sets about a deed, once the part that does it has come.
    fn set_about(&self, deed: Deed) {
        let teaching = self.clone();
        spawn_local(async move {
            let lists = matches!(deed, Deed::Ask(LessonAsk::Contents));
            let doing = teaching.clone();
            match crate::later::Part::Lesson.work(move || call!(teach(&doing, deed))).await {
                Ok(Ok(())) => {}
                Ok(Err(why)) => teaching.say(Some(why)),
                Err(why) if lists => {
                    // The list itself says what is wrong.
                    teaching.inner.borrow_mut().contents = Some(Err(why));
                    teaching.draw.force_update();
                }
                Err(why) => teaching.say(Some(format!("Nothing was done with the lesson: {why}."))),
            }
        });
    }
}

/// Draws a part of an open lesson.
#[cfg_attr(
    all(feature = "split", target_family = "wasm"),
    wasm_split_helpers::wasm_split(lesson, fallible, preload(load_lesson))
)]
pub(crate) fn draw_lesson(drawn: &Drawn) -> Loaded<Html> {
    Ok(match drawn {
        Drawn::Rail(props) => html! { <Rail ..props.clone() /> },
        Drawn::Given(props) => html! { <Given ..GivenProps::clone(props) /> },
        Drawn::Heading(props) => heading(props),
        Drawn::Bar(props) => bar(props),
    })
}

/// A part of an open lesson, once it has come.
pub(crate) fn later_lesson(drawn: Drawn) -> Html {
    let draw = Draw::new(move || call!(draw_lesson(&drawn)));
    html! { <Later part={crate::later::Part::Lesson} {draw} /> }
}

/// Lessons as the page shows them.
#[derive(Clone, PartialEq)]
pub(crate) struct Lessons {
    /// The table of contents, once it was asked for.
    pub(crate) contents: Option<Result<Rc<Contents>, String>>,
    /// What was done.
    pub(crate) progress: Rc<Progress>,
    /// Does something.
    pub(crate) on_ask: Callback<LessonAsk>,
    /// What there is to say.
    pub(crate) said: Option<String>,
    /// Says no more.
    pub(crate) on_read: Callback<()>,
}

impl Lessons {
    /// What there is to say, as a line of the notice bar.
    pub(crate) fn line(&self) -> Option<Line> {
        let text = self.said.clone()?;
        Some(Line { text: text.into(), action: None, on_read: self.on_read.clone() })
    }
}

/// Judges the rule of a lesson whenever it changes; gives what else there is.
#[hook]
pub(crate) fn use_lessons(state: &UseReducerHandle<State>, documents: &Documents, rules: &Rules) -> Lessons {
    let side = use_side();
    let newest = use_mut_ref(|| (state.clone(), rules.on_ask.clone()));
    *newest.borrow_mut() = (state.clone(), rules.on_ask.clone());
    let inner = use_mut_ref(teaching::Inner::default);
    let draw = use_force_update();
    let teaching = {
        let (documents, inner) = (documents.clone(), inner.clone());
        use_memo((), move |()| Teaching { side, documents, newest, inner, draw })
    };
    let about = state.lesson.as_ref().map(|lesson| {
        let sql = documents.get(DocumentName::Sql).revision;
        let inputs = &state.inputs;
        let topic = lesson.may_edit(Part::Topic).then(|| inputs.topic.clone());
        (state.opened, sql, inputs.sql_version.clone(), inputs.actions.clone(), topic)
    });
    {
        let teaching = teaching.clone();
        use_effect_with(about, move |about| {
            teaching.inner.borrow_mut().quiet = false;
            let timers = about.is_some().then(|| {
                let (judging, settling) = (teaching.clone(), teaching);
                let judge = Timeout::new(PAUSE, move || judging.set_about(Deed::Judge));
                (judge, Timeout::new(SETTLING, move || settling.set_about(Deed::Settle)))
            });
            move || drop(timers)
        });
    }
    {
        let (teaching, opened) = (teaching.clone(), state.lesson.as_ref().map(|_| state.opened));
        use_effect_with(opened, move |opened| {
            let is_author = opened.is_some() && query().iter().any(|(name, _)| name == "author");
            let looking = is_author.then(|| {
                teaching.set_about(Deed::Ask(LessonAsk::Check));
                Interval::new(LOOKING, move || teaching.set_about(Deed::Ask(LessonAsk::Renew)))
            });
            move || drop(looking)
        });
    }
    {
        let title = state.lesson.as_ref().map(|lesson| lesson.view.title.clone());
        use_effect_with(title, |title| page_title(title.as_deref()));
    }
    {
        let marks = state.lesson.as_ref().map(|lesson| (lesson.view.id.clone(), lesson.mark));
        use_effect_with(marks, |marks| {
            if let Some((id, mark)) = marks {
                crate::embed::tell_lesson(id, mark.words());
            }
        });
    }
    let on_read = {
        let teaching = teaching.clone();
        use_callback((), move |(), ()| teaching.say(None))
    };
    let on_ask = use_callback((), move |ask: LessonAsk, ()| teaching.set_about(Deed::Ask(ask)));
    let inner = inner.borrow();
    Lessons {
        contents: inner.contents.clone(),
        progress: inner.progress.clone(),
        on_ask,
        said: inner.said.clone(),
        on_read,
    }
}
