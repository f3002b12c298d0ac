//! The form in which a worker's answers travel: bytes in the order of the fields, without their names.
//!
//! An answer is made of thousands of small objects. As objects of JavaScript each of them, and each of its names, is
//! made by a call out of WebAssembly and read by another; and the code that reads fields by their names was a tenth of
//! the page's program. Both ends of these bytes are built from the same types, which the version in the first message
//! of a worker sees to, so that names tell nothing.
//!
//! Lengths, counts, integers and variants are numbers of seven bits a byte, the lowest first. A list, a map and a string
//! begin with their length, an option with 0 or 1; structs and tuples are their fields. A field that is skipped is a 0,
//! which reads as nothing: none, an empty list, no. What has to be asked what it is (`serde_json::Value`, an untagged
//! enum, one with its tag among its members) has no place in this form; reading it is an error.

mod reader;
mod writer;

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::{self, Display, Formatter};

/// Bytes that are not the value's, or a value that has no form as bytes. Neither is to be told to a person, so it does
/// not say which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("bytes of another form")
    }
}

impl std::error::Error for Unreadable {}

/// A value as bytes.
///
/// # Errors
/// A list whose length is not known.
pub fn to_bytes(value: &impl Serialize) -> Result<Vec<u8>, Unreadable> {
    let mut writer = writer::Writer::default();
    value.serialize(&mut writer)?;
    Ok(writer.bytes)
}

/// The value that the bytes are.
///
/// # Errors
/// Bytes that are not a value of this type from the first to the last.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut reader = reader::Reader { bytes };
    let value = T::deserialize(&mut reader)?;
    if reader.bytes.is_empty() { Ok(value) } else { Err(Unreadable) }
}

#[cfg(test)]
mod tests {
    use super::{Unreadable, from_bytes, to_bytes};
    use serde::{Deserialize, Serialize};
    use std::collections::BTreeMap;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct All {
        yes: bool,
        small: u8,
        large: u64,
        below: i64,
        float: f64,
        letter: char,
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        skipped: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        none: Vec<u32>,
        pairs: Vec<(String, Option<f64>)>,
        map: BTreeMap<String, u64>,
        kinds: Vec<Kind>,
        nested: Option<Box<All>>,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Unit,
        One(String),
        Two(u32, bool),
        Fields {
            #[serde(skip_serializing_if = "Option::is_none")]
            first: Option<u32>,
            second: String,
        },
    }

    fn all() -> All {
        All {
            yes: true,
            small: 255,
            large: u64::MAX,
            below: i64::MIN,
            float: -0.1,
            letter: '€',
            text: "ä\0\"".to_owned(),
            skipped: None,
            none: Vec::new(),
            pairs: vec![("a".to_owned(), None), (String::new(), Some(f64::INFINITY))],
            map: [("x".to_owned(), 128), ("y".to_owned(), 0)].into(),
            kinds: vec![
                Kind::Unit,
                Kind::One("1".to_owned()),
                Kind::Two(300, false),
                Kind::Fields { first: None, second: "b".to_owned() },
            ],
            nested: Some(Box::new(All { skipped: Some("here".to_owned()), none: vec![1], ..All::default() })),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = to_bytes(&all()).expect("bytes");
        assert_eq!(from_bytes::<All>(&bytes), Ok(all()));
        assert_eq!(to_bytes(&("ab", 300_u32, None::<u8>)), Ok(vec![2, b'a', b'b', 172, 2, 0]));
    }

    #[test]
    fn bytes_that_are_cut_or_changed_never_panic() {
        let bytes = to_bytes(&all()).expect("bytes");
        for end in 0..bytes.len() {
            assert_eq!(from_bytes::<All>(&bytes[..end]), Err(Unreadable), "{end} bytes");
        }
        assert_eq!(from_bytes::<All>(&[&bytes[..], &[0]].concat()), Err(Unreadable), "one too many");
        for at in 0..bytes.len() {
            for byte in [0, 1, 127, 128, 255] {
                let mut changed = bytes.clone();
                changed[at] = byte;
                let _ = from_bytes::<All>(&changed);
            }
        }
    }

    #[test]
    fn a_length_beyond_the_bytes_takes_no_memory() {
        let huge = [255, 255, 255, 255, 255, 255, 255, 255, 127];
        assert_eq!(from_bytes::<String>(&huge), Err(Unreadable));
        assert_eq!(from_bytes::<Vec<u64>>(&huge), Err(Unreadable));
        assert_eq!(from_bytes::<u64>(&[255; 11]), Err(Unreadable));
    }

    #[test]
    fn what_must_be_asked_what_it_is_is_an_error() {
        assert_eq!(from_bytes::<serde_json::Value>(&[0]), Err(Unreadable));
    }
}
