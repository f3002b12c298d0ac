//! Java's syntax, construct by construct. The expectations are what Java 17 gives, except that a look-behind without a
//! greatest length, which newer Javas sometimes let pass, is rejected as its documentation says.

use super::{LineEnds, Patterns};
use proptest::prelude::*;

/// The text with every match in angle brackets, or `fault`.
fn marked(pattern: &str, text: &str) -> String {
    replaced(pattern, text, "<$0>")
}

fn replaced(pattern: &str, text: &str, replacement: &str) -> String {
    Patterns::default()
        .replace(&pattern.into(), text, replacement, 1_000_000)
        .unwrap_or_else(|_| "fault".into())
}

fn check(rows: &[(&str, &str, &str)]) {
    for (pattern, text, expected) in rows {
        assert_eq!(marked(pattern, text), *expected, "{pattern} on {text:?}");
    }
}

#[test]
fn characters_and_escapes() {
    check(&[
        (r"\x41\x{42}\u0043", "ABC", "<ABC>"),
        (r"\uD83D\uDE00", "a😀", "a<😀>"),
        (r"\0101\07", "A\u{7}", "<A\u{7}>"),
        (r"\t\n\r\f\a\e", "\t\n\r\u{C}\u{7}\u{1B}", "<\t\n\r\u{C}\u{7}\u{1B}>"),
        (r"\cA", "\u{1}", "<\u{1}>"),
        (r"\.\/\-", "./-", "<./->"),
        (r"}]", "}]", "<}]>"),
        (r"\Qa.b\E+", "a.bb", "<a.bb>"),
        (r"\Q*(\E", "*(", "<*(>"),
        (r"\Q+", "a+", "a<+>"),
        (r"\y", "y", "fault"),
        (r"\x{110000}", "", "fault"),
        (r"\x{41", "A", "fault"),
        (r"a\", "a", "fault"),
    ]);
}

#[test]
fn classes() {
    check(&[
        (r"[a-c]+", "abcd", "<abc>d"),
        (r"[^a-c]", "ad", "a<d>"),
        (r"[]a]", "]a", "<]><a>"),
        (r"[a-]", "a-", "<a><->"),
        (r"[a-z&&[^aeiou]]+", "education", "e<d>u<c>a<t>io<n>"),
        (r"[a-z&&def]", "abcdefg", "abc<d><e><f>g"),
        (r"[a-c[x-z]]", "abxy", "<a><b><x><y>"),
        (r"[^a-z&&[^aeiou]]+", "Aabe", "<Aa>b<e>"),
        (r"[&]", "&", "<&>"),
        (r"[\d\-_]+", "1-_a", "<1-_>a"),
        (r"[^\W\d]+", "ab1_", "<ab>1<_>"),
        (r"[\Q^]\E]", "^]", "<^><]>"),
        (r"\d\D\w\W\s\S", "1a_- x", "<1a_- x>"),
        (r"\d", "٣", "٣"),
        (r"(?U)\d", "٣", "<٣>"),
        (r"\h\H\v\V", "\u{A0}a\u{85}b", "<\u{A0}a\u{85}b>"),
        (r"\R", "\r\n\u{2028}x", "<\r\n><\u{2028}>x"),
        ("[a", "a", "fault"),
        ("[c-a]", "a", "fault"),
    ]);
}

#[test]
fn properties() {
    check(&[
        (r"\p{L}+", "aé1", "<aé>1"),
        (r"\pL\PL", "a1", "<a1>"),
        (r"\p{Lu}\P{Lu}", "Aa", "<Aa>"),
        (r"\p{IsL}\p{IsLu}", "aA", "<aA>"),
        (r"\p{gc=Lu}\p{general_category=Ll}", "Aa", "<Aa>"),
        (r"\p{Alpha}+", "aé", "<a>é"),
        (r"(?U)\p{Alpha}+", "aé", "<aé>"),
        (r"\p{IsAlphabetic}+", "aé1", "<aé>1"),
        (r"\p{javaLowerCase}\p{javaUpperCase}", "éÉ", "<éÉ>"),
        (r"\p{javaLetterOrDigit}+", "é1-", "<é1>-"),
        (r"\p{Punct}+", "a!?b", "a<!?>b"),
        (r"\p{XDigit}+", "0aFg", "<0aF>g"),
        (r"\p{IsGreek}\p{script=Latin}\p{sc=Cyrl}", "αaж", "<αaж>"),
        (r"\p{IsWhite_Space}", "\u{3000}", "<\u{3000}>"),
        (r"(?i)\p{Lower}\p{Lu}", "Ab", "<Ab>"),
        (r"[\p{Alpha}&&[^x]]", "xy", "x<y>"),
        (r"\p{Nothing}", "a", "fault"),
        (r"\p{L", "a", "fault"),
    ]);
}

#[test]
fn quantifiers() {
    check(&[
        ("a{2}b{1,}c{0,2}", "aabbc", "<aabbc>"),
        ("a+?", "aa", "<a><a>"),
        ("a*", "baac", "<>b<aa><>c<>"),
        ("a++a", "aaa", "aaa"),
        ("(?:ab|a)?+b", "ab", "a<b>"),
        ("a{1,2}+a", "aaa", "<aaa>"),
        ("a{2}{3}", "aaaa", "<aa><aa>"),
        ("(?=a)*b", "b", "<b>"),
        (r"\b{1,2}a", "a", "<a>"),
        ("*a", "a", "fault"),
        ("a**", "a", "fault"),
        ("{", "{", "fault"),
        ("a{2,1}", "a", "fault"),
        ("a{,2}", "a", "fault"),
        ("a{99999999999}", "a", "fault"),
    ]);
}

#[test]
fn groups_and_references() {
    check(&[
        (r"(a)(b)\2\1", "abba", "<abba>"),
        (r"(?<x>a)\k<x>", "aa", "<aa>"),
        (r"(a)\11", "aa1", "<aa1>"),
        (r"(a)\2", "aa", "aa"),
        (r"(?i)(a)\1", "aA", "<aA>"),
        ("(?>a|ab)c", "abc", "abc"),
        ("(?:a|b)+", "abc", "<ab>c"),
        ("a(?=b)", "abac", "<a>bac"),
        ("a(?!b)", "abac", "ab<a>c"),
        ("(?<=a)b", "abcb", "a<b>cb"),
        ("(?<!a)b", "abcb", "abc<b>"),
        ("(?<=a{1,3})b", "aab", "aa<b>"),
        (r"(?<=\s|^)a", "a a", "<a> <a>"),
        ("(?<=a+b)c", "abc", "fault"),
        ("(a", "a", "fault"),
        ("a)", "a", "fault"),
        ("(?<1>a)", "a", "fault"),
        ("(?<x>a)(?<x>b)", "ab", "fault"),
        (r"\k<x>", "x", "fault"),
        ("(?y)a", "a", "fault"),
    ]);
}

#[test]
fn flags() {
    check(&[
        ("(?i)abc", "ABC", "<ABC>"),
        ("(?i)é", "É", "É"),
        ("(?iu)é", "É", "<É>"),
        ("(?i)[a-c]", "B", "<B>"),
        ("(?i)[^b]", "Ba", "B<a>"),
        ("a(?i)b|c", "aBC", "<aB><C>"),
        ("(?i:a)b", "AbAB", "<Ab>AB"),
        ("((?i)a)b", "AbAB", "<Ab>AB"),
        ("(?i)a(?-i)b", "AbAB", "<Ab>AB"),
        ("(?s).", "\n", "<\n>"),
        (".", "\r\u{85}a", "\r\u{85}<a>"),
        ("(?d).", "\ra\n", "<\r><a>\n"),
        ("(?x) a b # comment\n c [ d ]", "abcd", "<abcd>"),
        (r"(?x)\Q \E", " ", "< >"),
        ("(?x)*", "", "fault"),
    ]);
}

#[test]
fn lines() {
    check(&[
        ("^a$", "a", "<a>"),
        ("a$", "a\n", "<a>\n"),
        ("a$", "a\r\n", "<a>\r\n"),
        ("a$", "a\n\n", "a\n\n"),
        (r"a\z", "a\n", "a\n"),
        (r"a\Z", "a\u{2028}", "<a>\u{2028}"),
        ("(?m)^", "a\nb\n", "<>a\n<>b\n"),
        ("(?m)$", "a\r\nb", "a<>\r\nb<>"),
        ("(?m)^.$", "a\rb", "<a>\r<b>"),
        ("(?md)$", "a\rb\n", "a\rb<>\n<>"),
        ("(?m)^", "", ""),
        (r"\Aa", "aa", "<a>a"),
        (r"\Ga", "aab", "<a><a>b"),
        (r"\bé\b", "é a", "<é> a"),
    ]);
    assert_eq!(LineEnds::of("a"), LineEnds::None);
    assert_eq!(LineEnds::of("a\nb"), LineEnds::Inside);
    assert_eq!(LineEnds::of("\u{85}"), LineEnds::Last);
}

#[test]
fn replacements() {
    for (pattern, text, replacement, expected) in [
        ("b(.*)d", "abcd", "$1", "ac"),
        ("(a)(b)?", "ac", "[$2]", "[]c"),
        ("(a)", "a", "$10", "a0"),
        ("(?<word>a)", "a", "${word}${word}", "aa"),
        ("a", "a", r"\$1\\", r"$1\"),
        ("", "ab", "-", "-a-b-"),
        ("a", "a", "$", "fault"),
        ("a", "a", "$x", "fault"),
        ("a", "a", "$1", "fault"),
        ("a", "a", "${x}", "fault"),
        ("a", "a", "${x", "fault"),
        ("(?<x>a)", "a", "${x", "fault"),
        ("a", "a", r"\", "fault"),
    ] {
        assert_eq!(replaced(pattern, text, replacement), expected, "{pattern} with {replacement}");
    }
}

#[test]
fn what_is_not_supported_is_named() {
    for (pattern, words) in [
        (r"\X", r"`\X` is not supported"),
        (r"\N{LATIN SMALL LETTER A}", r"`\N` is not supported"),
        (r"\b{g}", r"`\b{…}` is not supported"),
        (r"\p{InGreek}", "Unicode block"),
        ("(?c)a", "canonical equivalence"),
        ("((a{1,1000}){1,1000}){1,1000}", "too large"),
    ] {
        let fault = Patterns::default().contains(&pattern.into(), "a").expect_err(pattern);
        assert!(fault.words().contains(words), "{pattern}: {}", fault.words());
    }
    let nested = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
    assert!(Patterns::default().contains(&nested.into(), "a").is_err());
}

#[test]
fn patterns_are_compiled_once() {
    let mut patterns = Patterns::default();
    for _ in 0..3 {
        assert_eq!(patterns.contains(&"a+b".into(), "xaab"), Ok(true));
    }
    assert_eq!(patterns.known.len(), 1);
    let first = patterns.take_cost();
    assert_eq!(patterns.contains(&"a+b".into(), "xaab"), Ok(true));
    assert!(patterns.take_cost() < first / 2, "the pattern was compiled again");
    for number in 0..100 {
        assert_eq!(patterns.contains(&format!("a{number}").into(), "b"), Ok(false));
    }
    assert_eq!(patterns.known.len(), super::MAX_KNOWN);
}

/// Searches that would take hours give up; those that an automaton can do are done.
#[test]
fn searches_end() {
    let long = "a".repeat(20_000);
    assert_eq!(Patterns::default().contains(&"(a+)+$".into(), &format!("{long}b")), Ok(false));
    for pattern in [r"(a*)*\1b", "(?>a+)b", "(?:(?=.*b)a)+", r"(.*)(.*)(.*)\1\2\3b"] {
        let result = Patterns::default().contains(&pattern.into(), &long);
        assert_eq!(
            result.map_err(|fault| fault.words().to_owned()),
            Err("the pattern takes too long for this text".into())
        );
    }
    // A try that cannot read far may be made often.
    assert_eq!(Patterns::default().contains(&"(?<!x)b".into(), &long), Ok(false));
}

proptest! {
    /// Whatever is taken for a pattern, it ends in a result or a fault.
    #[test]
    fn any_pattern_ends(pattern in r"[\\(\[{^$.|?*+&#:<>=!,\-\]})a-eQEpxu0-9é\n ]{0,24}", text in "[a-c1é😀\r\n ]{0,8}") {
        let mut patterns = Patterns::default();
        let found = patterns.first(&pattern.as_str().into(), &text);
        let replaced = patterns.replace(&pattern.as_str().into(), &text, "<$0>", 1_000_000);
        match found {
            Ok(Some(range)) => prop_assert!(text.get(range).is_some() && replaced.is_ok()),
            Ok(None) => prop_assert_eq!(replaced.as_deref(), Ok(text.as_str())),
            Err(_) => prop_assert!(replaced.is_err()),
        }
    }
}
