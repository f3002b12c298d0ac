//! What few rules need of this crate; see `iot_sql::rest`.

use crate::action::{Action, Reader, list};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

iot_sql::rest! {
    /// Reads an action of another kind than Timestream's.
    load_read_other: read_other(key: &str, parameters: &Map<String, Json>, reader: &mut Reader<'_>)
        -> Option<Arc<dyn Action>> = list::read_other(key, parameters, reader), else {
            reader.errors.push(crate::action::wording::action_shape(""));
            None
        };
}

#[cfg(all(feature = "split", target_family = "wasm"))]
pub use iot_sql::rest::was_missed;

/// Fetches the rest of the engine.
///
/// # Errors
/// Where it did not load.
#[cfg(all(feature = "split", target_family = "wasm"))]
pub async fn load() -> Result<(), iot_sql::rest::NotLoaded> {
    iot_sql::rest::load().await?;
    split::load().await?;
    iot_sql::rest::arrived();
    Ok(())
}
