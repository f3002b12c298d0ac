//! What the page can do by a key: one table for the listener, the list of keys and the palette.

/// Something that the page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Opens the palette.
    Find,
    /// Lists the keys.
    Keys,
    /// Opens the examples.
    Examples,
    /// Opens the lessons.
    Lessons,
    /// Checks the answer to the lesson, or goes on once it is right.
    Judge,
    /// Opens the next hint of the lesson.
    Hint,
    /// Goes to the next lesson, or to the one before.
    Lesson(Turn),
    /// Opens the reference.
    Reference,
    /// Opens the list of rules.
    Rules,
    /// Opens the dialog that passes the rule on.
    Share,
    /// Brings the sample back.
    Reset,
    /// Opens the menu of the page's colours.
    Theme,
    /// Tells what is kept.
    Kept,
    /// Tells what the page is.
    About,
    /// Goes to the next problem, or to the one before.
    Problem(Turn),
    /// Goes to the next part of the page, or to the one before.
    Part(Turn),
    /// Chooses the next message, or the one before.
    Message(Turn),
    /// Turns to the next tab of the result, or to the one before.
    Tab(Turn),
    /// Shows the values behind the code, or no more.
    Values,
    /// Shows the rule beside another one.
    Compare,
    /// Evaluates once more.
    Evaluate,
    /// Saves what came of the chosen message as a case.
    SaveCase,
    /// Turns to the cases.
    Cases,
    /// Is the code editor's own: it is only listed.
    Editor,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To the one behind.
    Next,
    /// To the one before.
    Previous,
}

impl Turn {
    /// The place behind or before a place of so many; behind the last one is the first.
    #[must_use]
    pub fn from(self, at: Option<usize>, count: usize) -> usize {
        match (self, at) {
            (Self::Next, None) => 0,
            (Self::Next, Some(at)) => (at + 1) % count.max(1),
            (Self::Previous, None | Some(0)) => count.saturating_sub(1),
            (Self::Previous, Some(at)) => at - 1,
        }
    }
}

/// Where the list of keys has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What can be done everywhere.
    Everywhere,
    /// What can be done in the code editor.
    Editor,
    /// What concerns messages and results.
    Results,
    /// What can be done in a lesson.
    Lesson,
}

impl Place {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Everywhere, Self::Editor, Self::Results, Self::Lesson];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Editor => "Code editor",
            Self::Results => "Messages and results",
            Self::Lesson => "In a lesson",
        }
    }
}

/// A line of the table.
#[derive(Debug)]
pub struct Row {
    /// What is done.
    pub command: Command,
    /// What it is called.
    pub title: &'static str,
    /// Its keys, such as `Shift F8`; a letter alone counts only outside fields, and can be switched off. Of several with
    /// a comma between them each does it.
    pub keys: &'static str,
    /// Where the list has it.
    pub place: Place,
}

const fn row(command: Command, title: &'static str, keys: &'static str, place: Place) -> Row {
    Row { command, title, keys, place }
}

