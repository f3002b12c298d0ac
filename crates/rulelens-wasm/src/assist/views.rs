//! Questions and answers, as plain data.

use serde::{Deserialize, Serialize};

/// A question about a text, or about the rule and the message as a whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AssistQuestion {
    /// How to colour a range that starts and ends with lines.
    Tokens {
        /// Where it starts.
        from: usize,
        /// Where it ends.
        to: usize,
    },
    /// Which brackets belong together at an offset.
    Brackets {
        /// The offset.
        at: usize,
    },
    /// What can be typed at an offset.
    Complete {
        /// The offset.
        at: usize,
        /// Whether the user asked, rather than typed.
        asked: bool,
    },
    /// Which argument of which call is typed at an offset.
    Parameters {
        /// The offset.
        at: usize,
    },
    /// What stands at an offset.
    Hover {
        /// The offset.
        at: usize,
    },
    /// Another question, about a string with substitution templates, which a parameter of an action holds.
    Template {
        /// The text.
        text: String,
        /// The question.
        ask: Box<AssistQuestion>,
    },
    /// What the parts of the rule give for the message, and what they read of it. It is about no text.
    Explain,
    /// The text in one layout.
    Format,
}

/// What the editor is told.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AssistAnswer {
    /// There is nothing to say.
    Nothing,
    /// To `Tokens`.
    Tokens(TokensView),
    /// To `Brackets`: the offsets of one bracket without a partner, or of two that belong together.
    Brackets(Vec<usize>),
    /// To `Complete`.
    Completions(CompletionsView),
    /// To `Parameters`.
    Parameters(ParametersView),
    /// To `Hover`.
    Hover(HoverView),
    /// To `Explain`.
    Explained(ExplainedView),
    /// To `Format`.
    Formatted(FormattedView),
}

/// How to colour a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TokensView {
    /// The names of the kinds that the list counts.
    pub kinds: &'static [&'static str],
    /// Start, end and kind of each token, one after the other.
    pub list: Vec<usize>,
    /// Start and end of each range that can be folded away, one after the other.
    pub folds: Vec<usize>,
}

/// What can be typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompletionsView {
    /// Where what is replaced starts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// The offers, best first.
    pub items: Vec<CompletionView>,
}

/// One offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CompletionView {
    /// What is shown.
    pub label: String,
    /// What is written.
    pub insert: String,
    /// Where the caret goes, counted in what is written.
    pub caret: usize,
    /// `keyword`, `function`, `key`, `name`, `variable`, `topic`, `text`, `number` or `type`.
    pub kind: &'static str,
    /// Type and value, or the signature.
    pub detail: String,
    /// What it does.
    pub info: String,
}

/// A call that is being typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParametersView {
    /// Where the function's name starts.
    pub from: usize,
    /// The form of the call.
    pub signature: String,
    /// Start and end of the parameter that is being typed, in the signature; absent where there are too many arguments.
    pub active: Option<[usize; 2]>,
    /// The types that this parameter takes, and what it is for.
    pub due: Option<[&'static str; 2]>,
    /// What the function does.
    pub info: &'static str,
}

/// What is known of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HoverView {
    /// Where what it is about starts.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// What it is: a signature, an expression, a keyword, a path.
    pub title: String,
    /// Its value for the message.
    pub now: Option<String>,
    /// The value's type.
    pub r#type: Option<&'static str>,
    /// What there is to say, with code in backticks.
    pub paragraphs: Vec<String>,
    /// How it is known, in a word.
    pub evidence: Option<&'static str>,
}

/// What the parts of a rule give and read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedView {
    /// What to draw behind the statement's lines.
    pub values: Vec<ValueView>,
    /// The parts of the statement and of templates that read the payload.
    pub parts: Vec<PartView>,
    /// The texts of the actions' parameters with templates, which the parts count.
    pub templates: Vec<String>,
    /// What no part reads, as start and end in the payload, one after the other.
    pub unread: Vec<usize>,
    /// How many keys the payload has that have no keys themselves.
    pub keys: usize,
    /// How many of them no part reads.
    pub unread_keys: usize,
}

/// The value of a part of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ValueView {
    /// Where the part starts.
    pub from: usize,
    /// Where it ends.
    pub at: usize,
    /// What to show.
    pub text: String,
    /// The type that Timestream gives it, where it has one.
    pub r#type: &'static str,
    /// `value`, `undefined`, `false`, `true` or `error`; `unreached` where WHERE keeps the message from it.
    pub state: &'static str,
}

/// A part that reads the payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PartView {
    /// Which of the templates it stands in; absent for a part of the statement.
    pub template: Option<usize>,
    /// Where it starts in its text.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// The outgoing attributes that come of it, as dotted paths; an empty one stands for all that `*` gives.
    pub attributes: Vec<String>,
    /// Start and end of what it reads of the payload, one after the other.
    pub reads: Vec<usize>,
}

/// A text in one layout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FormattedView {
    /// The text; absent where it cannot be read.
    pub text: Option<String>,
    /// Why it cannot.
    pub why: Option<String>,
}
