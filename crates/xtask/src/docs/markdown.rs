//! Pieces of Markdown.

/// Text as a code span, whatever backticks it has in it.
pub(super) fn code(text: &str) -> String {
    let mut fence = String::from("`");
    while text.contains(&fence) {
        fence.push('`');
    }
    let blank = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

/// Text as a code block.
pub(super) fn block(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n\n", text.trim_end_matches('\n'))
}

/// A link that the reference on the page makes a button of, which opens the example in a place of an entry's list.
pub(crate) fn attempt(at: usize) -> String {
    format!("[Try it]({ATTEMPT}{at})")
}

/// What the address of [`attempt`]'s links begins with.
pub(crate) const ATTEMPT: &str = "try:";

/// A sentence in which signs that Markdown would read stand for themselves; code spans stay.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    // An odd backtick at the end opens no span.
    let mut left = text.matches('`').count();
    for ch in text.chars() {
        if ch == '`' {
            left -= 1;
            if in_code || left > 0 {
                in_code = !in_code;
            } else {
                out.push('\\');
            }
        } else if !in_code && "\\*_<>[]#|".contains(ch) {
            out.push('\\');
        }
        out.push(ch);
    }
    out
}

/// A row of a table.
pub(super) fn row(cells: &[String]) -> String {
    let mut out = String::from("|");
    for cell in cells {
        // A bar ends a cell even inside a code span; one that `prose` has marked is left as it is.
        let cell = cell.replace("\\|", "|").replace('|', "\\|").replace('\n', " ");
        out.push_str(&format!(" {} |", cell.trim()));
    }
    out.push('\n');
    out
}

/// A table's heading.
pub(super) fn heading(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|&cell| cell.to_owned()).collect();
    let rule = vec!["---".to_owned(); cells.len()];
    row(&cells) + &row(&rule)
}

/// The address of a heading on the same page, as GitHub makes it.
pub(crate) fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    kept.chars()
        .filter(|ch| ch.is_alphanumeric() || "-_ ".contains(*ch))
        .map(|ch| if ch == ' ' { '-' } else { ch })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{anchor, code, prose, row};

    #[test]
    fn signs_of_markdown_stand_for_themselves() {
        assert_eq!(prose("a*b `c*d` <e>"), "a\\*b `c*d` \\<e\\>");
        assert_eq!(prose("one ` alone"), "one \\` alone");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(row(&[code("a | b"), prose("c | d")]), "| `a \\| b` | c \\| d |\n");
        assert_eq!(anchor("sql.too-long"), "sqltoo-long");
    }
}
