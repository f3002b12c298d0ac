//! What the fuzz targets of `iot-sql` have in common.
//!
//! [`check`] says what must hold of every input, [`case`] makes a message and a statement of a fuzzer's bytes, and
//! [`grammar`] puts the statement together. README.md says how to run the targets.

pub mod case;
pub mod check;
pub mod grammar;
pub mod pool;

#[cfg(test)]
mod tests;
