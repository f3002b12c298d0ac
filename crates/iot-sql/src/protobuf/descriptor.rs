//! A descriptor made ready for decoding.

use super::Reason;
use prost_reflect::prost::Message;
use prost_reflect::prost_types::field_descriptor_proto::Label;
use prost_reflect::prost_types::{
    DescriptorProto, EnumDescriptorProto, EnumOptions, FileDescriptorProto, FileDescriptorSet,
};
use prost_reflect::{DescriptorPool, FileDescriptor, MessageDescriptor};
use std::collections::{HashMap, HashSet};

/// Bytes that a `FileDescriptorSet` may have (`binary-payloads`).
const MAX_SET_BYTES: usize = 32 * 1024;

/// Files that a `FileDescriptorSet` may have.
const MAX_FILES: usize = 200;

/// The types of a `FileDescriptorSet`.
pub(super) struct Prepared {
    pub(super) pool: DescriptorPool,
    /// The full names of the messages that are entries of maps.
    map_entries: HashSet<String>,
    /// The numbers of the fields that a message must have, by its full name.
    required: HashMap<String, Vec<u32>>,
}

impl Prepared {
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, Reason> {
        if bytes.len() > MAX_SET_BYTES {
            return Err(format!("the descriptor has {} bytes; 32,768 are allowed", bytes.len()).into());
        }
        let set = FileDescriptorSet::decode(bytes)
            .map_err(|error| format!("the descriptor is not a FileDescriptorSet: {error}"))?;
        Self::new(set)
    }

    pub(super) fn from_compiled(set: FileDescriptorSet) -> Result<Self, Reason> {
        let length = set.encoded_len();
        if length > MAX_SET_BYTES {
            return Err(
                format!("the descriptor of the .proto files has {length} bytes; 32,768 are allowed").into()
            );
        }
        Self::new(set)
    }

    fn new(mut set: FileDescriptorSet) -> Result<Self, Reason> {
        let mut prepared =
            Self { pool: DescriptorPool::new(), map_entries: HashSet::new(), required: HashMap::new() };
        let names = imports(&set)?;
        for file in &mut set.file {
            prepared.reduce_file(file);
            file.dependency.clone_from(&names);
        }
        let added = prepared.pool.add_file_descriptor_set(set);
        added.map_err(|error| format!("the descriptor is not valid: {error}"))?;
        Ok(prepared)
    }

    /// Takes out of a file what decoding does not need. Options may hold strings that have to be parsed, and a map that
    /// is a list of its entries keeps their order.
    fn reduce_file(&mut self, file: &mut FileDescriptorProto) {
        file.options = None;
        file.source_code_info = None;
        file.public_dependency.clear();
        file.weak_dependency.clear();
        file.service.clear();
        file.extension.clear();
        file.enum_type.iter_mut().for_each(reduce_enum);
        let package = file.package().to_owned();
        for message in &mut file.message_type {
            self.reduce_message(message, &package);
        }
    }

    fn reduce_message(&mut self, message: &mut DescriptorProto, parent: &str) {
        let dot = if parent.is_empty() { "" } else { "." };
        let name = format!("{parent}{dot}{}", message.name());
        let is_entry = message.options.take().is_some_and(|options| options.map_entry());
        message.extension.clear();
        message.extension_range.iter_mut().for_each(|range| range.options = None);
        message.oneof_decl.iter_mut().for_each(|oneof| oneof.options = None);
        message.enum_type.iter_mut().for_each(reduce_enum);
        let mut required = Vec::new();
        for field in &mut message.field {
            field.options = None;
            if field.label() == Label::Required {
                required.extend(u32::try_from(field.number()));
            }
        }
        for nested in &mut message.nested_type {
            self.reduce_message(nested, &name);
        }
        if is_entry {
            self.map_entries.insert(name.clone());
        }
        if !required.is_empty() {
            self.required.insert(name, required);
        }
    }

    /// Whether a message is an entry of a map.
    pub(super) fn is_map_entry(&self, message: &MessageDescriptor) -> bool {
        self.map_entries.contains(message.full_name())
    }

    /// The numbers of the fields that a message must have.
    pub(super) fn required(&self, message: &MessageDescriptor) -> &[u32] {
        self.required.get(message.full_name()).map_or(&[], Vec::as_slice)
    }

