//! What a rule document leaves open until it is deployed, such as `<Table.Arn>`.

/// The text without its `<…>`.
pub(crate) fn without_placeholders(text: &str) -> String {
    let mut bare = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>') else { break };
        bare.push_str(&rest[..open]);
        rest = &rest[open + close + 1..];
    }
    bare + rest
}

/// Whether a string as it is written in an action has something in it that only the deployed rule knows.
pub(crate) fn has_placeholder(written: &str) -> bool {
    without_placeholders(written).len() < written.len()
}
