//! A field for a parameter of an action: what is written and, beside it, what its template gives for the message.

use super::icon::severity_icon;
use super::plain::plain;
use super::words::{prose, severity_class};
use crate::editor::TemplateLine;
use rulelens_wasm::{DiagnosticView, Severity, hidden};
use web_sys::{Event, HtmlSelectElement};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, classes, function_component, html};

/// What a [`ParameterField`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct ParameterFieldProps {
    /// Its id in the page.
    pub(crate) id: AttrValue,
    /// What it is called.
    pub(crate) label: AttrValue,
    /// Whether the label is only for those who hear the page.
    #[prop_or_default]
    pub(crate) label_hidden: bool,
    /// What it holds.
    pub(crate) value: AttrValue,
    /// An example, where it is empty.
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    /// Whether templates are evaluated in it.
    #[prop_or_default]
    pub(crate) template: bool,
    /// What the template gives for the message.
    #[prop_or_default]
    pub(crate) gives: Option<AttrValue>,
    /// Words that are usual.
    #[prop_or_default]
    pub(crate) choices: &'static [&'static str],
    /// The most severe thing to say about it.
    #[prop_or_default]
    pub(crate) diagnostic: Option<DiagnosticView>,
    /// What stands in the same frame behind it.
    #[prop_or_default]
    pub(crate) children: Html,
    /// Is told what it holds after each keystroke.
    pub(crate) on_value: Callback<String>,
}

/// A line of text with what it gives.
#[function_component]
pub(crate) fn ParameterField(props: &ParameterFieldProps) -> Html {
    let ParameterFieldProps { id, label, label_hidden, value, gives, choices, diagnostic, on_value, .. } =
        props;
    let problem_id = format!("{id}-problem");
    let list_id = (!choices.is_empty()).then(|| format!("{id}-choices"));
    let gives = gives.as_ref().filter(|gives| *gives != value);
    html! {
        <>
            <label for={id.clone()} class={label_hidden.then_some("sr-only")}>{ label }</label>
            <div class="parameter">
                <div class="valued">
                    <TemplateLine {id} label={label.clone()} value={value.clone()} placeholder={props.placeholder.clone()}
                        template={props.template} list={list_id.clone()} diagnostic={diagnostic.clone()}
                        described_by={diagnostic.is_some().then(|| problem_id.clone())} {on_value} />
                    if let Some(gives) = gives {
                        <span class="gives" title={format!("For this message: {}", hidden::visible(gives))}>
                            <span class="sr-only">{ "gives " }</span>{ plain(gives) }
                        </span>
                    }
                    { props.children.clone() }
                </div>
                if let Some(list_id) = list_id {
                    <datalist id={list_id}>{ for choices.iter().map(|choice| html! { <option value={*choice} /> }) }</datalist>
                }
                { problem(Some(problem_id), diagnostic.as_ref()) }
            </div>
        </>
    }
}

/// What a [`ParameterChoice`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct ParameterChoiceProps {
    /// Its id in the page.
    pub(crate) id: AttrValue,
    /// What it is called.
    pub(crate) label: AttrValue,
    /// Whether it stands in another field's frame.
    #[prop_or_default]
    pub(crate) inside: bool,
    /// What it holds.
    pub(crate) value: AttrValue,
    /// What can be chosen.
    pub(crate) choices: &'static [&'static str],
    /// Whether there is nothing yet that the choice is about.
    #[prop_or_default]
    pub(crate) idle: bool,
    /// Whether nothing can be chosen too.
    #[prop_or_default]
    pub(crate) optional: bool,
    /// The most severe thing to say about it.
    #[prop_or_default]
    pub(crate) diagnostic: Option<DiagnosticView>,
    /// Is told what is chosen.
    pub(crate) on_value: Callback<String>,
}

/// One of few words.
#[function_component]
pub(crate) fn ParameterChoice(props: &ParameterChoiceProps) -> Html {
    let ParameterChoiceProps { id, label, inside, value, choices, idle, optional, diagnostic, on_value } =
        props;
    let onchange = on_value.reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let is_other = !value.is_empty() && !choices.contains(&value.as_str());
    let option = |choice: &str| {
        // A line break and a tab have no words of their own.
        let words = format!("{choice:?}");
        html! { <option value={choice.to_owned()} selected={value.as_str() == choice}>{ words.trim_matches('"') }</option> }
    };
    let select = html! {
        <span class={classes!("select", inside.then_some("select-in"))}>
            <select id={id.clone()} {onchange} disabled={*idle} aria-label={inside.then(|| label.clone())}
                aria-invalid={is_error(diagnostic.as_ref()).then_some("true")}>
                if *optional || (value.is_empty() && !inside) {
                    <option value="" selected={value.is_empty()}>{ "not set" }</option>
                }
                if is_other { { option(value) } }
                { for choices.iter().map(|choice| option(choice)) }
            </select>
        </span>
    };
    if *inside {
        return select;
    }
    html! {
        <>
            <label for={id.clone()}>{ label }</label>
            <div class="parameter">{ select }{ problem(None, diagnostic.as_ref()) }</div>
        </>
    }
}

fn is_error(diagnostic: Option<&DiagnosticView>) -> bool {
    diagnostic.is_some_and(|diagnostic| diagnostic.severity == Severity::Error)
}

/// What is wrong with a field, below it.
pub(crate) fn problem(id: Option<String>, diagnostic: Option<&DiagnosticView>) -> Html {
    let Some(diagnostic) = diagnostic else { return Html::default() };
    html! {
        <p {id} class={classes!("field-problem", severity_class(diagnostic.severity))}>
            { severity_icon(diagnostic.severity) }<span>{ prose(&diagnostic.message) }</span>
        </p>
    }
}
