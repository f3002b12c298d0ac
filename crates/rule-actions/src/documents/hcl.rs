//! HCL: Terraform's native syntax, and the templates that its JSON syntax has in strings.

use super::wording;
use hcl_edit::parser::{parse_body, parse_template};
use hcl_edit::structure::Body;
use hcl_edit::template::Template;
use iot_sql::Diagnostic;

/// Reads a configuration. The parser bounds how deep expressions and blocks are nested.
pub(super) fn parse(text: &str) -> Result<Body, Diagnostic> {
    parse_body(text).map_err(|error| {
        let at = error.location().offset().min(text.len());
        // What the parser says where something is nested too deep, or a chain of operators is too long.
        let words = ["nested levels", "chained binary operators"];
        if words.iter().any(|words| error.message().contains(words)) {
            return wording::too_deep(at..at);
        }
        wording::malformed("HCL", error.message(), text, at)
    })
}

/// Reads a string with `${…}` in it; `None` where it is not one.
pub(super) fn template(text: &str) -> Option<Template> {
    parse_template(text).ok()
}
