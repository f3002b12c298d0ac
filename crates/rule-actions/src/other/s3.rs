//! The S3 action: the outgoing payload as an object in a bucket (`s3-rule-action`).

use super::payload;
use crate::action::{Action, Content, Delivering, Kind, Reader, template_warnings};
use crate::wording;
use iot_sql::{Diagnostic, Rule, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Bytes that an object's key may have (`object-keys`).
const MAX_KEY_BYTES: usize = 1024;

/// Where the bucket's name stands.
const BUCKET: &str = "bucketName";

/// Where the key stands.
const KEY: &str = "key";

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    key: "s3",
    title: "S3",
    failed_action: "S3Action",
    page: "s3-rule-action",
    read: |parameters, reader| {
        S3Action::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    },
};

/// The parameters of an S3 action (`s3-rule-action`).
#[derive(Clone, Debug, PartialEq)]
struct S3Action {
    /// The bucket's name, a template.
    bucket_name: Template,
    /// The object's key, a template.
    key: Template,
    /// The access that the object gets.
    canned_acl: Option<String>,
}

impl S3Action {
    fn read(object: &Map<String, Json>, reader: &mut Reader<'_>) -> Option<Self> {
        // The page writes cannedacl, the API cannedAcl.
        reader.unknown(object, &[BUCKET, KEY, "cannedAcl", "cannedacl", "roleArn"], "");
        reader.name(object, "roleArn");
        let bucket_name = reader.required_template(object, BUCKET);
        let key = reader.required_template(object, KEY);
        let canned_acl = object.get("cannedAcl").or_else(|| object.get("cannedacl"));
        let canned_acl = canned_acl.and_then(Json::as_str).map(str::to_owned);
        Some(Self { bucket_name: bucket_name?, key: key?, canned_acl })
    }

    fn put(&self, bucket: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let key = delivering.template(KEY, &self.key)?;
        if key.is_empty() || key.len() > MAX_KEY_BYTES {
            return Err(wording::s3_key(KEY, &self.key, key.len()));
        }
        let mut body = Map::new();
        body.insert("Bucket".into(), json!(bucket));
        body.insert("Key".into(), json!(key));
        if let Some(canned_acl) = &self.canned_acl {
            body.insert("ACL".into(), json!(canned_acl));
        }
        payload::put_text(delivering.outgoing, "Body", &mut body);
        Ok(Content::Request { operation: "PutObject", body: body.into() })
    }
}

impl Action for S3Action {
    fn templates(&self) -> Vec<(String, &Template)> {
        vec![(BUCKET.to_owned(), &self.bucket_name), (KEY.to_owned(), &self.key)]
    }

    fn warnings(&self, rule: &Rule) -> Vec<Diagnostic> {
        let mut warnings = template_warnings(self, rule);
        if !self.key.has_expressions() {
            warnings.push(wording::s3_static_key(KEY, &self.key));
        }
        warnings
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (String, Content) {
        delivering.hand_on(BUCKET, &self.bucket_name, |delivering, bucket| self.put(bucket, delivering))
    }
}
