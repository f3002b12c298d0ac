//! Small drawings that say by their shape what colour alone must not.

use rulelens_wasm::{Severity, StageState};
use yew::{Html, html};

fn drawing(path: &'static str, class: &'static str) -> Html {
    html! {
        <svg class={yew::classes!("icon", class)} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d={path} />
        </svg>
    }
}

/// A drawing that belongs to a word or a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// Two sheets.
    Copy,
    /// Points to what comes before.
    Left,
    /// Points to what comes after.
    Right,
    /// Points to what opens below.
    Down,
    /// Points to what opens above.
    Up,
    /// A cross that closes.
    Close,
    /// What is added.
    Plus,
    /// Three dots: more to choose from.
    More,
    /// A sheet of paper.
    File,
    /// A folder to open.
    Folder,
    /// A magnifying glass.
    Find,
    /// A clock.
    Clock,
    /// A speech bubble: the message.
    Message,
    /// Lines: the rule.
    Rule,
    /// A table: the result.
    Result,
    /// A triangle: problems.
    Problems,
    /// A padlock: what cannot be changed.
    Lock,
    /// An open book: the lesson.
    Book,
}

/// A drawing that belongs to a word or a button.
///
/// Drawings are functions: a component of its own adds kilobytes to the page's program.
pub(crate) fn glyph_icon(glyph: Glyph) -> Html {
    match glyph {
        Glyph::Copy => drawing("M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3", "stroke thin"),
        Glyph::Left => drawing("M10 3L5 8l5 5", "stroke thin"),
        Glyph::Right => drawing("M6 3l5 5-5 5", "stroke thin"),
        Glyph::Down => drawing("M4 6l4 4 4-4", "stroke thin"),
        Glyph::Up => drawing("M4 10l4-4 4 4", "stroke thin"),
        Glyph::Close => drawing("M4 4l8 8M12 4l-8 8", "stroke thin"),
        Glyph::Plus => drawing("M8 3v10M3 8h10", "stroke thin"),
        Glyph::More => drawing(
            "M3 6.8a1.2 1.2 0 100 2.4 1.2 1.2 0 000-2.4zM8 6.8a1.2 1.2 0 100 2.4 1.2 1.2 0 000-2.4zM13 6.8a1.2 1.2 0 100 2.4 1.2 1.2 0 000-2.4z",
            "fill",
        ),
        Glyph::File => drawing("M4 1.5h5.5L12.5 4.5v10h-8.5zM9 2v3h3", "stroke thin"),
        Glyph::Folder => drawing("M2 12.500v-9h4l1.500 2H14v7z", "stroke thin"),
        Glyph::Find => drawing("M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.5 10.5L14 14", "stroke thin"),
        Glyph::Clock => drawing("M8 2a6 6 0 100 12A6 6 0 008 2zM8 4.5V8l2.5 2", "stroke thin"),
        Glyph::Message => drawing("M2 3.5h12v8H7l-3 2.5v-2.5H2z", "stroke thin"),
        Glyph::Rule => drawing("M2.5 3h11M2.5 6.5h7M2.5 10h9M2.5 13.5h5", "stroke thin"),
        Glyph::Result => drawing("M2 2.5h12v11H2zM2 6h12M6.5 6v7.5", "stroke thin"),
        Glyph::Lock => drawing("M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 015 0v2.5", "stroke thin"),
        Glyph::Book => drawing(
            "M8 4C6.5 2.7 4.5 2.5 2 2.5v10c2.5 0 4.5.2 6 1.5 1.5-1.3 3.5-1.5 6-1.5v-10c-2.5 0-4.5.2-6 1.5zM8 4v10",
            "stroke thin",
        ),
        Glyph::Problems => drawing("M8 1.5l7 12.5H1zM7.2 6v4h1.6V6zM7.2 11.1v1.6h1.6v-1.6z", "fill"),
    }
}

/// A tick, a dash, a cross or a dot; a triangle where the message passed and something is wrong all the same, and an
/// arrow at a bar where the rule holds a message back, as it says or probably not as it was meant.
pub(crate) fn stage_icon(state: StageState, severity: Option<Severity>) -> Html {
    match state {
        StageState::Passed if matches!(severity, Some(Severity::Error | Severity::Warning)) => {
            severity_icon(Severity::Warning)
        }
        StageState::Stopped if matches!(severity, None | Some(Severity::Warning)) => {
            drawing("M2 8h8M7 5l3 3-3 3M13 3v10", "stroke")
        }
        StageState::Passed => drawing("M3 8.5l3.2 3.2L13 4.8", "stroke"),
        StageState::Absent => drawing("M4 8h8", "stroke"),
        StageState::Stopped => drawing("M4 4l8 8M12 4l-8 8", "stroke"),
        StageState::NotReached => drawing("M8 6a2 2 0 100 4 2 2 0 000-4z", "stroke thin"),
    }
}

/// An octagon, a triangle or a circle.
pub(crate) fn severity_icon(severity: Severity) -> Html {
    match severity {
        Severity::Error => drawing(
            "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM7.1 4v5h1.8V4zM7.1 10.4v1.8h1.8v-1.8z",
            "fill",
        ),
        Severity::Warning => drawing("M8 1.5l7 12.5H1zM7.2 6v4h1.6V6zM7.2 11.1v1.6h1.6v-1.6z", "fill"),
        Severity::Info => {
            drawing("M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM7.1 7v5h1.8V7zM7.1 4v1.8h1.8V4z", "fill")
        }
    }
}

/// A sun, a moon, or both in one for the system's choice.
pub(crate) fn theme_icon(theme: super::theme::Theme) -> Html {
    use super::theme::Theme;
    match theme {
        Theme::System => drawing("M8 2a6 6 0 100 12A6 6 0 008 2zM8 3.4v9.2a4.6 4.6 0 000-9.2z", "fill"),
        Theme::Light => drawing(
            "M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1v1.8M8 13.2V15M1 8h1.8M13.2 8H15M3 3l1.3 1.3M11.7 11.7L13 13M13 3l-1.3 1.3M4.3 11.7L3 13",
            "stroke thin",
        ),
        Theme::Dark => drawing("M13.5 9.8A6 6 0 016.2 2.5a6 6 0 107.3 7.3z", "fill"),
    }
}
