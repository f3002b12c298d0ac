//! The headers that a host sends with the site: the policy, and how long each file may be kept.
//!
//! Hosts read them in forms of their own. All are made from one table, and the page's browser tests are served with them.

use anyhow::{Context, Result};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// For Netlify, Cloudflare Pages and the page's browser tests.
const HEADERS: &str = "_headers";

/// Writes the rules in a host's own form.
type Form = fn(&[Rule]) -> String;

/// The forms, by their files.
const FORMS: [(&str, Form); 4] = [
    (HEADERS, headers),
    ("hosting/nginx.conf", nginx),
    ("hosting/apache.htaccess", apache),
    ("hosting/vercel.json", vercel),
];

/// Headers for some files.
struct Rule {
    /// The files' path, with `*` for any characters.
    files: &'static str,
    /// The same as a regular expression.
    pattern: &'static str,
    headers: Vec<(&'static str, String)>,
}

/// Whether a file of the built site is for the host, not for browsers.
pub(crate) fn is_for_host(name: &str) -> bool {
    FORMS.iter().any(|(file, _)| *file == name)
}

/// Writes all forms into the folder of the built site.
pub(crate) fn write(html: &str, built: &Path) -> Result<()> {
    let rules = rules(html)?;
    for (file, form) in FORMS {
        let path = built.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, form(&rules)).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The table. A later rule adds to an earlier one, and replaces what has the same name.
fn rules(html: &str) -> Result<Vec<Rule>> {
    let policy = html.split_once("http-equiv=\"Content-Security-Policy\" content=\"");
    let policy = policy.and_then(|(_, rest)| rest.split_once('"')).map(|(policy, _)| policy.to_owned());
    let policy = policy.context("the built page has no policy")?;
    let kept = |value: &str| vec![("Cache-Control", value.to_owned())];
    Ok(vec![
        Rule {
            files: "*",
            pattern: "",
            headers: vec![
                ("Content-Security-Policy", policy),
                ("X-Content-Type-Options", "nosniff".to_owned()),
                ("Referrer-Policy", "no-referrer".to_owned()),
                ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
                // Asked for again each time, and answered with 304 where it is the same.
                ("Cache-Control", "no-cache".to_owned()),
            ],
        },
        // Their names change with what is in them.
        Rule { files: "rulelens-web-*", pattern: "rulelens-web-[^/]*$", headers: kept(FOR_EVER) },
        Rule { files: "rulelens-part*", pattern: "rulelens-parts?-[^/]*$", headers: kept(FOR_EVER) },
        Rule { files: "*.css", pattern: "\\.css$", headers: kept(FOR_EVER) },
        Rule {
            files: "*.webmanifest",
            pattern: "\\.webmanifest$",
            headers: vec![("Content-Type", "application/manifest+json".to_owned())],
        },
        // A worker of another release than the page is of no use.
        Rule { files: "service-worker.js", pattern: "service-worker\\.js$", headers: kept("no-store") },
        Rule { files: "evaluator.mjs", pattern: "evaluator\\.mjs$", headers: kept("no-store") },
    ])
}

const FOR_EVER: &str = "public, max-age=31536000, immutable";

fn headers(rules: &[Rule]) -> String {
    let mut text = String::new();
    for Rule { files, headers, .. } in rules {
        let _ = writeln!(text, "/{files}");
        // Where a name is there twice, both would be sent, joined.
        for (name, value) in headers {
            if *files != "*" && rules[0].headers.iter().any(|(first, _)| first == name) {
                let _ = writeln!(text, "  ! {name}");
            }
            let _ = writeln!(text, "  {name}: {value}");
        }
    }
    text
}

fn nginx(rules: &[Rule]) -> String {
    let mut text = "# Within the server block, for a site at the top of its host.\n".to_owned();
    let common = &rules[0].headers;
    for Rule { pattern, headers, .. } in rules.iter().skip(1).chain(&rules[..1]) {
        let place = if pattern.is_empty() {
            "/".to_owned()
        } else {
            format!("~ /{}", pattern.trim_start_matches('/'))
        };
        let place = if pattern.starts_with("\\.") { format!("~ {pattern}") } else { place };
        let _ = writeln!(text, "location {place} {{");
        // A place with headers of its own inherits none.
        let inherited = common.iter().filter(|(name, _)| headers.iter().all(|(own, _)| own != name));
        for (name, value) in headers.iter().chain(inherited.filter(|_| !pattern.is_empty())) {
            let _ = writeln!(text, "  add_header {name} \"{value}\" always;");
        }
        let _ = writeln!(text, "}}");
    }
    text
}

fn apache(rules: &[Rule]) -> String {
    let mut text = "# Rename to .htaccess beside index.html; needs mod_headers.\nAddType application/wasm .wasm\nAddType text/javascript .mjs\n".to_owned();
    for Rule { pattern, headers, .. } in rules {
        let _ = writeln!(text, "<FilesMatch \"{}\">", if pattern.is_empty() { "." } else { pattern });
        for (name, value) in headers {
            let _ = writeln!(text, "  Header always set {name} \"{value}\"");
        }
        let _ = writeln!(text, "</FilesMatch>");
    }
    text
}

fn vercel(rules: &[Rule]) -> String {
    let rules: Vec<Json> = rules
        .iter()
        .map(|Rule { files, headers, .. }| {
            let headers: Vec<Json> =
                headers.iter().map(|(name, value)| json!({"key": name, "value": value})).collect();
            json!({"source": format!("/{}", files.replace('*', "(.*)")), "headers": headers})
        })
        .collect();
    format!("{:#}\n", json!({"headers": rules}))
}

#[cfg(test)]
mod tests {
    use super::{FORMS, rules};

    const PAGE: &str = r#"<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />"#;

    #[test]
    fn every_form_has_every_rule() {
        let rules = rules(PAGE).unwrap();
        for (file, form) in FORMS {
            let text = form(&rules);
            for rule in &rules {
                for (name, value) in &rule.headers {
                    assert!(text.contains(name) && text.contains(value), "{file}: {name}: {value}\n{text}");
                }
            }
        }
        assert!(super::rules("<html>").is_err());
    }

    #[test]
    fn what_is_for_one_file_replaces_what_is_for_all() {
        let rules = rules(PAGE).unwrap();
        let text = super::headers(&rules);
        assert!(text.contains("/*.css\n  ! Cache-Control\n  Cache-Control: public"), "{text}");
        let nginx = super::nginx(&rules);
        let css = nginx.split("location ~ \\.css$ {").nth(1).and_then(|rest| rest.split('}').next()).unwrap();
        assert_eq!(css.matches("Cache-Control").count(), 1, "{css}");
        assert!(css.contains("Content-Security-Policy"), "{css}");
    }
}
