//! Descriptors, sources and messages that were damaged.

use crate::data::{READINGS, TELEMETRY, TELEMETRY_SET};
use crate::{context, decode, set, sources};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use iot_sql::DescriptorContent;
use proptest::prelude::*;

/// Decodes whatever it is given, for what must not panic.
fn survives(content: DescriptorContent, proto: &str, name: &str, bytes: &[u8]) {
    let result = decode(&context(content), proto, name, bytes);
    if let Ok(value) = result {
        assert!(value.to_json().len() <= 128 * 1024);
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        survives(set(TELEMETRY_SET), "telemetry", "Reading", &bytes);
        survives(DescriptorContent::Set(bytes.clone()), "telemetry", "Reading", &bytes);
    }

    #[test]
    fn no_damaged_descriptor_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
        message in prop::sample::select(READINGS),
    ) {
        let mut bytes = BASE64.decode(TELEMETRY_SET).expect("base64");
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let message = BASE64.decode(message.0).expect("base64");
        survives(DescriptorContent::Set(bytes.clone()), "telemetry", "Reading", &message);
        bytes.truncate(cut.index(bytes.len()));
        survives(DescriptorContent::Set(bytes), "telemetry", "Reading", &message);
    }

    #[test]
    fn no_damaged_source_panics(
        at in any::<prop::sample::Index>(),
        put in "[a-z{}\\[\\]<>;=\"'/*. 0-9\\\\]{0,12}",
        drop in 0..6_usize,
    ) {
        let mut text = TELEMETRY.to_owned();
        let start = at.index(text.len());
        let end = (start + drop).min(text.len());
        text.replace_range(start..end, &put);
        survives(sources(&[("telemetry.proto", &text)]), "telemetry", "Reading", &[10, 1, b'a', 80, 1]);
    }
}
