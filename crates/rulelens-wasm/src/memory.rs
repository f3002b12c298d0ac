//! Bytes of the module's memory as JavaScript sees them, and as text.

use js_sys::{Object, Reflect, Uint8Array, WebAssembly::Memory};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// JavaScript's decoder of UTF-8.
    type TextDecoder;

    #[wasm_bindgen(constructor)]
    fn new(label: &str, options: &Object) -> TextDecoder;

    #[wasm_bindgen(method)]
    fn decode(this: &TextDecoder, bytes: &Uint8Array) -> JsValue;
}

thread_local! {
    /// A decoder that keeps a byte order mark.
    static DECODER: TextDecoder = {
        let options = Object::new();
        // A plain object takes any member.
        let _ = Reflect::set(&options, &"ignoreBOM".into(), &JsValue::TRUE);
        TextDecoder::new("utf-8", &options)
    };
}

/// Bytes of which there are views.
const LONGEST: usize = 1024;

/// Views of a place in the module's memory, by their length: making one takes longer than what most rules do.
#[derive(Default)]
pub(crate) struct Views {
    /// The place, and the memory's pages: when it grows, all views become empty.
    place: (usize, usize),
    by_length: Vec<Option<Uint8Array>>,
}

impl Views {
    /// A view of bytes that mostly stand where those before did.
    pub(crate) fn of(&mut self, bytes: &[u8]) -> Uint8Array {
        self.kept(bytes).map_or_else(|| view(bytes), Clone::clone)
    }

    /// The bytes as text; undefined where they are none.
    pub(crate) fn text(&mut self, bytes: &[u8]) -> JsValue {
        if std::str::from_utf8(bytes).is_err() {
            return JsValue::UNDEFINED;
        }
        DECODER.with(|decoder| match self.kept(bytes) {
            Some(view) => decoder.decode(view),
            None => decoder.decode(&view(bytes)),
        })
    }

    /// A view that is kept; `None` for bytes that are too many.
    fn kept(&mut self, bytes: &[u8]) -> Option<&Uint8Array> {
        if bytes.len() > LONGEST {
            return None;
        }
        let place = (bytes.as_ptr() as usize, pages());
        if self.place != place {
            self.by_length.clear();
            self.place = place;
        }
        if self.by_length.len() <= bytes.len() {
            self.by_length.resize(bytes.len() + 1, None);
        }
        self.by_length.get_mut(bytes.len()).map(|kept| &*kept.get_or_insert_with(|| view(bytes)))
    }
}

/// The memory's pages.
fn pages() -> usize {
    #[cfg(target_arch = "wasm32")]
    return std::arch::wasm32::memory_size::<0>();
    #[cfg(not(target_arch = "wasm32"))]
    return 0;
}

/// A view of bytes in the module's memory.
pub(crate) fn view(bytes: &[u8]) -> Uint8Array {
    let memory: Memory = wasm_bindgen::memory().unchecked_into();
    Uint8Array::new_with_byte_offset_and_length(
        &memory.buffer(),
        bytes.as_ptr() as usize as u32,
        bytes.len() as u32,
    )
}
