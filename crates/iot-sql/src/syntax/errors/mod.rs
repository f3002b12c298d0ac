//! What the parser reports, by the part of a statement that it is about: codes, words and examples.

mod calls;
mod clauses;
mod dialect;
mod expected;
mod names;
mod text;

pub(super) use calls::{argument_count, unknown_cast_type, unknown_function};
pub(super) use clauses::{
    aliased_spread, bad_topic_filter, bad_variable, clause_in_filter, double_quoted_topic,
    exists_needs_newer_version, needs_newer_version, not_equal_rejected, not_equal_sign, second_set,
    trailing_comma, trailing_comma_in_object, trailing_semicolon, unquoted_topic, value_alias, value_items,
};
pub(super) use dialect::{
    foreign, foreign_function, in_list, index_brackets, searched_case, second_topic, template_in_sql,
};
pub(super) use expected::{
    alias_without_as, expected, expected_at_end, expected_but_found, list_in_parentheses, missing_comma,
    misspelt_keyword, unexpected, unquoted_key,
};
pub(super) use names::{digits_after_dot, hyphen_in_alias, name_starts_with_digit, quoted_name};
pub(super) use text::{
    bad_number, comment, doubled_quote, empty_statement, is_about_quotes, statement_too_long, too_deep,
    typographic, unpaired_quote,
};

pub(crate) use text::unterminated_string;

use crate::diagnostic::Code;

/// The codes of everything that the parser reports.
pub(super) static CODES: &[&[&Code]] =
    &[text::CODES, expected::CODES, names::CODES, dialect::CODES, clauses::CODES, calls::CODES];
