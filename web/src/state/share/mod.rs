//! A rule as it is passed on: without what looks private, and in the forms that others take.

mod forms;
mod picture;
mod private;
mod texts;

pub use forms::markdown;
#[cfg(any(feature = "whole", test))]
pub(crate) use forms::{came, case};
pub use picture::PictureLine;
#[cfg(any(feature = "whole", test))]
pub(crate) use picture::picture;
pub use private::{Found, Treatment, find, treat};
pub use texts::{Piece, Shown};
