//! wasm-bindgen, with its own library; and for Trunk, which calls a program, as this program under another name.
//!
//! Compiling the library with this program takes seconds, and the program that wasm-bindgen comes with takes minutes, as it
//! also runs tests.

use anyhow::{Context, Result, ensure};
use clap::Parser;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;
use wasm_bindgen_cli_support::Bindgen;

use crate::cold;
use crate::parts;
use crate::project::Project;
use crate::say;
use crate::text_file;

/// What the program is called where Trunk looks for it.
const NAME: &str = "wasm-bindgen";

/// The version of the library, which Trunk compares with that in Cargo.lock.
static VERSION: LazyLock<String> = LazyLock::new(wasm_bindgen_shared::version);

/// What Trunk calls wasm-bindgen with.
#[derive(Parser)]
#[command(name = NAME, version = VERSION.as_str())]
struct Arguments {
    /// The program, as the compiler made it.
    input: PathBuf,
    /// The folder for what is made of it.
    #[arg(long)]
    out_dir: PathBuf,
    /// What the names of its files begin with.
    #[arg(long)]
    out_name: String,
    /// What loads it.
    #[arg(long, value_parser = ["web"])]
    target: String,
    /// Make no types for TypeScript.
    #[arg(long)]
    no_typescript: bool,
}

/// The folder of a program `wasm-bindgen` for Trunk's PATH: a copy of this one.
pub(crate) fn folder(project: &Project) -> Result<PathBuf> {
    let folder = project.scratch()?.join("bin");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let program = folder.join(format!("{NAME}{}", std::env::consts::EXE_SUFFIX));
    // Under a name of its own first: that of an earlier run may be at work for another `cargo xtask`.
    let copy = folder.join(format!("{NAME}.{}", std::process::id()));
    std::fs::copy(std::env::current_exe()?, &copy).context("cannot copy this program")?;
    std::fs::rename(&copy, &program).with_context(|| format!("cannot write {}", program.display()))?;
    Ok(folder)
}

/// If this program was called as `wasm-bindgen`: does its work, and says how that ended.
pub(crate) fn called() -> Option<ExitCode> {
    let name = PathBuf::from(std::env::args_os().next()?);
    if name.file_stem()? != NAME {
        return None;
    }
    Some(match for_trunk(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::failure(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    })
}

fn for_trunk(arguments: &Arguments) -> Result<()> {
    let (program, parts_folder) = parts::left_of(&arguments.input)?;
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.typescript(!arguments.no_typescript).keep_lld_exports(parts_folder.is_some());
    // The names by which the compiler knows the functions.
    bindgen.demangle(parts_folder.is_none());
    // As the program does it: the loader of a worker names no module.
    bindgen.omit_default_module_path(false);
    let mut output = bindgen.input_path(&program).out_name(&arguments.out_name).generate_output()?;
    let names = short_names(output.js(), output.wasm().imports.iter().map(|import| import.name.as_str()));
    for import in output.wasm_mut().imports.iter_mut() {
        if let Some(short) = names.get(&import.name) {
            import.name.clone_from(short);
        }
    }
    let is_taken_apart = match parts_folder {
        Some(folder) => cold::take_out(output.wasm_mut(), &arguments.input, &program, &folder)?,
        None => false,
    };
    output.emit(&arguments.out_dir)?;
    let glue = arguments.out_dir.join(&arguments.out_name).with_extension("js");
    text_file::change(&glue, |script| {
        let script = with_short_names(script, &names)?;
        if is_taken_apart { cold::with_loader(&script) } else { Ok(script) }
    })?;
    Ok(())
}

/// Short names for what a program imports from its script, by the long ones, which end in hashes that do not compress. Only
/// names that the script has in one place are changed, where they are keys of what it hands to the program.
fn short_names<'n>(script: &str, imports: impl Iterator<Item = &'n str>) -> BTreeMap<String, String> {
    let has_hash = |name: &str| {
        name.rsplit_once('_')
            .is_some_and(|(_, hash)| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let is_key = |name: &&str| script.matches(*name).count() == 1 && script.contains(&key(name));
    let names = imports.filter(|name| has_hash(name)).filter(is_key).enumerate();
    names.map(|(at, name)| (name.to_owned(), format!("i{at}"))).collect()
}

/// The key of a function that a script hands to its program.
fn key(name: &str) -> String {
    format!("{name}: function(")
}

/// A script with the short names.
fn with_short_names(script: &str, names: &BTreeMap<String, String>) -> Result<String> {
    let mut script = script.to_owned();
    for (long, short) in names {
        ensure!(script.contains(&key(long)), "the script has no {long}");
        script = script.replacen(&key(long), &key(short), 1);
    }
    Ok(script)
}

/// Makes a module for Node of a program that the compiler made.
pub(crate) fn for_node(program: &Path, folder: &Path) -> Result<()> {
    Bindgen::new().nodejs(true)?.typescript(true).input_path(program).generate(folder)
}

#[cfg(test)]
mod tests {
    use super::{short_names, with_short_names};

    #[test]
    fn names_with_hashes_are_shortened_on_both_sides() {
        let script = "const import0 = {\n  __wbg_now_463ac581d2fc7ea3: function() {},\n  __wbg_other_00000000000000aa: other,\n  \
            __wbindgen_init: function() {},\n  __wbg_twice_0123456789abcdef: function() { __wbg_twice_0123456789abcdef; },\n};";
        let names = [
            "__wbg_now_463ac581d2fc7ea3",
            "__wbg_other_00000000000000aa",
            "__wbindgen_init",
            "__wbg_twice_0123456789abcdef",
        ];
        let short = short_names(script, names.into_iter());
        assert_eq!(short.iter().collect::<Vec<_>>(), [(&names[0].to_owned(), &"i0".to_owned())]);
        assert_eq!(with_short_names(script, &short).unwrap(), script.replace(names[0], "i0"));
        assert!(with_short_names("", &short).is_err());
    }
}
