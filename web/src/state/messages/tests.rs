use super::*;
use crate::sample;

/// Inputs after changes, each with the way back of those before it.
fn after(changes: impl IntoIterator<Item = MessagesChange>) -> (Inputs, Option<WayBack>) {
    changes.into_iter().fold((sample::inputs(), None), |(inputs, back), change| {
        let unchanged = (inputs.clone(), back.clone());
        apply(&inputs, back.as_ref(), change).unwrap_or(unchanged)
    })
}

/// The messages with their topics, the chosen one in brackets.
fn list(inputs: &Inputs) -> String {
    let row = |at: usize| {
        let shown = format!("{}:{}", inputs.messages.rows()[at].id, inputs.topic_of(at));
        if at == inputs.messages.chosen() { format!("[{shown}]") } else { shown }
    };
    (0..inputs.messages.count()).map(row).collect::<Vec<_>>().join(" ")
}

fn row(id: u32, topic: &str) -> MessageRow {
    MessageRow { id, topic: topic.to_owned(), ..MessageRow::default() }
}

use MessagesChange::{
    Add, Choose, Duplicate, Import, Leave, Move, Remove, RemoveOthers, Rename, Step, TakeBack,
};

/// Three messages of the topics a, b and c.
fn three() -> Vec<MessagesChange> {
    vec![Import(vec![row(2, "a"), row(3, "b"), row(4, "c")], Place::InsteadOfAll, String::new())]
}

fn after_three(changes: impl IntoIterator<Item = MessagesChange>) -> (Inputs, Option<WayBack>) {
    after(three().into_iter().chain(changes))
}

#[test]
fn the_topic_goes_with_its_message() {
    let (mut inputs, _) = after([Add(2)]);
    assert_eq!(list(&inputs), "1:iot/topic [2:iot/topic]");
    inputs.topic = "other".to_owned();
    let (inputs, _) = apply(&inputs, None, Choose(1)).unwrap();
    assert_eq!((list(&inputs).as_str(), inputs.topic.as_str()), ("[1:iot/topic] 2:other", "iot/topic"));
    let (inputs, _) = apply(&inputs, None, Step(1)).unwrap();
    assert_eq!((list(&inputs).as_str(), inputs.topic.as_str()), ("1:iot/topic [2:other]", "other"));
    assert_eq!(apply(&inputs, None, Step(1)), None, "there is no message after the last one");
    assert_eq!(apply(&inputs, None, Choose(2)), None, "it is chosen already");
    assert_eq!(apply(&inputs, None, Choose(9)), None);
}

#[test]
fn messages_are_copied_moved_and_named() {
    let (inputs, _) = after_three([Rename(3, "door".to_owned()), Duplicate(3, 7)]);
    assert_eq!(list(&inputs), "2:a 3:b [7:b] 4:c");
    assert_eq!((inputs.name_of(2), inputs.name_of(3)), ("door", "c"));
    for (id, to, expected) in [(2, 2, "3:b 4:c [2:a]"), (4, 0, "[4:c] 2:a 3:b"), (3, 99, "2:a 4:c [3:b]")] {
        let (inputs, _) = after_three([Choose(id), Move(id, to)]);
        assert_eq!(list(&inputs), expected);
    }
    let (inputs, _) = after_three([Move(2, 2)]);
    assert_eq!(list(&inputs), "3:b 4:c [2:a]", "the chosen one stays chosen");
    assert_eq!(apply(&inputs, None, Move(2, 2)), None);
    assert_eq!(apply(&inputs, None, Add(3)), None, "an id names one message");
}

#[test]
fn what_was_removed_comes_back_to_its_place() {
    for (id, left) in [(2, "[3:b] 4:c"), (4, "[2:a] 3:b")] {
        let (inputs, back) = after_three([Remove(id)]);
        assert_eq!(list(&inputs), left);
        let (inputs, back) = apply(&inputs, back.as_ref(), TakeBack).unwrap();
        assert_eq!((list(&inputs).as_str(), back), ("[2:a] 3:b 4:c", None));
    }
    let (inputs, back) = after_three([Choose(4), Remove(4)]);
    assert_eq!(list(&inputs), "2:a [3:b]", "the neighbour of the last one is before it");
    let (inputs, _) = apply(&inputs, back.as_ref(), Add(9)).unwrap();
    let (inputs, _) = apply(&inputs, back.as_ref(), TakeBack).unwrap();
    assert_eq!(list(&inputs), "2:a 3:b [4:c] 9:b", "what came meanwhile stays");

    let (inputs, back) = after_three([RemoveOthers(3)]);
    assert_eq!(
        (list(&inputs).as_str(), back.as_ref().unwrap().words.as_str()),
        ("[3:b]", "2 messages were removed.")
    );
    assert_eq!(back.as_ref().unwrap().ids().collect::<Vec<_>>(), [2, 4]);
    assert_eq!(apply(&inputs, None, Remove(3)), None, "the last one stays");
    assert_eq!(apply(&inputs, None, RemoveOthers(3)), None);
    let (inputs, _) = apply(&inputs, back.as_ref(), TakeBack).unwrap();
    assert_eq!(list(&inputs), "[2:a] 3:b 4:c");
}

