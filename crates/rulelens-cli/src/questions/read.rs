//! Reading a file of questions.

use super::example::{Example, Setting};
use super::markdown::{Block, Kind, Span, blocks, plain};
use super::{Problem, Question, Reading, Subject};
use iot_sql::Evidence;
use pulldown_cmark::HeadingLevel;

/// Reads a file of questions.
///
/// # Errors
/// The first thing that breaks the format, and its line.
pub fn subject(text: &str) -> Result<Subject, Problem> {
    let blocks = blocks(text)?;
    let mut cursor = Cursor { text, blocks: &blocks };
    let title = cursor
        .heading(HeadingLevel::H1)?
        .ok_or_else(|| cursor.problem("a heading with one # must open the file"))?;
    let (introduction, action) = cursor.introduction()?;
    let mut questions: Vec<Question> = Vec::new();
    while !cursor.blocks.is_empty() {
        let question = cursor.question(action.as_deref())?;
        if questions.iter().any(|other| other.topic == question.topic) {
            return Err(Problem::at(
                question.line,
                format!("a second question is named `{}`", question.topic),
            ));
        }
        questions.push(question);
    }
    if questions.is_empty() {
        return Err(cursor.problem("the file has no question: write a heading with two #"));
    }
    Ok(Subject { title, introduction, questions })
}

impl Problem {
    pub(super) fn at(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

/// The blocks that are not read yet.
struct Cursor<'b> {
    text: &'b str,
    blocks: &'b [Block],
}

impl<'b> Cursor<'b> {
    fn problem(&self, message: impl Into<String>) -> Problem {
        let line = self.blocks.first().map_or_else(|| self.text.lines().count(), |block| block.line);
        Problem::at(line, message)
    }

    fn next(&mut self) -> Option<&'b Block> {
        let (first, rest) = self.blocks.split_first()?;
        self.blocks = rest;
        Some(first)
    }

