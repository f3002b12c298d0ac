//! The bridge in a browser: client, side worker and port with workers that are scripts of the test.

use super::client::{Client, Earlier, Job, Report};
use super::port::{Heard, LEAN, Port, WHOLE};
use super::protocol::{Answer, Answered, SideAnswer, SideSaid, VERSION};
use super::side::{Question, Side, SideError};
use super::side_queue::Lane;
use super::wire;
use crate::documents::Document;
use js_sys::{JsString, Promise, Reflect};
use rulelens_wasm::{DocumentView, EvaluateRequest, Evaluation, RuleView, WrittenView};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

/// Has workers of this address run a script of the test.
fn serve(address: &str, script: &str) {
    js_sys::eval(
        "globalThis.scripts ??= (() => {
            const scripts = {};
            // What a lean evaluator is sent first.
            globalThis.rulelensEngine = {};
            const Real = Worker;
            globalThis.Worker = class extends Real {
                constructor(address, options) {
                    const script = scripts[address];
                    super(script === undefined ? address : URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), options);
                }
            };
            return scripts;
        })();",
    )
    .expect("a script");
    let scripts = Reflect::get(&js_sys::global(), &"scripts".into()).expect("scripts");
    Reflect::set(&scripts, &address.into(), &script.into()).expect("set");
}

/// What comes from the bridge, in order.
struct Log<T>(Rc<RefCell<Vec<T>>>);

impl<T: 'static> Log<T> {
    fn new() -> Self {
        Self(Rc::default())
    }

    fn listener(&self) -> Callback<T> {
        let log = self.0.clone();
        Callback::from(move |said| log.borrow_mut().push(said))
    }

    /// The first that is still there, for which it waits.
    async fn next(&self) -> T {
        for _ in 0..400 {
            if !self.0.borrow().is_empty() {
                return self.0.borrow_mut().remove(0);
            }
            pause(20).await;
        }
        panic!("nothing came");
    }
}

async fn pause(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().expect("a window");
        window
            .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
            .expect("a timeout");
    });
    JsFuture::from(promise).await.expect("the end of the pause");
}

fn job(revision: u64, [sql, payload]: [u32; 2]) -> Job {
    let document = |revision: u32| Document { revision, text: format!("text {revision}").into() };
    Job {
        revision,
        asked_for: false,
        request: EvaluateRequest { topic: format!("topic {revision}"), ..EvaluateRequest::default() },
        sql: document(sql),
        payload: document(payload),
        earlier: Rc::new(Earlier::default()),
    }
}

/// A statement that makes `bytes` in a script the answer to a request; its count of records is told from others.
fn answer_of(id: u32, needs_whole: bool, record_count: usize) -> String {
    let answer = Answer {
        response: Evaluation::rejected(Vec::new()),
        record_count,
        rejected_count: 0,
        diagnostic_count: 0,
        text_cut: false,
    };
    let answered = Answered { id, needs_whole, answer: Box::new(answer) };
    let bytes = wire::to_bytes(&answered).expect("bytes");
    format!("const bytes = new Uint8Array({bytes:?});")
}

/// What a script reads of an `Ask`: its first field, its last one, and the topic in it.
const READ_ASK: &str = "const id = data.ask[0], hearsChannel = data.ask.at(-1) === 1;
            const [topic] = /topic \\d+/.exec(new TextDecoder().decode(data.ask));";

fn ready(version: u32) -> String {
    format!("postMessage({{ ready: {version} }});")
}

/// An evaluator that answers each request of an id, and tells in the place of the outgoing payload what it was sent.
fn answering(ids: &[u32]) -> String {
    let answers: Vec<String> =
        ids.iter().map(|id| format!("() => {{ {} return bytes; }}", answer_of(*id, false, 0))).collect();
    let answers =
        ids.iter().zip(answers).map(|(id, answer)| format!("{id}: {answer}")).collect::<Vec<_>>().join(", ");
    format!(
        "const answers = {{ {answers} }};
        onmessage = ({{ data }}) => {{
            if (!data.ask) return;
            {READ_ASK}
            const outgoing = [topic, data.sql ?? '-', data.payload ?? '-'].join();
            postMessage({{ ask: answers[id](), outgoing }});
        }};
        {}",
        ready(VERSION)
    )
}

