//! A rule as it is passed on: without what looks private, and in the forms that others take.

mod forms;
mod private;
mod texts;

#[cfg(any(feature = "whole", test))]
pub(crate) use forms::case;
pub use forms::markdown;
pub use private::{Found, Treatment, find, treat};
pub use texts::{Piece, Shown};
