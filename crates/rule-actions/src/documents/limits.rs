//! How large a document may be. What is larger is rejected by a diagnostic, before it can exhaust the stack or the memory.

/// The most bytes a document may have. A rule itself has at most 128 KB.
pub(super) const MAX_BYTES: usize = 1 << 20;

/// How deep values may be nested.
pub(super) const MAX_DEPTH: usize = 64;

/// How many values a document may have, after its YAML aliases are followed.
pub(super) const MAX_NODES: usize = 300_000;

/// How many bytes the strings of a document may have together, after its YAML aliases are followed.
pub(super) const MAX_TEXT: usize = 4 << 20;

/// How many diagnostics are made about a document; more help nobody.
pub(super) const MAX_DIAGNOSTICS: usize = 200;

/// How many bytes and values may be made of a document's functions, variables and repetitions.
pub(super) const MAX_WORK: usize = 16 << 20;

/// What it counts as to look at a function, an expression or a variable, beside the bytes that it makes.
pub(super) const STEP: usize = 32;

/// How deep functions and expressions of a document may be worked out.
pub(super) const MAX_RESOLVING: usize = 96;

/// How many files a document may name.
pub(super) const MAX_FILES: usize = 200;
