//! The evaluator's program with every part of the engine, for the rules that need more than `main` has.

fn main() {
    rulelens_web::worker::answering::start(rulelens_wasm::respond);
}
