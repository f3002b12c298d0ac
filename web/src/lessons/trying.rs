//! The rule with which a learner tries a lesson: judged, noted, put back, compared with the solution, passed on.

use super::teaching::Teaching;
use super::{heading, keeping};
use crate::documents::DocumentName;
use crate::links::page_address;
use crate::state::lessons::{Done, LessonChange, LessonView, Mark, Part, Progress, Solution, Tried, Worth};
use crate::state::{Actions, Change, Inputs, SQL_VERSIONS, link};
use crate::streams::deflate;
use crate::worker::protocol::{LessonsAnswer, LessonsAsk, SideAnswer};
use crate::worker::side::{Question, SideResult};
use crate::worker::side_queue::Lane;
use js_sys::{Date, JsString};
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;
use yew::Callback;

impl Teaching {
    /// The rule as it is now.
    fn tried(&self) -> Tried {
        let state = self.state();
        let edits_topic = state.lesson.as_ref().is_some_and(|lesson| lesson.may_edit(Part::Topic));
        Tried {
            sql: String::from(self.documents.get(DocumentName::Sql).text),
            action: state.inputs.actions.json(),
            version: state.inputs.sql_version.clone(),
            topic: edits_topic.then(|| state.inputs.topic.clone()),
        }
    }

    pub(super) fn judge(&self) {
        let state = self.state();
        let Some(lesson) = state.lesson.clone() else { return };
        let (tried, opened) = (self.tried(), state.opened);
        let ask = LessonsAsk::Judge(Box::new(tried.clone()));
        let teaching = self.clone();
        let question = Question::lessons(Lane::Judging, ask, JsString::from(&*lesson.text));
        self.side.ask(
            question,
            Callback::from(move |result: SideResult| {
                // What comes late is of another lesson, or of a rule that was changed since.
                if teaching.state().opened != opened || teaching.tried() != tried {
                    return;
                }
                match result {
                    Ok(SideAnswer::Lessons(LessonsAnswer::Judged(Ok(judged)))) => {
                        let revealed = judged.reveals.and_then(|at| {
                            Some((lesson.rows.get(at)?.id, lesson.payloads.get(at)?.as_str()))
                        });
                        let is_new = |id| teaching.state().inputs.messages.position(id).is_none();
                        if let Some((id, payload)) = revealed.filter(|(id, _)| is_new(*id)) {
                            teaching.documents.put(id, payload.into());
                        }
                        let (changed, solved) = (judged.changed, judged.worth == Worth::Solved);
                        teaching.change(LessonChange::Judged(Rc::from(judged)));
                        if teaching.inner.borrow().quiet {
                            teaching.change(LessonChange::Settle);
                        }
                        teaching.note(&lesson.view.id, &tried, changed, solved);
                    }
                    Ok(SideAnswer::Lessons(LessonsAnswer::Judged(Err(problems)))) => {
                        teaching.change(LessonChange::Failing(problems.join("; ")));
                    }
                    Ok(_) => {}
                    Err(error) => teaching.change(LessonChange::Failing(error.words())),
                }
            }),
        );
    }

    pub(super) fn settle(&self) {
        self.inner.borrow_mut().quiet = true;
        let state = self.state();
        if state.lesson.as_ref().is_some_and(|lesson| lesson.judged.is_some()) {
            self.change(LessonChange::Settle);
        }
    }

    /// Notes how far the learner got.
    fn note(&self, id: &str, tried: &Tried, changed: bool, solved: bool) {
        let state = self.state();
        let Some(lesson) = state.lesson.as_ref().filter(|lesson| lesson.view.id == id) else { return };
        let course = lesson.place.course.clone();
        keeping::keep_tried(&course, id, Some(tried).filter(|_| changed));
        let mark = match (solved, lesson.was_shown) {
            (true, false) => Mark::Solved,
            (true, true) => Mark::Shown,
            (false, _) if changed => Mark::Begun,
            (false, _) => return,
        };
        if course.is_empty() {
            let best = lesson.mark.max(mark);
            return self.change(LessonChange::Marked(best));
        }
        let done = Done {
            mark,
            hints: lesson.hints.len(),
            date: String::from(Date::new_0().to_iso_string()).chars().take(10).collect(),
            answer: tried.clone(),
            evidence: (lesson.view.is_case && solved).then(|| (lesson.uncovered(), lesson.tries)),
        };
        let mut progress = Progress::clone(&self.inner.borrow().progress);
        if progress.note(id, done) {
            keeping::keep(&course, &progress);
            self.change(LessonChange::Marked(progress.mark(id)));
            self.inner.borrow_mut().progress = Rc::new(progress);
            self.draw.force_update();
        }
    }

