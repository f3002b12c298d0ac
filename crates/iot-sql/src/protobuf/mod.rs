//! Protobuf messages and what they are as values; no evaluation.

#[cfg(feature = "protobuf")]
mod descriptor;
mod file;
#[cfg(feature = "protobuf")]
mod mapping;
#[cfg(feature = "protobuf")]
mod source;
#[cfg(feature = "protobuf")]
mod well_known;

pub use file::{DescriptorContent, DescriptorFile};

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::borrow::Cow;

/// Bytes that a message, and the JSON of what it is decoded to, may have (`binary-payloads`).
pub(crate) const MAX_MESSAGE_BYTES: usize = 128 * 1024;

/// What is wrong, in a half-sentence.
pub(crate) type Reason = Cow<'static, str>;

/// Java's decoder, too, takes text without padding.
pub(crate) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
