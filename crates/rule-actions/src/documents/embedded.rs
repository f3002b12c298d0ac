//! A rule's strings where they stand in the document, for editors: which string is at a place, and the way between both.

use super::places::{Place, Quote, place_edit, range};
use super::rule::RuleDocument;
use super::text::Run;
use iot_sql::{Edit, SqlVersion, assist};
use std::ops::Range;

/// A string of a rule that stands in the document, wholly or in parts.
///
/// ```
/// use rule_actions::documents;
///
/// let document = r#"{"sql": "SELECT \"a\" AS b FROM 't'", "awsIotSqlVersion": "2016-03-23", "actions": []}"#;
/// let found = documents::read(document).expect("a document");
/// let place = document.find("AS b").expect("there");
/// let string = found.rules[0].string_at(place).expect("the statement");
/// assert!(string.is_statement());
/// assert_eq!(string.offset(place), string.text().find("AS b"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Embedded<'r> {
    place: &'r Place,
    is_statement: bool,
}

impl RuleDocument {
    /// The string of the rule that stands at a byte of the document: the statement, or a string of an action.
    #[must_use]
    pub fn string_at(&self, offset: usize) -> Option<Embedded<'_>> {
        let is_here = |place: &&Place| {
            let mut runs = place.runs.iter();
            runs.any(|run| (run.in_document..=run.in_document + run.length).contains(&offset))
        };
        self.places.strings.iter().find(is_here).map(|place| self.embedded(place))
    }

    /// The statement where it stands in the document; `None` where it stands nowhere, or at several places.
    #[must_use]
    pub fn statement_in_document(&self) -> Option<Embedded<'_>> {
        let mut places =
            self.places.strings.iter().filter(|place| place.text == self.sql && !place.runs.is_empty());
        let place = places.next()?;
        places.all(|other| other.runs == place.runs).then(|| self.embedded(place))
    }

    fn embedded<'r>(&self, place: &'r Place) -> Embedded<'r> {
        Embedded { place, is_statement: place.text == self.sql }
    }
}

