//! The form of one action, made from the engine's table of its parameters.

use super::field_id;
use super::map::{Pairs, article};
use crate::components::parameter_field::{ParameterChoice, ParameterField, problem};
use crate::components::words::counted;
use crate::panes::{focus_added, row_button, setter};
use crate::state::actions::place;
use crate::state::forms::{
    add_row, asked, at, fill, join, label, member_label, remove_row, shown, singular, typed, unknown_members,
};
use crate::state::{ActionRow, Inputs, Shown, Slot};
use rulelens_wasm::{DiagnosticView, Parameter, Shape, Spec};
use serde_json::Value as Json;
use std::rc::Rc;
use yew::{AttrValue, Callback, Html, html};

/// What can be chosen of a flag.
const FLAGS: &[&str] = &["true", "false"];

/// What a form is made from.
pub(super) struct Form<'f> {
    pub(super) slot: Slot,
    pub(super) row: &'f ActionRow,
    /// What is said about the action.
    pub(super) found: &'f [DiagnosticView],
    pub(super) newest: &'f Option<Rc<Shown>>,
    pub(super) inputs: &'f Rc<Inputs>,
    pub(super) on_inputs: &'f Callback<Inputs>,
}

/// Where fields stand.
struct Place<'p> {
    /// The path of the object whose members they are for.
    path: &'p str,
    /// The parameters of that object.
    members: &'static [Parameter],
}

