//! Times as lessons write them: ISO 8601 with a zone.

/// A time in milliseconds since 1970-01-01 UTC: `2026-03-01T08:30:00Z`, with `+01:00` in place of `Z`, with a fraction of
/// up to three digits, or without seconds.
pub(crate) fn milliseconds(text: &str) -> Option<i64> {
    let (date, time) = text.split_once('T')?;
    let zone_at = time.find(['Z', '+', '-'])?;
    let (time, zone) = time.split_at(zone_at);
    let [year, month, day] = fields(date, '-', &[4, 2, 2])?;
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    let [hour, minute, second] = if clock.len() == 5 {
        let [hour, minute] = fields(clock, ':', &[2, 2])?;
        [hour, minute, 0]
    } else {
        fields(clock, ':', &[2, 2, 2])?
    };
    let in_bounds = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !in_bounds || hour > 23 || minute > 59 || second > 59 || fraction.len() > 3 {
        return None;
    }
    let fraction = if fraction.is_empty() { 0 } else { digits(&format!("{fraction:0<3}"))? };
    let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset(zone)?;
    Some(seconds * 1_000 + fraction)
}

/// Seconds that a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let [hour, minute] = fields(zone.get(1..)?, ':', &[2, 2])?;
    let seconds = (hour < 24 && minute < 60).then_some(hour * 3_600 + minute * 60)?;
    Some(if zone.starts_with('-') { -seconds } else { seconds })
}

fn fields<const N: usize>(text: &str, separator: char, lengths: &[usize; N]) -> Option<[i64; N]> {
    let mut found = [0; N];
    let mut parts = text.split(separator);
    for (number, length) in found.iter_mut().zip(lengths) {
        *number = digits(parts.next().filter(|part| part.len() == *length)?)?;
    }
    parts.next().is_none().then_some(found)
}

fn digits(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn days_in(year: i64, month: i64) -> i64 {
    days(year + month / 12, month % 12 + 1, 1) - days(year, month, 1)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; years count from March, so that a leap day is the last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + day
        - 719_469
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn times_have_a_zone() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-03-01T08:30:00Z", Some(1_772_353_800_000)),
            ("2026-03-01T09:30:00+01:00", Some(1_772_353_800_000)),
            ("2026-03-01T03:00:00.5-05:30", Some(1_772_353_800_500)),
            ("2026-03-01T08:30Z", Some(1_772_353_800_000)),
            ("2024-02-29T00:00:00Z", Some(1_709_164_800_000)),
            ("1969-12-31T23:59:59.999Z", Some(-1)),
            ("2026-02-29T00:00:00Z", None),
            ("2026-13-01T00:00:00Z", None),
            ("2026-03-01T24:00:00Z", None),
            ("2026-03-01T08:30:00", None),
            ("2026-03-01 08:30:00Z", None),
            ("2026-3-1T08:30:00Z", None),
            ("2026-03-01T08:30:00+0100", None),
            ("", None),
            ("T", None),
        ] {
            assert_eq!(milliseconds(text), expected, "{text}");
        }
    }
}
