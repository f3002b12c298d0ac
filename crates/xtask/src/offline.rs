//! What browsers keep of the built site for times without a network (`web/service-worker.js`).

use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use crate::hosting;
use crate::project::Project;

/// The name under which the page asks for it; one that never changes, so that a later release replaces it.
pub(crate) const FILE: &str = "service-worker.js";

/// What the page asks for only when a rule needs it or somebody looks something up, or never.
const LATER: [&str; 6] =
    ["rulelens-whole-worker", "rulelens-reference", "docs/", "install/", "lessons/", "third-party-notices"];

/// The page with a mark that has `start.mjs` register the service worker.
pub(crate) fn with_mark(html: &str) -> Result<String> {
    let marked = html.replacen(" data-program=", " data-offline data-program=", 1);
    ensure!(marked != html, "the built page has no script with data-program");
    Ok(marked)
}

/// Writes the service worker of a site, or the one that takes an earlier one back.
pub(crate) fn write(project: &Project, built: &Path, files: &[PathBuf], offline: bool) -> Result<()> {
    let source = project.root.join("web").join(if offline { FILE } else { "service-worker-off.js" });
    let mut script =
        fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    if offline {
        let names = files.iter().map(|file| name(built, file)).collect::<Result<Vec<_>>>()?;
        let release = release(&names, files)?;
        let (later, first) = sorted(names);
        script = filled(&script, &release, &first, &later)?;
    }
    let path = built.join(FILE);
    fs::write(&path, script).with_context(|| format!("cannot write {}", path.display()))
}

/// The script with the name of a release and the names of its files.
fn filled(script: &str, release: &str, first: &[String], later: &[String]) -> Result<String> {
    let mut filled = script.to_owned();
    for (line, value) in [
        ("const RELEASE = \"\";", json!(release)),
        ("const FILES = [];", json!(first)),
        ("const LATER = [];", json!(later)),
    ] {
        let name = line.split_once(" = ").map_or(line, |(name, _)| name);
        ensure!(filled.contains(line), "{FILE} has no line `{line}`");
        filled = filled.replacen(line, &format!("{name} = {value};"), 1);
    }
    Ok(filled)
}

/// What is kept later, and at once. The page stands under the address of its folder: a host may send `index.html` there.
fn sorted(names: Vec<String>) -> (Vec<String>, Vec<String>) {
    let wanted = names.into_iter().filter(|name| !hosting::is_for_host(name) && name != FILE);
    let wanted = wanted.map(|name| if name == "index.html" { "./".to_owned() } else { name });
    wanted.partition(|name| LATER.iter().any(|start| name.starts_with(start)))
}

/// A file's name below the site's folder.
fn name(built: &Path, file: &Path) -> Result<String> {
    let parts = file.strip_prefix(built)?.components();
    let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Ok(parts.join("/"))
}

/// Names what is in all files.
fn release(names: &[String], files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for (name, file) in names.iter().zip(files) {
        hasher.write(name.as_bytes());
        hasher.write(&fs::read(file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

#[cfg(test)]
mod tests {
    use super::{filled, sorted, with_mark};

    #[test]
    fn the_script_gets_the_release_and_its_files() {
        let script = include_str!("../../../web/service-worker.js");
        let filled = filled(script, "0f", &["./".to_owned(), "a.js".to_owned()], &[]).unwrap();
        assert!(
            filled.contains("const RELEASE = \"0f\";") && filled.contains("const FILES = [\"./\",\"a.js\"];")
        );
        assert!(super::filled("nothing", "0f", &[], &[]).is_err());
    }

    #[test]
    fn what_is_rarely_needed_is_kept_later() {
        let names = [
            "_headers",
            "docs/a.html",
            "index.html",
            "lessons/rules/index.json",
            "rulelens-reference.json",
            "rulelens-whole-worker.js",
            "service-worker.js",
            "start.mjs",
        ];
        let (later, first) = sorted(names.map(str::to_owned).to_vec());
        let expected = [
            "docs/a.html",
            "lessons/rules/index.json",
            "rulelens-reference.json",
            "rulelens-whole-worker.js",
        ];
        assert_eq!(later, expected);
        assert_eq!(first, ["./", "start.mjs"]);
    }

    #[test]
    fn the_page_is_marked_once() {
        let html = r#"<script type="module" src="./start.mjs" data-program="./a.js"></script>"#;
        assert!(with_mark(html).unwrap().contains(" data-offline data-program="));
        assert!(with_mark("<html>").is_err());
    }
}
