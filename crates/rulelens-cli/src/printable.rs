//! Texts from outside, made harmless for a terminal.

/// JSON without characters that move the cursor or change colours: those that JSON lets stand as they are.
pub(crate) fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for ch in json.chars() {
        if ch.is_control() {
            text.push_str(&format!("\\u{:04x}", u32::from(ch)));
        } else {
            text.push(ch);
        }
    }
    text
}

/// A text without characters that move the cursor or change colours.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|ch| if ch.is_control() && ch != '\n' { char::REPLACEMENT_CHARACTER } else { ch })
        .collect()
}
