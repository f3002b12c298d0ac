//! What became of a message, in a few words.

use super::Shown;
use rulelens_wasm::{
    ContentView, DeliveryView, OutcomeKind, ReplayedMessage, Severity, Stage, StageName, StageState,
};
use serde::{Deserialize, Serialize};

/// How a message fared; the list can be filtered by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FateKind {
    /// Every action did what it does.
    Acted,
    /// SELECT gave nothing, or there was nothing to write.
    Empty,
    /// Something of it is lost: records are rejected, or an action failed.
    Rejected,
    /// WHERE is false.
    WhereFalse,
    /// WHERE is Undefined.
    WhereUndefined,
    /// Its topic does not match.
    Topic,
    /// SELECT or the engine could not work with it.
    Failed,
}

impl FateKind {
    /// All of them, in the order of the filters.
    pub const ALL: [Self; 7] = [
        Self::Acted,
        Self::Empty,
        Self::Rejected,
        Self::WhereFalse,
        Self::WhereUndefined,
        Self::Topic,
        Self::Failed,
    ];

    /// What messages of this kind are called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Acted => "Acted",
            Self::Empty => "Nothing written",
            Self::Rejected => "Rejected",
            Self::WhereFalse => "WHERE false",
            Self::WhereUndefined => "WHERE Undefined",
            Self::Topic => "Topic",
            Self::Failed => "Failed",
        }
    }

    /// The stage's state and what is wrong there, as which it is drawn.
    #[must_use]
    pub fn mark(self) -> (StageState, Option<Severity>) {
        match self {
            Self::Acted => (StageState::Passed, None),
            Self::Empty => (StageState::Passed, Some(Severity::Warning)),
            Self::Rejected | Self::Failed => (StageState::Stopped, Some(Severity::Error)),
            Self::WhereFalse | Self::Topic => (StageState::Stopped, None),
            Self::WhereUndefined => (StageState::Stopped, Some(Severity::Warning)),
        }
    }
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fate {
    /// Its kind.
    pub kind: FateKind,
    /// In a few words: `5 records`, `1 of 5 rejected`, `WHERE false`.
    pub words: String,
    /// Why, in a sentence or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What decides about the words, whether it comes from a replay or from an evaluation.
struct Found<'f> {
    outcome: OutcomeKind,
    stop: Option<(StageName, &'f str, Option<Severity>)>,
    why: Option<&'f str>,
    records: usize,
    rejected: usize,
    failures: usize,
    empty: bool,
}

impl Fate {
    /// That of a message of a replay.
    #[must_use]
    pub fn of_replayed(message: &ReplayedMessage) -> Self {
        let told = message.diagnostics.first().map(|diagnostic| diagnostic.message.as_str());
        let stop = message
            .stopped_at
            .map(|stage| (stage, message.stop.as_deref().unwrap_or_default(), message.stop_severity));
        Self::of(&Found {
            outcome: message.outcome,
            stop,
            why: message.explanation.as_deref().or(told),
            records: message.records,
            rejected: message.rejected,
            failures: message.failures,
            empty: message.empty,
        })
    }

    /// That of the message that was evaluated; none where the rule itself is wrong.
    #[must_use]
    pub fn of_shown(shown: &Shown) -> Option<Self> {
        let response = &shown.answer.response;
        if shown.missing.is_some() || response.stages.is_empty() {
            return None;
        }
        let stopped = response.stages.iter().find(|stage| stage.state == StageState::Stopped);
        let is_select = |stage: &&Stage| stage.name == StageName::Select && comes_to_nothing(shown);
        let of_empty = response.stages.iter().find(is_select);
        Some(Self::of(&Found {
            outcome: response.outcome,
            stop: stopped.map(|stage| (stage.name, stage.summary.as_str(), stage.severity)),
            why: stopped.or(of_empty).map(|stage| stage.explanation.as_str()),
            records: shown.answer.record_count,
            rejected: shown.answer.rejected_count,
            failures: response.deliveries.iter().filter(|delivery| !delivery.errors.is_empty()).count(),
            empty: comes_to_nothing(shown),
        }))
    }

    fn of(found: &Found<'_>) -> Self {
        let fate = |kind, words: String| Self { kind, words, why: found.why.map(str::to_owned) };
        let things =
            |count: usize, thing: &str| format!("{count} {thing}{}", if count == 1 { "" } else { "s" });
        match (found.outcome, found.stop) {
            (OutcomeKind::NotPublished, _) => fate(FateKind::Failed, "not published".to_owned()),
            (OutcomeKind::Rejected, _) => fate(FateKind::Failed, "cannot be read".to_owned()),
            (_, Some((StageName::Topic, ..))) => fate(FateKind::Topic, "topic does not match".to_owned()),
            (_, Some((StageName::Where, _, None))) => fate(FateKind::WhereFalse, "WHERE false".to_owned()),
            (_, Some((StageName::Where, words, Some(severity)))) => {
                let kind =
                    if severity == Severity::Error { FateKind::Failed } else { FateKind::WhereUndefined };
                fate(kind, format!("WHERE {words}"))
            }
            (_, Some((StageName::Select, words, severity))) => {
                let kind = if severity.is_none() { FateKind::WhereFalse } else { FateKind::Failed };
                fate(kind, format!("SELECT: {words}"))
            }
            _ if found.rejected > 0 => {
                fate(FateKind::Rejected, format!("{} of {} rejected", found.rejected, found.records))
            }
            (_, Some((StageName::Actions, words, _))) => fate(FateKind::Rejected, words.to_owned()),
            (OutcomeKind::Failed, None) => fate(FateKind::Failed, "failed".to_owned()),
            _ if found.failures > 0 => {
                fate(FateKind::Rejected, format!("{} failed", things(found.failures, "action")))
            }
            _ if found.empty => fate(FateKind::Empty, "nothing written".to_owned()),
            _ if found.records > 0 => fate(FateKind::Acted, things(found.records, "record")),
            _ => fate(FateKind::Acted, "acted".to_owned()),
        }
    }
}

/// Whether the rule acts on the message and nothing comes of it, as a replay says of its messages.
fn comes_to_nothing(shown: &Shown) -> bool {
    let Some(outgoing) = &shown.outgoing else { return false };
    let deliveries = &shown.answer.response.deliveries;
    let writes_nothing = |delivery: &DeliveryView| match &delivery.content {
        ContentView::Records { records, .. } => records.is_empty(),
        ContentView::Points { points } => points.is_empty(),
        _ => false,
    };
    &*outgoing.text == "{}" || !deliveries.is_empty() && deliveries.iter().all(writes_nothing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replayed(outcome: OutcomeKind, stop: Option<(StageName, &str, Option<Severity>)>) -> ReplayedMessage {
        ReplayedMessage {
            outcome,
            stopped_at: stop.map(|stop| stop.0),
            stop: stop.map(|stop| stop.1.to_owned()),
            stop_severity: stop.and_then(|stop| stop.2),
            explanation: None,
            records: 0,
            rejected: 0,
            failures: 0,
            empty: false,
            diagnostics: Vec::new(),
            listed: Vec::new(),
        }
    }

    #[test]
    fn each_outcome_has_its_words() {
        let output = || replayed(OutcomeKind::Output, None);
        let stopped = |stop| replayed(OutcomeKind::NotMatched, Some(stop));
        let cases = [
            (ReplayedMessage { records: 5, ..output() }, FateKind::Acted, "5 records"),
            (ReplayedMessage { records: 1, ..output() }, FateKind::Acted, "1 record"),
            (
                ReplayedMessage { records: 5, rejected: 1, failures: 1, ..output() },
                FateKind::Rejected,
                "1 of 5 rejected",
            ),
            (ReplayedMessage { failures: 1, ..output() }, FateKind::Rejected, "1 action failed"),
            (output(), FateKind::Acted, "acted"),
            (ReplayedMessage { empty: true, ..output() }, FateKind::Empty, "nothing written"),
            (ReplayedMessage { empty: true, failures: 1, ..output() }, FateKind::Rejected, "1 action failed"),
            (stopped((StageName::Topic, "no match", None)), FateKind::Topic, "topic does not match"),
            (stopped((StageName::Where, "false", None)), FateKind::WhereFalse, "WHERE false"),
            (
                stopped((StageName::Where, "Undefined", Some(Severity::Warning))),
                FateKind::WhereUndefined,
                "WHERE Undefined",
            ),
            (
                replayed(OutcomeKind::Failed, Some((StageName::Select, "not JSON", Some(Severity::Error)))),
                FateKind::Failed,
                "SELECT: not JSON",
            ),
            (replayed(OutcomeKind::Rejected, None), FateKind::Failed, "cannot be read"),
            (replayed(OutcomeKind::NotPublished, None), FateKind::Failed, "not published"),
        ];
        for (message, kind, words) in cases {
            let fate = Fate::of_replayed(&message);
            assert_eq!((fate.kind, fate.words.as_str()), (kind, words));
        }
    }

    #[test]
    fn a_message_alone_fares_as_it_does_among_others() {
        use crate::state::Outgoing;
        use crate::worker::preview::preview;
        use rulelens_wasm::{EvaluateRequest, MessageRequest, ReplayRequest, replay_messages, respond};
        use std::rc::Rc;

        const TIMESTREAM: &str = r#"{"timestream": {"databaseName": "d", "tableName": "t", "roleArn": "r", "dimensions": [{"name": "x", "value": "y"}]}}"#;
        const REPUBLISH: &str = r#"{"republish": {"topic": "b", "roleArn": "r"}}"#;
        for (sql, action, expected) in [
            ("SELECT t FROM 'a'", TIMESTREAM, (FateKind::Acted, "1 record")),
            ("SELECT nosuch FROM 'a'", TIMESTREAM, (FateKind::Empty, "nothing written")),
            ("SELECT nosuch FROM 'a'", REPUBLISH, (FateKind::Empty, "nothing written")),
            ("SELECT t FROM 'a'", REPUBLISH, (FateKind::Acted, "acted")),
        ] {
            let payload = r#"{"t": 1.5}"#.to_owned();
            let request = EvaluateRequest {
                sql: sql.to_owned(),
                topic: "a".to_owned(),
                payload: payload.clone(),
                action: Some(action.to_owned()),
                ..EvaluateRequest::default()
            };
            let (answer, outgoing) = preview(respond(&request));
            let outgoing = outgoing.map(|text| Outgoing {
                length: text.len(),
                text: text.into(),
                whole: true,
                base64: false,
            });
            let shown = Shown { answer: Rc::new(answer), outgoing, missing: None };
            let alone = Fate::of_shown(&shown).expect("a fate");
            let replayed = replay_messages(&ReplayRequest {
                sql: request.sql.clone(),
                topic: request.topic.clone(),
                action: request.action.clone(),
                messages: vec![MessageRequest { payload, ..MessageRequest::default() }],
                ..ReplayRequest::default()
            });
            let among = Fate::of_replayed(&replayed.messages[0]);
            assert_eq!((alone.kind, alone.words.as_str()), expected, "{sql}");
            assert_eq!((among.kind, among.words.as_str()), expected, "{sql}");
        }
    }
}
