//! Why a check does not hold, and what is said about an answer.

use crate::check::CheckKind;
use crate::facts::{Difference, Facts, RULE, SENT};
use crate::judge::{CheckFailure, Judge, Judgement, Status};
use crate::lesson::{Answer, Lesson};
use crate::run::Run;
use crate::uses::uses;
use iot_sql::Diagnostic;
use iot_sql::text::{counted, shortened};
use rule_actions::action::{Content, Delivery};
use rule_actions::timestream::Written;
use rule_actions::timestream::table::WriteOutcome;
use rule_actions::{OutcomeKind, Report};

/// Why a check does not hold for a rule that was accepted; nothing where it does.
pub(crate) fn failures(judge: &Judge, check: &CheckKind, answer: &Answer, run: &Run) -> Vec<CheckFailure> {
    let fails = |message: Option<usize>, says: String| vec![CheckFailure { message, says }];
    match check {
        CheckKind::AllAccepted => all_accepted(run),
        CheckKind::MeasureIs(name, kind) => measure(judge, run, name, |written, _| {
            let is = written.record.measure_value_type;
            (is != *kind).then(|| format!("`{name}` is {} here, not {}", is.name(), kind.name()))
        }),
        CheckKind::MeasureEquals(name, expression, tolerance) => measure(judge, run, name, |written, at| {
            let wanted = judge.setting.value(judge.lesson(), answer, expression, at);
            let wanted = wanted.map(|value| value.to_json()).unwrap_or_default();
            let got = &written.record.measure_value.text();
            (!is_near(&wanted, got, *tolerance))
                .then(|| format!("`{name}` is {got} here; wanted is {wanted}, give or take {tolerance}"))
        }),
        CheckKind::ActsOn(name) | CheckKind::SilentOn(name) => {
            let should = matches!(check, CheckKind::ActsOn(_));
            let at = judge.lesson().messages.iter().position(|message| message.name == *name);
            let acts = at.and_then(|at| run.facts.get(at)).map(Facts::acts);
            let says = if should { "the rule should act here" } else { "the rule should stay silent here" };
            if acts == Some(should) { Vec::new() } else { fails(at, says.to_owned()) }
        }
        CheckKind::NoDiagnostic(code) => {
            let found =
                run.reports.iter().enumerate().find_map(|(at, report)| Some((at, find_code(report, code)?)));
            let says = |message: &str| format!("{} (`{code}`)", message.trim_end_matches('.'));
            found.map_or_else(Vec::new, |(at, found)| fails(Some(at), says(&found.message)))
        }
        CheckKind::Diagnostic(code) => {
            let is_said = run.reports.iter().any(|report| find_code(report, code).is_some());
            if is_said { Vec::new() } else { fails(None, format!("`{code}` is not reported")) }
        }
        CheckKind::Uses(word) | CheckKind::UsesNo(word) => {
            let should = matches!(check, CheckKind::Uses(_));
            let does = run.plan.as_ref().is_some_and(|plan| uses(plan, word));
            let says = if should { "the rule does not use" } else { "the rule uses" };
            if does == should { Vec::new() } else { fails(None, format!("{says} {word}")) }
        }
    }
}

fn find_code<'r>(report: &'r Report, code: &str) -> Option<&'r Diagnostic> {
    report.diagnostics.iter().find(|found| found.code.id == code)
}

fn all_accepted(run: &Run) -> Vec<CheckFailure> {
    let mut something = false;
    let mut failures = Vec::new();
    for (at, report) in run.reports.iter().enumerate() {
        if report.outcome_kind() != OutcomeKind::Output {
            continue;
        }
        something |= report.deliveries.iter().any(writes);
        let says = report.deliveries.iter().find_map(lost);
        failures.extend(says.map(|says| CheckFailure { message: Some(at), says }));
    }
    if !something && failures.is_empty() {
        failures.push(CheckFailure { message: None, says: "nothing is written".to_owned() });
    }
    failures
}

/// Whether anything of a delivery arrives.
fn writes(delivery: &Delivery) -> bool {
    match &delivery.content {
        Content::Nothing => false,
        Content::Records { records, .. } => !records.is_empty(),
        Content::Points(points) => !points.is_empty(),
        Content::Request { .. } | Content::Text { .. } => true,
    }
}

/// What of a delivery is lost, in words.
fn lost(delivery: &Delivery) -> Option<String> {
    let is_kept = |written: &Written| {
        matches!(written.verdict.outcome, WriteOutcome::Accepted | WriteOutcome::Unchanged)
    };
    if let Some(written) = delivery.records().iter().find(|written| !is_kept(written)) {
        let reason = written.verdict.reasons.first().map(|reason| reason.message.trim_end_matches('.'));
        let outcome = match written.verdict.outcome {
            WriteOutcome::Undocumented => "what becomes of it is not documented",
            _ => "it is rejected",
        };
        let name = &written.record.measure_name;
        return Some(format!("the record `{name}`: {outcome}. {}", reason.unwrap_or_default()));
    }
    let error = delivery.errors().next()?;
    Some(format!("{} fails: {}", delivery.title, error.message.trim_end_matches('.')))
}

