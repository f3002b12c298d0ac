//! The site's help: the pages of `docs/` as HTML, with the page's colours and its policy.

use anyhow::{Context, Result};
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use crate::project::Project;

/// The pages, with the words that their links have in the others.
const PAGES: [(&str, &str); 3] =
    [("functions", "Functions"), ("diagnostics", "Messages"), ("how-we-know", "How we know")];

/// Writes the pages into the folder that Trunk names.
pub(crate) fn write(project: &Project) -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this while it builds the site")?;
    let folder = PathBuf::from(staging).join("docs");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let read =
        |path: PathBuf| fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()));
    let put = |name: String, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    for (name, _) in PAGES {
        let markdown = read(project.root.join("docs").join(format!("{name}.md")))?;
        put(format!("{name}.html"), page(name, &markdown))?;
    }
    let web = project.root.join("web");
    put("favicon.svg".to_owned(), read(web.join("assets").join("favicon.svg"))?)?;
    let styles = web.join("styles");
    put("help.css".to_owned(), read(styles.join("tokens.css"))? + &read(styles.join("help.css"))?)
}

/// A whole page.
fn page(name: &str, markdown: &str) -> String {
    let (title, body) = body(markdown);
    let links: String = PAGES
        .into_iter()
        .map(|(page, words)| {
            let here = if page == name { " aria-current=\"page\"" } else { "" };
            format!("<a href=\"{page}.html\"{here}>{words}</a>\n")
        })
        .collect();
    format!(
        r#"<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>{title} · RuleLens</title>
    <link rel="icon" href="favicon.svg" type="image/svg+xml" />
    <link rel="stylesheet" href="help.css" />
  </head>
  <body>
    <header>
      <nav aria-label="Help">
        <a href="../index.html">RuleLens</a>
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

/// A page's title, and its content as HTML, with headings that links can lead to.
fn body(markdown: &str) -> (String, String) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events: Vec<Event<'_>> = Parser::new_ext(markdown, options).collect();
    let mut title = String::new();
    let mut used = BTreeMap::new();
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
    // A table that is wider than the window scrolls by itself.
    let wrapped = events.into_iter().flat_map(|event| match event {
        Event::Start(Tag::Table(_)) => {
            vec![Event::Html("<div class=\"table\" tabindex=\"0\">".into()), event]
        }
        Event::End(TagEnd::Table) => vec![event, Event::Html("</div>".into())],
        event => vec![event],
    });
    let mut body = String::new();
    html::push_html(&mut body, wrapped);
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
        Some((page, rest)) if !page.contains("://") => format!("{page}.html{rest}"),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{PAGES, body, page};
    use std::collections::BTreeSet;

    fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
        html.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn headings_have_the_anchors_that_the_pages_link_to() {
        let (title, html) = body(
            "# All & more\n\n## `sql.too-long`\n\n## Arrays and objects\n\n## Arrays and objects\n\n[a](other.md#x-y), [b](#b)\n",
        );
        assert_eq!(title, "All & more");
        assert_eq!(
            attributes(&html, "id"),
            ["all--more", "sqltoo-long", "arrays-and-objects", "arrays-and-objects-1"]
        );
        assert_eq!(attributes(&html, "href"), ["other.html#x-y", "#b"]);
    }

    #[test]
    fn every_link_of_the_help_leads_somewhere() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/");
        let pages = PAGES.map(|(name, _)| {
            let markdown = std::fs::read_to_string(format!("{folder}{name}.md")).unwrap();
            (format!("{name}.html"), page(name, &markdown))
        });
        let mut places =
            BTreeSet::from(["../index.html".to_owned(), "help.css".to_owned(), "favicon.svg".to_owned()]);
        for (name, html) in &pages {
            places.insert(name.clone());
            places.extend(attributes(html, "id").into_iter().map(|id| format!("{name}#{id}")));
        }
        for (name, html) in &pages {
            for address in attributes(html, "href") {
                let whole =
                    if address.starts_with('#') { format!("{name}{address}") } else { address.to_owned() };
                assert!(places.contains(&whole), "{name} links to {address}");
            }
        }
    }
}
