//! Says where the open questions are, from `src/questions/` on: in the repository beside the other pages, in a package beside
//! this file. An address of the machine would be wrong once the folder is moved, as this is not run again for that.

use std::path::Path;

fn main() {
    let own = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let of_repository = Path::new(&own).join("../../docs/open-questions");
    let folder =
        if of_repository.is_dir() { "../../../../docs/open-questions" } else { "../../open-questions" };
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=RULELENS_QUESTIONS={folder}");
}