    /// The package, where the name of a message type has it in front.
    pub(super) fn package_in(&self, proto: &str, name: &str) -> Option<String> {
        let file = self.file(proto).ok()?;
        let package = file.package_name();
        let name = name.trim_start_matches('.');
        let simple = name.strip_prefix(package)?.strip_prefix('.')?;
        // A message may be called like its package, and have another one inside.
        let in_package = self.pool.get_message_by_name(&format!("{package}.{name}"));
        (!package.is_empty() && !simple.is_empty() && in_package.is_none()).then(|| package.to_owned())
    }

    /// The message type of this name in the `.proto` file of this name.
    pub(super) fn message(&self, proto: &str, name: &str) -> Result<MessageDescriptor, Reason> {
        let file = self.file(proto)?;
        let name = name.trim_start_matches('.');
        let in_package = match file.package_name() {
            "" => None,
            package => self.pool.get_message_by_name(&format!("{package}.{name}")),
        };
        let Some(found) = in_package.or_else(|| self.pool.get_message_by_name(name)) else {
            let known: Vec<String> = file.messages().map(|message| message.full_name().to_owned()).collect();
            return Err(
                format!("`{}` has no message type `{name}`; it has {}", file.name(), list(&known)).into()
            );
        };
        if found.parent_file() == file {
            return Ok(found);
        }
        Err(format!(
            "the message type `{name}` is in `{}`, not in `{}`",
            found.parent_file().name(),
            file.name()
        )
        .into())
    }

    /// The file of this name, with or without its extension and folders.
    fn file(&self, proto: &str) -> Result<FileDescriptor, Reason> {
        let stem = |name: &str| name.strip_suffix(".proto").unwrap_or(name).to_owned();
        if let Some(exact) = self.pool.get_file_by_name(proto) {
            return Ok(exact);
        }
        let wanted = stem(proto);
        let ending = format!("/{wanted}");
        let mut whole = self.pool.files().filter(|file| stem(file.name()) == wanted);
        if let Some(file) = whole.next() {
            return Ok(file);
        }
        let mut found: Vec<_> =
            self.pool.files().filter(|file| stem(file.name()).ends_with(&ending)).collect();
        let names = |files: &[FileDescriptor]| {
            let names: Vec<String> = files.iter().map(|file| file.name().to_owned()).collect();
            list(&names)
        };
        match found.len() {
            0 => {
                let all: Vec<_> = self.pool.files().collect();
                Err(format!("the descriptor has no file `{proto}`; it has {}", names(&all)).into())
            }
            1 => Ok(found.remove(0)),
            _ => Err(format!("`{proto}` may be any of {}; write its folder too", names(&found)).into()),
        }
    }
}

/// The names of all files, once it is sure that what they import is among them and that they can be read.
///
/// Every file may then see every other: whether an import is there was all that imports can decide, and following
/// public imports through a set made to harm could take for ever.
fn imports(set: &FileDescriptorSet) -> Result<Vec<String>, Reason> {
    if set.file.len() > MAX_FILES {
        return Err(format!("the descriptor has {} files; {MAX_FILES} are read", set.file.len()).into());
    }
    let names: Vec<String> = set.file.iter().map(|file| file.name().to_owned()).collect();
    for file in &set.file {
        if let Some(syntax) = file.syntax.as_deref().filter(|syntax| !matches!(*syntax, "proto2" | "proto3"))
        {
            return Err(
                format!("`{}` is in the syntax `{syntax}`; proto2 and proto3 are read", file.name()).into()
            );
        }
        if let Some(missing) = file.dependency.iter().find(|import| !names.contains(import)) {
            return Err(format!(
                "`{}` imports `{missing}`, which the descriptor lacks; `protoc --include_imports` puts it there",
                file.name()
            )
            .into());
        }
    }
    Ok(names)
}

/// Of an enum's options decoding needs only that two values may have one number.
fn reduce_enum(descriptor: &mut EnumDescriptorProto) {
    let allow_alias = descriptor.options.take().and_then(|options| options.allow_alias);
    if allow_alias.is_some() {
        descriptor.options = Some(EnumOptions { allow_alias, ..EnumOptions::default() });
    }
    descriptor.value.iter_mut().for_each(|value| value.options = None);
}

/// Names in a row, at most five.
fn list(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut text: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if names.is_empty() {
        text.push("none".into());
    } else if names.len() > SHOWN {
        text.push("…".into());
    }
    text.join(", ")
}
