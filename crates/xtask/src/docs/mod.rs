//! `cargo xtask docs`: the pages of `docs/`, made from the tables in the code, and a list that the page has of the lessons.

mod diagnostics;
mod examples;
mod functions;
pub(crate) mod markdown;
pub(crate) mod reference;
#[cfg(test)]
mod wording;

use anyhow::{Context, Result};
use std::path::Path;

use crate::project::Project;
use crate::say;
use crate::totals::Totals;

/// A page below `docs/`.
struct Page {
    name: &'static str,
    text: String,
}

/// All pages, with everything in them evaluated.
///
/// # Errors
/// Where the code has something that a page cannot show: a diagnostic without a statement that leads to it, a
/// group of functions without a heading, or an example that cannot be read.
fn pages(project: &Project) -> Result<Vec<Page>> {
    Ok(vec![
        Page { name: "functions.md", text: functions::page()? },
        Page { name: "diagnostics.md", text: diagnostics::page()? },
        Page { name: "examples.md", text: examples::page(project)? },
        // The page's own list of which lesson teaches what a diagnostic is about.
        Page { name: "../web/src/state/lessons/taught.txt", text: crate::lessons::taught(project)? },
        Page { name: "result.schema.json", text: format!("{:#}\n", rule_actions::view::schema()) },
    ])
}

/// Writes the pages.
pub(crate) fn write(project: &Project) -> Result<()> {
    let folder = project.root.join("docs");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for page in pages(project)? {
        let path = folder.join(page.name);
        if is_current(&path, &page.text) {
            say::line(&format!("docs/{} is up to date", page.name));
        } else {
            std::fs::write(&path, &page.text).with_context(|| format!("cannot write {}", path.display()))?;
            say::line(&format!("docs/{} written", page.name));
        }
    }
    Ok(())
}

/// Compares the pages with the files: one test a page.
pub(crate) fn check(project: &Project) -> Result<Totals> {
    let mut totals = Totals::default();
    for page in pages(project)? {
        let is_current = is_current(&project.root.join("docs").join(page.name), &page.text);
        if !is_current {
            say::failure(&format!("docs/{} differs from the code; run `cargo xtask docs`", page.name));
        }
        totals += Totals::one(is_current);
    }
    Ok(totals)
}

fn is_current(path: &Path, text: &str) -> bool {
    std::fs::read_to_string(path).is_ok_and(|found| found.replace("\r\n", "\n") == text)
}

#[cfg(test)]
mod tests {
    use super::pages;
    use crate::project::Project;
    use std::collections::BTreeSet;

    #[test]
    fn pages_are_tidy_and_say_nothing_twice_before_their_tables() {
        for page in pages(&Project::find().unwrap()).unwrap() {
            assert!(page.text.ends_with('\n') && !page.text.ends_with("\n\n"), "{}", page.name);
            for line in page.text.lines() {
                assert_eq!(line, line.trim_end(), "{}", page.name);
            }
            assert!(!page.text.contains("\n\n\n"), "{}", page.name);
            let introduction = page.text.split("\n| ").next().unwrap().replace('\n', " ");
            let sentences: Vec<&str> = introduction.split(". ").map(str::trim).collect();
            let distinct: BTreeSet<&str> = sentences.iter().copied().collect();
            assert_eq!(sentences.len(), distinct.len(), "{} says something twice", page.name);
        }
    }
}
