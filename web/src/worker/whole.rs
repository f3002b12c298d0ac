//! The program with every part of the engine: the evaluator of rules that need more than the page's program has, and the side worker.

fn main() {
    rulelens_web::worker::answering::start(
        rulelens_wasm::respond,
        Some(rulelens_web::worker::siding::answer),
    );
}
