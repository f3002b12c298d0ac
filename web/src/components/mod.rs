//! What the panes are made of.

pub(crate) mod about;
pub(crate) mod copy;
mod dialog;
pub(crate) mod field;
pub(crate) mod header;
pub(crate) mod icon;
pub(crate) mod kept;
pub(crate) mod layout;
pub(crate) mod notice;
pub(crate) mod plain;
pub(crate) mod problems;
pub(crate) mod records;
pub(crate) mod splitter;
pub(crate) mod strip;
pub(crate) mod theme;
mod verdict;
pub(crate) mod words;
