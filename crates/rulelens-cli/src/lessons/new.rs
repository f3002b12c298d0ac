//! `rulelens lessons new`.

use super::NewOptions;
use super::folder::LIST;
use crate::GOOD;
use anyhow::{Context, Result, ensure};
use iot_sql::text::capitalised;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// A lesson that holds, to be changed part by part.
const SKELETON: &str = include_str!("skeleton.md");

pub(super) fn new(options: &NewOptions, out: &mut dyn Write) -> Result<u8> {
    let NewOptions { id, folder, title } = options;
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    ensure!(
        !id.is_empty() && id.len() <= 60 && id.bytes().all(allowed),
        "`{id}` is not an id: expected at most 60 lower-case letters, digits and hyphens"
    );
    let title = title.clone().unwrap_or_else(|| capitalised(&id.replace('-', " ")));
    ensure!(!title.trim().is_empty() && !title.contains('\n'), "a title is one line of text");
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let file = format!("{id}.md");
    let text = SKELETON.replace("{id}", id).replace("{title}", title.trim());
    create(&folder.join(&file), &text)?;
    let path = folder.join(&file);
    writeln!(out, "written: {}", path.display())?;
    let list = folder.join(LIST);
    let entry = format!("- [{}]({file})", title.trim());
    if list.exists() {
        writeln!(out, "add this line to {}: {entry}", list.display())?;
    } else {
        create(&list, &format!("# A course\n\n## First chapter\n{entry}\n"))?;
        writeln!(out, "written: {}", list.display())?;
    }
    writeln!(out, "try it: rulelens lessons check {}", folder.display())?;
    Ok(GOOD)
}

/// Writes a file that is not there yet.
fn create(path: &Path, text: &str) -> Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.with_context(|| format!("cannot write {}", path.display()))?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))
}
