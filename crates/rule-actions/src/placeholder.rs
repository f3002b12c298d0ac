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
