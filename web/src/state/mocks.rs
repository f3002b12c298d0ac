//! What the user fills in about other services.

use super::kept::kept;
use rulelens_wasm::Mock;
use serde_json::Value as Json;

/// A mock: what a function that calls another service is answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MockRow {
    /// The function's name; a row without one is not sent.
    pub function: String,
    /// The arguments that it answers for, a JSON array; empty: any call.
    pub arguments: String,
    /// The answer as JSON, or why the call fails.
    pub answer: String,
    /// Whether the call fails.
    pub fails: bool,
}

kept! { MockRow { function, arguments, answer, fails } }

impl MockRow {
    /// The mock; `None` where a field is not filled in or does not hold what it must.
    #[must_use]
    pub fn request(&self) -> Option<Mock> {
        if self.function.trim().is_empty()
            || self.arguments_fault().is_some()
            || self.answer_fault().is_some()
        {
            return None;
        }
        let result = if self.fails { None } else { Some(serde_json::from_str(&self.answer).ok()?) };
        Some(Mock {
            function: self.function.trim().to_owned(),
            arguments: serde_json::from_str(&self.arguments).ok(),
            result,
            error: self.fails.then(|| self.answer.clone()),
        })
    }

    /// What is wrong with the function.
    #[must_use]
    pub fn function_fault(&self) -> Option<String> {
        let filled = |text: &str| !text.trim().is_empty();
        let used = filled(&self.arguments) || filled(&self.answer);
        (used && !filled(&self.function)).then(|| {
            "The function is missing, so this mock is not used. Write its name, such as get_dynamodb."
                .to_owned()
        })
    }

    /// What is wrong with the arguments.
    #[must_use]
    pub fn arguments_fault(&self) -> Option<String> {
        if self.arguments.trim().is_empty() {
            return None;
        }
        match serde_json::from_str(&self.arguments) {
            Ok(Json::Array(_)) => None,
            Ok(_) => Some("Arguments are a JSON array, such as [\"table\", 1].".to_owned()),
            Err(error) => Some(format!("The arguments are not JSON: {error}.")),
        }
    }

    /// What is wrong with the answer.
    #[must_use]
    pub fn answer_fault(&self) -> Option<String> {
        if self.fails {
            return None;
        }
        if self.answer.trim().is_empty() {
            let used = !self.function.trim().is_empty() || !self.arguments.trim().is_empty();
            return used.then(|| {
                "The answer is missing, so this mock is not used. Write what the service answers as JSON, such as {\"room\": \"hall\"} or null.".to_owned()
            });
        }
        let error = serde_json::from_str::<Json>(&self.answer).err()?;
        Some(format!("The answer is not JSON: {error}."))
    }

    /// The mocks that stand in an answer in the form in which the command line takes them, for this function or, where
    /// the row names none, for any. An answer of a service that only looks like one stays an answer.
    #[must_use]
    pub fn pasted(&self) -> Option<Vec<Self>> {
        if self.fails {
            return None;
        }
        let mocks = match serde_json::from_str(&self.answer).ok()? {
            Json::Object(mut context) if context.len() == 1 => context.remove("mocks")?,
            other => other,
        };
        let mocks = match mocks {
            Json::Array(mocks) => mocks,
            mock => vec![mock],
        };
        let rows: Option<Vec<Self>> = mocks.into_iter().map(Self::read).collect();
        let rows = rows.filter(|rows| !rows.is_empty())?;
        let function = self.function.trim();
        (function.is_empty() || rows.iter().any(|row| row.function == function)).then_some(rows)
    }

    /// Reads a mock as the command line takes it.
    fn read(mock: Json) -> Option<Self> {
        let Json::Object(mut members) = mock else { return None };
        let Some(Json::String(function)) = members.remove("function") else { return None };
        let arguments = match members.remove("arguments") {
            None | Some(Json::Null) => String::new(),
            Some(arguments @ Json::Array(_)) => arguments.to_string(),
            Some(_) => return None,
        };
        // A null is an answer, but no reason for an error.
        let (answer, fails) = match (members.remove("result"), members.remove("error")) {
            (Some(result), None | Some(Json::Null)) => (result.to_string(), false),
            (None, Some(Json::String(error))) => (error, true),
            _ => return None,
        };
        if !members.is_empty() {
            return None;
        }
        Some(Self { function, arguments, answer, fails })
    }
}

