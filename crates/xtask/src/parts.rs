//! The page's program in parts: what the first sight needs, and files for what comes later (`web/src/later.rs`).
//!
//! The parts are taken apart between the compiler and wasm-bindgen, which Trunk calls (`bindgen`).

use anyhow::{Context, Result, anyhow, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cold;
use crate::process;
use crate::project::Project;
use crate::text_file;
use crate::tools::Toolbox;
use crate::trunk;

/// The feature of rulelens-web that marks the parts.
const FEATURE: &str = "split";

/// The program that is taken apart, as the compiler calls its file.
const PROGRAM: &str = "rulelens-web.wasm";

/// What the names of the site's files for parts begin with.
const PREFIX: &str = "rulelens-part-";

/// The module with which the program loads its parts, as it is called in the program.
const LOADER: &str = "./__wasm_split.js";

/// What stands in the loader for the module of the program, whose name is known only when Trunk is done.
const MAIN: &str = "./rulelens-main.js";

/// How the loader starts a part.
const START: &str = "WebAssembly.instantiateStreaming(src, imports)";

/// The same, also where a host does not know the type of WebAssembly's files.
const ROBUST_START: &str = "src.then((part) => {
        if (!part.ok) throw new TypeError(`${part.status} for a part of the page`);
        return part.headers.get(\"Content-Type\")?.startsWith(\"application/wasm\")
            ? WebAssembly.instantiateStreaming(part, imports)
            : part.arrayBuffer().then((bytes) => WebAssembly.instantiate(bytes, imports));
    })";

/// The environment variable with the folder for the parts.
const FOLDER: &str = "RULELENS_PARTS";

/// Where the parts are until they are put into the site.
fn folder(project: &Project) -> Result<PathBuf> {
    Ok(project.scratch()?.join("parts"))
}

