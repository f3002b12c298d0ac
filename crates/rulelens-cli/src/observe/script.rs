//! The script that asks AWS.

use super::export::{BUCKET, ROLE};

/// The script for so many rules.
pub(super) fn script(rules: usize) -> String {
    include_str!("observe.sh")
        .replace("@RULES@", &rules.to_string())
        .replace("@ROLE_MARK@", ROLE)
        .replace("@BUCKET_MARK@", BUCKET)
}
