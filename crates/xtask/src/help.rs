//! The site's help: the pages of `docs/` as HTML, with the page's colours and its policy.

use anyhow::{Context, Result};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::project::Project;

/// The pages to which every page links, with the words of these links.
const PAGES: [(&str, &str); 4] = [
    ("examples.html", "Examples"),
    ("functions.html", "Functions"),
    ("diagnostics.html", "Messages"),
    ("open-questions/index.html", "Open questions"),
];

/// Writes the pages into the folder that Trunk names.
pub(crate) fn write(project: &Project) -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this while it builds the site")?;
    let folder = PathBuf::from(staging).join("docs");
    let read =
        |path: PathBuf| fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()));
    let put = |name: &str, text: String| -> Result<()> {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(&folder);
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    for (name, markdown) in markdown(&project.root.join("docs"))? {
        put(&name, page(&name, &markdown))?;
    }
    let web = project.root.join("web");
    put("favicon.svg", read(web.join("assets").join("favicon.svg"))?)?;
    let styles = web.join("styles");
    put("help.css", read(styles.join("tokens.css"))? + &read(styles.join("help.css"))?)
}

/// The pages of a folder, with the names that they have as HTML.
fn markdown(docs: &Path) -> Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    let mut folders = vec![(docs.to_owned(), String::new())];
    while let Some((folder, before)) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()).map(str::to_owned) else {
                continue;
            };
            if path.is_dir() {
                folders.push((path, format!("{before}{name}/")));
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text =
                    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
                pages.push((format!("{before}{}", to_html(&name)), text));
            }
        }
    }
    pages.sort();
    Ok(pages)
}

/// A whole page.
fn page(name: &str, markdown: &str) -> String {
    let depth = name.matches('/').count();
    let (title, body) = body(markdown, depth);
    let top = "../".repeat(depth);
    let links = PAGES.map(|(page, words)| {
        let here = if page == name { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{top}{page}\"{here}>{words}</a>")
    });
    let links = links.join("\n        ");
    format!(
        r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{title} · RuleLens</title>
    <link rel="icon" href="{top}favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="{top}help.css" />
  </head>
  <body>
    <header>
      <nav aria-label="Help">
        <a href="{top}../index.html">RuleLens</a>
        {links}
      </nav>
    </header>
    <main>
{body}
    </main>
  </body>
</html>
"#
    )
}

/// Where the page itself is, from the help.
pub(crate) const TOP: &str = "../index.html";

/// The title of a page that lies `depth` folders below `docs/`, and its content as HTML, with headings that links can
/// lead to. Links to files that the site does not have, such as the sources, become plain words.
fn body(markdown: &str, depth: usize) -> (String, String) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events: Vec<Event<'_>> = Parser::new_ext(markdown, options).collect();
    let mut title = String::new();
    let mut used = BTreeMap::new();
    let mut in_dead_link = false;
    for at in 0..events.len() {
        match &events[at] {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = *level;
                let words = words(&events[at + 1..]);
                if level == HeadingLevel::H1 {
                    title.clone_from(&words);
                }
                let anchor = anchor(&words, &mut used);
                if let Event::Start(Tag::Heading { id, .. }) = &mut events[at] {
                    *id = Some(CowStr::from(anchor));
                }
            }
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                let url = CowStr::from(to_html(dest_url));
                if let Event::Start(Tag::Link { dest_url, .. }) = &mut events[at] {
                    *dest_url = url;
                }
            }
            _ => {}
        }
    }
    let shown = events.into_iter().flat_map(|event| match event {
        // A table that is wider than the window scrolls by itself.
        Event::Start(Tag::Table(_)) => {
            vec![Event::Html("<div class=\"table\" tabindex=\"0\">".into()), event]
        }
        Event::End(TagEnd::Table) => vec![event, Event::Html("</div>".into())],
        Event::Start(Tag::Link { ref dest_url, .. })
            if dest_url.matches("../").count() > depth && !dest_url.starts_with(TOP) =>
        {
            in_dead_link = true;
            Vec::new()
        }
        Event::End(TagEnd::Link) if in_dead_link => {
            in_dead_link = false;
            Vec::new()
        }
        event => vec![event],
    });
    let mut body = String::new();
    html::push_html(&mut body, shown);
    (title, body)
}

/// The text of a heading.
fn words(events: &[Event<'_>]) -> String {
    events
        .iter()
        .take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))))
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            _ => None,
        })
        .collect()
}

/// A heading's anchor, as the sites that show Markdown make it.
fn anchor(words: &str, used: &mut BTreeMap<String, usize>) -> String {
    let anchor: String = words
        .to_lowercase()
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, '-' | '_' | ' '))
        .map(|character| if character == ' ' { '-' } else { character })
        .collect();
    let times = used.entry(anchor.clone()).or_insert(0);
    *times += 1;
    if *times == 1 { anchor } else { format!("{anchor}-{}", *times - 1) }
}

/// The address of a page as HTML.
fn to_html(address: &str) -> String {
    match address.split_once(".md") {
        Some((page, rest)) if !page.contains("://") && (rest.is_empty() || rest.starts_with('#')) => {
            let page = page.strip_suffix("README").map_or(page.to_owned(), |folder| format!("{folder}index"));
            format!("{page}.html{rest}")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{PAGES, TOP, body, markdown, page};
    use std::collections::BTreeSet;

    fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
        html.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn headings_have_the_anchors_that_the_pages_link_to() {
        let (title, html) = body(
            "# All & more\n\n## `sql.too-long`\n\n## Arrays and objects\n\n## Arrays and objects\n\n[a](other.md#x-y), [b](#b), [c](c/README.md), [d](../d.rs)\n",
            0,
        );
        assert_eq!(title, "All & more");
        assert_eq!(
            attributes(&html, "id"),
            ["all--more", "sqltoo-long", "arrays-and-objects", "arrays-and-objects-1"]
        );
        assert_eq!(attributes(&html, "href"), ["other.html#x-y", "#b", "c/index.html"]);
        assert!(html.contains(">c</a>, d</p>"), "{html}");
    }

    /// The place that an address leads to from a page.
    fn resolve(page: &str, address: &str) -> String {
        if address.starts_with('#') {
            return format!("{page}{address}");
        }
        let mut folders: Vec<&str> = page.split('/').collect();
        folders.pop();
        for step in address.split('/') {
            if step == ".." && folders.last().is_some_and(|last| *last != "..") {
                folders.pop();
            } else {
                folders.push(step);
            }
        }
        folders.join("/")
    }

    #[test]
    fn every_link_of_the_help_leads_somewhere() {
        let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/");
        let pages: Vec<_> = markdown(docs.as_ref())
            .unwrap()
            .into_iter()
            .map(|(name, markdown)| (page(&name, &markdown), name))
            .collect();
        let mut places: BTreeSet<String> =
            ["../index.html", "help.css", "favicon.svg"].into_iter().map(str::to_owned).collect();
        for (html, name) in &pages {
            places.insert(name.clone());
            places.extend(attributes(html, "id").into_iter().map(|id| format!("{name}#{id}")));
        }
        assert!(PAGES.iter().all(|(page, _)| places.contains(*page)));
        for (html, name) in &pages {
            for address in attributes(html, "href").into_iter().filter(|address| !address.contains("://")) {
                // What stands behind the page's own # is a matter of the page.
                let place = resolve(name, address);
                let place = if place.starts_with(TOP) { TOP } else { &place };
                assert!(places.contains(place), "{name} links to {address}");
            }
        }
    }
}
