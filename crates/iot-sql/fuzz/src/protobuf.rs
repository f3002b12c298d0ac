//! A protobuf descriptor and a message from a fuzzer's bytes.
//!
//! The first byte says where the descriptor comes from, the second one names the message type, two more are the length
//! of the descriptor that follows; the rest is the message.

use iot_sql::{DescriptorContent, DescriptorFile};
use std::sync::OnceLock;

/// The `.proto` files of the descriptor that is always there.
pub const SOURCES: [(&str, &str); 2] =
    [("every.proto", include_str!("../every.proto")), ("old.proto", include_str!("../old.proto"))];

/// Files and their message types; those that inputs bring have the same names.
pub const TYPES: [(&str, &str); 6] = [
    ("every", "Every"),
    ("every.proto", "fuzz.Every.Inner"),
    ("old", "Old"),
    ("google/protobuf/any.proto", "google.protobuf.Any"),
    ("google/protobuf/struct", "google.protobuf.Value"),
    ("every", "None"),
];

/// The bucket and the key of every descriptor.
pub const PLACE: (&str, &str) = ("bucket", "a.desc");

/// A descriptor and the bytes of a message.
#[derive(Debug)]
pub struct Input<'a> {
    /// The descriptor.
    pub descriptor: DescriptorFile,
    /// The file and the type of the message.
    pub name: (&'static str, &'static str),
    /// The message.
    pub message: &'a [u8],
}

impl<'a> Input<'a> {
    /// Reads an input; `None` where it is too short.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let [kind, name, low, high, rest @ ..] = bytes else { return None };
        let length = usize::from(u16::from_le_bytes([*low, *high])).min(rest.len());
        let (content, message) = rest.split_at(length);
        let descriptor = match kind % 3 {
            0 => known(),
            1 => file(DescriptorContent::Set(content.to_vec())),
            _ => {
                let text = String::from_utf8_lossy(content).into_owned();
                file(DescriptorContent::Sources(vec![("every.proto".into(), text)]))
            }
        };
        Some(Self { descriptor, name: TYPES[usize::from(*name) % TYPES.len()], message })
    }

    /// The bytes that are read as this kind of descriptor, this type, this descriptor and this message.
    #[must_use]
    pub fn bytes(kind: u8, name: u8, descriptor: &[u8], message: &[u8]) -> Vec<u8> {
        let [low, high] = u16::try_from(descriptor.len()).unwrap_or(u16::MAX).to_le_bytes();
        [&[kind, name, low, high], descriptor, message].concat()
    }
}

fn file(content: DescriptorContent) -> DescriptorFile {
    DescriptorFile::new(PLACE.0, PLACE.1, content)
}

/// The descriptor of [`SOURCES`], compiled once.
pub fn known() -> DescriptorFile {
    static KNOWN: OnceLock<DescriptorFile> = OnceLock::new();
    let sources = || SOURCES.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    KNOWN.get_or_init(|| file(DescriptorContent::Sources(sources()))).clone()
}
