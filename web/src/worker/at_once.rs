//! What the page evaluates itself: small messages of small rules, whose answer is drawn in the frame of the key press.
//!
//! An evaluator in a worker answers as soon, but a page hears of it only after the frame that shows the key. What the page
//! evaluates itself is bounded in size and in steps. A fault of the engine ends this way of answering, not the page. All else
//! is the evaluator's, and so is what needs the rest of the engine.

use super::client::Job;
use super::payloads::{fill, lend};
use super::preview::{RECORD_LIMIT, preview};
use super::protocol::Answer;
use crate::later::was_missed;
use js_sys::{Date, Function, JsString};
use rulelens_wasm::{Bounds, needs_whole, respond_within};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};

/// The longest SQL, in UTF-16 code units.
const MAX_SQL: u32 = 4_096;

/// The longest payload, and the longest payloads of earlier messages together, in UTF-16 code units.
const MAX_PAYLOAD: u32 = 32_768;

/// The most earlier messages.
const MAX_EARLIER: usize = 20;

/// The steps that the messages may take together: a few milliseconds.
const MAX_STEPS: u64 = 16_384;

/// After how many milliseconds an evaluation was too long for the page.
const LONG: f64 = 12.0;

/// After how many of these, one after the other, the page leaves jobs to the evaluator: what is done for the first time is
/// slow.
const PATIENCE: u32 = 3;

/// How many jobs it leaves then.
const RESTING: u32 = 20;

/// What is shown of an answer, with the outgoing payload's whole text.
pub(crate) type AnswerAtOnce = (Answer, Option<JsString>);

/// Evaluates what the page can evaluate itself.
#[derive(Default)]
pub(crate) struct AtOnce {
    /// Whether the engine met a fault.
    is_broken: Cell<bool>,
    /// How many evaluations were too long, one after the other.
    long: Cell<u32>,
    /// How many jobs are left to the evaluator from here on.
    resting: Cell<u32>,
}

impl AtOnce {
    /// The answer to a job; none where that is for the evaluator to give.
    pub(crate) fn answer(&self, job: &Job) -> Option<AnswerAtOnce> {
        if self.is_broken.get() || !is_small(job) {
            return None;
        }
        if let Some(left) = self.resting.get().checked_sub(1) {
            self.resting.set(left);
            return None;
        }
        let begun = Date::now();
        let job = job.clone();
        let answer = self.guarded(move || evaluated(&job));
        self.long.set(if Date::now() - begun < LONG { 0 } else { self.long.get() + 1 });
        if self.long.get() == PATIENCE {
            self.long.set(0);
            self.resting.set(RESTING);
        }
        answer
    }

    /// Evaluates behind a function of JavaScript, where a fault of the engine ends as an exception.
    fn guarded(&self, evaluate: impl FnOnce() -> Option<AnswerAtOnce> + 'static) -> Option<AnswerAtOnce> {
        let answer = Rc::new(RefCell::new(None));
        let given = answer.clone();
        let evaluate = Closure::once(move || *given.borrow_mut() = evaluate());
        let function: &Function = evaluate.as_ref().unchecked_ref();
        if function.call0(&JsValue::NULL).is_err() {
            self.is_broken.set(true);
            return None;
        }
        answer.take()
    }
}

fn is_small(job: &Job) -> bool {
    job.sql.text.length() <= MAX_SQL
        && job.payload.text.length() <= MAX_PAYLOAD
        && job.earlier.length <= MAX_PAYLOAD
        && job.earlier.messages.len() <= MAX_EARLIER
}

