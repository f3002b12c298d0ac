//! What comes of the rules of a lesson, as text that can be kept and compared: T10.

use crate::judge::{Judge, Status};
use crate::lesson::Answer;
use crate::run::Run;
use iot_sql::text::shortened;
use rule_actions::action::{Content, Delivery};
use rule_actions::{OutcomeKind, Report};

/// Characters of what came of a message.
const SHOWN: usize = 160;

/// What comes of Start, of the solution, and of each further rule: for every message, with the codes of what is said.
pub(crate) fn outcomes(judge: &Judge, start: &Run) -> String {
    let lesson = judge.lesson();
    let mut text = format!("# {}\n", lesson.front.id);
    tell(judge, "Start", &lesson.start, start, &mut text);
    tell(judge, "Solution", &lesson.solution, &judge.solution, &mut text);
    for answer in &lesson.also_right {
        tell(judge, "Also right", answer, &judge.run(answer), &mut text);
    }
    for (wrong, run) in lesson.wrong.iter().zip(&judge.wrong) {
        tell(judge, &format!("Wrong: {}", wrong.title), &wrong.answer, run, &mut text);
    }
    text
}

fn tell(judge: &Judge, name: &str, answer: &Answer, run: &Run, text: &mut String) {
    let lesson = judge.lesson();
    let judgement = judge.judge(answer);
    let mistake = judgement.mistake.map(|at| format!(" ({})", lesson.wrong[at].title));
    *text += &format!("## {name}: {}{}\n", word(judgement.status), mistake.unwrap_or_default());
    if judgement.status != Status::Solved {
        *text += &format!("   {}\n", judgement.says);
    }
    for found in &run.rejected {
        *text += &format!("   {}: {}\n", found.code.id, shortened(&found.message, SHOWN));
    }
    for ((message, report), judged) in lesson.messages.iter().zip(&run.reports).zip(&judgement.messages) {
        let mark = if judged.right { '+' } else { '-' };
        *text += &format!(" {mark} {}: {}", message.name, shortened(&came(report), SHOWN));
        let codes: Vec<String> = report
            .diagnostics
            .iter()
            .map(|found| match found.evidence {
                Some(evidence) => format!("{} ({evidence})", found.code.id),
                None => found.code.id.to_owned(),
            })
            .collect();
        if !codes.is_empty() {
            *text += &format!(" [{}]", codes.join(", "));
        }
        text.push('\n');
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Rejected => "rejected",
        Status::Wrong => "wrong",
        Status::Wish => "a wish is left",
        Status::Solved => "right",
    }
}

/// What came of a message, in a line.
fn came(report: &Report) -> String {
    if report.outcome_kind() != OutcomeKind::Output {
        let stage = report.stopped_at().map(|stage| stage.title.as_str());
        return format!("{}, stops at {}", report.outcome_name(), stage.unwrap_or("no stage"));
    }
    let payload =
        || report.outgoing().map(|outgoing| String::from_utf8_lossy(&outgoing.to_bytes()).into_owned());
    if report.deliveries.is_empty() {
        return payload().unwrap_or_default();
    }
    let deliveries = report.deliveries.iter().chain(&report.error_delivery);
    deliveries.map(delivered).collect::<Vec<_>>().join(" | ")
}

fn delivered(delivery: &Delivery) -> String {
    match &delivery.content {
        Content::Nothing => format!("{} fails", delivery.title),
        Content::Records { records, .. } => {
            let records = records.iter().map(|written| {
                let record = &written.record;
                let (name, value, kind) =
                    (&record.measure_name, &record.measure_value, record.measure_value_type.name());
                format!("{name}={value} {kind} {}", written.verdict.outcome.name())
            });
            records.collect::<Vec<_>>().join(", ")
        }
        Content::Points(_) => delivery.lines().collect::<Vec<_>>().join(", "),
        Content::Request { operation, body } => format!("{operation} {body}"),
        Content::Text { text, .. } => text.clone(),
    }
}
