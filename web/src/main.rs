//! The RuleLens page.
fn main() {}