/// Has a `trunk build` take the program apart.
pub(crate) fn prepare(project: &Project, trunk: &mut Command) -> Result<()> {
    let folder = folder(project)?;
    if folder.exists() {
        // Parts of an earlier build must not stand for this one's.
        fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    trunk.args(["--features", FEATURE]).env(FOLDER, &folder);
    Ok(())
}

/// The program from which wasm-bindgen starts: of the page's program, where it is to be taken apart, what the parts leave;
/// and the folder of these parts, which call what it exports.
pub(crate) fn left_of(program: &Path) -> Result<(PathBuf, Option<PathBuf>)> {
    match std::env::var_os(FOLDER) {
        Some(folder) if program.file_name().is_some_and(|name| name == PROGRAM) => {
            let folder = PathBuf::from(folder);
            Ok((take_apart(program, &folder)?, Some(folder)))
        }
        _ => Ok((program.to_owned(), None)),
    }
}

/// Writes the parts and the loader into the folder, and returns the file with what is left of the program.
fn take_apart(program: &Path, folder: &Path) -> Result<PathBuf> {
    let bytes = fs::read(program).with_context(|| format!("cannot read {}", program.display()))?;
    let left = folder.join(PROGRAM);
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = folder;
    options.main_out_path = &left;
    options.link_name = LOADER;
    options.main_module = MAIN;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{} cannot be taken apart: {error:#}", program.display()))?;
    ensure!(!split.split_modules.is_empty(), "{} has no parts", program.display());
    Ok(left)
}

/// Puts the parts into the built site, and has the program find them there.
pub(crate) fn put(project: &Project, tools: &Toolbox, built: &Path) -> Result<()> {
    let program = program(built)?;
    // Of what the compiler made, parts and all, so that it names all that is taken from it.
    let stem = program.trim_end_matches(".js");
    let hash = stem.rsplit('-').next().context("the page's program has no hash in its name")?;
    let loader = format!("rulelens-parts-{hash}.js");
    let named = |stem: &str| format!("{PREFIX}{stem}-{hash}.wasm");

    text_file::change(&built.join(&program), |text| {
        Ok(cold::with_file(&importing(text, &format!("./{loader}"))?, &named(cold::STEM)))
    })?;

    let folder = folder(project)?;
    let text = fs::read_to_string(folder.join(LOADER)).context("the page's program was not taken apart")?;
    let mut text = loading(&text, &format!("./{program}"))?;
    let wasm_opt = tools.npm_packages()?.join(".bin").join("wasm-opt");
    for entry in fs::read_dir(&folder)? {
        let part = entry?.path();
        let name = part.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".wasm").filter(|_| name != PROGRAM) else { continue };
        let named = named(stem);
        let address = format!("\"./{name}\"");
        ensure!(stem == cold::STEM || text.contains(&address), "the loader of parts does not name {name}");
        text = text.replace(&address, &format!("\"./{named}\""));
        let mut optimise = trunk::wasm_opt(&wasm_opt);
        process::run(optimise.arg(&part).arg("--output").arg(built.join(named)))?;
    }
    fs::write(built.join(&loader), text)?;

    text_file::change(&built.join("index.html"), |html| with_preload(html, &program, &loader))?;
    Ok(())
}

/// The page, which asks for the loader together with the program, rather than once the program has come.
fn with_preload(html: &str, program: &str, loader: &str) -> Result<String> {
    let own = format!("<link rel=\"modulepreload\" href=\"./{program}\" crossorigin>");
    ensure!(html.contains(&own), "the page does not preload its program");
    Ok(html.replacen(&own, &format!("{own}{}", own.replace(program, loader)), 1))
}

/// The file of the page's program.
fn program(built: &Path) -> Result<String> {
    let names = fs::read_dir(built)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut programs = names.filter(|name| {
        name.strip_prefix("rulelens-web-").and_then(|rest| rest.strip_suffix(".js")).is_some()
    });
    let program = programs.next().context("the built site has no program")?;
    ensure!(programs.next().is_none(), "the built site has more than one program");
    Ok(program)
}

/// The program's module, with the file of the loader; what the program itself calls the loader stays.
fn importing(program: &str, loader: &str) -> Result<String> {
    let import = format!("from \"{LOADER}\"");
    ensure!(program.contains(&import), "the program imports no parts");
    Ok(program.replace(&import, &format!("from \"{loader}\"")))
}

/// The loader, with the program's module, for every host.
fn loading(loader: &str, program: &str) -> Result<String> {
    for expected in [MAIN, START] {
        ensure!(loader.contains(expected), "the loader of parts has no `{expected}`");
    }
    Ok(loader.replace(MAIN, program).replace(START, ROBUST_START))
}

#[cfg(test)]
mod tests {
    use super::{importing, loading, program, with_preload};

    #[test]
    fn the_loader_gets_the_program_and_a_start_for_every_host() {
        let loader = "import { initSync } from \"./rulelens-main.js\";\nreturn WebAssembly.instantiateStreaming(src, imports);";
        let made = loading(loader, "./rulelens-web-1.js").unwrap();
        assert!(made.starts_with("import { initSync } from \"./rulelens-web-1.js\";"), "{made}");
        assert!(made.contains("arrayBuffer()"), "{made}");
        assert!(loading("import { initSync } from \"./rulelens-main.js\";", "./a.js").is_err());
    }

    #[test]
    fn the_program_imports_the_loader_by_its_file_and_knows_it_by_its_name() {
        let program = "import * as a from \"./__wasm_split.js\"\nreturn { \"./__wasm_split.js\": a };";
        let made = importing(program, "./rulelens-parts-1.js").unwrap();
        assert_eq!(
            made,
            "import * as a from \"./rulelens-parts-1.js\"\nreturn { \"./__wasm_split.js\": a };"
        );
        assert!(importing("return {};", "./rulelens-parts-1.js").is_err());
    }

    #[test]
    fn the_page_asks_for_the_loader_with_the_program() {
        let html = "<head><link rel=\"modulepreload\" href=\"./a.js\" crossorigin></head>";
        let made = with_preload(html, "a.js", "b.js").unwrap();
        assert!(made.contains("href=\"./b.js\" crossorigin></head>"), "{made}");
        assert!(with_preload("<head></head>", "a.js", "b.js").is_err());
    }

    #[test]
    fn a_site_without_a_program_is_no_site() {
        assert!(program(&std::env::temp_dir().join("rulelens-no-such-folder")).is_err());
    }
}
