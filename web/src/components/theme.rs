//! Light, dark, or as the system says.

use super::icon::theme_icon;
use crate::browser::{preferences, root};
use yew::{Callback, Html, function_component, html, use_state};

const KEY: &str = "rulelens.theme";

/// The choice of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system is set.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The name that is kept, and its word.
    fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn kept() -> Self {
        let kept = preferences().and_then(|storage| storage.get_item(KEY).ok().flatten());
        match kept.as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    fn keep(self) {
        if let Some(storage) = preferences() {
            let _ = storage.set_item(KEY, self.name());
        }
    }

    /// The styles read the choice from the root element.
    fn show(self) {
        if let Some(root) = root() {
            let _ = root.set_attribute("data-theme", self.name());
        }
    }
}

/// A button that goes through the three choices.
#[function_component]
pub(crate) fn ThemeButton() -> Html {
    let theme = use_state(|| {
        let theme = Theme::kept();
        theme.show();
        theme
    });
    let next = theme.next();
    let onclick = {
        let theme = theme.clone();
        Callback::from(move |_| {
            next.show();
            next.keep();
            theme.set(next);
        })
    };
    let words = format!("Colours: {}. Change to {}.", theme.name(), next.name());
    html! {
        <button type="button" class="button is-quiet is-icon theme" {onclick} title={words.clone()} aria-label={words}>
            { theme_icon(*theme) }
        </button>
    }
}
