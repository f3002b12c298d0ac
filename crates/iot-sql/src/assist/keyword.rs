//! The words of the grammar, each in one sentence.

/// A keyword and what it does.
pub(super) const KEYWORDS: &[(&str, &str)] = &[
    ("SET", "Names values once, as in SET @t = probe.temp, for SELECT, WHERE and the templates of actions."),
    ("SELECT", "Says what the outgoing payload is made of; in brackets, queries an array of the payload."),
    ("VALUE", "Makes one value, instead of an object with keys, the result of SELECT."),
    (
        "FROM",
        "Names the topic filter that a message's topic must match; in a nested query, the array to go through.",
    ),
    ("WHERE", "Lets a message through only where its condition is true; false and Undefined stop it."),
    ("AS", "Gives an item the key that it has in the outgoing payload; in cast, names the type."),
    ("AND", "Is true where both sides are; false where one side is false."),
    ("OR", "Is true where one side is; false where both sides are false."),
    ("NOT", "Turns true to false and false to true; Undefined stays Undefined."),
    ("IN", "Is true where the array on its right has an element equal to its left side."),
    ("EXISTS", "Is true if the nested query in its brackets returns at least one element."),
    ("CASE", "Compares a value with each WHEN in turn and returns the first THEN that fits."),
    ("WHEN", "A value that CASE compares with."),
    ("THEN", "What CASE returns if the WHEN before it fits."),
    ("ELSE", "What CASE returns if no WHEN fits; without it, Undefined."),
    ("END", "Ends a CASE."),
];

/// What a keyword does, whatever its case.
pub(super) fn sentence(word: &str) -> Option<(&'static str, &'static str)> {
    KEYWORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).copied()
}
