//! What the fuzz targets of `iot-sql` have in common.
//!
//! [`check`] and [`assist`] say what must hold of every input, [`case`] and [`protobuf`] make a fuzzer's bytes into what is
//! evaluated, [`grammar`] puts statements together of the words in [`pool`]. README.md says how to run the targets.

pub mod assist;
pub mod case;
pub mod check;
pub mod grammar;
pub mod pool;
pub mod protobuf;

#[cfg(test)]
mod tests;
