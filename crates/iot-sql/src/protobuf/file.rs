//! The descriptors that a context supplies, as Amazon S3 would.

use super::Reason;
#[cfg(feature = "protobuf")]
use super::descriptor::Prepared;
use crate::value::Value;
use std::fmt;
#[cfg(feature = "protobuf")]
use std::sync::{Arc, OnceLock};

/// A protobuf descriptor in a bucket of Amazon S3.
///
/// It is read when a rule first decodes with it, and kept for further messages of the same context and its copies.
#[derive(Clone)]
pub struct DescriptorFile {
    bucket: String,
    key: String,
    content: DescriptorContent,
    #[cfg(feature = "protobuf")]
    prepared: Arc<OnceLock<Result<Prepared, Reason>>>,
}

/// What a [`DescriptorFile`] is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DescriptorContent {
    /// The bytes of a `FileDescriptorSet`, as `protoc --include_imports --descriptor_set_out` writes them.
    Set(Vec<u8>),
    /// `.proto` files, each a name and its text. What they import is looked up here by the name that the import has;
    /// protobuf's own `google/protobuf/….proto` are always there.
    Sources(Vec<(String, String)>),
}

impl DescriptorFile {
    /// A descriptor under a key of a bucket.
    #[must_use]
    pub fn new(bucket: impl Into<String>, key: impl Into<String>, content: DescriptorContent) -> Self {
        Self {
            bucket: bucket.into(),
            key: key.into(),
            content,
            #[cfg(feature = "protobuf")]
            prepared: Arc::default(),
        }
    }

    /// The bucket's name.
    #[must_use]
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// The object's key in the bucket.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What it is made from.
    #[must_use]
    pub fn content(&self) -> &DescriptorContent {
        &self.content
    }

    /// The package that stands in front of a message type's name; known once a message was decoded.
    #[cfg(feature = "protobuf")]
    pub(crate) fn package_in(&self, proto: &str, message: &str) -> Option<String> {
        self.prepared.get()?.as_ref().ok()?.package_in(proto, message)
    }

    #[cfg(not(feature = "protobuf"))]
    #[expect(clippy::unused_self, reason = "the same call with and without the feature")]
    pub(crate) fn package_in(&self, _: &str, _: &str) -> Option<String> {
        None
    }

    #[cfg(feature = "protobuf")]
    pub(crate) fn decode(&self, bytes: &[u8], proto: &str, message: &str) -> Result<Value, Reason> {
        let prepared = self.prepared.get_or_init(|| match &self.content {
            DescriptorContent::Set(bytes) => Prepared::from_bytes(bytes),
            DescriptorContent::Sources(sources) => super::source::compile(sources),
        });
        match prepared {
            Ok(prepared) => super::mapping::decode(prepared, bytes, proto, message),
            Err(reason) => Err(reason.clone()),
        }
    }

    #[cfg(not(feature = "protobuf"))]
    #[expect(clippy::unused_self, reason = "stands in for the method of builds with protobuf")]
    pub(crate) fn decode(&self, _: &[u8], _: &str, _: &str) -> Result<Value, Reason> {
        Err("this RuleLens was built without protobuf".into())
    }
}

impl fmt::Debug for DescriptorFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "s3://{}/{}", self.bucket, self.key)
    }
}
