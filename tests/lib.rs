//! Whole-product tests: the conformance cases, what holds for any input, and the README's examples.
//!
//! Everything below is the README, so that its Rust example runs as a test.
#![doc = include_str!("../README.md")]
