//! Light, dark, or as the system says.

use super::icon::theme_icon;
use super::menu::{Item, Menu};
use crate::browser::{document, preferences, root};
use wasm_bindgen::prelude::JsCast;
use web_sys::HtmlElement;
use yew::{Callback, Html, function_component, html, use_state};

const KEY: &str = "rulelens.theme";

/// All choices, in the order of the menu.
const THEMES: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

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
    /// The name that is kept.
    fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What the menu calls it.
    fn title(self) -> &'static str {
        match self {
            Self::System => "As the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
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

/// Opens the menu, as its button does.
pub(crate) fn open_theme() {
    let button =
        document().and_then(|page| page.query_selector(".page-header .menu-holder > button").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

/// A button that shows the choice and opens the others.
#[function_component]
pub(crate) fn ThemeMenu() -> Html {
    let theme = use_state(|| {
        let theme = Theme::kept();
        theme.show();
        theme
    });
    let items = THEMES.map(|choice| {
        let theme = theme.setter();
        let on_choose = Callback::from(move |()| {
            choice.show();
            choice.keep();
            theme.set(choice);
        });
        Item { label: choice.title().into(), key: "", disabled: false, on_choose }
    });
    let label = format!("Colours: {}", theme.title().to_lowercase());
    let chosen = THEMES.iter().position(|choice| *choice == *theme);
    html! { <Menu {label} items={items.to_vec()} icon={theme_icon(*theme)} {chosen} /> }
}
