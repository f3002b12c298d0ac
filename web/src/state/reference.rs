//! The reference: functions, diagnostics, open questions and limits, as the page fetches them when they are asked for
//! (`crates/xtask/src/docs/reference.rs` writes the file).

use super::sorted;
use serde_json::Value as Json;

/// All of it.
#[derive(Debug, PartialEq)]
pub struct Reference {
    /// The kinds of entries.
    pub kinds: Vec<Kind>,
    /// The entries, one kind after the other.
    pub entries: Vec<Entry>,
}

/// A kind of entries.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// What the ids of its entries begin with.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What is said of all of them, as HTML of the build.
    pub html: String,
}

/// An entry.
#[derive(Debug, PartialEq)]
pub struct Entry {
    /// What a link to it has.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// What of its kind it is a part of; may be empty.
    pub place: String,
    /// How severe it is, how it is known, or whose it is.
    pub mark: String,
    /// What there is to say, as HTML of the build.
    pub html: String,
    /// Its examples, by the places that their buttons name.
    pub cases: Vec<Json>,
    /// What it is found by, in lower case: its name, its summary and everything else.
    words: [String; 3],
}

impl Reference {
    /// Reads the file.
    ///
    /// # Errors
    /// Why it is not one, as a clause.
    pub fn read(file: &str) -> Result<Self, String> {
        let json: Json =
            serde_json::from_str(file).map_err(|error| format!("the file is not JSON ({error})"))?;
        let rows = |member: &str| json.get(member).and_then(Json::as_array).into_iter().flatten();
        let text = |row: &Json, at: usize| row.get(at).and_then(Json::as_str).unwrap_or_default().to_owned();
        let kind = |row: &Json| Kind { id: text(row, 0), title: text(row, 1), html: text(row, 2) };
        let entry = |row: &Json| {
            let [id, title, summary, place, mark, html] = [0, 1, 2, 3, 4, 5].map(|at| text(row, at));
            let rest = format!("{place}\n{mark}\n{}", without_tags(&html));
            let words = [format!("{title}\n{id}"), summary.clone(), rest].map(|text| text.to_lowercase());
            let cases = row.get(6).and_then(Json::as_array).cloned().unwrap_or_default();
            Entry { id, title, summary, place, mark, html, cases, words }
        };
        let all =
            Self { kinds: rows("kinds").map(kind).collect(), entries: rows("entries").map(entry).collect() };
        if all.entries.is_empty() { Err("there is no entry in the file".to_owned()) } else { Ok(all) }
    }

    /// The entry with an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entries that have all words, the best first: those that have them in their name, then in their summary.
    #[must_use]
    pub fn having(&self, looked_for: &str) -> Vec<&Entry> {
        let looked_for = looked_for.to_lowercase();
        let words: Vec<&str> = looked_for.split_whitespace().collect();
        let found = self.entries.iter().filter_map(|entry| Some((entry.rank(&words)?, entry)));
        sorted(found, |(rank, _)| *rank as f64).into_iter().map(|(_, entry)| entry).collect()
    }
}

impl Entry {
    /// What its kind's id is.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.id.split('.').next().unwrap_or_default()
    }

    /// How far behind its name the words are that stand deepest in it; `None` where one is missing.
    fn rank(&self, words: &[&str]) -> Option<usize> {
        let name = self.id.rsplit('.').next().unwrap_or_default();
        if let [word] = words
            && name.eq_ignore_ascii_case(word.trim_end_matches(['(', ')']))
        {
            return Some(0);
        }
        let of = |word: &&str| self.words.iter().position(|text| text.contains(word));
        words.iter().map(of).try_fold(1, |deepest, rank| Some(deepest.max(rank? + 1)))
    }
}

/// A text that is HTML, without its tags.
fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for part in html.split('<') {
        let text = part.split_once('>').map_or(part, |(_, text)| text);
        out.push_str(text);
        out.push(' ');
    }
    // The only signs that the build escapes.
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::Reference;

    fn reference() -> Reference {
        let file = r#"{"kinds": [["functions", "Functions", "<p>All</p>"], ["diagnostics", "Diagnostics", ""]],
            "entries": [
                ["functions.get", "get(value, index)", "An element of an array.", "Arrays", "verified",
                    "<p>Where &lt;index&gt; is <code>too large</code>: Undefined.</p>", [{"inputSql": "SELECT 1"}]],
                ["functions.get_or_default", "get_or_default(value, default)", "A default.", "Defaults", "documented", "", []],
                ["diagnostics.run.default-used", "run.default-used", "`get_or_default` returns its default.", "run",
                    "info", "<h4>See also</h4>", []]
            ]}"#;
        Reference::read(file).expect("a reference")
    }

    fn found(looked_for: &str) -> Vec<String> {
        reference().having(looked_for).into_iter().map(|entry| entry.id.clone()).collect()
    }

    #[test]
    fn the_file_is_read() {
        let reference = reference();
        assert_eq!(reference.kinds[1].title, "Diagnostics");
        let get = reference.find("functions.get").expect("an entry");
        assert_eq!((get.kind(), get.mark.as_str(), get.cases.len()), ("functions", "verified", 1));
        assert!(reference.find("functions").is_none());
        for file in ["", "[]", "{}", r#"{"entries": [], "kinds": []}"#] {
            assert!(Reference::read(file).is_err(), "{file}");
        }
    }

    #[test]
    fn the_name_comes_before_what_has_it_in_it_and_before_what_speaks_of_it() {
        assert_eq!(
            found("GET"),
            ["functions.get", "functions.get_or_default", "diagnostics.run.default-used"]
        );
        assert_eq!(found("get()")[0], "functions.get");
        assert_eq!(
            found("default"),
            ["functions.get_or_default", "diagnostics.run.default-used"].map(str::to_owned)
        );
        assert_eq!(found("run."), ["diagnostics.run.default-used"]);
    }

    #[test]
    fn all_words_are_looked_for_in_all_that_is_said() {
        assert_eq!(found("undefined array"), ["functions.get"]);
        assert_eq!(found("<index>"), ["functions.get"]);
        assert_eq!(found("too large nonsense"), [""; 0]);
        assert_eq!(found("code"), [""; 0], "tags are not said");
        assert_eq!(found("").len(), 3);
    }
}
