//! The JavaScript interface, in Node and in a browser.

#![cfg(target_arch = "wasm32")]

mod api;
mod common;
mod deliveries;
#[cfg(feature = "documents")]
mod documents;
mod replay;
mod surroundings;
mod trace;
