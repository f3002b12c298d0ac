//! `formatdate`, with the calendar of the crate `jiff`.

use super::text;
use crate::documents::node::Node;
use jiff::Timestamp;
use jiff::civil::{DateTime, Weekday};
use jiff::tz::Offset;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn dates(name: &str, arguments: &[Node]) -> Option<Node> {
    match (name, arguments) {
        ("formatdate", [format, timestamp]) => text(formatted(format.text()?, timestamp.text()?)?),
        _ => None,
    }
}

/// The time in the format; `None` where Terraform rejects either.
fn formatted(format: &str, timestamp: &str) -> Option<String> {
    let offset = offset_of(timestamp)?;
    let time = offset.to_datetime(timestamp.parse::<Timestamp>().ok()?);
    let mut out = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = quoted(&rest[1..], &mut out)?;
            continue;
        }
        let end = rest.find(|ch| ch != first).unwrap_or(rest.len());
        if first.is_ascii_alphabetic() {
            out.push_str(&part(&rest[..end], &time, offset)?);
        } else {
            out.push_str(&rest[..end]);
        }
        rest = &rest[end..];
    }
    Some(out)
}

/// Copies what stands between quotes, where two of them are one; gives what stands behind.
fn quoted<'t>(text: &'t str, out: &mut String) -> Option<&'t str> {
    let mut rest = text;
    loop {
        let end = rest.find('\'')?;
        out.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                out.push('\'');
                rest = after;
            }
            None => return Some(rest),
        }
    }
}

/// The offset that stands at the end of a timestamp, which must have one (RFC 3339).
fn offset_of(timestamp: &str) -> Option<Offset> {
    if timestamp.ends_with('Z') {
        return Some(Offset::UTC);
    }
    let zone = timestamp.get(timestamp.len().checked_sub(6)?..)?;
    let (sign, digits) = zone.split_at_checked(1)?;
    let (hours, minutes) = digits.split_once(':')?;
    let seconds = (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?) * 60;
    Offset::from_seconds(if sign == "-" { -seconds } else { seconds }).ok()
}

/// What a run of one letter stands for.
fn part(letters: &str, time: &DateTime, offset: Offset) -> Option<String> {
    let month = MONTHS[usize::try_from(time.month()).ok()?.checked_sub(1)?];
    let day = match time.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    let half = if time.hour() < 12 { "AM" } else { "PM" };
    let twelve = (time.hour() + 11) % 12 + 1;
    Some(match letters {
        "YYYY" => format!("{:04}", time.year()),
        "YY" => format!("{:02}", time.year() % 100),
        "MMMM" => month.to_owned(),
        "MMM" => month[..3].to_owned(),
        "MM" => format!("{:02}", time.month()),
        "M" => time.month().to_string(),
        "DD" => format!("{:02}", time.day()),
        "D" => time.day().to_string(),
        "EEEE" => day.to_owned(),
        "EEE" => day[..3].to_owned(),
        "hh" => format!("{:02}", time.hour()),
        "h" => time.hour().to_string(),
        "HH" => format!("{twelve:02}"),
        "H" => twelve.to_string(),
        "AA" => half.to_owned(),
        "aa" => half.to_lowercase(),
        "mm" => format!("{:02}", time.minute()),
        "m" => time.minute().to_string(),
        "ss" => format!("{:02}", time.second()),
        "s" => time.second().to_string(),
        "ZZZZZ" => zone(offset, ":"),
        "ZZZZ" => zone(offset, ""),
        "ZZZ" if offset == Offset::UTC => "UTC".to_owned(),
        "ZZZ" => zone(offset, ""),
        "Z" if offset == Offset::UTC => "Z".to_owned(),
        "Z" => zone(offset, ":"),
        _ => return None,
    })
}

fn zone(offset: Offset, between: &str) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{between}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::formatted;

    /// The examples of Terraform's page on `formatdate`, and what it rejects.
    #[test]
    fn times_are_written_as_terraform_writes_them() {
        for (format, timestamp, expected) in [
            ("DD MMM YYYY hh:mm ZZZ", "2018-01-02T23:12:01Z", Some("02 Jan 2018 23:12 UTC")),
            ("EEEE, DD-MMM-YY hh:mm:ss ZZZ", "2018-01-02T23:12:01Z", Some("Tuesday, 02-Jan-18 23:12:01 UTC")),
            (
                "EEE, DD MMM YYYY hh:mm:ss ZZZ",
                "2018-01-02T23:12:01-08:00",
                Some("Tue, 02 Jan 2018 23:12:01 -0800"),
            ),
            ("MMM DD, YYYY", "2018-01-02T23:12:01Z", Some("Jan 02, 2018")),
            ("HH:mmaa", "2018-01-02T23:12:01Z", Some("11:12pm")),
            ("h'h'mm", "2018-01-02T03:12:01+01:00", Some("3h12")),
            ("'it''s' D.M.", "2018-01-02T03:12:01Z", Some("it's 2.1.")),
            ("YYYY-MM-DD'T'hh:mm:ssZ", "2018-01-02T23:12:01-08:00", Some("2018-01-02T23:12:01-08:00")),
            ("YYY", "2018-01-02T23:12:01Z", None),
            ("'open", "2018-01-02T23:12:01Z", None),
            ("YYYY", "2018-01-02", None),
            ("YYYY", "", None),
        ] {
            assert_eq!(formatted(format, timestamp).as_deref(), expected, "{format} {timestamp}");
        }
    }
}
