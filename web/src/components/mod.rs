//! What the panes are made of.

pub(crate) mod about;
pub(crate) mod announcer;
pub(crate) mod copy;
pub(crate) mod dialog;
pub(crate) mod field;
pub(crate) mod header;
pub(crate) mod icon;
pub(crate) mod kept;
pub(crate) mod layout;
pub(crate) mod notice;
pub(crate) mod parameter_field;
pub(crate) mod plain;
pub(crate) mod problem_list;
pub(crate) mod records;
pub(crate) mod result_tabs;
pub(crate) mod segmented;
pub(crate) mod splitter;
pub(crate) mod status_bar;
pub(crate) mod stopped;
pub(crate) mod strip;
pub(crate) mod tab_bar;
pub(crate) mod theme;
pub(crate) mod type_badge;
pub(crate) mod verdict;
pub(crate) mod words;
