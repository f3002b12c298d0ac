//! The page's first line.

use super::icon::{Glyph, glyph_icon};
use super::theme::ThemeMenu;
use crate::keeping::Status;
use yew::{Callback, Html, Properties, classes, function_component, html};

/// What the [`Header`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct HeaderProps {
    /// What becomes of the text.
    pub(crate) status: Status,
    /// What the rule that is shown is called; may be empty.
    pub(crate) name: String,
    /// Is told when the user wants to see the list of rules.
    pub(crate) on_rules: Callback<()>,
    /// Is told when the user looks for something.
    pub(crate) on_find: Callback<()>,
    /// Is told when the user wants to see the examples.
    pub(crate) on_examples: Callback<()>,
    /// Is told when the user wants to see the lessons.
    pub(crate) on_lessons: Callback<()>,
    /// Is told when the user wants to see what is kept.
    pub(crate) on_kept: Callback<()>,
    /// Is told when the user wants to pass the rule on.
    pub(crate) on_share: Callback<()>,
    /// Is told when the user wants the sample back.
    pub(crate) on_reset: Callback<()>,
    /// Is told when the user wants to know what the page is.
    pub(crate) on_about: Callback<()>,
}

/// The name, what it is, and what concerns the whole page.
#[function_component]
pub(crate) fn Header(props: &HeaderProps) -> Html {
    let HeaderProps {
        status,
        name,
        on_rules,
        on_find,
        on_examples,
        on_lessons,
        on_kept,
        on_share,
        on_reset,
        on_about,
    } = props;
    let name = if name.is_empty() { "Unnamed rule" } else { name };
    let word = if *status == Status::Kept { "Kept here" } else { "Not kept" };
    let failing = matches!(status, Status::Failing(_));
    html! {
        <header class="page-header">
            <h1 class="brand">{ "RuleLens" }</h1>
            <button type="button" class="button is-quiet rule-name" aria-haspopup="dialog" title="Your rules" onclick={on_rules.reform(|_| ())}>
                <span>{ name }</span>{ glyph_icon(Glyph::Down) }
            </button>
            <p class="tagline">
                <span class="purpose">{ "See what an AWS IoT Core rule does with a message before you deploy it. " }</span>
                <span class="promise">{ "Nothing you paste leaves your browser." }</span>
            </p>
            <button type="button" class="button find" aria-haspopup="dialog" title="Find anything" onclick={on_find.reform(|_| ())}>
                { glyph_icon(Glyph::Find) }<span>{ "Find" }</span><kbd>{ "Ctrl K" }</kbd>
            </button>
            <button type="button" class="button is-quiet" aria-haspopup="dialog" onclick={on_examples.reform(|_| ())}>{ "Examples" }</button>
            <button type="button" class="button is-quiet" aria-haspopup="dialog" title="Rules learnt by writing them, a few minutes each" onclick={on_lessons.reform(|_| ())}>{ "Lessons" }</button>
            <button type="button" class={classes!("button", "is-quiet", "seldom", failing.then_some("failing"))} onclick={on_kept.reform(|_| ())}>{ word }</button>
            <button type="button" class="button is-quiet sharing" aria-keyshortcuts="Control+S" title="Share (Ctrl S)" onclick={on_share.reform(|_| ())}>{ "Share" }</button>
            <button type="button" class="button is-quiet seldom" onclick={on_reset.reform(|_| ())}>
                { "Reset" }<span class="more">{ " to the sample" }</span>
            </button>
            <button type="button" class="button is-quiet seldom" onclick={on_about.reform(|_| ())}>{ "About" }</button>
            <span class="divider"></span>
            <ThemeMenu />
        </header>
    }
}
