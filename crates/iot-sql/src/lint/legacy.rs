//! What version 2015-10-08 loses of nested payloads.

use crate::diagnostic::{Diagnostic, wording};
use crate::eval::Loss;

/// Says which arrays and nested objects of the outgoing value have not survived.
pub(crate) fn legacy_loss(loss: Loss) -> Option<Diagnostic> {
    let what = match (loss.top, loss.arrays, loss.objects) {
        (true, ..) => "an array at the top becomes empty",
        (_, true, true) => "arrays in it are dropped and nested objects are merged into their parent",
        (_, true, false) => "arrays in it are dropped",
        (_, false, true) => "nested objects are merged into their parent",
        (_, false, false) => return None,
    };
    Some(wording::legacy_loss(what))
}
