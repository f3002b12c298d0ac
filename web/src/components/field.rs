//! One line to fill in, with its label, and what is wrong with it below.

use super::icon::severity_icon;
use super::words::{prose, severity_class};
use crate::undo::use_line_history;
use rulelens_wasm::{DiagnosticView, InputName, Severity};
use web_sys::{Event, HtmlSelectElement};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, classes, function_component, html, use_node_ref,
};

/// What a [`Field`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct FieldProps {
    /// Its id in the page.
    pub(crate) id: AttrValue,
    /// What it is called.
    pub(crate) label: AttrValue,
    /// Whether the label is only for those who hear the page, because a heading says it to those who see it.
    #[prop_or_default]
    pub(crate) label_hidden: bool,
    /// What it holds.
    pub(crate) value: AttrValue,
    /// An example, where it is empty.
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    /// The most severe thing to say about it.
    #[prop_or_default]
    pub(crate) diagnostic: Option<DiagnosticView>,
    /// Is told what it holds after each keystroke.
    pub(crate) on_value: Callback<String>,
}

/// A line of text.
#[function_component]
pub(crate) fn Field(props: &FieldProps) -> Html {
    let FieldProps { id, label, label_hidden, value, placeholder, diagnostic, on_value } = props;
    let field = use_node_ref();
    let oninput = use_line_history(&field, &(), value, on_value).input;
    let problem_id = format!("{id}-problem");
    let invalid = diagnostic.as_ref().is_some_and(|diagnostic| diagnostic.severity == Severity::Error);
    html! {
        <div class="field">
            <label for={id.clone()} class={label_hidden.then_some("sr-only")}>{ label }</label>
            <input type="text" ref={field} id={id.clone()} class="code" spellcheck="false" autocomplete="off" autocapitalize="off"
                value={value.clone()} placeholder={placeholder.clone()} {oninput}
                aria-invalid={invalid.then_some("true")}
                aria-describedby={diagnostic.is_some().then(|| problem_id.clone())} />
            if let Some(diagnostic) = diagnostic {
                <p id={problem_id} class={classes!("field-problem", severity_class(diagnostic.severity))}>
                    { severity_icon(diagnostic.severity) }
                    <span>{ prose(&diagnostic.message) }</span>
                </p>
            }
        </div>
    }
}

/// Something to say about a field that the page itself found out.
pub(crate) fn fault(message: String) -> DiagnosticView {
    DiagnosticView {
        code: String::new(),
        severity: Severity::Error,
        message,
        input: InputName::Request,
        action_path: None,
        labels: Vec::new(),
        help: None,
        evidence: None,
        fixes: Vec::new(),
        needed: None,
    }
}

/// What a [`Choice`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct ChoiceProps {
    /// Its id in the page.
    pub(crate) id: AttrValue,
    /// What it is called.
    pub(crate) label: AttrValue,
    /// What can be chosen.
    pub(crate) options: &'static [&'static str],
    /// What is chosen.
    pub(crate) value: AttrValue,
    /// Whether it stands in a head, where its label is only for those who hear it.
    #[prop_or_default]
    pub(crate) quiet: bool,
    /// Is told what is chosen.
    pub(crate) on_value: Callback<String>,
}

/// One of several given words.
#[function_component]
pub(crate) fn Choice(props: &ChoiceProps) -> Html {
    let ChoiceProps { id, label, options, value, quiet, on_value } = props;
    let onchange = on_value.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let options = options.iter().map(|option| {
        html! { <option value={*option} selected={value.as_str() == *option}>{ *option }</option> }
    });
    if *quiet {
        return html! {
            <span class="select is-quiet"><select id={id.clone()} aria-label={label} {onchange}>{ for options }</select></span>
        };
    }
    html! {
        <div class="field">
            <label for={id.clone()}>{ label }</label>
            <span class="select"><select id={id.clone()} {onchange}>{ for options }</select></span>
        </div>
    }
}
