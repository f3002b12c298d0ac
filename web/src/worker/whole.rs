//! The program with every part of the engine: the evaluator of rules that need more than the page's program has, and the side worker.

use rulelens_web::worker::answering::{Engine, start};
use rulelens_web::worker::siding;

const ENGINE: Engine = Engine { respond: rulelens_wasm::respond, assist: rulelens_wasm::assist };

fn main() {
    start(ENGINE, Some(siding::answer));
}
