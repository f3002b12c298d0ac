//! Which known word a misspelt one is nearest to.

/// The candidate that differs least from `word`, ignoring case, if it is near enough to be what was meant.
///
/// Near enough: at most a third of the letters changed, added, omitted or swapped with a neighbour; of a name of one or
/// two letters none.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = word.to_lowercase().chars().count();
    nearest_within(word, letters / 3, candidates)
}

/// The candidate that differs least from `word`, ignoring case, if at most so many letters are changed, added, omitted
/// or swapped with a neighbour.
///
/// ```
/// assert_eq!(iot_sql::nearest_within("tpoic", 1, ["topic", "action"]), Some("topic"));
/// assert_eq!(iot_sql::nearest_within("tpic", 0, ["topic", "action"]), None);
/// ```
#[must_use]
pub fn nearest_within<'a>(
    word: &str,
    most: usize,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let word: Vec<char> = word.to_lowercase().chars().collect();
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase().chars().collect::<Vec<_>>()), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits between two words, where swapping two neighbours is one edit.
fn distance(a: &[char], b: &[char]) -> usize {
    if b.len() > 64 {
        return usize::MAX;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(from != to)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        let words = ["SELECT", "FROM", "WHERE", "topic", "t", "ab"];
        for (word, expected) in [
            ("SEECT", Some("SELECT")),
            ("FORM", Some("FROM")),
            ("wher", Some("WHERE")),
            ("topci", Some("topic")),
            ("banana", None),
            ("", None),
            ("h", None),
            ("ac", None),
            ("AB", Some("ab")),
        ] {
            assert_eq!(nearest(word, words), expected, "{word}");
        }
    }
}