#[test]
fn an_import_can_be_taken_back() {
    let came = || vec![row(8, "x"), row(9, "y")];
    for (place, expected, then) in [
        (Place::AtEnd, "2:a 3:b 4:c [8:x] 9:y", "2 messages were added."),
        (Place::InsteadOfAll, "[8:x] 9:y", "2 messages came in."),
        (Place::InsteadOfChosen, "2:a [8:x] 9:y 4:c", "2 messages came in."),
    ] {
        let (inputs, back) = after_three([Choose(3), Import(came(), place, String::new())]);
        assert_eq!((list(&inputs).as_str(), back.as_ref().unwrap().words.as_str()), (expected, then));
        let (inputs, _) = apply(&inputs, back.as_ref(), TakeBack).unwrap();
        assert_eq!(list(&inputs), "2:a [3:b] 4:c");
    }
    let (inputs, back) = after_three([]);
    assert_eq!(apply(&inputs, back.as_ref(), Import(Vec::new(), Place::AtEnd, String::new())), None);
    let (left, back) = apply(&inputs, back.as_ref(), Leave).unwrap();
    assert_eq!((left, back), (inputs, None));
}

#[test]
fn the_list_is_bounded() {
    let many = (10..).map(|id| row(id, "t")).take(MAX_LISTED + 5).collect();
    let (inputs, back) = after([Import(many, Place::AtEnd, "More.".to_owned())]);
    assert_eq!(inputs.messages.count(), MAX_LISTED);
    assert_eq!(back.unwrap().words, "9,999 messages were added. More.");
    assert_eq!(apply(&inputs, None, Add(5)), None);
    assert_eq!(apply(&inputs, None, Duplicate(1, 5)), None);
}

#[test]
fn what_is_kept_of_a_list_is_read_again() {
    let (mut inputs, _) = after_three([Rename(3, "door".to_owned()), Step(1)]);
    inputs = apply(&inputs, None, MessagesChange::Time(Some(5.0))).unwrap().0;
    inputs = apply(&inputs, None, MessagesChange::ClientId("c".to_owned())).unwrap().0;
    inputs = apply(&inputs, None, MessagesChange::Form(PayloadForm::Hex)).unwrap().0;
    let mut kept = String::new();
    inputs.messages.write(&mut kept);
    assert_eq!(
        kept,
        r#"{"chosen":1,"list":[{"id":2,"topic":"a"},{"id":3,"name":"door","form":"Hex","client_id":"c","time":5.0},{"id":4,"topic":"c"}]}"#
    );
    let read = |text: &str| Messages::read(&serde_json::from_str(text).unwrap()).unwrap();
    assert_eq!(read(&kept), inputs.messages);
    assert_eq!(read("{}"), Messages::default());
    assert_eq!(
        read(r#"{"chosen":9,"list":[{"id":2},{"id":2},5,{"id":"x"}]}"#).ids().collect::<Vec<_>>(),
        [2, 0]
    );
}

#[test]
fn messages_have_times_a_second_apart_unless_they_have_their_own() {
    let (inputs, _) = after_three([Choose(4), MessagesChange::Time(Some(77.0)), Choose(3)]);
    let times = |inputs: &Inputs| (0..3).map(|at| inputs.time_of(at, 10_000.0)).collect::<Vec<_>>();
    assert_eq!(times(&inputs), [8_000.0, 9_000.0, 77.0]);
    assert_eq!(inputs.request(10_000.0).context.unwrap().timestamp, Some(9_000.0));
    let mut fixed = inputs;
    fixed.context.clock = crate::state::Clock::Fixed(50.0);
    assert_eq!(times(&fixed), [50.0, 1_050.0, 77.0]);
}

#[test]
fn a_message_is_dropped_before_the_line_that_is_pointed_at() {
    let all = [0, 1, 2, 3];
    for (at, gap, expected) in
        [(0, 0, 0), (0, 1, 0), (0, 2, 1), (0, 4, 3), (3, 0, 0), (3, 4, 3), (2, 1, 1), (1, 9, 3)]
    {
        assert_eq!(super::dropped(&all, at, gap), expected, "{at} before {gap}");
    }
    // Between lines of a filter lie messages that are not shown.
    for (at, gap, expected) in [(2, 0, 2), (2, 1, 2), (2, 2, 6), (2, 3, 7), (7, 0, 2), (7, 1, 5), (7, 3, 7)] {
        assert_eq!(super::dropped(&[2, 5, 7], at, gap), expected, "{at} before {gap} of some");
    }
    assert_eq!(super::dropped(&[], 4, 0), 4);
}
