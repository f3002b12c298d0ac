//! Which questions can be asked of AWS with a rule and a message, and how.

use super::outcome::Seen;
use crate::cases::Case;
use crate::questions::{Question, Subject, all};
use anyhow::Result;
use iot_sql::assist::{self, Language, TokenKind};
use iot_sql::{Evidence, SqlVersion};

/// An example of a question as it is asked.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// A name that stays the same while the question does: file, topic and number, in letters, digits and hyphens.
    pub(super) id: String,
    /// The statement, which listens to a topic of its own.
    pub(super) sql: String,
    /// Its SQL version.
    pub(super) version: SqlVersion,
    /// The topic to publish to.
    pub(super) topic: String,
    /// The payload.
    pub(super) payload: Vec<u8>,
    /// The template that is asked about.
    pub(super) template: Option<String>,
    /// What RuleLens expects to be seen.
    pub(super) expected: Seen,
    /// The example as it is written.
    pub(super) case: Case,
}

/// An open question, with the examples that can be asked.
pub(super) struct Open {
    /// Its file in `docs/open-questions`.
    pub(super) file: &'static str,
    /// The question.
    pub(super) question: Question,
    /// Its examples: asked, or why not.
    pub(super) examples: Vec<Result<Asked, &'static str>>,
}

/// Every question that is assumed or contradicted.
///
/// # Errors
/// A file of questions that breaks the format; a test makes sure that none does.
pub(super) fn open() -> Result<Vec<Open>> {
    let mut found = Vec::new();
    for (file, Subject { questions, .. }) in all()? {
        for question in questions {
            if !matches!(question.evidence, Evidence::Assumed | Evidence::Contradicted) {
                continue;
            }
            let stem = file.trim_end_matches(".md");
            let examples = question.examples.iter().enumerate().map(|(index, example)| {
                let id = format!("{stem}-{}-{}", slug(&question.topic), index + 1);
                ask(&id, &example.case, example.template(), &|field| example.has(field))
            });
            let examples = examples.collect();
            found.push(Open { file, question, examples });
        }
    }
    Ok(found)
}

/// Letters and digits in lower case, with hyphens between words; signs alone are written as numbers.
fn slug(text: &str) -> String {
    let words = text.split(|ch: char| !ch.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() {
        text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
    } else {
        slug
    }
}

/// An example as it is asked, or why it cannot be.
fn ask(
    id: &str,
    case: &Case,
    template: Option<&str>,
    has: &dyn Fn(&str) -> bool,
) -> Result<Asked, &'static str> {
    let about_actions =
        ["expectedRecords", "expectedVerdicts", "expectedDeliveries", "expectedLines", "expectedErrorAction"];
    if has("earlier") || has("table") {
        return Err("it is about what a table holds");
    }
    if about_actions.iter().any(|field| has(field)) {
        return Err("it is about what another service receives");
    }
    if has("context") {
        return Err("its outcome depends on the time, the client or another service");
    }
    let expected = Seen::expected(case, template);
    if has("expectedError") && matches!(expected, Seen::Arrived { .. }) {
        return Err("it is about an action that fails");
    }
    // Rules of other questions must not take this one's message.
    let own = format!("rulelens-{}", slug(id));
    let first = case.topic.split('/').next().unwrap_or_default();
    let topic = format!("{own}{}", &case.topic[first.len()..]);
    let sql =
        with_topic(&case.sql, first, &own).ok_or("its rule takes messages of any first level of a topic")?;
    let moved = Case { sql: sql.clone(), topic: topic.clone(), ..case.clone() };
    let moved_expected = Seen::expected(&moved, template);
    if std::mem::discriminant(&moved_expected) != std::mem::discriminant(&expected) {
        return Err("its outcome depends on the topic's name");
    }
    Ok(Asked {
        id: id.to_owned(),
        sql,
        version: case.version,
        topic,
        payload: case.payload.clone(),
        template: template.map(str::to_owned),
        expected: moved_expected,
        case: case.clone(),
    })
}

/// The statement with another first level of the topic that it listens to.
fn with_topic(sql: &str, first: &str, own: &str) -> Option<String> {
    let tokens = assist::tokens(sql, Language::Sql);
    let text = |index: usize| tokens.get(index).map(|token| &sql[token.start..token.end]);
    let is_from = |index: &usize| {
        let is_keyword = tokens[*index].kind == TokenKind::Keyword;
        is_keyword && text(*index).is_some_and(|word| word.eq_ignore_ascii_case("from"))
    };
    // The last FROM is the statement's own where a nested query stands in SELECT, and not where one stands in WHERE.
    let found =
        (0..tokens.len()).filter(is_from).collect::<Vec<_>>().into_iter().rev().find_map(|index| {
            let next = tokens.get(index + 1)?;
            let written = &sql[next.start..];
            let quote = written.chars().next().filter(|ch| matches!(ch, '\'' | '"'));
            let start = next.start + quote.map_or(0, char::len_utf8);
            let rest = sql[start..].strip_prefix(first)?;
            let ends =
                rest.chars().next().is_none_or(|ch| !(ch.is_alphanumeric() || matches!(ch, '_' | '-' | '.')));
            // Without quotes it may be a nested query's array.
            (ends && (quote.is_some() || index + 2 >= tokens.len())).then_some(start)
        })?;
    Some(format!("{}{own}{}", &sql[..found], &sql[found + first.len()..]))
}

#[cfg(test)]
mod tests {
    use super::{open, with_topic};
    use std::collections::BTreeSet;

    #[test]
    fn a_rule_listens_to_a_topic_of_its_own() {
        let of = |sql: &str| with_topic(sql, "a", "own");
        assert_eq!(
            of("SELECT a FROM 'a/b' WHERE a > 1").as_deref(),
            Some("SELECT a FROM 'own/b' WHERE a > 1")
        );
        assert_eq!(
            of("select (SELECT b FROM a) from \"a\"").as_deref(),
            Some("select (SELECT b FROM a) from \"own\"")
        );
        assert_eq!(of("SELECT (SELECT b FROM a) AS c FROM 'x'"), None);
        assert_eq!(of("SELECT 1 FROM 'ab'"), None);
        assert_eq!(of("SELECT 1 FROM '#'"), None);
    }

    #[test]
    fn most_questions_about_the_language_can_be_asked() {
        let open = open().expect("the questions");
        assert!(open.len() > 100, "{}", open.len());
        let asked: Vec<_> = open.iter().flat_map(|one| &one.examples).flatten().collect();
        let ids: BTreeSet<&str> = asked.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.len(), asked.len(), "two examples have one name");
        let topics: BTreeSet<&str> = asked.iter().map(|one| one.topic.as_str()).collect();
        assert_eq!(topics.len(), asked.len(), "two examples share a topic");
        assert!(asked.len() > 60, "{}", asked.len());
    }
}
