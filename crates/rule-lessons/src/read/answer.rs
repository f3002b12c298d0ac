//! Reading the rules of a lesson: where one starts, what is right, what is wrong.

use super::front::version;
use crate::lesson::Answer;
use crate::problem::Problems;
use crate::sections::{Fence, Parts, Section, no_other_fences};

/// The keys that a rule may have.
pub(super) const KEYS: [&str; 2] = ["version", "topic"];

/// Reads the rule of a section. What it leaves out is as in the rule that it is compared with.
pub(super) fn answer(
    section: &Section<'_>,
    parts: &Parts<'_>,
    like: &Answer,
    problems: &mut Problems,
) -> Answer {
    let mut answer = Answer { line: section.line, ..like.clone() };
    let mut given = 0;
    if let Some((value, line)) = parts.key("version") {
        given += 1;
        match version(value) {
            Ok(version) => answer.version = version,
            Err(error) => problems.add(line, error),
        }
    }
    if let Some((topic, _)) = parts.key("topic") {
        given += 1;
        answer.topic = Some(topic.to_owned());
    }
    let (mut statements, mut actions, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for fence in &parts.fences {
        let list = match (fence.language, fence.info) {
            ("sql", "") => &mut statements,
            ("json", "action") => &mut actions,
            _ => &mut others,
        };
        list.push(fence);
    }
    no_other_fences(others, &["```sql", "```json action"], problems);
    if let Some(fence) = only(&statements, problems) {
        given += 1;
        answer.sql.clone_from(&fence.text);
    }
    if let Some(fence) = only(&actions, problems) {
        given += 1;
        answer.action = Some(fence.text.clone());
    }
    if given == 0 {
        let what = "expected what is not as in Start: a fence ```sql, a fence ```json action, `version:` or `topic:`";
        problems.add(section.line, format!("`{}` holds no rule; {what}", section.title));
    }
    answer
}

/// The only fence of its kind.
fn only<'f>(fences: &[&'f Fence<'f>], problems: &mut Problems) -> Option<&'f Fence<'f>> {
    if let Some(second) = fences.get(1) {
        problems.add(second.line, format!("a second one: {}; expected one in a rule", second.name()));
    }
    fences.first().copied()
}