/// All rows. The keys type no character on any keyboard (Ctrl and Alt together are `AltGr` on many), and are none that the
/// code editor or a browser needs: `web/editor` and the test below say which these are.
pub const COMMANDS: [Row; 37] = [
    row(Command::Find, "Find anything", "Ctrl K", Place::Everywhere),
    row(Command::Keys, "All keys", "Shift F1, ?", Place::Everywhere),
    row(Command::Examples, "Examples", "F2, E", Place::Everywhere),
    row(Command::Lessons, "Lessons", "Ctrl F2, L", Place::Everywhere),
    row(
        Command::Reference,
        "Reference: functions, diagnostics, open questions, limits",
        "F1, F",
        Place::Everywhere,
    ),
    row(Command::Rules, "Your rules", "Shift F2, R", Place::Everywhere),
    row(Command::Share, "Share", "Ctrl S", Place::Everywhere),
    row(Command::Problem(Turn::Next), "Next problem", "F8", Place::Everywhere),
    row(Command::Problem(Turn::Previous), "Previous problem", "Shift F8", Place::Everywhere),
    row(Command::Part(Turn::Next), "Next part of the page", "F6", Place::Everywhere),
    row(Command::Part(Turn::Previous), "Previous part of the page", "Shift F6", Place::Everywhere),
    row(Command::Reset, "Reset to the sample", "S", Place::Everywhere),
    row(Command::Theme, "Light or dark", "D", Place::Everywhere),
    row(Command::Kept, "What is kept on this device", "K", Place::Everywhere),
    row(Command::About, "About RuleLens", "A", Place::Everywhere),
    row(Command::Editor, "Complete", "Ctrl Space", Place::Editor),
    row(Command::Editor, "Arguments of the call", "Ctrl Shift Space", Place::Editor),
    row(Command::Editor, "Fix at the cursor", "Ctrl .", Place::Editor),
    row(Command::Editor, "What is this?", "F1", Place::Editor),
    row(Command::Editor, "Format", "Shift Alt F", Place::Editor),
    row(Command::Editor, "Search in the text", "Ctrl F", Place::Editor),
    row(Command::Editor, "Undo", "Ctrl Z", Place::Editor),
    row(Command::Editor, "Redo", "Ctrl Y", Place::Editor),
    row(Command::Editor, "Leave the editor", "Esc Tab", Place::Editor),
    row(Command::Message(Turn::Next), "Next message", "F9", Place::Results),
    row(Command::Message(Turn::Previous), "Previous message", "Shift F9", Place::Results),
    row(Command::Tab(Turn::Next), "Next tab of the result", "Alt PageDown", Place::Results),
    row(Command::Tab(Turn::Previous), "Previous tab of the result", "Alt PageUp", Place::Results),
    row(Command::Values, "Values behind the code, on or off", "V", Place::Results),
    row(Command::Compare, "Compare with another rule or version", "Shift F4, C", Place::Results),
    row(Command::Evaluate, "Evaluate again", "Shift Enter, .", Place::Results),
    row(Command::SaveCase, "Save as a case", "Shift F7", Place::Results),
    row(Command::Cases, "Cases of this rule", "F4, T", Place::Results),
    row(Command::Judge, "Check the answer; next lesson once it is right", "Ctrl Enter", Place::Lesson),
    row(Command::Hint, "Next hint", "H", Place::Lesson),
    row(Command::Lesson(Turn::Next), "Next lesson", "N", Place::Lesson),
    row(Command::Lesson(Turn::Previous), "Previous lesson", "P", Place::Lesson),
];

/// A key that is pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a key of its own that is held, or not
pub struct Pressed<'k> {
    /// The key's name in the browser.
    pub key: &'k str,
    /// Whether Ctrl is held, or Command on a Mac.
    pub ctrl: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether what one types goes into a field.
    pub in_field: bool,
}

impl Pressed<'_> {
    fn is(self, keys: &str) -> bool {
        let (held, key) = keys.rsplit_once(' ').unwrap_or(("", keys));
        let is_letter = is_single(keys);
        // A sign like ? is where a keyboard has it, with Shift or without.
        let is_key = self.key.eq_ignore_ascii_case(key);
        let shift =
            is_letter && !key.as_bytes()[0].is_ascii_alphabetic() || self.shift == held.contains("Shift");
        is_key && shift && self.ctrl == held.contains("Ctrl") && self.alt == held.contains("Alt")
    }

    /// What it asks for; `singles`: also by a single character.
    #[must_use]
    pub fn command(self, singles: bool) -> Option<Command> {
        let asks = |keys: &str| {
            let is_typed = is_single(keys) || keys == "Shift Enter";
            self.is(keys) && !(is_typed && self.in_field) && (singles || !is_single(keys))
        };
        let row = COMMANDS.iter().filter(|row| row.command != Command::Editor);
        row.into_iter().find(|row| row.keys.split(", ").any(asks)).map(|row| row.command)
    }
}

