//! What there is to tell about the page itself, with what can be done about it.

use crate::state::Notice;
use yew::{Callback, Html, Properties, function_component, html};

/// What the user answers to a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoticeAnswer {
    /// It has been read.
    Read,
    /// Evaluate what is there.
    EvaluateAgain,
    /// Bring back what the sample replaced.
    TakeBack,
}

/// What a [`NoticeBar`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct NoticeBarProps {
    /// What to tell, where there is something.
    pub(crate) notice: Option<Notice>,
    /// Is told what the user answers.
    pub(crate) on_answer: Callback<NoticeAnswer>,
}

/// One line below the header, there only while there is something to tell.
#[function_component]
pub(crate) fn NoticeBar(props: &NoticeBarProps) -> Html {
    let again = ("Evaluate again", NoticeAnswer::EvaluateAgain);
    let told = props.notice.as_ref().map(|notice| match notice {
        Notice::Restarted(reason) => {
            (format!("The evaluator was restarted: {reason}. Your text is as you left it."), again)
        }
        Notice::Unavailable(reason) => {
            (format!("The evaluator could not be started: {reason}."), ("Try again", again.1))
        }
        Notice::Recovered => (
            "This page closed during an evaluation. Your text is back, and nothing has been evaluated yet."
                .to_owned(),
            ("Evaluate now", again.1),
        ),
        Notice::Reset => {
            ("The sample is back in all fields.".to_owned(), ("Bring my text back", NoticeAnswer::TakeBack))
        }
    });
    let answer = |answer| props.on_answer.reform(move |_| answer);
    html! {
        <div class="notice" role="status" aria-live="polite">
            if let Some((text, (action, then))) = told {
                <div class="notice-line">
                    <p>{ text }</p>
                    <button type="button" onclick={answer(then)}>{ action }</button>
                    <button type="button" class="quiet" onclick={answer(NoticeAnswer::Read)}>{ "Dismiss" }</button>
                </div>
            }
        </div>
    }
}
