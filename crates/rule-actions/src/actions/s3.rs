//! The S3 action: the outgoing payload as an object in a bucket (`s3-rule-action`).

use super::payload;
use crate::action::wording::at_action;
use crate::action::{Action, Content, Delivering, Kind, Names, Parameter, Reader, Spec, template_warnings};
use iot_sql::{Diagnostic, Evidence, Example, Rule, Template};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

iot_sql::declare_codes! {
    pub(crate) CODES;
    S3_KEY = "s3.key", Error, "An object's key is empty or too long.",
        [Example::action(r#"{"s3": {"bucketName": "readings", "key": "${device}", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"s3": {"bucketName": "readings", "key": "${topic()}", "roleArn": "r"}}"#)];
    S3_STATIC_KEY = "s3.static-key", Warning, "Every message overwrites the same object.",
        [Example::action(r#"{"s3": {"bucketName": "readings", "key": "latest", "roleArn": "r"}}"#)],
        silent [Example::action(r#"{"s3": {"bucketName": "readings", "key": "${topic()}", "roleArn": "r"}}"#)];
}

/// Bytes that an object's key may have (`object-keys`).
const MAX_KEY_BYTES: usize = 1024;

/// Where the bucket's name stands.
const BUCKET: &str = "bucketName";

/// Where the key stands.
const KEY: &str = "key";

/// What this kind of action is called, and its parameters.
pub(crate) static SPEC: Spec = Spec {
    key: "s3",
    title: "S3",
    failed_action: "S3Action",
    page: "s3-rule-action",
    evaluated: true,
    parameters: &[
        Parameter::role(),
        Parameter::template("bucketName").required(),
        Parameter::template("key").required(),
        Parameter::string("cannedAcl"),
        // The page's spelling.
        Parameter::string("cannedacl").no_terraform().no_cloudformation(),
    ],
    names: Names::DERIVED,
};

/// The row of this kind of action.
pub(crate) static KIND: Kind = Kind {
    spec: &SPEC,
    codes: &[CODES],
    read: Some(|parameters, reader| {
        S3Action::read(parameters, reader).map(|action| Arc::new(action) as Arc<dyn Action>)
    }),
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
        let bucket_name = reader.required_template(object, BUCKET);
        let key = reader.required_template(object, KEY);
        let canned_acl = object.get("cannedAcl").or_else(|| object.get("cannedacl"));
        let canned_acl = canned_acl.and_then(Json::as_str).map(str::to_owned);
        Some(Self { bucket_name: bucket_name?, key: key?, canned_acl })
    }

    fn put(&self, bucket: &str, delivering: &mut Delivering<'_, '_>) -> Result<Content, Diagnostic> {
        let key = delivering.template(KEY, &self.key)?;
        if key.is_empty() || key.len() > MAX_KEY_BYTES {
            return Err(key_length(KEY, &self.key, key.len()));
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
            warnings.push(static_key(KEY, &self.key));
        }
        warnings
    }

    fn deliver(&self, delivering: &mut Delivering<'_, '_>) -> (smol_str::SmolStr, Content) {
        delivering.hand_on(BUCKET, &self.bucket_name, |delivering, bucket| self.put(bucket, delivering))
    }
}

fn key_length(path: &str, template: &Template, bytes: usize) -> Diagnostic {
    let message = match bytes {
        0 => "The object's key is empty: its template returns Undefined.".to_owned(),
        bytes => format!("The object's key has {bytes} bytes; 1,024 are allowed."),
    };
    at_action(Diagnostic::new(&S3_KEY, message), path, template.text())
        .help("Templates see the payload as it was published, not the aliases of SELECT.")
        .evidence(Evidence::Documented)
}

fn static_key(path: &str, template: &Template) -> Diagnostic {
    let text = template.text();
    at_action(
        Diagnostic::new(&S3_STATIC_KEY, format!("Every message overwrites the object `{text}`.")),
        path,
        text,
    )
    .help("Include something unique to the message in the key, such as its topic and time.")
    .fix("Add the topic and the time", text.len()..text.len(), "/${topic()}/${timestamp()}")
    .evidence(Evidence::Documented)
}