/// Whether keys are one that types a character.
#[must_use]
pub fn is_single(keys: &str) -> bool {
    keys.len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(keys: &str) -> Pressed<'_> {
        let (held, key) = keys.rsplit_once(' ').unwrap_or(("", keys));
        let held = |name| held.contains(name);
        Pressed { key, ctrl: held("Ctrl"), alt: held("Alt"), shift: held("Shift"), in_field: false }
    }

    #[test]
    fn every_command_has_a_key_and_none_has_that_of_another() {
        // In the code editor F1 asks what stands there, and everywhere else it opens the reference.
        let of_editor = |row: &Row| row.place == Place::Editor && row.keys == "F1";
        let rows = COMMANDS.iter().filter(|row| !of_editor(row));
        let mut all: Vec<&str> = rows.flat_map(|row| row.keys.split(", ")).collect();
        for row in &COMMANDS {
            assert!(!row.keys.is_empty() && !row.title.is_empty(), "{row:?}");
            for keys in row.keys.split(", ").filter(|_| row.command != Command::Editor) {
                assert_eq!(pressed(keys).command(true), Some(row.command), "{keys}");
            }
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn no_key_types_a_character_in_a_field() {
        for keys in
            COMMANDS.iter().filter(|row| row.command != Command::Editor).flat_map(|row| row.keys.split(", "))
        {
            let found = Pressed { in_field: true, ..pressed(keys) }.command(true);
            let (held, key) = keys.rsplit_once(' ').unwrap_or(("", keys));
            let types = (key.len() == 1 || key == "Enter") && !held.contains("Ctrl");
            assert_eq!(found.is_none(), types, "{keys}");
            assert!(!(held.contains("Ctrl") && held.contains("Alt")), "{keys} is AltGr");
            assert!(!(held == "Alt" && key.len() == 1), "{keys} types a character on a Mac");
        }
    }

    /// The keys of `CodeMirror`'s key maps that the code editor has, and those of browsers that nobody may take; F1 is not
    /// among them, which the code editor takes before the page sees it.
    const TAKEN: [&str; 23] = [
        "Alt ArrowUp",
        "Alt ArrowDown",
        "Shift Alt ArrowUp",
        "Shift Alt ArrowDown",
        "Ctrl Space",
        "Ctrl Shift Space",
        "Ctrl .",
        "Ctrl F",
        "Ctrl Z",
        "Ctrl Y",
        "Ctrl A",
        "Ctrl D",
        "Ctrl G",
        "Alt G",
        "F3",
        "Shift F3",
        "Ctrl [",
        "Ctrl ]",
        "Ctrl /",
        "F5",
        "F11",
        "F12",
        "Ctrl Alt E",
    ];

    #[test]
    fn no_key_is_one_of_the_code_editor_or_of_the_browser() {
        for keys in TAKEN {
            assert_eq!(pressed(keys).command(true), None, "{keys}");
        }
    }

    #[test]
    fn single_characters_can_be_switched_off_and_others_stay() {
        assert_eq!(pressed("?").command(true), Some(Command::Keys));
        assert_eq!(Pressed { shift: true, ..pressed("?") }.command(true), Some(Command::Keys));
        assert_eq!(pressed("?").command(false), None);
        assert_eq!(pressed("e").command(true), Some(Command::Examples));
        assert_eq!(Pressed { shift: true, ..pressed("E") }.command(true), None);
        assert_eq!(Pressed { ctrl: true, ..pressed("e") }.command(true), None);
        assert_eq!(pressed("Shift F1").command(false), Some(Command::Keys));
        for row in COMMANDS.iter().filter(|row| row.keys.split(", ").all(is_single)) {
            assert!(
                matches!(
                    row.command,
                    Command::Reset
                        | Command::Theme
                        | Command::Kept
                        | Command::About
                        | Command::Values
                        | Command::Hint
                        | Command::Lesson(_)
                ),
                "{row:?}"
            );
        }
    }

    #[test]
    fn turning_goes_around() {
        assert_eq!([None, Some(0), Some(2)].map(|at| Turn::Next.from(at, 3)), [0, 1, 0]);
        assert_eq!([None, Some(0), Some(2)].map(|at| Turn::Previous.from(at, 3)), [2, 2, 1]);
        assert_eq!((Turn::Next.from(None, 0), Turn::Previous.from(None, 0)), (0, 0));
    }
}