fn evaluated(job: &Job) -> Option<AnswerAtOnce> {
    let mut request = job.request.clone();
    request.sql = String::from(&job.sql.text);
    lend(&mut request, String::from(&job.payload.text));
    request.skipped = job.earlier.skipped;
    request.earlier.clone_from(&job.earlier.messages);
    for (message, text) in request.earlier.iter_mut().zip(job.earlier.payloads.iter()) {
        fill(message, text.as_string().unwrap_or_default());
    }
    // What was noted before is not about this evaluation.
    let _ = was_missed();
    let messages = request.earlier.len() as u64 + 1;
    let bounds = Bounds { steps: Some(MAX_STEPS / messages), records: Some(RECORD_LIMIT) };
    let response = respond_within(&request, &bounds)?;
    if was_missed() || needs_whole(&response.evaluation) {
        return None;
    }
    let (answer, outgoing) = preview(response);
    Some((answer, outgoing.map(JsString::from)))
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::documents::Document;
    use crate::worker::client::Earlier;
    use rulelens_wasm::{EvaluateRequest, MessageRequest, respond};
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    const ACTION: &str = r#"{"timestream": {"databaseName": "plant", "tableName": "readings", "roleArn": "arn:aws:iam::123456789012:role/r", "dimensions": [{"name": "device", "value": "${topic(2)}"}]}}"#;

    fn job(sql: &str, payload: &str) -> Job {
        let document = |text: &str| Document { revision: 1, text: text.into() };
        Job {
            revision: 1,
            asked_for: false,
            request: EvaluateRequest {
                topic: "a/b".to_owned(),
                action: Some(ACTION.to_owned()),
                ..EvaluateRequest::default()
            },
            sql: document(sql),
            payload: document(payload),
            earlier: Rc::new(Earlier::default()),
        }
    }

    #[wasm_bindgen_test]
    fn what_is_small_is_answered_as_the_evaluator_would() {
        let at_once = AtOnce::default();
        let members: Vec<String> = (0..RECORD_LIMIT + 20).map(|at| format!(r#""m{at}": {at}"#)).collect();
        let wide = format!("{{{}}}", members.join(", "));
        for (sql, payload) in [
            ("SELECT * FROM 'a/+'", &*wide),
            ("SELECT a, a + 1 AS b FROM 'a/+'", r#"{"a": 1}"#),
            ("SELECT * FROM 'a/+' WHERE a > 2", r#"{"a": 1}"#),
            ("SELECT FROM", "{"),
        ] {
            let request = EvaluateRequest {
                sql: sql.to_owned(),
                payload: payload.to_owned(),
                ..job(sql, payload).request
            };
            let (expected, outgoing) = preview(respond(&request));
            let (answer, text) = at_once.answer(&job(sql, payload)).expect("an answer");
            assert_eq!(answer, expected, "{sql}");
            assert_eq!(text.map(String::from), outgoing, "{sql}");
        }
    }

    #[wasm_bindgen_test]
    fn what_is_large_is_left_to_the_evaluator() {
        let at_once = AtOnce::default();
        let nested = "SELECT (SELECT VALUE (SELECT VALUE 1 FROM a) FROM a) AS x FROM 'a/+'";
        let many = format!(r#"{{"a": [{}1]}}"#, "1,".repeat(200));
        let blank = " ".repeat(MAX_PAYLOAD as usize + 1);
        for (sql, payload) in [(nested, &*many), ("SELECT 1 AS a FROM 'a/+'", &*blank), (&*blank, "{}")] {
            assert!(at_once.answer(&job(sql, payload)).is_none(), "{} of {}", sql.len(), payload.len());
        }
        let payloads = [r#"{"a": 1}"#; MAX_EARLIER + 1].map(JsString::from);
        let earlier = |count: usize| Earlier {
            messages: vec![MessageRequest::default(); count],
            payloads: payloads[..count].iter().collect(),
            ..Earlier::default()
        };
        for (count, is_answered) in [(MAX_EARLIER, true), (MAX_EARLIER + 1, false)] {
            let job = Job { earlier: Rc::new(earlier(count)), ..job("SELECT a FROM 'a/+'", r#"{"a": 1}"#) };
            assert_eq!(at_once.answer(&job).is_some(), is_answered, "{count} earlier messages");
        }
    }

    #[wasm_bindgen_test]
    fn a_fault_ends_it_and_nothing_else() {
        let at_once = AtOnce::default();
        let job = job("SELECT a FROM 'a/+'", r#"{"a": 1}"#);
        assert!(at_once.answer(&job).is_some());
        assert!(at_once.guarded(|| panic!("a fault, on purpose")).is_none());
        assert!(at_once.answer(&job).is_none(), "from here on the evaluator answers");
    }
}
