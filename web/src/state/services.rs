//! What the user fills in about protobuf descriptors, and about the properties of MQTT 5.

use super::kept::kept;
use rulelens_wasm::Descriptor;

/// A name with a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PairRow {
    /// The name; a row without one is not sent.
    pub name: String,
    /// The value.
    pub value: String,
}

kept! { PairRow { name, value } }

/// The name of a `.proto` file that has none.
const UNNAMED_PROTO: &str = "message.proto";

/// A protobuf descriptor, or one of the `.proto` files of which it is made.
#[derive(Clone, Debug, Default, PartialEq)]
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

kept! { DescriptorRow { bucket, key, file, proto, set } }

/// The descriptors of all rows: `.proto` files for the same bucket and key are one descriptor.
#[must_use]
pub(super) fn descriptors(rows: &[DescriptorRow]) -> Vec<Descriptor> {
    let mut found: Vec<Descriptor> = Vec::new();
    for row in rows.iter().filter(|row| !row.set.is_empty() || !row.proto.trim().is_empty()) {
        let (bucket, key) = (row.bucket.clone(), row.key.clone());
        if !row.set.is_empty() {
            found.push(Descriptor { bucket, key, base64: Some(row.set.clone()), proto: None });
            continue;
        }
        let name = if row.file.trim().is_empty() { UNNAMED_PROTO } else { row.file.trim() };
        let same = |known: &&mut Descriptor| known.bucket == bucket && known.key == key;
        match found.iter_mut().find(same).and_then(|known| known.proto.as_mut()) {
            Some(files) => drop(files.insert(name.to_owned(), row.proto.clone())),
            None => {
                let proto = Some([(name.to_owned(), row.proto.clone())].into());
                found.push(Descriptor { bucket, key, base64: None, proto });
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
    use super::{DescriptorRow, descriptors};

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
