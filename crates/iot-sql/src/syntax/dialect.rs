//! How sqlparser's tokenizer reads AWS IoT SQL, and how its operators bind.

use sqlparser::dialect::{Dialect, Precedence};

/// The dialect given to sqlparser's tokenizer.
#[derive(Debug)]
pub(super) struct IotDialect;

impl Dialect for IotDialect {
    /// `@` starts a SET variable.
    fn is_identifier_start(&self, ch: char) -> bool {
        ch.is_alphabetic() || ch == '_' || ch == '@'
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        ch.is_alphanumeric() || ch == '_'
    }

    /// Double quotes write strings, so no character starts a quoted name.
    fn is_delimited_identifier_start(&self, _ch: char) -> bool {
        false
    }

    /// Without this `$…$` would swallow text up to the next dollar sign.
    fn supports_dollar_placeholder(&self) -> bool {
        true
    }

    /// So that `5 --3` is not cut off at the dashes.
    fn requires_single_line_comment_whitespace(&self) -> bool {
        true
    }

    /// SQL's usual order, as AWS's examples imply; no AWS page prints the table.
    fn prec_value(&self, precedence: Precedence) -> u8 {
        match precedence {
            Precedence::MulDivModOp => 50,
            Precedence::PlusMinus => 40,
            Precedence::Eq | Precedence::Like | Precedence::Between | Precedence::Is => 30,
            Precedence::UnaryNot => 25,
            Precedence::And => 20,
            Precedence::Or => 10,
            _ => 0,
        }
    }
}
