//! The evaluator's program: answers the page's requests in a worker of its own, without the parts that few rules need.

fn main() {
    rulelens_web::worker::answering::start(rulelens_wasm::respond, None);
}