async fn expect_started(log: &Log<Report>) {
    assert!(matches!(log.next().await, Report::Started));
}

async fn expect_answer(log: &Log<Report>, of: u64) -> Option<String> {
    match log.next().await {
        Report::Answered { revision, outgoing, missing: None, .. } if revision == of => {
            outgoing.map(String::from)
        }
        _ => panic!("another report"),
    }
}

#[wasm_bindgen_test]
async fn a_job_takes_only_the_texts_along_that_changed() {
    serve(LEAN, &answering(&[1, 2, 3]));
    let log = Log::new();
    let client = Client::new(log.listener());
    for (revision, texts, sent) in
        [(7, [1, 1], "topic 7,text 1,text 1"), (8, [1, 2], "topic 8,-,text 2"), (9, [1, 2], "topic 9,-,-")]
    {
        client.submit(job(revision, texts));
        expect_started(&log).await;
        assert_eq!(expect_answer(&log, revision).await.as_deref(), Some(sent));
    }
}

#[wasm_bindgen_test]
async fn of_the_jobs_that_wait_for_the_evaluator_the_newest_is_sent() {
    serve(LEAN, &answering(&[1]));
    let log = Log::new();
    let client = Client::new(log.listener());
    client.submit(job(1, [1, 1]));
    client.submit(job(2, [2, 2]));
    expect_started(&log).await;
    assert_eq!(expect_answer(&log, 2).await.as_deref(), Some("topic 2,text 2,text 2"));
}

#[wasm_bindgen_test]
async fn answers_come_by_the_channel_once_the_page_hears_it() {
    // Says in the place of the outgoing payload by which way it answers.
    let answers = [1, 2, 3].map(|id| format!("{id}: () => {{ {} return bytes; }}", answer_of(id, false, 0)));
    let script = format!(
        "const answers = {{ {} }};
        const channel = new BroadcastChannel(name);
        onmessage = ({{ data }}) => {{
            if (!data.ask) return;
            {READ_ASK}
            if (hearsChannel) return channel.postMessage({{ ask: answers[id](), outgoing: 'by the channel' }});
            // The page cannot know after the first answer that it hears the channel.
            if (id > 1) channel.postMessage(true);
            setTimeout(() => postMessage({{ ask: answers[id](), outgoing: 'as a message' }}), 50);
        }};
        {}",
        answers.join(", "),
        ready(VERSION)
    );
    serve(LEAN, &script);
    let log = Log::new();
    let client = Client::new(log.listener());
    for (revision, way) in [(1, "as a message"), (2, "as a message"), (3, "by the channel")] {
        client.submit(job(revision, [1, 1]));
        expect_started(&log).await;
        assert_eq!(expect_answer(&log, revision).await.as_deref(), Some(way));
    }
}

#[wasm_bindgen_test]
async fn an_evaluator_that_hangs_is_replaced_and_gets_all_texts() {
    serve(LEAN, &format!("onmessage = () => {{ for (;;); }}; {}", ready(VERSION)));
    let log = Log::new();
    let client = Client::new(log.listener());
    client.submit(job(1, [1, 1]));
    expect_started(&log).await;
    serve(LEAN, &answering(&[2]));
    let Report::Restarted { reason } = log.next().await else { panic!("another report") };
    assert_eq!(reason, "an evaluation took longer than 2 seconds");
    client.submit(job(2, [1, 1]));
    expect_started(&log).await;
    assert_eq!(expect_answer(&log, 2).await.as_deref(), Some("topic 2,text 1,text 1"));
}

#[wasm_bindgen_test]
async fn an_evaluator_of_another_release_or_form_is_not_trusted() {
    let other = ready(VERSION + 1);
    let odd = format!(
        "onmessage = ({{ data }}) => data.ask && postMessage({{ ask: new Uint8Array([1]) }}); {}",
        ready(VERSION)
    );
    let broken = "throw new Error('out of order');".to_owned();
    for (script, starts, expected) in [
        (other, false, "it is of another release than the page; please reload the page"),
        (broken, false, "Uncaught Error: out of order"),
        (odd, true, "it answered in an unknown form"),
    ] {
        serve(LEAN, &script);
        let log = Log::new();
        let client = Client::new(log.listener());
        client.submit(job(1, [1, 1]));
        if starts {
            expect_started(&log).await;
        }
        match log.next().await {
            Report::Unavailable { reason } if !starts => assert_eq!(reason, expected),
            Report::Restarted { reason } if starts => assert_eq!(reason, expected),
            _ => panic!("another report"),
        }
    }
}

