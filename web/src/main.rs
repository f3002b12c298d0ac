//! The page's program: everything but the engine, which runs in `rulelens-worker`.

fn main() {
    rulelens_web::start();
}
