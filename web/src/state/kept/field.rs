//! Reading fields one by one, so that one of another form leaves the others alone, and writing them.
//!
//! Each type has one way to be read, from a JSON tree, and one to be written, as text: what is read need not be fast,
//! and what is written may be a list of ten thousand messages.

use serde_json::{Map, Value as Json};

/// A part of what is kept.
pub(in crate::state) trait Kept: Sized {
    /// What the JSON holds; none where it has another form.
    fn read(kept: &Json) -> Option<Self>;

    /// Writes it as JSON.
    fn write(&self, to: &mut String);
}

/// The member of one of these names, the first of which is the present one; its default where it is absent or has
/// another form.
pub(in crate::state) fn member<T: Kept + Default>(members: &Map<String, Json>, names: &[&str]) -> T {
    let kept = names.iter().find_map(|name| members.get(*name));
    kept.and_then(T::read).unwrap_or_default()
}

/// Writes an object.
pub(in crate::state) fn write_members(to: &mut String, write: &mut dyn FnMut(&mut Members<'_>)) {
    to.push('{');
    write(&mut Members { to, is_first: true });
    to.push('}');
}

/// An object that is being written.
pub(in crate::state) struct Members<'t> {
    to: &'t mut String,
    is_first: bool,
}

impl Members<'_> {
    /// Writes a member, whose name is a word.
    pub(in crate::state) fn put(&mut self, name: &str, value: &impl Kept) {
        value.write(self.begin(name));
    }

    fn begin(&mut self, name: &str) -> &mut String {
        if !std::mem::take(&mut self.is_first) {
            self.to.push(',');
        }
        self.to.push('"');
        self.to.push_str(name);
        self.to.push_str("\":");
        self.to
    }
}

/// How a struct is kept: by the names of its fields. A field after which `unless` stands is omitted where that holds of
/// it; after `or` stands the name that it had before (in this order: name, `or`, `unless`).
macro_rules! kept {
    ($type:ident { $($field:ident $(or $old:literal)? $(unless $omitted:path)?),* $(,)? }) => {
        impl $crate::state::kept::Kept for $type {
            fn read(kept: &serde_json::Value) -> Option<Self> {
                let members = kept.as_object()?;
                Some(Self {
                    $($field: $crate::state::kept::member(members, &[stringify!($field) $(, $old)?])),*
                })
            }

            fn write(&self, to: &mut String) {
                $crate::state::kept::write_members(to, &mut |members| {
                    $(if ![false $(, $omitted(&self.$field))?].contains(&true) {
                        members.put(stringify!($field), &self.$field);
                    })*
                });
            }
        }
    };
}
pub(in crate::state) use kept;

/// Writes what `serde_json` writes on one line.
fn write_json(value: &impl serde::Serialize, to: &mut String) {
    to.push_str(&serde_json::to_string(value).unwrap_or_default());
}

impl Kept for String {
    fn read(kept: &Json) -> Option<Self> {
        kept.as_str().map(str::to_owned)
    }

    fn write(&self, to: &mut String) {
        write_json(&self.as_str(), to);
    }
}

impl Kept for bool {
    fn read(kept: &Json) -> Option<Self> {
        kept.as_bool()
    }

    fn write(&self, to: &mut String) {
        to.push_str(if *self { "true" } else { "false" });
    }
}

impl Kept for f64 {
    fn read(kept: &Json) -> Option<Self> {
        kept.as_f64()
    }

    fn write(&self, to: &mut String) {
        write_json(self, to);
    }
}

impl Kept for usize {
    fn read(kept: &Json) -> Option<Self> {
        kept.as_u64().and_then(|number| number.try_into().ok())
    }

    fn write(&self, to: &mut String) {
        to.push_str(&self.to_string());
    }
}

impl Kept for u32 {
    fn read(kept: &Json) -> Option<Self> {
        kept.as_u64().and_then(|number| number.try_into().ok())
    }

    fn write(&self, to: &mut String) {
        to.push_str(&self.to_string());
    }
}

impl Kept for Json {
    fn read(kept: &Json) -> Option<Self> {
        Some(kept.clone())
    }

    fn write(&self, to: &mut String) {
        write_json(self, to);
    }
}

impl<T: Kept> Kept for Option<T> {
    fn read(kept: &Json) -> Option<Self> {
        if kept.is_null() { Some(None) } else { T::read(kept).map(Some) }
    }

    fn write(&self, to: &mut String) {
        match self {
            Some(value) => value.write(to),
            None => to.push_str("null"),
        }
    }
}

/// Rows of another form are left out.
impl<T: Kept> Kept for Vec<T> {
    fn read(kept: &Json) -> Option<Self> {
        Some(kept.as_array()?.iter().filter_map(T::read).collect())
    }

    fn write(&self, to: &mut String) {
        to.push('[');
        for (at, row) in self.iter().enumerate() {
            if at > 0 {
                to.push(',');
            }
            row.write(to);
        }
        to.push(']');
    }
}

impl<T: Kept> Kept for std::rc::Rc<T> {
    fn read(kept: &Json) -> Option<Self> {
        T::read(kept).map(Self::new)
    }

    fn write(&self, to: &mut String) {
        T::write(self, to);
    }
}
