use super::*;
use rulelens_wasm::{ComparedCell, ComparedMessage, MeasureValueType};

#[test]
fn words_stand_for_contenders() {
    for contender in [
        Contender::Present,
        Contender::Version("2015-10-08".to_owned()),
        Contender::Earlier(7),
        Contender::Rule("a b".to_owned()),
    ] {
        assert_eq!(Contender::of_word(&contender.word()), Some(contender));
    }
    let pasted = Contender::Pasted(Paste::default());
    assert_eq!(Contender::of_word(&pasted.word()).map(|found| found.is_awaited()), Some(true));
    let statement = Contender::Pasted(Pasted::of("SELECT 1".to_owned()).into());
    assert!(!statement.is_awaited() && statement != pasted && statement == statement.clone());
    for word in ["", "presen", "earlier x", "other 5"] {
        assert_eq!(Contender::of_word(word), None, "{word}");
    }
    let usual = |version| Contender::usual(version).word();
    assert_eq!(
        ["2015-10-08", "2016-03-23", "beta"].map(usual),
        ["sql 2016-03-23", "sql 2015-10-08", "sql 2016-03-23"]
    );
}

#[test]
fn both_sides_have_names() {
    let old = Contender::Version("2015-10-08".to_owned());
    let (earlier, rule) = (Contender::Earlier(3), Contender::Rule("x".to_owned()));
    for (one, other, expected) in [
        (&Contender::Present, &old, ["2016-03-23", "2015-10-08"]),
        (&Contender::Present, &rule, ["this rule", "“Pumps”"]),
        (&old, &earlier, ["this rule under 2015-10-08", "the version of noon"]),
    ] {
        let title = |contender: &Contender| if *contender == rule { "Pumps" } else { "noon" };
        assert_eq!(names([(one, title(one)), (other, title(other))], "2016-03-23"), expected);
    }
    let unnamed = |one| names([(one, ""), (&rule, "")], "2016-03-23");
    assert_eq!(unnamed(&Contender::Present), ["this rule", "the other rule"]);
    assert_eq!(unnamed(&rule), ["rule A", "rule B"]);
    assert_eq!(unnamed(&Contender::Pasted(Paste::default())), ["the pasted rule", "the other rule"]);
    assert_eq!(["this rule", "“a”", ""].map(heading), ["This rule", "“a”", ""]);
}

fn view(messages: [usize; 2], records: [usize; 2]) -> ComparisonView {
    let [differing_messages, messages] = messages;
    let [differing_records, records] = records;
    let row = ComparedRow {
        name: "f|low".to_owned(),
        record: true,
        sides: [
            None,
            Some(ComparedCell {
                value: "a`b".to_owned(),
                written: Some((MeasureValueType::Varchar, WriteOutcome::Rejected)),
            }),
        ],
        kinds: vec![DifferenceKind::OnlyB],
        words: "Only B has it, <b>".to_owned(),
    };
    let same = ComparedRow { kinds: Vec::new(), ..row.clone() };
    let listed = vec![ComparedMessage { at: 1, words: "the outcome".to_owned(), rows: vec![same, row] }];
    ComparisonView {
        messages,
        differing_messages,
        records,
        differing_records,
        fields: 0,
        differing_fields: 0,
        kinds: vec![(DifferenceKind::OnlyB, 1), (DifferenceKind::Same, 1)],
        listed: if differing_messages > 0 { listed } else { Vec::new() },
        complete: false,
    }
}

#[test]
fn a_line_says_what_differs() {
    for (messages, records, expected) in [
        ([0, 1], [0, 2], "No difference"),
        ([0, 3], [0, 2], "No difference in 3 messages"),
        ([1, 1], [1, 2], "1 of 2 records differs"),
        ([2, 3], [4, 8], "4 of 8 records differ in 2 of 3 messages"),
        ([1, 1], [0, 0], "The outcome differs"),
        ([1, 3], [0, 0], "1 of 3 messages differs"),
        ([2, 3], [0, 0], "2 of 3 messages differ"),
    ] {
        assert_eq!(summary(&view(messages, records)), expected);
    }
    let fields = |records, differing_fields| {
        let found = ComparisonView { fields: 6, differing_fields, ..view([2, 3], records) };
        (summary(&found), differing(&found))
    };
    assert_eq!(fields([0, 0], 1), ("1 of 6 fields differs in 2 of 3 messages".to_owned(), 1));
    assert_eq!(
        fields([1, 4], 2),
        ("1 of 4 records and 2 of 6 fields differ in 2 of 3 messages".to_owned(), 3)
    );
}

#[test]
fn rows_are_shown_by_kind() {
    let mut found = view([1, 1], [1, 2]);
    assert_eq!(differing(&found), 1);
    found.kinds.extend([(DifferenceKind::Outcome, 2), (DifferenceKind::Value, 1)]);
    assert_eq!(differing(&found), 3, "a record that differs in two ways is one");
    let shown = |kind| found.listed[0].rows.iter().filter(|row| is_shown(row, kind)).count();
    let kinds = [None, Some(DifferenceKind::OnlyB), Some(DifferenceKind::Same), Some(DifferenceKind::Type)];
    assert_eq!(kinds.map(shown), [1, 1, 1, 0]);
}

#[test]
fn markdown_lists_what_differs_and_is_not_broken_by_it() {
    let names = ["this rule".to_owned(), "“a*b”".to_owned()];
    let text = markdown(&view([1, 2], [1, 2]), &names, |at| format!("{}_x", at + 1));
    assert_eq!(
        text.lines().collect::<Vec<_>>(),
        [
            "**1 of 2 records differs in 1 of 2 messages**",
            "",
            "| Message | What | This rule | “a\\*b” | Difference |",
            "| --- | --- | --- | --- | --- |",
            "| 2\\_x | ` f\\|low ` | absent | `` a`b `` VARCHAR, rejected | Only B has it, &lt;b> |",
            "",
            "Only the first differences are listed.",
        ]
    );
}

#[test]
fn lines_that_the_other_statement_lacks_are_marked() {
    let [one, other] = marked_lines(["SELECT a\n\n  FROM 'x'", "SELECT b\nFROM 'x'"]);
    let marks = |lines: &[(String, bool)]| lines.iter().map(|(_, marked)| *marked).collect::<Vec<_>>();
    assert_eq!((marks(&one), marks(&other)), (vec![true, false, false], vec![true, false]));
}
