//! The page's program. In the page it draws it; in a worker, where there is no window, it is the evaluator without the
//! parts that few rules need. Half of either is what both need, so that one program is smaller than two.

use rulelens_web::worker::answering;

fn main() {
    if web_sys::window().is_some() {
        rulelens_web::start();
    } else {
        answering::start(None);
    }
}
