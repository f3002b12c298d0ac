//! Small changes of strings that messages are made of.

/// The text, cut after so many characters with `…` in place of the rest.
///
/// ```
/// assert_eq!(iot_sql::text::shortened("temperature", 4), "temp…");
/// assert_eq!(iot_sql::text::shortened("temperature", 11), "temperature");
/// ```
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    // A text has no more characters than bytes.
    if text.len() <= most {
        return text.to_owned();
    }
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Appends a text as a JSON string, in which only quotes, backslashes and control characters are escaped.
///
/// ```
/// let mut json = String::new();
/// iot_sql::text::push_json_string("a\"\u{1}ä", &mut json);
/// assert_eq!(json, r#""a\"\u0001ä""#);
/// ```
pub fn push_json_string(text: &str, out: &mut String) {
    crate::value::write_string(text, out);
}

/// The text with its first letter in upper case.
///
/// ```
/// assert_eq!(iot_sql::text::capitalised("error"), "Error");
/// ```
#[must_use]
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// A number with the noun for it in the singular or, with an `s`, in the plural.
///
/// ```
/// assert_eq!(iot_sql::text::counted(1, "rule"), "1 rule");
/// assert_eq!(iot_sql::text::counted(2, "rule"), "2 rules");
/// ```
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A string from a rule, cut to what fits in a message.
pub(crate) fn brief(text: &str) -> String {
    shortened(text, 60)
}

/// A sentence from words that may lack the capital and the full stop.
pub(crate) fn sentence(words: &str) -> String {
    capitalised(words.trim_end_matches('.')) + "."
}
