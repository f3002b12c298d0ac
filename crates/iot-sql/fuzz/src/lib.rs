//! What the fuzz targets of `iot-sql` have in common.
//!
//! [`check`] says what must hold of every input, [`case`] and [`protobuf`] make a fuzzer's bytes into what is
//! evaluated, [`grammar`] puts statements together of the words in [`pool`]. README.md says how to run the targets.

pub mod case;
pub mod check;
pub mod grammar;
pub mod pool;
pub mod protobuf;

#[cfg(test)]
mod tests;
