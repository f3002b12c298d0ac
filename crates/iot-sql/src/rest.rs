//! The rest of the engine, for a program that begins with what most rules need.
//!
//! With the feature `split`, functions that few rules need, and those that explain what went wrong, can be taken out of a
//! WebAssembly program when that is built, into a file that `load` fetches. A call before that gives nothing and is noted:
//! whoever runs the engine asks `was_missed` afterwards, and if so loads the rest and asks again. In all other builds the
//! functions stand in the program.

use crate::absence::Undefined;
use crate::diagnostic::Diagnostic;
use crate::eval::{Evaluator, Failure, Reason, UndefinedPart};
use crate::functions::time;
use crate::lint::{Statement, date_pattern};
use crate::outcome::Outcome;
use crate::payload::nearly;
use crate::rule::Run;
use crate::syntax::tree::Expr;
use crate::template::Template;
use crate::time::warnings::Dialect;
use crate::value::Value;

/// Makes functions of the rest, in one list with what loads each, and with what a call gives while the rest is not there, for
/// an answer that does not count.
#[doc(hidden)]
#[macro_export]
macro_rules! rest {
    ($($(#[$doc:meta])* $load:ident: $name:ident($($argument:ident: $type:ty),*) -> $result:ty = $body:expr, else $otherwise:expr;)+) => {
        $(
            $(#[$doc])*
            pub(crate) fn $name($($argument: $type),*) -> $result {
                #[cfg(all(feature = "split", target_family = "wasm"))]
                let result = $crate::rest::if_here(|| split::$name($($argument),*)).unwrap_or_else(|| $otherwise);
                #[cfg(not(all(feature = "split", target_family = "wasm")))]
                let result = $body;
                result
            }
        )+

        #[cfg(all(feature = "split", target_family = "wasm"))]
        mod split {
            use super::*;
            use $crate::rest::NotLoaded;

            $(
                #[wasm_split_helpers::wasm_split(rest, fallible, preload($load))]
                pub(super) fn $name($($argument: $type),*) -> Result<$result, NotLoaded> {
                    Ok($body)
                }
            )+

            /// Fetches the functions.
            pub(super) async fn load() -> Result<(), NotLoaded> {
                $($load().await?;)+
                Ok(())
            }
        }
    };
}

rest! {
    /// Why a part is Undefined.
    load_why_undefined: why_undefined(run: &mut Run<'_>, part: &UndefinedPart, template: Option<&Template>)
        -> Option<Undefined> = run.find_why_undefined(part, template), else None;
    /// Why `get_or_default` gave its default, for these parts.
    load_why_default: why_default(run: &mut Run<'_>, parts: Vec<(UndefinedPart, bool)>, template: Option<&Template>)
        -> Vec<Diagnostic> = run.find_why_default(parts, template), else Vec::new();
    /// Why WHERE is Undefined.
    load_why_not_true: why_not_true(run: &mut Run<'_>, outcome: &Outcome)
        -> Option<Diagnostic> = run.find_why_not_true(outcome), else None;
    /// The operand of WHERE that decided against the message.
    load_reason: reason(evaluator: &mut Evaluator<'_>, condition: &Expr, text: &str)
        -> Option<Reason> = Some(evaluator.find_reason(condition, text)), else None;
    /// What would have to hold for WHERE to be true.
    load_needs: needs(evaluator: &mut Evaluator<'_>, condition: &Expr, text: &str)
        -> Vec<String> = evaluator.find_needs(condition, text), else Vec::new();
    /// The function `parse_time`.
    load_parse_time: parse_time(evaluator: &mut Evaluator<'_>, arguments: &[Expr])
        -> Result<Value, Failure> = time::parse_time(evaluator, arguments), else Ok(Value::Undefined);
    /// The function `time_to_epoch`.
    load_time_to_epoch: time_to_epoch(evaluator: &mut Evaluator<'_>, arguments: &[Expr])
        -> Result<Value, Failure> = time::time_to_epoch(evaluator, arguments), else Ok(Value::Undefined);
    /// What is odd about a date pattern.
    load_date_pattern: check_date_pattern(
        dialect: Dialect, pattern: &Expr, statement: &Statement<'_>, found: &mut Vec<Diagnostic>
    ) -> () = date_pattern::check_pattern(dialect, pattern, statement, found), else ();
    /// What a payload has in the place of JSON.
    load_nearly: explain_payload(payload: &[u8], diagnostic: Diagnostic)
        -> Option<Diagnostic> = Some(nearly::explain(payload, diagnostic)), else None;
}

#[cfg(all(feature = "split", target_family = "wasm"))]
mod loading {
    use std::cell::Cell;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// That the rest did not load.
    #[derive(Debug)]
    pub struct NotLoaded;

    impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
        fn from(_error: wasm_split_helpers::SplitLoaderError) -> Self {
            Self
        }
    }

    thread_local! {
        static HERE: Cell<bool> = const { Cell::new(false) };
        static MISSED: Cell<bool> = const { Cell::new(false) };
    }

    /// What a function of the rest returns, where the rest is there; that it was called is noted where not.
    pub fn if_here<T, C: Future<Output = Result<T, NotLoaded>>>(call: impl FnOnce() -> C) -> Option<T> {
        if !HERE.get() {
            MISSED.set(true);
            return None;
        }
        // What is there has a result at once.
        match pin!(call()).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result.ok(),
            Poll::Pending => None,
        }
    }

    /// Whether something of the rest was called since this was asked last, and was not there.
    #[must_use]
    pub fn was_missed() -> bool {
        MISSED.take()
    }

    /// Fetches this crate's part of the rest.
    ///
    /// # Errors
    /// Where it did not load.
    pub async fn load() -> Result<(), NotLoaded> {
        super::split::load().await
    }

    /// Says that all of the rest is there, that of other crates too: from now on its functions are called.
    pub fn arrived() {
        HERE.set(true);
    }
}

#[cfg(all(feature = "split", target_family = "wasm"))]
pub use loading::{NotLoaded, arrived, if_here, load, was_missed};
