//! Makes a rule ready to be passed on.

use super::protocol::SharedView;
use crate::components::words::counted;
use crate::replaying::common_request;
use crate::state::portable::Portable;
use crate::state::share::{Treatment, came, case, find, markdown, picture, treat};
use rulelens_wasm::{OutcomeKind, Replay, ReplayRequest, StageName};
use serde_json::Value as Json;

/// How many messages are tried.
const MAX_TRIED: usize = 1_000;

/// A rule in its portable form as it is passed on at the time `now`.
pub(super) fn share(
    text: &str,
    treatments: &[(String, Treatment)],
    now: f64,
) -> Result<Box<SharedView>, String> {
    let json: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut found = find(&json);
    for one in &mut found {
        if let Some((_, treatment)) = treatments.iter().find(|(value, _)| *value == one.value) {
            one.treatment = *treatment;
        }
    }
    let (treated, shown) = treat(&json, &found);
    let json_text = treated.to_string();
    let (old, new) = (Portable::read(json)?.0, Portable::read(treated)?.0);
    let (before, after) = (fates(&old, now), fates(&new, now));
    let (records, rejected) = after
        .iter()
        .fold((0, 0), |(records, rejected), fate| (records + fate.records, rejected + fate.rejected));
    let tried = counted(after.len(), "message");
    let result = match (records, rejected) {
        (0, _) => format!("{tried}, no records"),
        (records, 0) => format!("{tried}, {}", counted(records, "record")),
        (records, rejected) => format!("{tried}, {}, {rejected} rejected", counted(records, "record")),
    };
    Ok(Box::new(SharedView {
        found,
        shown,
        json: json_text,
        markdown: markdown(&new),
        case: case(&new, now),
        picture: picture(&new, &came(&new, now)),
        same: before == after,
        result,
    }))
}

/// What becomes of a message, as far as that does not lie in the values.
#[derive(PartialEq)]
struct Fate {
    outcome: OutcomeKind,
    stopped_at: Option<StageName>,
    records: usize,
    rejected: usize,
    failures: usize,
}

/// What becomes of the first messages; of none where the rule is not valid.
fn fates(rule: &Portable, now: f64) -> Vec<Fate> {
    let request = ReplayRequest { sql: rule.sql.clone(), ..common_request(&rule.inputs, now) };
    let Ok(mut replay) = Replay::new(&request) else { return Vec::new() };
    let messages = rule.message_requests(0..rule.payloads.len().min(MAX_TRIED));
    let replayed = messages.iter().map_while(|message| replay.take(message).ok());
    replayed
        .map(|one| Fate {
            outcome: one.outcome,
            stopped_at: one.stopped_at,
            records: one.records,
            rejected: one.rejected,
            failures: one.failures,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn it_says_whether_replacing_changes_the_result() {
        let mut rule = Portable {
            name: String::new(),
            inputs: sample::inputs(),
            sql: "SELECT temperature FROM 'iot/topic' WHERE device_id = 46216".to_owned(),
            payloads: vec![sample::PAYLOAD.to_owned()],
        };
        let shared = |rule: &Portable, treatments: &[(String, Treatment)]| {
            share(&rule.json().to_string(), treatments, 1_770_000_000_000.0).expect("a rule")
        };
        let replaced = shared(&rule, &[]);
        assert!(replaced.same && !replaced.json.contains("46216"), "{}", replaced.json);
        assert_eq!(replaced.result, "1 message, 1 record");
        assert!(!format!("{:?}", replaced.picture).contains("46216"), "{:?}", replaced.picture);
        rule.sql = "SELECT temperature FROM 'iot/topic' WHERE device_id = 46000 + 216".to_owned();
        let replaced = shared(&rule, &[]);
        assert_eq!((replaced.same, replaced.result.as_str()), (false, "1 message, no records"));
        let kept = shared(&rule, &[("46216".to_owned(), Treatment::Keep)]);
        assert!(kept.same && kept.json.contains("46216"), "{}", kept.json);
        assert!(share("{", &[], 0.0).is_err());
    }
}
