//! The pattern that a date was probably meant to be read by.

use super::jdk;

/// The pattern with which `time_to_epoch` reads a string that starts with the year, as ISO 8601 writes times; `None`
/// for any other.
pub(crate) fn pattern_for(text: &str) -> Option<String> {
    /// The longest of them, with nine digits of a fraction.
    const LONGEST: usize = 40;
    if text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let mut pattern = String::from("yyyy");
    let rest = digits(text, 4)?;
    let mark = rest.chars().next().filter(|ch| "-/.".contains(*ch));
    let part = |rest: &mut &str, letters: &str, pattern: &mut String, mark: Option<char>| {
        let from = mark.map_or(Some(*rest), |mark| rest.strip_prefix(mark))?;
        *rest = digits(from, 2)?;
        pattern.extend(mark);
        pattern.push_str(letters);
        Some(())
    };
    let mut rest = rest;
    part(&mut rest, "MM", &mut pattern, mark)?;
    part(&mut rest, "dd", &mut pattern, mark)?;
    if let Some(time) = rest.strip_prefix(['T', ' ']) {
        pattern.push_str(if rest.starts_with('T') { "'T'" } else { " " });
        rest = digits(time, 2)?;
        pattern.push_str("HH");
        let colon = rest.starts_with(':').then_some(':');
        if part(&mut rest, "mm", &mut pattern, colon).is_some()
            && part(&mut rest, "ss", &mut pattern, colon).is_some()
            && let Some(fraction) = rest.strip_prefix('.')
        {
            let count = fraction.bytes().take_while(u8::is_ascii_digit).count();
            pattern.push('.');
            pattern.push_str(&"S".repeat(count));
            rest = &fraction[count..];
        }
    }
    pattern.push_str(offset_letters(rest)?);
    jdk::parse(text, &pattern).is_ok().then_some(pattern)
}

/// The letters that read an offset; none for no offset.
pub(crate) fn offset_letters(offset: &str) -> Option<&'static str> {
    let shape: String = offset.chars().map(|ch| if ch.is_ascii_digit() { '0' } else { ch }).collect();
    Some(match shape.as_str() {
        "" => "",
        "Z" | "+00" | "-00" => "X",
        "+0000" | "-0000" => "XX",
        "+00:00" | "-00:00" => "XXX",
        _ => return None,
    })
}

/// What follows so many digits.
fn digits(text: &str, count: usize) -> Option<&str> {
    let (digits, rest) = text.split_at_checked(count)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::pattern_for;

    #[test]
    fn times_that_start_with_the_year_have_a_pattern() {
        for (text, pattern) in [
            ("2026-03-01T08:29:55Z", Some("yyyy-MM-dd'T'HH:mm:ssX")),
            ("2026-03-01T08:29:55+01:00", Some("yyyy-MM-dd'T'HH:mm:ssXXX")),
            ("2026-03-01T08:29:55.123+0100", Some("yyyy-MM-dd'T'HH:mm:ss.SSSXX")),
            ("2026-03-01 08:29", Some("yyyy-MM-dd HH:mm")),
            ("2026/03/01 08:29:55", Some("yyyy/MM/dd HH:mm:ss")),
            ("20260301T082955Z", Some("yyyyMMdd'T'HHmmssX")),
            ("2026-03-01", Some("yyyy-MM-dd")),
            ("2026-13-01", None),
            ("01.03.2026", None),
            ("2026-03-01T08:29:55 CET", None),
            ("", None),
        ] {
            assert_eq!(pattern_for(text).as_deref(), pattern, "{text}");
        }
    }
}
