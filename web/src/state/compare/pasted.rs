//! A rule that was pasted to be compared: a statement, or one of the rules of a document.

use crate::state::Inputs;
use crate::state::source::{Source, looks_like_document};
use std::ops::Deref;
use std::rc::Rc;

/// A rule that was pasted to be compared. Two are the same where they are one.
#[derive(Clone, Debug, Default)]
pub struct Paste(Rc<Pasted>);

/// What became of the text.
#[derive(Debug, Default, PartialEq)]
pub enum Pasted {
    /// There is none.
    #[default]
    Nothing,
    /// It is read as a document.
    Reading(String),
    /// It is no document with a rule; why, as a sentence.
    Failed(String, String),
    /// It is a statement: all else is as in the workbench.
    Statement(String),
    /// It was a document; the fields of the chosen rule, with their source, and its statement.
    Rule(Box<Inputs>, String),
}

impl PartialEq for Paste {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Paste {}

impl Deref for Paste {
    type Target = Pasted;

    fn deref(&self) -> &Pasted {
        &self.0
    }
}

impl From<Pasted> for Paste {
    fn from(pasted: Pasted) -> Self {
        Self(Rc::new(pasted))
    }
}

impl Pasted {
    /// What a text is before it is read any further.
    #[must_use]
    pub fn of(text: String) -> Self {
        if text.trim().is_empty() {
            Self::Nothing
        } else if looks_like_document(&text) {
            Self::Reading(text)
        } else {
            Self::Statement(text)
        }
    }

    /// A rule of a document; where it does not name a version of SQL, that of the workbench counts.
    #[must_use]
    pub fn of_source(source: &Source, sql_version: &str) -> Self {
        let base = Inputs { sql_version: sql_version.to_owned(), ..Inputs::default() };
        let (inputs, sql) = source.put_into(&base);
        Self::Rule(Box::new(inputs), sql)
    }

    /// The text that stands in the field.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Nothing | Self::Rule(..) => "",
            Self::Reading(text) | Self::Failed(text, _) | Self::Statement(text) => text,
        }
    }

    /// Whether there is a rule to compare.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        matches!(self, Self::Statement(_) | Self::Rule(..))
    }

    /// What the rule is called in its document; nothing where it has no name.
    #[must_use]
    pub fn title(&self) -> String {
        let source = match self {
            Self::Rule(inputs, _) => inputs.source.as_ref(),
            _ => None,
        };
        let rule = source.and_then(|source| source.rules.get(source.chosen));
        rule.and_then(|rule| rule.id.clone().or_else(|| rule.name.clone())).unwrap_or_default()
    }

    /// The fields of the workbench with this rule in them.
    #[must_use]
    pub fn put_into(&self, own: &Inputs) -> Inputs {
        match self {
            Self::Rule(inputs, _) => {
                let Inputs { sql_version, rule, source, actions, .. } = (**inputs).clone();
                Inputs { sql_version, rule, source, actions, ..own.clone() }
            }
            _ => own.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use rulelens_wasm::{DocumentView, RuleView};

    fn source() -> Source {
        let rule = |id: &str, version: Option<&str>| RuleView {
            id: Some(id.to_owned()),
            sql: format!("SELECT {id} FROM 'a'"),
            sql_version: version.map(str::to_owned),
            action: r#"[{"republish": {"topic": "b", "roleArn": "r"}}]"#.to_owned(),
            ..RuleView::default()
        };
        let rules = vec![rule("pump", Some("2015-10-08")), rule("valve", None)];
        let document = DocumentView { rules, ..DocumentView::default() };
        Source::new(document, "text".to_owned(), None).expect("rules")
    }

    #[test]
    fn a_text_is_a_statement_or_a_document() {
        let of = |text: &str| Pasted::of(text.to_owned());
        assert_eq!(of(" \n"), Pasted::Nothing);
        assert_eq!(of("SELECT * FROM 'a'"), Pasted::Statement("SELECT * FROM 'a'".to_owned()));
        assert!(matches!(of("{\"sql\": \"SELECT 1\"}"), Pasted::Reading(_)));
        let ready = ["", "SELECT 1", "{\"sql\": 1}"].map(|text| of(text).is_ready());
        assert_eq!(ready, [false, true, false]);
        assert_eq!(of("SELECT 1").title(), "");
    }

    #[test]
    fn the_chosen_rule_of_a_document_is_compared_and_comes_into_the_workbench() {
        let first = Pasted::of_source(&source(), "2016-03-23");
        let Pasted::Rule(inputs, sql) = &first else { panic!("{first:?}") };
        assert_eq!((inputs.sql_version.as_str(), sql.as_str()), ("2015-10-08", "SELECT pump FROM 'a'"));
        assert_eq!((first.title().as_str(), first.is_ready(), first.text()), ("pump", true, ""));
        let second = Pasted::of_source(&Source { chosen: 1, ..source() }, "2016-03-23");
        let own = Inputs { topic: "mine".to_owned(), ..sample::inputs() };
        let put = second.put_into(&own);
        assert_eq!((put.topic.as_str(), put.sql_version.as_str()), ("mine", "2016-03-23"));
        assert_eq!(put.actions.rows.len(), 1);
        assert_eq!(Pasted::of("SELECT 1".to_owned()).put_into(&own), own);
    }
}