#[wasm_bindgen_test]
async fn a_job_that_needs_the_whole_engine_is_asked_again_of_it() {
    let lean = format!(
        "{} onmessage = ({{ data }}) => data.ask && postMessage({{ ask: bytes }}); {}",
        answer_of(1, true, 3),
        ready(VERSION)
    );
    serve(LEAN, &lean);
    serve(WHOLE, &answering(&[2]));
    let log = Log::new();
    let client = Client::new(log.listener());
    client.submit(job(5, [1, 1]));
    expect_started(&log).await;
    let Report::Loading { revision: 5, answer } = log.next().await else { panic!("another report") };
    assert_eq!(answer.record_count, 3, "what can be told without it");
    expect_started(&log).await;
    assert_eq!(expect_answer(&log, 5).await.as_deref(), Some("topic 5,text 1,text 1"));
}

/// An evaluator that postpones its first request and answers the second; `then` is what it does after each, by its id.
fn postponing(then: &str) -> String {
    format!(
        "{} onmessage = ({{ data }}) => {{
            if (!data.ask) return;
            {READ_ASK}
            postMessage(id === 1 ? {{ postponed: id }} : {{ ask: bytes, outgoing: topic }});
            if (id === {then}) postMessage({{ fetched: true }});
        }}; {}",
        answer_of(2, false, 0),
        ready(VERSION)
    )
}

#[wasm_bindgen_test]
async fn a_job_that_waits_for_the_rest_of_the_engine_is_asked_again_when_that_has_come() {
    serve(LEAN, &postponing("1"));
    let log = Log::new();
    let client = Client::new(log.listener());
    client.submit(job(5, [1, 1]));
    expect_started(&log).await;
    assert!(matches!(log.next().await, Report::Postponed));
    expect_started(&log).await;
    assert_eq!(expect_answer(&log, 5).await.as_deref(), Some("topic 5"));
}

#[wasm_bindgen_test]
async fn while_a_job_waits_for_the_rest_of_the_engine_a_newer_one_takes_its_place() {
    serve(LEAN, &postponing("2"));
    let log = Log::new();
    let client = Client::new(log.listener());
    client.submit(job(5, [1, 1]));
    expect_started(&log).await;
    assert!(matches!(log.next().await, Report::Postponed));
    client.submit(job(6, [1, 1]));
    expect_started(&log).await;
    assert_eq!(expect_answer(&log, 6).await.as_deref(), Some("topic 6"));
    pause(100).await;
    assert!(log.0.borrow().is_empty(), "the older one is of no use any more");
}

#[wasm_bindgen_test]
async fn without_the_whole_engine_the_answer_says_what_is_missing() {
    let lean = format!(
        "{} onmessage = ({{ data }}) => data.ask && postMessage({{ ask: bytes }}); {}",
        answer_of(1, true, 3),
        ready(VERSION)
    );
    serve(LEAN, &lean);
    serve(WHOLE, "throw new Error('not to be had');");
    let log = Log::new();
    let client = Client::new(log.listener());
    client.submit(job(5, [1, 1]));
    expect_started(&log).await;
    assert!(matches!(log.next().await, Report::Loading { revision: 5, .. }));
    let Report::Answered { missing, .. } = log.next().await else { panic!("another report") };
    assert_eq!(missing.as_deref(), Some("Uncaught Error: not to be had"));
}

/// A side worker that answers each ask of an id.
fn side_answering(answers: &[(u32, SideAnswer)], payloads: &str) -> String {
    let answers: Vec<String> = answers
        .iter()
        .map(|(id, answer)| {
            let bytes = wire::to_bytes(&SideSaid { id: *id, answer: answer.clone() }).expect("bytes");
            format!("{id}: new Uint8Array({bytes:?})")
        })
        .collect();
    format!(
        "const answers = {{ {} }};
        onmessage = ({{ data }}) => {{
            const [id] = data.side;
            if (answers[id]) postMessage({{ side: answers[id], payloads: {payloads} }});
        }};
        {}",
        answers.join(", "),
        ready(VERSION)
    )
}

