//! Names of time zones in English: "Eastern Daylight Time", "EDT".

/// One line for each group of zones that share their names; the file's first lines say what its columns are.
const TABLE: &str = if cfg!(feature = "zones") { include_str!("data/zone_names.txt") } else { "" };

/// Whether a name is an abbreviation or written in full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// `EST`
    Short,
    /// `Eastern Standard Time`
    Long,
}

/// What the zone is called at standard or daylight saving time, or `None` where it has no name.
pub(super) fn name(id: &str, length: Length, daylight: bool) -> Option<&'static str> {
    let columns = groups().find(|columns| columns[7].split(' ').any(|known| known == id))?;
    let standard = columns[usize::from(length == Length::Short)];
    let other = columns[2 + usize::from(length == Length::Short)];
    Some(if daylight && !other.is_empty() { other } else { standard })
}

/// The longest zone name that the text begins with, as its length in bytes and the id of the zone it stands for.
///
/// Many names are shared: `IST` alone belongs to three countries. The zone is the one that Java 17 was seen to take.
pub(super) fn read(text: &str, length: Length) -> Option<(usize, &'static str)> {
    let mut best: Option<(&'static str, &'static str)> = None;
    for columns in groups().filter(|columns| !columns[6].is_empty()) {
        for name in columns[..6].iter().skip(usize::from(length == Length::Short)).step_by(2) {
            let longer = best.is_none_or(|(known, _)| name.len() > known.len());
            if longer && !name.is_empty() && text.starts_with(name) {
                best = Some((name, columns[6]));
            }
        }
    }
    let (name, zone) = best?;
    Some((name.len(), shared(name).unwrap_or(zone)))
}

/// The zone meant by a name that several groups share.
fn shared(name: &str) -> Option<&'static str> {
    TABLE.lines().find_map(|line| line.strip_prefix('=')?.strip_prefix(name)?.strip_prefix('|'))
}

/// The ids of all zones in the table.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    groups().flat_map(|columns| columns[7].split(' ')).filter(|id| !id.is_empty())
}

fn groups() -> impl Iterator<Item = [&'static str; 8]> {
    TABLE.lines().filter(|line| !line.starts_with(['#', '='])).filter_map(|line| {
        let mut columns = line.split('|');
        let mut next = || columns.next();
        Some([next()?, next()?, next()?, next()?, next()?, next()?, next()?, next()?])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_whole() {
        let lines = TABLE.lines().filter(|line| !line.starts_with(['#', '='])).count();
        assert_eq!(groups().count(), lines);
        assert!(TABLE.lines().filter(|line| line.starts_with('=')).all(|line| line.split('|').count() == 2));
    }

    #[test]
    fn names_follow_the_season() {
        assert_eq!(name("America/New_York", Length::Short, false), Some("EST"));
        assert_eq!(name("America/New_York", Length::Short, true), Some("EDT"));
        assert_eq!(name("Europe/London", Length::Long, true), Some("British Summer Time"));
        assert_eq!(name("Asia/Tokyo", Length::Long, false), Some("Japan Standard Time"));
        assert_eq!(name("Etc/GMT+5", Length::Short, false), None);
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(read("WITA", Length::Short), Some((4, "Asia/Makassar")));
        assert_eq!(read("WIT", Length::Short), Some((3, "Asia/Jayapura")));
        assert_eq!(read("IST", Length::Short), Some((3, "Africa/Abidjan")));
        assert_eq!(read("Eastern Daylight Time!", Length::Long), Some((21, "America/New_York")));
        assert_eq!(read("Eastern Daylight Time", Length::Short), None);
    }
}
