//! JSON with a line for each member, without a change of any value.

/// How deep the lines are indented at most; what is deeper stands as deep as this.
const DEEPEST: usize = 40;

/// A JSON text with a line for each member and element. Numbers and strings stay as they are written, which reading and
/// writing them again would not promise. `None` where the text is not an object or array, so that it has no lines.
#[must_use]
pub fn formatted(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut lines = String::with_capacity(text.len() * 2);
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    let mut characters = text.chars().peekable();
    while let Some(ch) = characters.next() {
        if in_string {
            lines.push(ch);
            in_string = escaped || ch != '"';
            escaped = ch == '\\' && !escaped;
            continue;
        }
        match ch {
            '"' => {
                in_string = true;
                lines.push(ch);
            }
            '{' | '[' => {
                lines.push(ch);
                while characters.peek().is_some_and(char::is_ascii_whitespace) {
                    characters.next();
                }
                if characters.peek().is_some_and(|next| matches!(next, '}' | ']')) {
                    lines.extend(characters.next());
                } else {
                    depth += 1;
                    new_line(&mut lines, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut lines, depth);
                lines.push(ch);
            }
            ',' => {
                lines.push(ch);
                new_line(&mut lines, depth);
            }
            ':' => lines.push_str(": "),
            ch if ch.is_ascii_whitespace() => {}
            ch => lines.push(ch),
        }
    }
    Some(lines)
}

fn new_line(lines: &mut String, depth: usize) {
    lines.push('\n');
    lines.extend(std::iter::repeat_n("  ", depth.min(DEEPEST)));
}

#[cfg(test)]
mod tests {
    use super::formatted;

    #[test]
    fn each_member_has_a_line_and_no_value_changes() {
        for (text, lines) in [
            (r#"{"a":1.50,"b":[],"c":{}}"#, Some("{\n  \"a\": 1.50,\n  \"b\": [],\n  \"c\": {}\n}")),
            (r#"[1,{"x":"a,\"b\\"}]"#, Some("[\n  1,\n  {\n    \"x\": \"a,\\\"b\\\\\"\n  }\n]")),
            ("{ }", Some("{}")),
            ("1.50", None),
            ("", None),
        ] {
            assert_eq!(formatted(text).as_deref(), lines, "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(formatted(&deep).is_some_and(|text| text.len() < 100_000 * 90));
    }
}