impl Embedded<'_> {
    /// The string.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.place.text
    }

    /// Whether it is the rule's statement, and not a string of an action.
    #[must_use]
    pub fn is_statement(&self) -> bool {
        self.is_statement
    }

    /// Where the string stands in the document, from its first part to its last.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        let start = self.place.runs.iter().map(|run| run.in_document).min();
        let end = self.place.runs.iter().map(|run| run.in_document + run.length).max();
        start.unwrap_or_default()..end.unwrap_or_default()
    }

    /// The byte of the string that stands at a byte of the document.
    #[must_use]
    pub fn offset(&self, in_document: usize) -> Option<usize> {
        let runs = self.place.runs.iter().rev();
        let mut here =
            runs.filter(|run| (run.in_document..=run.in_document + run.length).contains(&in_document));
        here.next().map(|run| run.at + (in_document - run.in_document))
    }

    /// Where bytes of the string stand in the document.
    #[must_use]
    pub fn range(&self, bytes: &Range<usize>) -> Option<Range<usize>> {
        range(&self.place.runs, bytes).map(|(range, _)| range)
    }

    /// An edit of the string as one of the document; `None` where it cannot be written there.
    #[must_use]
    pub fn edit(&self, mut edit: Edit, document: &str) -> Option<Edit> {
        place_edit(&self.place.runs, &mut edit, document).then_some(edit)
    }

    /// The edits of the document that lay the statement out: over several lines where it stands over several lines, else
    /// with one space between words where there is one or more. What the deployment tool puts in stays as it is. None
    /// where the statement does not parse.
    #[must_use]
    pub fn layout(&self, version: SqlVersion, document: &str) -> Vec<Edit> {
        let text = self.text();
        let Ok(formatted) = assist::format_sql(text, version) else { return Vec::new() };
        let tokens = |text| assist::tokens(text, assist::Language::Sql);
        let (before, after) = (tokens(text), tokens(&formatted));
        if before.len() != after.len() || before.is_empty() {
            return Vec::new();
        }
        let indent = self.indent(document);
        let line_break = if document.contains("\r\n") { "\r\n" } else { "\n" };
        let mut edits = Vec::new();
        let mut at = (0, 0);
        for (index, (one, other)) in before.iter().zip(&after).enumerate() {
            let (gap, wanted) = (&text[at.0..one.start], &formatted[at.1..other.start]);
            let (word, kept) = (&text[one.start..one.end], &formatted[other.start..other.end]);
            let wanted = match &indent {
                _ if index == 0 => gap.to_owned(),
                Some(indent) => wanted.replace('\n', &format!("{line_break}{indent}")),
                None if !wanted.contains('\n') => wanted.to_owned(),
                None => if gap.is_empty() { "" } else { " " }.to_owned(),
            };
            // In the document a line break stands with what indents the next line. One that is not in the string is the
            // document's own.
            let is_kept = |found: &str| found.contains('\n') && indent.is_none();
            let place = self.before(at.0).zip(self.after(one.start)).map(|(from, to)| from..to);
            if let Some(place) = place
                && let Some(found) = document.get(place.clone())
                && found != wanted
                && found.trim().is_empty()
                && !is_kept(found)
            {
                edits.push(Edit { range: place, text: wanted });
            }
            if word != kept {
                edits.extend(self.edit(Edit { range: one.start..one.end, text: kept.to_owned() }, document));
            }
            at = (one.end, other.end);
        }
        edits
    }

    /// Where a word that ends at a byte ends in the document.
    fn before(&self, byte: usize) -> Option<usize> {
        let is_here = |run: &&Run| (run.at..=run.at + run.length).contains(&byte);
        self.place.runs.iter().find(is_here).map(|run| run.in_document + (byte - run.at))
    }

    /// Where a word that starts at a byte starts in the document.
    fn after(&self, byte: usize) -> Option<usize> {
        let is_here = |run: &&Run| (run.at..=run.at + run.length).contains(&byte);
        self.place.runs.iter().rev().find(is_here).map(|run| run.in_document + (byte - run.at))
    }

    /// What a line of the string begins with in the document; `None` where the string stands on one line there, or begins
    /// behind something else.
    fn indent(&self, document: &str) -> Option<String> {
        let span = self.span();
        let is_plain = self.place.runs.iter().all(|run| run.quote == Quote::None);
        let has_lines = self.place.text.trim_end().contains('\n');
        let line = document.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
        let before = &document[line..span.start];
        (is_plain && has_lines && before.trim().is_empty()).then(|| before.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::documents::read;
    use iot_sql::{Edit, SqlVersion};

    fn laid_out(document: &str) -> String {
        let found = read(document).expect(document);
        let string = found.rules[0].statement_in_document().expect("the statement");
        let edits = string.layout(SqlVersion::V2016_03_23, document);
        let text = Edit::apply_all(&edits, document).expect("edits");
        let again = read(&text).expect("still a document");
        let of = |sql: &str| iot_sql::assist::format_sql(sql, SqlVersion::V2016_03_23).expect("a statement");
        assert_eq!(of(&found.rules[0].sql), of(&again.rules[0].sql));
        text
    }

    #[test]
    fn statements_are_laid_out_as_they_stand() {
        let template = |sql: &str| {
            format!(
                "Parameters: {{P: {{Type: String, Default: x}}}}\nResources:\n  R:\n    Type: AWS::IoT::TopicRule\n    Properties:\n      TopicRulePayload:\n        AwsIotSqlVersion: '2016-03-23'\n        Actions: []\n        Sql: {sql}\n"
            )
        };
        let terraform = |sql: &str| {
            format!(
                "variable \"p\" {{\n  default = \"x\"\n}}\nresource \"aws_iot_topic_rule\" \"r\" {{\n  name = \"r\"\n  enabled = true\n  sql_version = \"2016-03-23\"\n  sql = {sql}\n}}\n"
            )
        };
        let api = |sql: &str| format!(r#"{{"sql": {sql}, "awsIotSqlVersion": "2016-03-23", "actions": []}}"#);
        for (document, written, wanted) in [
            (
                &api as &dyn Fn(&str) -> String,
                r#""select  \"a\" as b   from 'x'""#,
                r#""SELECT \"a\" AS b FROM 'x'""#,
            ),
            (&template, "'select ''a''  as b from ''x'''", "'SELECT ''a'' AS b FROM ''x'''"),
            (
                &template,
                "|\n          select a\n          from 'x'  where a>1",
                "|\n          SELECT a\n          FROM 'x'\n          WHERE a > 1",
            ),
            (
                &template,
                "!Sub \"SELECT a,'${P}'   AS p FROM 'x/${P}'\"",
                "!Sub \"SELECT a, '${P}' AS p FROM 'x/${P}'\"",
            ),
            (
                &template,
                ">-\n          select a ,\n          b\n          from 'x'",
                ">-\n          SELECT a,\n          b\n          FROM 'x'",
            ),
            (
                &terraform,
                "<<-SQL\n    SELECT a, '${var.p}'   as p\n    FROM 'x'\n  SQL",
                "<<-SQL\n    SELECT a, '${var.p}' AS p\n    FROM 'x'\n  SQL",
            ),
        ] {
            assert_eq!(laid_out(&document(written)), document(wanted));
            assert_eq!(laid_out(&document(wanted)), document(wanted), "again");
        }
    }

    #[test]
    fn line_breaks_stay_what_they_are() {
        let document = "sql: |\r\n  select a\r\n  from 'x'  where a>1\r\nawsIotSqlVersion: '2016-03-23'\r\nactions: []\r\n";
        let wanted = document
            .replace("select a", "SELECT a")
            .replace("from 'x'  where a>1", "FROM 'x'\r\n  WHERE a > 1");
        assert_eq!(laid_out(document), wanted);
    }

    #[test]
    fn a_place_belongs_to_the_string_there() {
        let document = "{\"sql\": \"SELECT * FROM 'é'\", \"actions\": [{\"republish\": {\"topic\": \"a/${topic()}\", \"roleArn\": \"r\"}}]}";
        let found = read(document).expect("a document");
        let rule = &found.rules[0];
        let at = |part: &str| document.find(part).expect(part);
        let string = rule.string_at(at("${topic")).expect("a template");
        assert_eq!((string.text(), string.is_statement()), ("a/${topic()}", false));
        assert_eq!(string.offset(at("topic()")), Some(4));
        assert_eq!(&document[string.range(&(4..11)).expect("a range")], "topic()");
        assert!(rule.string_at(at("actions")).is_none());
        assert!(rule.string_at(document.len() + 9).is_none());
        let statement = rule.string_at(at("FROM")).expect("the statement");
        assert!(statement.is_statement());
        assert_eq!(&document[statement.span()], "SELECT * FROM 'é'");
        let edit = statement.edit(Edit { range: 7..8, text: "\"b\"".into() }, document).expect("an edit");
        assert_eq!(edit.text, "\\\"b\\\"");
    }
}
