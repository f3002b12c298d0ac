//! What the kinds of actions have in common; the kinds themselves are in [`actions`](crate::actions).

pub(crate) mod attribute;
mod content;
mod deliver;
pub(crate) mod error_action;
mod kind;
pub(crate) mod list;
mod path;
mod reader;
mod topic_texts;
mod unknown;
pub(crate) mod wording;

pub use content::{Content, Delivery};
pub(crate) use deliver::{Action, Delivering, Writing, template_warnings};
pub use deliver::{GivenTemplate, TemplateTrace};
#[cfg(feature = "documents")]
pub(crate) use kind::Name;
pub(crate) use kind::Names;
pub use kind::{Kind, Parameter, Shape, Spec};
pub use path::text_at;
#[cfg(feature = "documents")]
pub(crate) use path::text_in;
pub(crate) use reader::Reader;
pub use topic_texts::TopicTexts;
