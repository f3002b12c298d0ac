//! The actions that rules have beside those that write measures, a file or folder for each.

pub mod dynamodb;
pub(crate) mod lambda;
mod payload;
pub(crate) mod republish;
