//! What the user fills in about other services, and about the properties of MQTT 5.

use rulelens_wasm::{DescriptorRequest, MockRequest};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A name with a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PairRow {
    /// The name; a row without one is not sent.
    pub name: String,
    /// The value.
    pub value: String,
}

/// The answer of a function that asks another service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StandInRow {
    /// The function's name; a row without one is not sent.
    pub function: String,
    /// The arguments that it answers for, a JSON array; empty: any call.
    pub arguments: String,
    /// The answer as JSON, or why the call fails.
    pub answer: String,
    /// Whether the call fails.
    pub fails: bool,
}

impl StandInRow {
    /// The stand-in; `None` where a field is not filled in or does not hold what it must.
    #[must_use]
    pub fn request(&self) -> Option<MockRequest> {
        if self.function.trim().is_empty()
            || self.arguments_fault().is_some()
            || self.answer_fault().is_some()
        {
            return None;
        }
        let result = if self.fails { None } else { Some(serde_json::from_str(&self.answer).ok()?) };
        Some(MockRequest {
            function: self.function.trim().to_owned(),
            arguments: serde_json::from_str(&self.arguments).ok(),
            result,
            error: self.fails.then(|| self.answer.clone()),
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
        if self.fails || self.answer.trim().is_empty() {
            return None;
        }
        let error = serde_json::from_str::<Json>(&self.answer).err()?;
        Some(format!("The answer is not JSON: {error}."))
    }
}

/// The name of a `.proto` file that has none.
const UNNAMED_PROTO: &str = "message.proto";

/// A protobuf descriptor, or one of the `.proto` files of which it is made.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescriptorRow {
    /// The bucket's name.
    pub bucket: String,
    /// The object's key in the bucket.
    pub key: String,
    /// The file's name.
    pub file: String,
    /// The text of a `.proto` file.
    pub proto: String,
    /// The bytes of a `FileDescriptorSet`, in base64; empty where the row is a `.proto` file.
    pub set: String,
}

/// The descriptors of all rows: `.proto` files for the same bucket and key are one descriptor.
#[must_use]
pub(super) fn descriptors(rows: &[DescriptorRow]) -> Vec<DescriptorRequest> {
    let mut found: Vec<DescriptorRequest> = Vec::new();
    for row in rows.iter().filter(|row| !row.set.is_empty() || !row.proto.trim().is_empty()) {
        let (bucket, key) = (row.bucket.clone(), row.key.clone());
        if !row.set.is_empty() {
            found.push(DescriptorRequest { bucket, key, base64: Some(row.set.clone()), proto: None });
            continue;
        }
        let name = if row.file.trim().is_empty() { UNNAMED_PROTO } else { row.file.trim() };
        let same = |known: &&mut DescriptorRequest| known.bucket == bucket && known.key == key;
        match found.iter_mut().find(same).and_then(|known| known.proto.as_mut()) {
            Some(files) => drop(files.insert(name.to_owned(), row.proto.clone())),
            None => {
                let proto = Some([(name.to_owned(), row.proto.clone())].into());
                found.push(DescriptorRequest { bucket, key, base64: None, proto });
            }
        }
    }
    found
}

/// The rows that have a name, as pairs.
pub(super) fn pairs(rows: &[PairRow]) -> impl Iterator<Item = (String, String)> {
    rows.iter().filter(|row| !row.name.is_empty()).map(|row| (row.name.clone(), row.value.clone()))
}

#[cfg(test)]
mod tests {
    use super::{DescriptorRow, StandInRow, descriptors};
    use serde_json::json;

    #[test]
    fn a_stand_in_is_sent_once_it_holds_what_it_must() {
        let row = |arguments: &str, answer: &str, fails| StandInRow {
            function: " get_dynamodb ".to_owned(),
            arguments: arguments.to_owned(),
            answer: answer.to_owned(),
            fails,
        };
        let mock = row(r#"["t", 1.50]"#, r#"{"room": null}"#, false).request().unwrap();
        assert_eq!(mock.function, "get_dynamodb");
        assert_eq!(serde_json::to_string(&mock.arguments).unwrap(), r#"["t",1.50]"#);
        assert_eq!(mock.result, Some(json!({"room": null})));
        let failing = row("", "throttled", true).request().unwrap();
        assert_eq!(
            (failing.arguments, failing.result, failing.error.as_deref()),
            (None, None, Some("throttled"))
        );
        assert_eq!(row("", "null", false).request().unwrap().result, Some(json!(null)));
        for (row, fault) in [
            (row("", "{", false), true),
            (row("1", "1", false), true),
            (row("[", "1", false), true),
            (row("", "", false), false),
            (StandInRow::default(), false),
        ] {
            assert_eq!(row.request(), None, "{row:?}");
            assert_eq!(row.arguments_fault().or(row.answer_fault()).is_some(), fault, "{row:?}");
        }
    }

    #[test]
    fn proto_files_of_one_key_are_one_descriptor() {
        let row = |key: &str, file: &str, proto: &str, set: &str| DescriptorRow {
            bucket: "b".to_owned(),
            key: key.to_owned(),
            file: file.to_owned(),
            proto: proto.to_owned(),
            set: set.to_owned(),
        };
        let rows = [
            row("k", "", "message A {}", ""),
            row("k", "b.proto", "message B {}", ""),
            row("l", "l.desc", "", "CgA="),
            row("m", "empty.proto", " ", ""),
        ];
        let found = descriptors(&rows);
        assert_eq!(found.len(), 2);
        let names: Vec<&String> = found[0].proto.as_ref().unwrap().keys().collect();
        assert_eq!(names, ["b.proto", "message.proto"]);
        assert_eq!((found[1].key.as_str(), found[1].base64.as_deref()), ("l", Some("CgA=")));
    }
}
