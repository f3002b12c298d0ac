//! wasm-bindgen, with its own library; and for Trunk, which calls a program, as this program under another name.
//!
//! Compiling the library with this program takes seconds, and the program that wasm-bindgen comes with takes minutes, as it
//! also runs tests.

use anyhow::{Context, Result};
use clap::Parser;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;
use wasm_bindgen_cli_support::Bindgen;

use crate::parts;
use crate::project::Project;
use crate::say;

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
    let (program, is_called_by_parts) = parts::left_of(&arguments.input)?;
    let mut bindgen = Bindgen::new();
    bindgen.web(true)?.typescript(!arguments.no_typescript).keep_lld_exports(is_called_by_parts);
    // As the program does it: the loader of a worker names no module.
    bindgen.omit_default_module_path(false);
    bindgen.input_path(program).out_name(&arguments.out_name).generate(&arguments.out_dir)
}

/// Makes a module for Node of a program that the compiler made.
pub(crate) fn for_node(program: &Path, folder: &Path) -> Result<()> {
    Bindgen::new().nodejs(true)?.typescript(true).input_path(program).generate(folder)
}
