//! `cargo xtask build`: the static site in `dist/`.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cold;
use crate::editor;
use crate::hosting;
use crate::minify;
use crate::notices;
use crate::offline;
use crate::order;
use crate::parts;
use crate::process;
use crate::project::Project;
use crate::say;
use crate::sizes;
use crate::text_file;
use crate::tools::Toolbox;
use crate::trunk;

/// What stands for a nonce in the page that Trunk writes; the same as `nonce_placeholder` in Trunk.toml.
const NONCE: &str = "nonce-of-this-answer";

/// Builds the site, replaces `dist/` with it, and prints how large it is. Where `offline`, browsers keep it for times
/// without a network; otherwise they drop what an earlier build let them keep.
///
/// # Errors
/// If it cannot be built, or is larger than its budgets allow; `dist/` holds it also then.
pub(crate) fn build(project: &Project, tools: &Toolbox, offline: bool) -> Result<()> {
    let mut trunk = trunk::command(project, tools, "build")?;
    say::heading("Building the site (a minute or two: the whole program is optimised for size)");
    let built = project.scratch()?.join("built");
    make(project, tools, &mut trunk, false, &built)?;

    let html = text_file::change(&built.join("index.html"), |html| {
        let html = with_one_stylesheet(&without_nonces(html)?, &built)?;
        if offline { offline::with_mark(&html) } else { Ok(html) }
    })?;

    minify::all(tools, &built)?;

    let packages = editor::packages(project, &tools.npm_packages()?)?;
    notices::write(project, notices::PAGE, &packages, &built.join(notices::FILE))?;

    hosting::write(&html, &built)?;
    offline::write(project, &built, &files(&built)?, offline)?;

    let dist = project.root.join("dist");
    replace(&dist, &built).with_context(|| format!("cannot replace {}", dist.display()))?;
    say::heading("The site is in dist/: put it below any path of a static host");
    sizes::check(project, &dist, &files(&dist)?)
}

/// Builds the site with marks of what is called (`cold::profile`), and returns its folder.
///
/// # Errors
/// If it cannot be built.
pub(crate) fn build_marked(project: &Project, tools: &Toolbox) -> Result<PathBuf> {
    let mut trunk = trunk::command(project, tools, "build")?;
    say::heading("Building the site with marks");
    let built = project.scratch()?.join("marked");
    make(project, tools, &mut trunk, true, &built)?;
    text_file::change(&built.join("index.html"), without_nonces)?;
    Ok(built)
}

/// Has Trunk build the site into a folder, with the program in parts.
fn make(
    project: &Project,
    tools: &Toolbox,
    trunk: &mut Command,
    is_recording: bool,
    built: &Path,
) -> Result<()> {
    parts::prepare(project, trunk)?;
    cold::prepare(&project.root, is_recording, trunk);
    trunk::publish(trunk);
    process::run(trunk.arg("--dist").arg(built))?;
    parts::put(project, tools, built)?;
    order::all(built)
}

/// The page without the nonces that only `trunk serve` fills in: a nonce that is the same in every answer would let
/// any script through that knows it.
fn without_nonces(html: &str) -> Result<String> {
    let html = html.replace(&format!(r#" nonce="{NONCE}""#), "").replace(&format!(" 'nonce-{NONCE}'"), "");
    ensure!(
        !html.contains("nonce"),
        "the built page still contains a nonce, which only `trunk serve` may add"
    );
    Ok(html)
}

/// The page with one stylesheet in the place of all, which are a request each.
fn with_one_stylesheet(html: &str, built: &Path) -> Result<String> {
    let is_style = |line: &&str| line.trim_start().starts_with("<link rel=\"stylesheet\"");
    let mut all = String::new();
    for line in html.lines().filter(is_style) {
        let href = line.split_once("href=\"").and_then(|(_, rest)| rest.split_once('"'));
        let (href, _) = href.with_context(|| format!("a stylesheet without an address: {line}"))?;
        let file = built.join(href.trim_start_matches("./"));
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        all.push_str(&text);
        all.push('\n');
        fs::remove_file(&file)?;
    }
    ensure!(!all.is_empty(), "the built page has no stylesheet");
    let mut hasher = DefaultHasher::new();
    hasher.write(all.as_bytes());
    let name = format!("rulelens-{:016x}.css", hasher.finish());
    fs::write(built.join(&name), &all)?;
    let mut link = Some(format!("    <link rel=\"stylesheet\" href=\"./{name}\">\n"));
    let mut page = String::with_capacity(html.len());
    for line in html.lines() {
        if is_style(&line) {
            page.push_str(&link.take().unwrap_or_default());
        } else {
            page.push_str(line);
            page.push('\n');
        }
    }
    Ok(page)
}

fn replace(dist: &Path, built: &Path) -> Result<()> {
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    for file in files(built)? {
        let to = dist.join(file.strip_prefix(built)?);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        // Copied, not moved: the target folder may be on another disk.
        fs::copy(&file, &to)?;
    }
    Ok(())
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{files, replace, with_one_stylesheet, without_nonces};
    use std::fs;

    #[test]
    fn no_nonce_reaches_the_built_page() {
        let html = r#"<meta content="script-src 'self' 'nonce-nonce-of-this-answer'; style-src 'self'"><link nonce="nonce-of-this-answer" href="a">"#;
        let expected = r#"<meta content="script-src 'self'; style-src 'self'"><link href="a">"#;
        assert_eq!(without_nonces(html).unwrap(), expected);
        assert!(without_nonces(r#"<script nonce="another"></script>"#).is_err());
    }

    #[test]
    fn the_page_has_one_stylesheet_in_the_place_of_the_first() {
        let folder = std::env::temp_dir().join(format!("rulelens-styles-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in [("a-1.css", "a{}"), ("b-2.css", "b{}")] {
            fs::write(folder.join(file), text).unwrap();
        }
        let html = "<head>\n<link rel=\"stylesheet\" href=\"./a-1.css\" integrity=\"x\"/>\n  <link rel=\"stylesheet\" href=\"./b-2.css\"/>\n</head>";
        let page = with_one_stylesheet(html, &folder).unwrap();
        let left = files(&folder).unwrap();
        let text = fs::read_to_string(&left[0]).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((left.len(), text.as_str()), (1, "a{}\nb{}\n"));
        let name = left[0].file_name().unwrap().to_str().unwrap();
        assert_eq!(page, format!("<head>\n    <link rel=\"stylesheet\" href=\"./{name}\">\n</head>\n"));
        assert!(with_one_stylesheet("<head></head>", &folder).is_err());
    }

    #[test]
    fn dist_holds_what_was_built_and_nothing_older() {
        let folder = std::env::temp_dir().join(format!("rulelens-site-{}", std::process::id()));
        let [dist, built] = ["dist", "built"].map(|name| folder.join(name));
        fs::create_dir_all(built.join("snippets")).unwrap();
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join("old.js"), "old").unwrap();
        fs::write(built.join("index.html"), "new").unwrap();
        fs::write(built.join("snippets/a.js"), "a").unwrap();

        replace(&dist, &built).unwrap();
        let found = files(&dist).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found, [dist.join("index.html"), dist.join("snippets/a.js")]);
    }
}