    fn source(&self, block: &Block) -> &'b str {
        self.text[block.range.clone()].trim_end()
    }

    fn heading(&mut self, wanted: HeadingLevel) -> Result<Option<String>, Problem> {
        match self.blocks.first().map(|block| &block.kind) {
            Some(Kind::Heading { level, text }) if *level == wanted => {
                self.next();
                Ok(Some(text.clone()))
            }
            Some(Kind::Heading { .. }) => {
                Err(self.problem("only the title, with one #, and questions, with two, are headings"))
            }
            _ => Ok(None),
        }
    }

    /// The paragraphs before the first question, and the action of its examples.
    fn introduction(&mut self) -> Result<(String, Option<String>), Problem> {
        let (mut introduction, mut action) = (Vec::new(), None);
        while let Some(block) = self.blocks.first() {
            match &block.kind {
                Kind::Heading { .. } => break,
                Kind::Paragraph(_) => {}
                Kind::Code { language, text } if language == "json" && action.is_none() => {
                    action = Some(text.clone());
                }
                Kind::Code { .. } | Kind::List(_) => {
                    return Err(self.problem("before the first question stand paragraphs, and one `json` block with the examples' action"));
                }
            }
            introduction.push(self.source(block));
            self.next();
        }
        Ok((introduction.join("\n\n"), action))
    }

    fn question(&mut self, action: Option<&str>) -> Result<Question, Problem> {
        let first = &self.blocks[0];
        let Some(topic) = self.heading(HeadingLevel::H2)? else {
            return Err(self.problem("a question's heading, with two #, is expected here"));
        };
        let (evidence, pages) = self.evidence()?;
        let mut stated = Vec::new();
        while let Some(Block { kind: Kind::Paragraph(spans), .. }) = self.blocks.first()
            && plain(spans) != "Readings:"
        {
            stated.extend(self.next().map(|block| self.source(block)));
        }
        if stated.is_empty() {
            return Err(self.problem("a paragraph that says what AWS's pages state is expected here"));
        }
        let readings = self.readings()?;
        let sources = self.sources(evidence)?;
        let mut examples = Vec::new();
        while let Some(block) = self.blocks.first()
            && !matches!(block.kind, Kind::Heading { .. })
        {
            examples.push(self.example(action)?);
        }
        if examples.is_empty() {
            return Err(self.problem(format!("`{topic}` has no example: end it with a `sql` block and a list of what goes in and what comes out")));
        }
        let end = self.blocks.first().map_or(self.text.len(), |block| block.range.start);
        let text = self.text[first.range.start..end].trim_end().to_owned();
        let stated = stated.join("\n\n");
        Ok(Question { topic, line: first.line, evidence, pages, stated, readings, sources, examples, text })
    }

    /// `**Evidence**: assumed. **Page**: [name](address).`
    fn evidence(&mut self) -> Result<(Evidence, Vec<String>), Problem> {
        const FORM: &str = "`**Evidence**: assumed. **Page**: [name](address).` is expected here";
        let wrong = self.problem(FORM);
        let Some(Block { kind: Kind::Paragraph(spans), .. }) = self.next() else { return Err(wrong) };
        let [Span::Strong(evidence), Span::Plain(word), Span::Strong(label), rest @ ..] = spans.as_slice()
        else {
            return Err(wrong);
        };
        if evidence != "Evidence" || !matches!(label.as_str(), "Page" | "Pages") {
            return Err(wrong);
        }
        let word =
            word.strip_prefix(": ").and_then(|word| word.strip_suffix(". ")).ok_or_else(|| wrong.clone())?;
        let evidence =
            Evidence::ALL.into_iter().find(|evidence| evidence.name() == word).ok_or_else(|| {
                let names = Evidence::ALL.map(Evidence::name).join(", ");
                Problem::at(wrong.line, format!("the evidence `{word}` is not one of {names}"))
            })?;
        let (mut pages, mut between) = (Vec::new(), String::new());
        for span in rest {
            match span {
                Span::Link { text, address } if address.starts_with("https://docs.aws.amazon.com/") => {
                    pages.push(text.clone());
                    between.push('_');
                }
                Span::Link { address, .. } => {
                    return Err(Problem::at(
                        wrong.line,
                        format!("`{address}` is not on https://docs.aws.amazon.com/"),
                    ));
                }
                Span::Plain(text) => between.push_str(text),
                Span::Strong(_) | Span::Code(_) => return Err(wrong),
            }
        }
        let is_list = between == format!(": {}.", vec!["_"; pages.len()].join(", "));
        if pages.is_empty() || !is_list || (label == "Page") != (pages.len() == 1) {
            return Err(wrong);
        }
        Ok((evidence, pages))
    }

    /// `Readings:` and a numbered list, one item of which starts with `**Followed**: `.
    fn readings(&mut self) -> Result<Vec<Reading>, Problem> {
        let wrong = self.problem("`Readings:` and a numbered list are expected here");
        let Some(items) = self.labelled_list("Readings:") else { return Err(wrong) };
        let mut readings = Vec::new();
        for item in items {
            let [Block { kind: Kind::Paragraph(spans), line, range }] = item.as_slice() else {
                return Err(Problem::at(
                    item.first().map_or(wrong.line, |block| block.line),
                    "a reading is one paragraph",
                ));
            };
            let source = self.text[range.clone()].trim_end();
            let (text, is_followed) = match spans.first() {
                Some(Span::Strong(label)) if label == "Followed" => {
                    let text = source
                        .strip_prefix("**Followed**: ")
                        .ok_or_else(|| Problem::at(*line, "write `**Followed**: ` before the reading"))?;
                    (text, true)
                }
                _ => (source, false),
            };
            sentence(text, *line)?;
            readings.push(Reading { text: text.to_owned(), is_followed });
        }
        if readings.len() < 2 {
            return Err(Problem {
                message: "there must be two readings or more, or nothing is open".into(),
                ..wrong
            });
        }
        if readings.iter().filter(|reading| reading.is_followed).count() != 1 {
            return Err(Problem {
                message: "exactly one reading must start with `**Followed**: `".into(),
                ..wrong
            });
        }
        Ok(readings)
    }

    /// `Sources:` and a list, required where the behaviour was reported.
    fn sources(&mut self, evidence: Evidence) -> Result<Vec<String>, Problem> {
        let wrong = self.problem("the evidence `reported` needs `Sources:` and a list of who saw what");
        let Some(items) = self.labelled_list("Sources:") else {
            return if evidence == Evidence::Reported { Err(wrong) } else { Ok(Vec::new()) };
        };
        let mut sources = Vec::new();
        for item in items {
            let [Block { kind: Kind::Paragraph(_), line, range }] = item.as_slice() else {
                return Err(Problem { message: "a source is one paragraph".into(), ..wrong });
            };
            let source = self.text[range.clone()].trim_end();
            sentence(source, *line)?;
            sources.push(source.to_owned());
        }
        Ok(sources)
    }

    fn labelled_list(&mut self, label: &str) -> Option<&'b [Vec<Block>]> {
        match self.blocks {
            [
                Block { kind: Kind::Paragraph(spans), .. },
                Block { kind: Kind::List(items), .. },
                rest @ ..,
            ] if plain(spans) == label => {
                self.blocks = rest;
                Some(items)
            }
            _ => None,
        }
    }

    /// Perhaps a sentence, then a `sql` block and a list.
    fn example(&mut self, action: Option<&str>) -> Result<Example, Problem> {
        if let Some(Block { kind: Kind::Paragraph(_), .. }) = self.blocks.first() {
            self.next();
        }
        let wrong = self.problem("an example is a `sql` block and a list");
        let (sql, line) = match self.next() {
            Some(Block { kind: Kind::Code { language, text }, line, .. }) if language == "sql" => {
                (text, *line)
            }
            _ => return Err(wrong),
        };
        let Some(Block { kind: Kind::List(items), .. }) = self.next() else {
            let message = "after the `sql` block stands a list of what goes in and what comes out".into();
            return Err(Problem { message, ..wrong });
        };
        let settings = items.iter().map(|item| Setting::read(item, line)).collect::<Result<Vec<_>, _>>()?;
        Example::new(line, sql, settings, action)
    }
}

