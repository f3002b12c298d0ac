//! The program with every part of the engine: the evaluator of rules that need more than the page's program has, and the side worker.

use rulelens_web::worker::{answering, siding};

fn main() {
    answering::start(Some(siding::answer));
}
