//! A case's text as its members, which keep their order and their exact text.

use super::expected::compact;
use super::{Case, Malformed};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;
use std::fmt;

/// The members that are the rule's.
const OF_RULE: [&str; 3] = ["inputSql", "sqlVersion", "action"];

/// Members of an object in their order, each with its text.
#[derive(Clone, Debug, Default)]
pub(super) struct Members(pub(super) Vec<(String, String)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a case, which is an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Members::default();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    if members.get(&name).is_some() {
                        return Err(A::Error::custom(format!("duplicate field `{name}`")));
                    }
                    members.put(&name, compact(value));
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(InOrder)
    }
}

impl Members {
    pub(super) fn read(text: &str) -> Result<Self, Malformed> {
        Ok(serde_json::from_str(text)?)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, text)| text.as_str())
    }

    /// Adds a member at the end.
    pub(super) fn put(&mut self, name: &str, text: String) {
        self.0.push((name.to_owned(), text));
    }

    /// The members as an object on one line.
    pub(super) fn written(&self) -> String {
        let members = self.0.iter().map(|(name, text)| format!("{}:{text}", Json::from(name.as_str())));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    }
}

/// A rule to which cases belong, as a case names it.
#[derive(Clone, Copy, Debug)]
pub struct CaseRule<'r> {
    /// The statement.
    pub sql: &'r str,
    /// The SQL version's name; none: that of a case without one.
    pub version: Option<&'r str>,
    /// The action as JSON text.
    pub action: Option<&'r str>,
}

impl CaseRule<'_> {
    /// The text of a case of this rule: `rest` is what [`without_rule`] left of one.
    ///
    /// # Errors
    /// What is wrong with that, or that the action is not JSON.
    pub fn text(&self, name: &str, rest: &str) -> Result<String, Malformed> {
        if let Some(Err(error)) = self.action.map(serde_json::from_str::<&RawValue>) {
            let Malformed { message, .. } = error.into();
            return Err(Malformed::whole(format!("the actions are not JSON: {message}")));
        }
        self.text_with(name, rest, self.action)
    }

    /// The same as a case that can be run. An action that is not JSON makes AWS reject the rule.
    ///
    /// # Errors
    /// What is wrong with what is left of the case.
    pub fn case(&self, name: &str, rest: &str) -> Result<Case, Malformed> {
        let case = Case::from_json(&self.text_with(name, rest, None)?)?;
        Ok(Case { action: self.action.map(str::to_owned), ..case })
    }

    fn text_with(&self, name: &str, rest: &str, action: Option<&str>) -> Result<String, Malformed> {
        let string = |text: &str| Json::from(text).to_string();
        let mut members = Members::default();
        if !name.is_empty() {
            members.put("name", string(name));
        }
        members.put("inputSql", string(self.sql));
        if let Some(version) = self.version {
            members.put("sqlVersion", string(version));
        }
        if let Some(action) = action {
            let action: &RawValue = serde_json::from_str(action)?;
            members.put("action", compact(action));
        }
        members.0.extend(Members::read(rest)?.0);
        Ok(members.written())
    }
}

/// A case's name, and its text without that and without what is the rule's: the message, what surrounds it and what must
/// come of it.
///
/// # Errors
/// Why the text is not a case.
pub fn without_rule(text: &str) -> Result<(String, String), Malformed> {
    let case = Case::from_json(text)?;
    let mut members = Members::read(text)?;
    members.0.retain(|(name, _)| name != "name" && !OF_RULE.contains(&name.as_str()));
    Ok((case.name, members.written()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = r#"{"name": "n", "topic": "a", "inputSql": "SELECT * FROM 'a'", "inputPayload": {"b": 1.0, "a": 1E5},
        "action": null, "sqlVersion": "2015-10-08", "expectedOutput": "{\"b\":1.0,\"a\":1E5}", "comment": [ 1 ]}"#;

    #[test]
    fn a_case_is_taken_from_its_rule_and_given_to_another_one() {
        let (name, rest) = without_rule(CASE).expect("a case");
        let of_case = r#"{"topic":"a","inputPayload":{"b":1.0,"a":1E5},"expectedOutput":"{\"b\":1.0,\"a\":1E5}","comment":[1]}"#;
        assert_eq!((name.as_str(), rest.as_str()), ("n", of_case));
        let rule = CaseRule { sql: "SELECT b FROM 'a'", version: None, action: Some("[ ]") };
        let text = rule.text(&name, &rest).expect("a case");
        let start = r#"{"name":"n","inputSql":"SELECT b FROM 'a'","action":[],"topic":"a","#;
        assert!(text.starts_with(start), "{text}");
        assert_eq!(without_rule(&text).expect("a case"), (name.clone(), rest.clone()));
        let [differs] = rule.case(&name, &rest).expect("a case").run().differences.try_into().expect("one");
        assert_eq!((differs.what.as_str(), differs.found.as_str()), ("outgoing payload", r#"{"b":1}"#));
    }

    #[test]
    fn an_action_that_is_not_json_is_the_rules_error() {
        let (name, rest) = without_rule(CASE).expect("a case");
        let rule = CaseRule { sql: "SELECT b FROM 'a'", version: None, action: Some("{ half") };
        let error = rule.text(&name, &rest).expect_err("no case");
        assert!(error.message.starts_with("the actions are not JSON: "), "{error}");
        let differences = rule.case(&name, &rest).expect("a case").run().differences;
        assert!(differences[0].found.starts_with("rejected: "), "{differences:?}");
    }

    #[test]
    fn what_is_no_case_says_why() {
        assert_eq!(
            without_rule(r#"{"topic": "a"}"#).expect_err("no case").message,
            "missing field `inputSql`"
        );
        assert!(without_rule("[]").is_err());
    }
}