/// A reading or a source is a sentence.
fn sentence(text: &str, line: usize) -> Result<(), Problem> {
    if text.ends_with('.') { Ok(()) } else { Err(Problem::at(line, "a full stop is missing at the end")) }
}

#[cfg(test)]
mod tests {
    use super::subject;
    use iot_sql::Evidence;

    const GOOD: &str = "\
# Subject

## Topic

**Evidence**: reported. **Pages**: [a](https://docs.aws.amazon.com/a.html), [b](https://docs.aws.amazon.com/b.html).

What AWS's pages
state.

Readings:

1. One.
2. **Followed**: `Two`.

Sources:

- `owner/name`, file: what was seen.

An example:

```sql
SELECT b FROM 'a'
```

- Payload: `{\"b\":1}`
- Outgoing payload: `{\"b\":1}`
";

    #[test]
    fn a_question_is_read_whole() {
        let subject = subject(GOOD).unwrap();
        let [question] = subject.questions.as_slice() else { panic!("one question") };
        assert_eq!(
            (question.topic.as_str(), question.line, question.evidence),
            ("Topic", 3, Evidence::Reported)
        );
        assert_eq!(
            (question.pages.join(" "), question.stated.as_str()),
            ("a b".into(), "What AWS's pages\nstate.")
        );
        let readings: Vec<_> =
            question.readings.iter().map(|reading| (reading.text.as_str(), reading.is_followed)).collect();
        assert_eq!(readings, [("One.", false), ("`Two`.", true)]);
        assert_eq!(question.sources, ["`owner/name`, file: what was seen."]);
        assert_eq!(question.text, GOOD.strip_prefix("# Subject\n\n").unwrap().trim_end());
        assert_eq!(question.examples[0].run(), [""; 0]);
    }

    #[test]
    fn an_example_that_comes_out_otherwise_says_how() {
        let wrong = GOOD.replace("payload: `{\"b\":1}`", "payload: `{\"b\":2}`");
        let differences = subject(&wrong).unwrap().questions[0].examples[0].run();
        assert_eq!(differences, [r#"outgoing payload: expected {"b":2}, found {"b":1}"#]);
        for (output, difference) in [
            ("Error: `sql.expected`", "expected the code sql.expected"),
            ("The rule does not act.", "does not act"),
            ("Records: `[{\"MeasureName\": \"b\"}]`", "number of records"),
            ("Template: `x${b}`\n- Becomes: `x2`", "the template: expected x2, found x1"),
            ("Error action receives: `b`", "the error action"),
            ("Diagnostics: `lint.hyphen`", "lint.hyphen"),
        ] {
            let wrong = GOOD.replace("Outgoing payload: `{\"b\":1}`", output);
            let differences = subject(&wrong).unwrap().questions[0].examples[0].run().join("\n");
            assert!(differences.contains(difference), "{output}: {differences}");
        }
    }

    #[test]
    fn what_breaks_the_format_is_reported_with_its_line() {
        let mut wrong = Vec::new();
        for (from, to, problem) in [
            ("# Subject", "Subject", "1: a heading with one # must open the file"),
            ("## Topic", "### Topic", "3: only the title"),
            ("**Evidence**", "Evidence", "5: `**Evidence**: assumed."),
            ("reported", "rumoured", "5: the evidence `rumoured` is not one of verified, reported,"),
            ("**Pages**", "**Page**", "5: `**Evidence**: assumed."),
            (
                "https://docs.aws.amazon.com/b",
                "https://example.com/b",
                "5: `https://example.com/b.html` is not on",
            ),
            ("What AWS's pages\nstate.\n\n", "", "7: a paragraph that says what AWS's pages state"),
            ("Readings:", "Read:", "12: `Readings:` and a numbered list"),
            ("**Followed**: ", "", "10: exactly one reading"),
            ("**Followed**: ", "**Followed** ", "13: write `**Followed**: `"),
            ("One.", "**Followed**: one.", "10: exactly one reading"),
            ("1. One.\n2.", "1.", "10: there must be two readings"),
            ("One.", "One", "12: a full stop is missing"),
            ("Sources:\n\n- `owner/name`, file: what was seen.\n\n", "", "15: the evidence `reported` needs"),
            ("was seen.", "was seen", "17: a full stop is missing"),
            ("```sql", "```json", "21: an example is a `sql` block and a list"),
            ("- Payload", "Payload", "21: after the `sql` block stands a list"),
            ("- Payload", "- Pay load", "25: `Pay load` is not one of SQL version, Topic, Payload,"),
            ("- Payload: `{\"b\":1}`", "- Payload: b", "25: after `Payload:` stands a code span"),
            ("- Payload", "- Action: `{`\n- Payload", "25: `Action` is not JSON: "),
            ("- Payload", "- Payload: `5`\n- Payload", "26: this is given twice"),
            ("- Payload", "- Template: `x`\n- Payload", "21: `Template` with `Becomes`"),
            ("- Payload", "- SQL version: `2017`\n- Payload", "21: sqlVersion `2017`"),
            ("\n- Outgoing payload: `{\"b\":1}`", "", "21: the case expects nothing"),
            ("An example:", "<b>An example:</b>", "19: HTML is not allowed here"),
            ("What AWS's", "    What AWS's", "7: an indented code block is not allowed here"),
        ] {
            assert!(GOOD.contains(from), "{from}");
            let found = subject(&GOOD.replace(from, to)).expect_err(from).to_string();
            if !found.starts_with(problem) {
                wrong.push(format!("{from} -> {to}: {found}"));
            }
        }
        assert_eq!(wrong, [""; 0]);
        let (without, _) = GOOD.split_once("An example").unwrap();
        assert_eq!(subject(without).unwrap_err().line, 18);
        let twice = format!("{GOOD}\n{}", GOOD.strip_prefix("# Subject\n\n").unwrap());
        assert_eq!(subject(&twice).unwrap_err().to_string(), "28: a second question is named `Topic`");
        assert!(subject("# Subject\n").unwrap_err().message.contains("no question"));
    }
}
