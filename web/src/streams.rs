//! The browser's own compression.

use js_sys::{Array, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Why bytes did not come through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// The browser cannot do it.
    Unknown,
    /// They are damaged.
    Damaged,
    /// There are more than so many.
    TooMany,
}

/// Compresses bytes.
pub(crate) async fn deflate(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    through("CompressionStream", bytes, usize::MAX).await
}

/// Inflates bytes, as long as they are not more than `most`: a few of them can stand for gigabytes.
pub(crate) async fn inflate(bytes: &[u8], most: usize) -> Result<Vec<u8>, Trouble> {
    through("DecompressionStream", bytes, most).await
}

async fn through(stream: &str, bytes: &[u8], most: usize) -> Result<Vec<u8>, Trouble> {
    let stream = open(stream, bytes).map_err(|_| Trouble::Unknown)?;
    read(&stream, most).await
}

/// All bytes of a stream of the browser, as long as they are not more than `most`.
pub(crate) async fn read(stream: &JsValue, most: usize) -> Result<Vec<u8>, Trouble> {
    let reader = call(stream, "getReader", &[]).map_err(|_| Trouble::Unknown)?;
    let mut all = Vec::new();
    loop {
        let read = call(&reader, "read", &[]).map_err(|_| Trouble::Damaged)?;
        let read = JsFuture::from(Promise::from(read)).await.map_err(|_| Trouble::Damaged)?;
        let value = |name: &str| Reflect::get(&read, &name.into()).unwrap_or_default();
        if value("done").is_truthy() {
            return Ok(all);
        }
        let chunk: Uint8Array = value("value").dyn_into().map_err(|_| Trouble::Damaged)?;
        if all.len() + chunk.length() as usize > most {
            if let Ok(cancelled) = call(&reader, "cancel", &[]) {
                let _ = JsFuture::from(Promise::from(cancelled)).await;
            }
            return Err(Trouble::TooMany);
        }
        all.extend_from_slice(&chunk.to_vec());
    }
}

/// What comes out of a stream of the browser when bytes go in.
fn open(stream: &str, bytes: &[u8]) -> Result<JsValue, JsValue> {
    let constructor: Function = Reflect::get(&js_sys::global(), &stream.into())?.dyn_into()?;
    let stream = Reflect::construct(&constructor, &Array::of1(&"deflate-raw".into()))?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    call(&call(&blob, "stream", &[])?, "pipeThrough", &[stream])
}

fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &name.into())?.dyn_into()?;
    function.apply(object, &arguments.iter().collect())
}
