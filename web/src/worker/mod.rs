//! The messages between the page and its evaluator, and both ends of them.

pub mod answering;
pub(crate) mod client;
pub mod preview;
pub mod protocol;
pub mod queue;