#[cfg(test)]
mod tests {
    use super::MockRow;
    use serde_json::json;

    fn row(function: &str, arguments: &str, answer: &str, fails: bool) -> MockRow {
        let [function, arguments, answer] = [function, arguments, answer].map(str::to_owned);
        MockRow { function, arguments, answer, fails }
    }

    #[test]
    fn a_mock_is_sent_once_it_holds_what_it_must() {
        let mock = row(" get_dynamodb ", r#"["t", 1.50]"#, r#"{"room": null}"#, false).request().unwrap();
        assert_eq!(mock.function, "get_dynamodb");
        assert_eq!(serde_json::to_string(&mock.arguments).unwrap(), r#"["t",1.50]"#);
        assert_eq!(mock.result, Some(json!({"room": null})));
        let failing = row("get_dynamodb", "", "throttled", true).request().unwrap();
        assert_eq!(
            (failing.arguments, failing.result, failing.error.as_deref()),
            (None, None, Some("throttled"))
        );
        assert_eq!(row("get_secret", "", "null", false).request().unwrap().result, Some(json!(null)));
    }

    #[test]
    fn what_keeps_a_mock_from_being_sent_is_said() {
        let faults = |row: &MockRow| {
            assert_eq!(row.request(), None, "{row:?}");
            [row.function_fault(), row.arguments_fault(), row.answer_fault()].map(|fault| fault.is_some())
        };
        assert_eq!(faults(&row("f", "", "{", false)), [false, false, true]);
        assert_eq!(faults(&row("f", "1", "1", false)), [false, true, false]);
        assert_eq!(faults(&row("f", "[", "1", false)), [false, true, false]);
        assert_eq!(faults(&row("f", "", " ", false)), [false, false, true], "an empty answer");
        assert_eq!(faults(&row("", "[]", "1", false)), [true, false, false]);
        assert_eq!(faults(&row("", "", "why", true)), [true, false, false]);
        assert_eq!(faults(&MockRow::default()), [false; 3], "nobody has begun to fill it in");
    }

    #[test]
    fn a_whole_mock_is_understood_where_its_answer_belongs() {
        let whole = r#"{"function": "get_dynamodb", "arguments": ["t", 1.50], "result": {"room": 2.0}}"#;
        let expected = row("get_dynamodb", r#"["t",1.50]"#, r#"{"room":2.0}"#, false);
        for (before, pasted) in [
            ("get_dynamodb", whole.to_owned()),
            ("", whole.to_owned()),
            ("", format!("[{whole}]")),
            ("", format!(r#"{{"mocks": [{whole}]}}"#)),
        ] {
            assert_eq!(row(before, "", &pasted, false).pasted(), Some(vec![expected.clone()]), "{pasted}");
        }
        let failing = r#"{"function": "get_secret", "error": "denied"}"#;
        let both = format!("[{whole}, {failing}]");
        let failing = row("get_secret", "", "denied", true);
        assert_eq!(row("", "", &both, false).pasted(), Some(vec![expected, failing]));
        let null = row("f", "", r#"{"function": "f", "result": null}"#, false).pasted().unwrap();
        assert_eq!(null, [row("f", "", "null", false)]);
    }

    #[test]
    fn an_answer_that_only_looks_like_a_mock_stays_an_answer() {
        for (function, answer) in [
            ("aws_lambda", r#"{"function": "get_dynamodb", "result": {}}"#),
            ("aws_lambda", r#"{"function": "aws_lambda", "result": 1, "status": 200}"#),
            ("aws_lambda", r#"{"function": "aws_lambda"}"#),
            ("aws_lambda", r#"{"function": "aws_lambda", "result": 1, "error": "x"}"#),
            ("aws_lambda", "[]"),
            ("aws_lambda", "5"),
            ("aws_lambda", "{"),
        ] {
            assert_eq!(row(function, "", answer, false).pasted(), None, "{answer}");
        }
        assert_eq!(row("f", "", r#"{"function": "f", "result": 1}"#, true).pasted(), None, "a reason");
    }
}
