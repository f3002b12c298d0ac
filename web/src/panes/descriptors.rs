//! The protobuf descriptors that `decode` reads from a bucket: a file, or the text of a `.proto`.

use super::pairs::{added, changed, removed};
use super::{focus_added, row_button};
use crate::components::field::Field;
use crate::components::icon::severity_icon;
use crate::components::words::counted;
use crate::state::DescriptorRow;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use js_sys::Uint8Array;
use rulelens_wasm::Severity;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DragEvent, Event, File, HtmlInputElement, HtmlTextAreaElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, function_component, html, use_state};

/// Bytes of a file that is read; AWS takes descriptors of up to 32 KB, and `.proto` texts are longer.
const MAX_FILE: f64 = 1_000_000.0;

/// The id of the field for a descriptor's text.
pub(super) fn proto_id(index: usize) -> String {
    format!("descriptor-{index}-proto")
}

/// What the [`Descriptors`] are given.
#[derive(Properties, PartialEq)]
pub(super) struct DescriptorsProps {
    /// The rows.
    pub(super) rows: Vec<DescriptorRow>,
    /// Is told the rows as they are now.
    pub(super) on_rows: Callback<Vec<DescriptorRow>>,
}

/// The list of descriptors.
#[function_component]
pub(super) fn Descriptors(props: &DescriptorsProps) -> Html {
    let DescriptorsProps { rows, on_rows } = props;
    let fields = rows.iter().enumerate().map(|(index, row)| {
        let on_row = changed(rows, on_rows, index, |row: &mut DescriptorRow, new| *row = new);
        html! {
            <Descriptor key={index} {index} row={row.clone()} {on_row} on_remove={removed(rows, on_rows, index)} />
        }
    });
    html! {
        <fieldset>
            <legend>{ "Protobuf descriptors" }</legend>
            if rows.is_empty() {
                <p class="hint">{ "What decode(…, 'proto', bucket, key, …) finds in Amazon S3: a descriptor file, or .proto text." }</p>
            }
            <ul>{ for fields }</ul>
            <button type="button" class="quiet flush" onclick={focus_added(added(rows, on_rows), format!("descriptor-{}-bucket", rows.len()))}>{ "Add a descriptor" }</button>
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct DescriptorProps {
    index: usize,
    row: DescriptorRow,
    on_row: Callback<DescriptorRow>,
    on_remove: Callback<()>,
}

/// One descriptor; a file can be dropped on it.
#[function_component]
fn Descriptor(props: &DescriptorProps) -> Html {
    let DescriptorProps { index, row, on_row, on_remove } = props;
    let number = index + 1;
    let problem = use_state(|| None::<String>);
    let put = |change: fn(&mut DescriptorRow, String)| {
        let row = row.clone();
        on_row.reform(move |value| {
            let mut row = row.clone();
            change(&mut row, value);
            row
        })
    };
    let take = {
        let (row, on_row, problem) = (row.clone(), on_row.clone(), problem.setter());
        Callback::from(move |file: File| {
            let (row, on_row, problem) = (row.clone(), on_row.clone(), problem.clone());
            spawn_local(async move {
                match read(&file, row).await {
                    Ok(row) => {
                        problem.set(None);
                        on_row.emit(row);
                    }
                    Err(why) => problem.set(Some(why)),
                }
            });
        })
    };
    let on_choice = {
        let take = take.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                take.emit(file);
            }
            // The same file can be chosen again, after it was changed.
            input.set_value("");
        }
    };
    let on_drop = move |event: DragEvent| {
        event.prevent_default();
        if let Some(file) = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.get(0))
        {
            take.emit(file);
        }
    };
    let on_text = put(|row, text| row.proto = text)
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
    let id = |part: &str| format!("descriptor-{index}-{part}");
    html! {
        <li class="card" ondragover={|event: DragEvent| event.prevent_default()} ondrop={on_drop}>
            <div class="card-line">
                <Field id={id("bucket")} label="Bucket" value={row.bucket.clone()} on_value={put(|row, value| row.bucket = value)} />
                <Field id={id("key")} label="Key" value={row.key.clone()} on_value={put(|row, value| row.key = value)} />
                { row_button(format!("Remove descriptor {number}"), on_remove.reform(|_| ())) }
            </div>
            if row.set.is_empty() {
                <Field id={id("file")} label="Name of the .proto file" placeholder="message.proto" value={row.file.clone()}
                    on_value={put(|row, value| row.file = value)} />
                <div class="field">
                    <label for={id("proto")}>{ "Text of the .proto file" }</label>
                    <textarea id={id("proto")} class="code" rows="4" spellcheck="false" autocomplete="off" autocapitalize="off"
                        value={row.proto.clone()} oninput={on_text} />
                </div>
            } else {
                <p>
                    <code>{ &row.file }</code>{ format!(", {}", counted(row.set.len() / 4 * 3, "byte")) }
                    <button type="button" class="quiet" onclick={put(|row, _| { row.set.clear(); row.file.clear(); }).reform(|_| String::new())}>
                        { "Use text instead" }
                    </button>
                </p>
            }
            <label class="file">
                { "Choose a file, or drop it here: a .proto, or what protoc --include_imports --descriptor_set_out writes" }
                <input type="file" onchange={on_choice} />
            </label>
            if let Some(why) = &*problem {
                <p class="field-problem is-error" role="alert">{ severity_icon(Severity::Error) }<span>{ why }</span></p>
            }
        </li>
    }
}

/// Puts a file's content into the row.
async fn read(file: &File, mut row: DescriptorRow) -> Result<DescriptorRow, String> {
    let name = file.name();
    if file.size() > MAX_FILE {
        return Err(fault_of(&name, "has more than a megabyte"));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| fault_of(&name, "cannot be read"))?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    if name.to_ascii_lowercase().ends_with(".proto") {
        row.proto = String::from_utf8(bytes).map_err(|_| fault_of(&name, "is not text"))?;
        row.set.clear();
    } else {
        row.set = BASE64.encode(bytes);
        row.proto.clear();
    }
    row.file = name;
    Ok(row)
}

fn fault_of(name: &str, why: &str) -> String {
    format!("{name} {why}.")
}
