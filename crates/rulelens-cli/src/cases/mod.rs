//! Cases: their form, which [`rule_actions::cases`] describes, and the files that hold them.

mod files;

pub use files::{Found, Problem, find, read};
pub use rule_actions::cases::*;