    /// Says that the solution marks the lesson, and shows it when it is asked for once more.
    pub(super) async fn solution(&self) -> Result<(), String> {
        let state = self.state();
        let Some(lesson) = state.lesson.clone() else { return Ok(()) };
        if lesson.solution == Solution::Covered && !lesson.may_go_on && !lesson.was_shown {
            self.change(LessonChange::Solution(Solution::Warned));
            return Ok(());
        }
        let ask = LessonsAsk::Solution(Box::new(self.tried()));
        match self.ask(Lane::LessonWork, ask, &lesson.text).await {
            Ok(LessonsAnswer::Solution(Ok(solution))) => {
                self.change(LessonChange::Solution(Solution::Seen(Rc::new(solution))));
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(why) => Err(format!("The solution could not be shown: {why}.")),
        }
    }

    pub(super) fn take_over(&self) {
        let state = self.state();
        let Some(lesson) = &state.lesson else { return };
        if let Solution::Seen(solution) = &lesson.solution {
            self.put(&lesson.view, &solution.answer);
            self.change(LessonChange::Solution(Solution::Covered));
        }
    }

    pub(super) fn reset(&self) {
        let state = self.state();
        let Some(lesson) = &state.lesson else { return };
        self.put(&lesson.view, &lesson.view.start);
        self.change(LessonChange::Reset);
        keeping::keep_tried(&lesson.place.course, &lesson.view.id, None);
    }

    /// Puts a rule in the place of one's own, with a way back in the editor.
    fn put(&self, view: &LessonView, tried: &Tried) {
        let state = self.state();
        let (inputs, sql) = with(&state.inputs, view, tried);
        if let Some(sql) = sql.filter(|sql| *sql != self.tried().sql) {
            self.documents.replace(DocumentName::Sql, sql.as_str().into(), None);
            state.dispatch(Change::Document);
        }
        state.dispatch(Change::Inputs(inputs));
    }

    pub(super) async fn check(&self) -> Result<(), String> {
        let Some(lesson) = self.state().lesson.clone() else { return Ok(()) };
        match self.ask(Lane::LessonWork, LessonsAsk::Check, &lesson.text).await {
            Ok(LessonsAnswer::Checked(checked)) => {
                self.change(LessonChange::Checked(Rc::new(checked)));
                Ok(())
            }
            Ok(_) => Ok(()),
            Err(why) => Err(format!("The lesson could not be checked: {why}.")),
        }
    }

    /// Puts a link to one's answer, or to a lesson that stands alone, into the clipboard.
    pub(super) async fn share(&self) -> Result<(), String> {
        let Some(lesson) = self.state().lesson.clone() else { return Ok(()) };
        let no_link = |_| "This browser cannot make links.".to_owned();
        let hash = if lesson.place.course.is_empty() {
            link::lesson_file(&deflate(lesson.text.as_bytes()).await.map_err(no_link)?)
        } else {
            let json = serde_json::to_string(&self.tried()).unwrap_or_default();
            link::answer(&lesson.view.id, &deflate(json.as_bytes()).await.map_err(no_link)?)
        };
        let address = format!("{}{}#{hash}", page_address(), heading::course());
        let copied = match crate::browser::clipboard() {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&address)).await.is_ok(),
            None => false,
        };
        self.say(Some(if copied {
            "A link that opens the lesson with your rule is in the clipboard.".to_owned()
        } else {
            format!("A link that opens the lesson with your rule: {address}")
        }));
        Ok(())
    }
}

/// Fields with what of a rule a lesson lets one change, and its SQL where that is so.
pub(super) fn with(inputs: &Inputs, view: &LessonView, tried: &Tried) -> (Inputs, Option<String>) {
    let may = |part| view.edit.contains(&part);
    let mut inputs = inputs.clone();
    if may(Part::Action) {
        let text = tried.action.clone().unwrap_or_default();
        inputs.actions =
            Actions::read(&text).unwrap_or_else(|_| Actions { text: Some(text), ..Actions::default() });
    }
    if may(Part::Version) && SQL_VERSIONS.contains(&tried.version.as_str()) {
        inputs.sql_version.clone_from(&tried.version);
    }
    if let Some(topic) = tried.topic.as_ref().filter(|_| may(Part::Topic)) {
        inputs = inputs.with_topic(topic, |id| view.follows_topic(id));
    }
    (inputs, may(Part::Sql).then(|| tried.sql.clone()))
}