impl Form<'_> {
    /// The form of an action of a known kind.
    pub(super) fn view(&self, spec: &'static Spec) -> Html {
        let unseen = self.found.iter().filter(|found| {
            let path = found.action_path.as_deref().and_then(place).map_or("", |(_, path)| path);
            let first = path.split(['.', '[']).next().unwrap_or_default();
            !first.is_empty() && asked(spec.parameters).all(|parameter| parameter.name != first)
        });
        html! {
            <div class="parameters">
                { self.members(&Place { path: "", members: spec.parameters }) }
                { self.without_field(spec.parameters, "") }
                { for unseen.map(|found| html! { <div class="is-wide">{ problem(None, Some(found)) }</div> }) }
            </div>
        }
    }

    fn members(&self, place: &Place<'_>) -> Html {
        asked(place.members).map(|parameter| self.member(place, parameter, label(parameter.name))).collect()
    }

    fn member(&self, place: &Place<'_>, parameter: &'static Parameter, label: String) -> Html {
        let path = join(place.path, parameter.name);
        match parameter.shape {
            Shape::Object(members) => self.object(&path, parameter, members),
            Shape::List(members) => self.list(&path, parameter, members),
            Shape::Map => html! {
                <Pairs slot={self.slot} path={path} name={parameter.name} gives={self.all_gives()} diagnostics={self.found.to_vec()}
                    inputs={self.inputs.clone()} newest={self.newest.clone()} on_inputs={self.on_inputs.clone()} />
            },
            _ => self.scalar(place, parameter, label, false, Html::default()),
        }
    }

    /// The members of an object, with a value and its unit in one frame.
    fn object(&self, path: &str, parameter: &'static Parameter, members: &'static [Parameter]) -> Html {
        let place = Place { path, members };
        if let [value, unit] = members
            && value.name == "value"
            && !unit.choices.is_empty()
        {
            // What `fill` puts there with the value.
            let (chosen, first) = (self.text(&join(path, unit.name)), unit.choices[0]);
            let idle = self.text(&join(path, value.name)).is_empty();
            let chosen = if chosen.is_empty() { first.into() } else { chosen };
            let unit = html! {
                <ParameterChoice id={field_id(self.slot, &join(path, unit.name))} label={label(unit.name)} inside=true
                    value={chosen} choices={unit.choices} idle={idle}
                    diagnostic={self.at(&join(path, unit.name))} on_value={self.put(&place, unit)} />
            };
            return self.scalar(&place, value, label(parameter.name), false, unit);
        }
        let fields = asked(members).map(|member| match member.shape {
            Shape::Object(_) | Shape::List(_) | Shape::Map => self.member(&place, member, label(member.name)),
            _ => {
                self.scalar(&place, member, object_label(parameter.name, member.name), false, Html::default())
            }
        });
        html! { <>{ for fields }{ self.without_field(members, path) }</> }
    }

    fn list(&self, path: &str, parameter: &'static Parameter, members: &'static [Parameter]) -> Html {
        let one = singular(parameter.name);
        let rows = at(&self.row.value, path).and_then(Json::as_array).map_or(0, Vec::len);
        let is_line = members.len() <= 2 && members.iter().all(|member| is_scalar(member.shape));
        let (slot, required) = (self.slot, parameter.required);
        let items = (0..rows).map(|index| {
            let number = index + 1;
            let row_path = format!("{path}[{index}]");
            let place = Place { path: &row_path, members };
            let removed = path.to_owned();
            let remove = row_button(
                format!("Remove {one} {number}"),
                setter(self.inputs, self.on_inputs, move |inputs, _| {
                    if let Some(row) = inputs.actions.get_mut(slot) {
                        remove_row(&mut row.value, &removed, index, required);
                    }
                }),
            );
            if is_line {
                let fields = members.iter().map(|member| {
                    let label = format!("{} of {one} {number}", label(member.name));
                    self.scalar(&place, member, label, true, Html::default())
                });
                return html! { <li key={index} id={field_id(slot, &row_path)} tabindex="-1">{ for fields }{ remove }</li> };
            }
            html! {
                <li key={index} class="is-card" id={field_id(slot, &row_path)} tabindex="-1">
                    <div class="parameters">{ self.members(&place) }{ self.without_field(members, &row_path) }</div>
                    { remove }
                </li>
            }
        });
        let added = path.to_owned();
        let add = setter(self.inputs, self.on_inputs, move |inputs, _| {
            if let Some(row) = inputs.actions.get_mut(slot) {
                add_row(&mut row.value, &added);
            }
        });
        let first = members.first().map_or("", |member| member.name);
        let on_add = focus_added(add, field_id(slot, &format!("{path}[{rows}].{first}")));
        html! {
            <>
                <span class="label is-top">{ label(parameter.name) }</span>
                <div class="dimensions" role="group" aria-label={label(parameter.name)} id={field_id(slot, path)} tabindex="-1">
                    { problem(None, self.at(path).as_ref()) }
                    <ul class="rows">{ for items }</ul>
                    <button type="button" class="button is-link is-small" onclick={on_add}>{ format!("Add {} {one}", article(&one)) }</button>
                </div>
            </>
        }
    }

    fn scalar(
        &self,
        place: &Place<'_>,
        parameter: &'static Parameter,
        label: String,
        label_hidden: bool,
        inside: Html,
    ) -> Html {
        let path = join(place.path, parameter.name);
        let id = field_id(self.slot, &path);
        let (value, on_value) = (self.text(&path), self.put(place, parameter));
        // What is said about an object as a whole stands at its value.
        let around = || (parameter.name == "value").then(|| self.at(place.path)).flatten();
        let diagnostic = self.at(&path).or_else(around);
        let choices = if matches!(parameter.shape, Shape::Boolean) { FLAGS } else { parameter.choices };
        if !choices.is_empty() && !matches!(parameter.shape, Shape::Template) {
            return html! {
                <ParameterChoice {id} {label} {value} {choices} optional={!parameter.required} {diagnostic} {on_value} />
            };
        }
        let placeholder = match (parameter.name, label_hidden) {
            ("value", true) => "${…}",
            ("name" | "key", true) => "name",
            ("value", false) if place.path == "timestamp" => "processing time",
            _ if parameter.required => "",
            _ => "optional",
        };
        html! {
            <ParameterField {id} {label} {label_hidden} {value} {placeholder} template={matches!(parameter.shape, Shape::Template)} gives={self.gives(&path)} {choices} {diagnostic} {on_value}>
                { inside }
            </ParameterField>
        }
    }

    /// Members that no field is for.
    fn without_field(&self, members: &'static [Parameter], path: &str) -> Html {
        let object = if path.is_empty() { Some(&self.row.value) } else { at(&self.row.value, path) };
        let unknown = unknown_members(members, object);
        if unknown.is_empty() {
            return Html::default();
        }
        let names = unknown.join(", ");
        html! {
            <p class="hint is-wide">{ format!("{} without a field is kept, and stands in the JSON: ", counted(unknown.len(), "member")) }<code>{ names }</code></p>
        }
    }

    /// A callback that puts what is typed into the action.
    fn put(&self, place: &Place<'_>, parameter: &'static Parameter) -> Callback<String> {
        let (slot, members, path) = (self.slot, place.members, join(place.path, parameter.name));
        let in_list = place.path.ends_with(']');
        setter(self.inputs, self.on_inputs, move |inputs, text: String| {
            if let Some(row) = inputs.actions.get_mut(slot) {
                // An emptied field of a row, or of what is required, is an empty string.
                let kept = || (in_list || parameter.required && !path.contains('.')).then(|| Json::from(""));
                fill(&mut row.value, members, &path, typed(&text, parameter.shape).or_else(kept));
            }
        })
    }

    fn text(&self, path: &str) -> AttrValue {
        shown(at(&self.row.value, path)).into()
    }

    /// The most severe thing to say about a path.
    fn at(&self, path: &str) -> Option<DiagnosticView> {
        let is_here = |found: &&DiagnosticView| {
            found.action_path.as_deref().and_then(place).is_some_and(|(_, at)| !at.is_empty() && at == path)
        };
        self.found.iter().find(is_here).cloned()
    }

    fn gives(&self, path: &str) -> Option<AttrValue> {
        self.all_gives().into_iter().find(|(at, _)| at == path).map(|(_, text)| text)
    }

    /// What the action's templates give for the message.
    fn all_gives(&self) -> Vec<(String, AttrValue)> {
        let Some(shown) = self.newest else { return Vec::new() };
        let response = &shown.answer.response;
        let mut deliveries = response.deliveries.iter().chain(&response.error_delivery);
        let own = deliveries.find(|delivery| place(&delivery.path).is_some_and(|(at, _)| at == self.slot));
        let given = own.into_iter().flat_map(|delivery| &delivery.templates);
        let given = given.filter(|given| given.trace.as_ref().is_none_or(|trace| trace.failure.is_none()));
        given.map(|given| (given.path.clone(), AttrValue::from(given.text.clone()))).collect()
    }
}

fn is_scalar(shape: Shape) -> bool {
    !matches!(shape, Shape::Object(_) | Shape::List(_) | Shape::Map)
}

/// The label of a member, which says what it belongs to where its own name does not.
fn object_label(object: &str, member: &str) -> String {
    if matches!(member, "value" | "unit") { member_label(object, member) } else { label(member) }
}
