//! Says where the open questions are: in the repository beside the other pages, in a package beside this file.

use std::path::Path;

fn main() {
    let own = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let own = Path::new(&own);
    let of_repository = own.join("../../docs/open-questions");
    let of_package = own.join("open-questions");
    let folder = if of_repository.is_dir() { of_repository } else { of_package };
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rustc-env=RULELENS_QUESTIONS={}", folder.display());
}
