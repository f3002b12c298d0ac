//! The npm package: the WebAssembly build as an ES module for Node, browsers and bundlers, in two sizes.

use anyhow::{Context, Result};
use serde_json::Value as Json;
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::javascript::{self, Profile, WASM};
use crate::notices;
use crate::process;
use crate::project::Project;
use crate::tools::Toolbox;

/// The engines, each with the arguments that choose its parts.
const ENGINES: [(&str, &[&str]); 2] =
    [("whole", &[]), ("small", &["--no-default-features", "--features=exports"])];

/// The files of the custom element.
const ELEMENT: [&str; 6] = ["index.js", "index.d.ts", "engine.js", "make.js", "result.js", "styles.js"];

/// Makes the package; gives its folder, in which `npm pack` and `npm publish` work.
pub(crate) fn package(project: &Project, tools: &Toolbox, profile: Profile) -> Result<PathBuf> {
    tools.wasm_target()?;
    let bindgen = tools.wasm_bindgen()?.join(format!("wasm-bindgen{EXE_SUFFIX}"));
    let sources = project.root.join("crates/rulelens-wasm/npm");
    let package = project.scratch()?.join("npm");
    if package.exists() {
        fs::remove_dir_all(&package).with_context(|| format!("cannot empty {}", package.display()))?;
    }
    for (name, features) in ENGINES {
        let mut build = project.cargo();
        build.args(["build", "--package", "rulelens-wasm", "--lib", "--target", WASM]).args(features);
        build.args(profile.arguments());
        process::run(&mut build)?;
        let module = project.target.join(WASM).join(profile.folder()).join("rulelens_wasm.wasm");
        let out = package.join(name);
        process::run(Command::new(&bindgen).args(["--target", "web", "--out-dir"]).arg(&out).arg(module))?;
        javascript::complete(project, &out)?;
        for file in ["node.js", "web.js", "index.d.ts"] {
            copy(&sources.join(file), &out.join(file))?;
        }
    }
    let element = package.join("element");
    fs::create_dir_all(&element).with_context(|| format!("cannot make {}", element.display()))?;
    for file in ELEMENT {
        copy(&sources.join("element").join(file), &element.join(file))?;
    }
    let tokens = project.root.join("web/styles/tokens.css");
    let tokens = fs::read_to_string(&tokens).with_context(|| format!("cannot read {}", tokens.display()))?;
    fs::write(element.join("tokens.js"), tokens_module(&tokens)?)
        .context("cannot write the element's tokens")?;
    for (from, file) in
        [(&sources, "README.md"), (&project.root, "LICENSE-MIT"), (&project.root, "LICENSE-APACHE")]
    {
        copy(&from.join(file), &package.join(file))?;
    }
    notices::write(
        project,
        ["--package=rulelens-wasm", "--features=whole"],
        &[],
        &package.join(notices::FILE),
    )?;
    let manifest = sources.join("package.json");
    let text =
        fs::read_to_string(&manifest).with_context(|| format!("cannot read {}", manifest.display()))?;
    let mut json: Json = serde_json::from_str(&text).context("package.json is not JSON")?;
    json["version"] = project.locked_version("rulelens-wasm")?.into();
    let manifest = package.join("package.json");
    fs::write(&manifest, format!("{json:#}\n"))
        .with_context(|| format!("cannot write {}", manifest.display()))?;
    Ok(package)
}

/// The page's colours and typefaces as a module, for the host of the element: what stands in the first rule of the stylesheet.
fn tokens_module(css: &str) -> Result<String> {
    let (_, rest) = css.split_once(":root {").context("the stylesheet of tokens has no rule for :root")?;
    let (rule, _) = rest.split_once("\n}").context("the rule for :root has no end")?;
    let is_token = |line: &&str| line.starts_with("--") && line.ends_with(';');
    let tokens: Vec<&str> = rule.lines().map(str::trim).filter(is_token).collect();
    Ok(format!("export const TOKENS = {};\n", Json::from(format!(":host {{ {} }}\n", tokens.join(" ")))))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::tokens_module;

    #[test]
    fn the_element_has_the_tokens_of_the_page() {
        let css = "/* Light and dark. */\n:root {\n  color-scheme: light dark;\n\n  --ink: light-dark(#111, #eee);\n  --sans: \"A B\", sans-serif;\n}\n\n@media print { :root { --ink: black; } }\n";
        let made = tokens_module(css).unwrap();
        assert_eq!(
            made,
            "export const TOKENS = \":host { --ink: light-dark(#111, #eee); --sans: \\\"A B\\\", sans-serif; }\\n\";\n"
        );
        assert!(tokens_module("body {}").is_err());
        let own = include_str!("../../rulelens-wasm/npm/element/styles.js");
        let given = tokens_module(include_str!("../../../web/styles/tokens.css")).unwrap();
        let names = own.split("var(--").skip(1).filter_map(|rest| rest.split([')', ',']).next());
        for name in names {
            let defined = format!("--{name}: ");
            assert!(own.contains(&defined) || given.contains(&defined), "--{name} has no value");
        }
    }
}