fn written(text: &str) -> SideAnswer {
    SideAnswer::WriteDocument(WrittenView { text: Some(text.to_owned()), diagnostics: Vec::new() })
}

#[wasm_bindgen_test]
async fn the_side_worker_is_asked_one_thing_after_the_other() {
    let document = DocumentView { source: "sam".to_owned(), ..DocumentView::default() };
    let answers = [(1, SideAnswer::ReadDocument(document)), (2, written("second"))];
    serve(WHOLE, &side_answering(&answers, "['one', 'two']"));
    let side = Side::new();
    let log = Log::new();
    side.ask(Question::read_document(Lane::ReadDocument, JsString::from("a")), log.listener());
    side.ask(Question::write_document(RuleView::default(), "sam"), log.listener());
    let Ok(SideAnswer::ReadDocument(view)) = log.next().await else { panic!("another answer") };
    assert_eq!((view.source.as_str(), side.take_payloads().length()), ("sam", 2));
    assert_eq!(log.next().await, Ok(written("second")));
}

#[wasm_bindgen_test]
async fn what_is_given_up_is_not_told_and_what_waits_gets_another_worker() {
    serve(WHOLE, &side_answering(&[(2, written("after"))], "[]"));
    let side = Side::new();
    let (given_up, log) = (Log::new(), Log::new());
    side.ask(
        Question::read_document(Lane::ReadDocument, JsString::from("never answered")),
        given_up.listener(),
    );
    pause(300).await;
    side.cancel(Lane::ReadDocument);
    side.ask(Question::write_document(RuleView::default(), "sam"), log.listener());
    assert_eq!(log.next().await, Ok(written("after")));
    assert!(given_up.0.borrow().is_empty());
}

#[wasm_bindgen_test]
async fn a_side_worker_that_breaks_says_why() {
    let side = Side::new();
    let log = Log::new();
    serve(WHOLE, &format!("onmessage = () => postMessage({{ crashed: 'a fault' }}); {}", ready(VERSION)));
    side.ask(Question::read_document(Lane::ReadDocument, JsString::from("a")), log.listener());
    assert_eq!(log.next().await, Err(SideError::Crashed("a fault".to_owned())));
    serve(WHOLE, &ready(VERSION + 1));
    side.ask(Question::read_document(Lane::ReadDocument, JsString::from("a")), log.listener());
    let Err(SideError::NotLoaded(why)) = log.next().await else { panic!("another answer") };
    assert!(why.contains("another release"), "{why}");
}

#[wasm_bindgen_test]
async fn a_port_hands_over_what_the_first_script_heard() {
    let early = js_sys::eval(
        "globalThis.rulelensEvaluator = {
            worker: new Worker(URL.createObjectURL(new Blob(['onmessage = () => postMessage(3)'], { type: 'text/javascript' })), { type: 'module' }),
            heard: [1, 2],
        };",
    );
    early.expect("a worker");
    let log = Log::new();
    let listener = log.listener();
    let port = Port::open(LEAN, move |heard| match heard {
        // The runner of these tests has words of its own with each worker.
        Heard::Message(message) => drop(message.as_f64().map(|number| listener.emit(Ok(number)))),
        Heard::Ended(why) => listener.emit(Err(why)),
    })
    .expect("a port");
    port.post(&JsValue::NULL).expect("a message");
    for expected in [1.0, 2.0, 3.0] {
        assert_eq!(log.next().await, Ok(expected));
    }
    let name = "rulelensEvaluator".into();
    assert_eq!(Reflect::has(&js_sys::global(), &name), Ok(false), "it is taken once");
}

#[wasm_bindgen_test]
async fn a_worker_that_is_not_there_has_ended() {
    let log = Log::new();
    let listener = log.listener();
    let _port = Port::open("missing.js", move |heard| {
        if let Heard::Ended(why) = heard {
            listener.emit(why);
        }
    });
    // Browsers say it in their own words, or not at all.
    let why = log.next().await;
    assert!(why.contains("load") || why.contains("fetch"), "{why}");
}
