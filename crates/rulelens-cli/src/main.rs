//! The `rulelens` program.
fn main() {}
