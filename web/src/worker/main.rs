//! The evaluator's program: answers the page's requests in a worker of its own.

fn main() {
    rulelens_web::worker::answering::start(rulelens_wasm::respond);
}
