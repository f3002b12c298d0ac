//! What an answer waits for.

/// What the newest change waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// It is being evaluated, or the evaluator is busy with something older.
    Evaluating,
    /// A part of the engine is loading; the clause says what needs what: "`decode` needs protobuf".
    Loading(String),
    /// Nothing is under way: the evaluator was replaced or could not be loaded.
    Nothing,
}
