//! The messages between the page and its workers, and both ends of them.

pub mod answering;
mod asked;
pub(crate) mod at_once;
#[cfg(all(test, target_arch = "wasm32"))]
mod bridge;
#[cfg(any(feature = "whole", test))]
mod casing;
pub(crate) mod client;
mod payloads;
mod port;
pub mod preview;
pub mod protocol;
pub mod queue;
#[cfg(feature = "whole")]
mod reading;
#[cfg(any(feature = "whole", test))]
mod sharing;
pub(crate) mod side;
pub mod side_queue;
#[cfg(feature = "whole")]
pub mod siding;
#[cfg(any(feature = "whole", test))]
mod teaching;
mod turn;
pub mod wire;
