//! Has the linker keep what parts of the program are told apart by (see `src/later.rs`).

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo::rustc-link-arg-bin=rulelens-web=--emit-relocs");
    }
}