/// What `fault` finds in the messages for which the solution writes a measure.
fn measure(
    judge: &Judge,
    run: &Run,
    name: &str,
    fault: impl Fn(&Written, usize) -> Option<String>,
) -> Vec<CheckFailure> {
    let pairs = run.reports.iter().zip(&judge.solution.reports).enumerate();
    let wanted = pairs.filter(|(_, (_, solution))| find(solution, name).is_some());
    let failure = |(at, (report, _)): (usize, (&Report, &Report))| {
        let says = match find(report, name) {
            Some(written) => fault(written, at)?,
            None => format!("there is no record `{name}` here"),
        };
        Some(CheckFailure { message: Some(at), says })
    };
    wanted.filter_map(failure).collect()
}

/// The record of a measure.
pub(crate) fn find<'r>(report: &'r Report, name: &str) -> Option<&'r Written> {
    let records = report.deliveries.iter().flat_map(Delivery::records);
    records.into_iter().find(|written| written.record.measure_name == name)
}

/// Whether two numbers are no farther apart; what is not a number must be the same.
fn is_near(wanted: &str, got: &str, tolerance: f64) -> bool {
    match (wanted.parse::<f64>(), got.parse::<f64>()) {
        // A tolerance of 0.001 is meant to let 0.001 through, whose binary form is a little more.
        (Ok(wanted), Ok(got)) => (wanted - got).abs() <= tolerance * (1.0 + 1e-9),
        _ => wanted.trim_matches('"') == got,
    }
}

/// What is said about an answer.
pub(crate) fn sentence(lesson: &Lesson, judgement: &Judgement, run: &Run) -> String {
    let count = lesson.messages.len();
    let right = judgement.messages.iter().filter(|message| message.right).count();
    let failures = || judgement.checks.iter().filter_map(|check| Some((check, check.failures.first()?)));
    match judgement.status {
        Status::Rejected => "The rule is rejected, so no message was tried.".to_owned(),
        Status::Solved if count == 1 => "The message does what it should.".to_owned(),
        Status::Solved => format!("All {count} messages do what they should."),
        Status::Wish => {
            let wishes: Vec<String> =
                failures().map(|(check, failure)| format!("`{}`: {}", check.check, failure.says)).collect();
            let left = if wishes.len() == 1 { "One wish is left" } else { "Wishes are left" };
            format!("Every message does what it should. {left}: {}.", wishes.join("; "))
        }
        Status::Wrong => {
            let first = match judgement.first_wrong {
                Some(at) => {
                    let message = &judgement.messages[at];
                    let says = message.differences.first().map(|found| first(found, &run.reports[at]));
                    let says = says.or_else(|| message.failures.first().cloned()).unwrap_or_default();
                    let name = &lesson.messages[at].name;
                    let unseen =
                        if judgement.reveals == Some(at) { ", a message you have not seen" } else { "" };
                    format!("\u{201c}{name}\u{201d}{unseen}: {says}.")
                }
                None => {
                    failures().map(|(_, failure)| iot_sql::text::capitalised(&failure.says) + ".").collect()
                }
            };
            let are = if right == 1 || count == 1 { "is" } else { "are" };
            format!("{right} of {} {are} right. {first}", counted(count, "message"))
        }
    }
}

/// The first difference of a message, in words.
fn first(difference: &Difference, report: &Report) -> String {
    let Difference { what, wanted, got } = difference;
    let short = |text: &str| shortened(text, 80);
    match (wanted, got) {
        (Some(wanted), Some(_)) if what == RULE && wanted == "acts" => {
            let stage = report.stopped_at().map(|stage| stage.title.as_str()).unwrap_or_default();
            format!("should get through, and stops at {stage}")
        }
        (Some(_), Some(_)) if what == RULE => "should stay silent, and gets through".to_owned(),
        (Some(wanted), Some(got)) if wanted == SENT => format!("{what} {}", short(got)),
        (Some(wanted), Some(got)) => {
            format!("{} should be {}, and is {}", quoted(what), short(wanted), short(got))
        }
        (Some(wanted), None) => format!("{} is missing; wanted is {}", quoted(what), short(wanted)),
        (None, _) => format!("{} should not be there", quoted(what)),
    }
}

/// A place in backticks, where it has none yet.
fn quoted(what: &str) -> String {
    if what.contains(['`', ' ']) { what.to_owned() } else { format!("`{what}`") }
}
