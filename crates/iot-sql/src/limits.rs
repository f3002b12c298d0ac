//! Limits of what is read.

/// The longest statement that is read, in bytes: a whole rule document may have 128 KB (`iot-core` quotas).
pub const MAX_STATEMENT_BYTES: usize = 128 * 1024;

/// How deep brackets, calls, CASE and nested queries may stand inside each other.
///
/// AWS documents no limit; this one keeps every later step clear of the stack's end.
pub const MAX_NESTING: usize = 64;

/// Bytes that a payload may have (`iot-core` quotas).
pub const MAX_PAYLOAD_BYTES: usize = 128 * 1024;
