//! Passing a rule on: what looks private in it, what others will see, and the forms in which they get it.

use super::coloured::Coloured;
use super::copy::CopyButton;
use super::dialog::Dialog;
use super::icon::{severity_icon, stage_icon};
use super::picture::Picture;
use super::segmented::Segmented;
use super::words::count;
use crate::links::{link_to, page_address};
use crate::state::PayloadForm;
use crate::state::cases::Cases;
use crate::state::link::SHORT;
use crate::state::portable::Portable;
use crate::state::share::{Found, Shown, Treatment};
use crate::worker::protocol::{SharedView, SideAnswer};
use crate::worker::side::{Question, Side, SideResult};
use js_sys::Date;
use rulelens_wasm::{Severity, StageState};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlSelectElement};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, classes, function_component, html, use_effect_with,
    use_memo, use_mut_ref, use_state,
};

/// What a [`ShareDialog`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct ShareDialogProps {
    /// Makes the rule to pass on; asked once.
    pub(crate) rule: Callback<(), Portable>,
    /// Is told that the dialog was closed.
    pub(crate) on_close: Callback<()>,
}

/// A rule that is ready, with what stands behind `#` in the link to it.
struct Ready {
    view: Box<SharedView>,
    hash: Option<String>,
}

/// The forms, in which the rule can be copied.
const FORMS: [&str; 5] = ["Link", "Markdown", "Case file", "HTML", "Image"];

/// The place of the image among them.
const IMAGE: usize = 4;

/// The dialog.
#[function_component]
pub(crate) fn ShareDialog(props: &ShareDialogProps) -> Html {
    let rule = use_memo((), |()| {
        let mut rule = props.rule.emit(());
        // The document that a rule came from holds more than the rule.
        rule.inputs.source = None;
        // Each case holds a message of its own, which nobody has looked through here.
        rule.inputs.cases = Cases::default();
        let base64 = rule.inputs.messages.rows().iter().any(|row| row.form != PayloadForm::default());
        (js_sys::JsString::from(rule.json().to_string()), rule.name, base64)
    });
    let treatments = use_state(Vec::<(String, Treatment)>::new);
    let ready = use_state(|| None::<Rc<Result<Ready, String>>>);
    let (form, part) = (use_state(|| 0), use_state(|| None::<usize>));
    let asked = use_mut_ref(|| 0_u32);
    {
        let (json, ready) = (rule.0.clone(), ready.setter());
        use_effect_with((*treatments).clone(), move |treatments| {
            *asked.borrow_mut() += 1;
            let number = *asked.borrow();
            let listener = Callback::from(move |result: SideResult| {
                let (ready, asked) = (ready.clone(), asked.clone());
                spawn_local(async move {
                    let made = match result {
                        Ok(SideAnswer::Share(Ok(view))) => {
                            let hash = link_to(&view.json).await;
                            Ok(Ready { view, hash })
                        }
                        Ok(SideAnswer::Share(Err(why))) => {
                            Err(format!("This rule cannot be passed on: {why}."))
                        }
                        Ok(_) => return,
                        Err(error) => Err(error.words()),
                    };
                    if *asked.borrow() == number {
                        ready.set(Some(Rc::new(made)));
                    }
                });
            });
            Side::of_page().ask(Question::share(json, treatments.clone(), Date::now()), listener);
        });
    }
    let body = match ready.as_deref() {
        None => html! { <p role="status">{ "The rule is being made ready …" }</p> },
        Some(Err(why)) => html! { <p class="field-problem is-error" role="alert">{ why }</p> },
        Some(Ok(Ready { view, hash })) => {
            let on_treat = {
                let treatments = treatments.clone();
                Callback::from(move |(value, treatment): (String, Treatment)| {
                    let mut all = (*treatments).clone();
                    all.retain(|(other, _)| *other != value);
                    all.push((value, treatment));
                    treatments.set(all);
                })
            };
            let on_all = {
                let (treatments, found) = (treatments.setter(), view.found.clone());
                move |_| {
                    treatments.set(found.iter().map(|one| (one.value.clone(), Treatment::Replace)).collect());
                }
            };
            let on_part = {
                let part = part.setter();
                move |event: Event| {
                    part.set(Some(
                        event.target_unchecked_into::<HtmlSelectElement>().selected_index() as usize
                    ));
                }
            };
            // The first text that shows something of what was replaced.
            let usual = || {
                let tells = |shown: &Shown| shown.pieces.iter().any(|piece| piece.replaced);
                view.shown.iter().position(tells).unwrap_or(0)
            };
            let at = part.unwrap_or_else(usual).min(view.shown.len().saturating_sub(1));
            html! {
                <>
                    <div class="share">
                        <section aria-labelledby="share-private">
                            <div class="share-head">
                                <h3 id="share-private">{ "Looks private" }{ " " }<span class="count">{ view.found.len() }</span></h3>
                                if !view.found.is_empty() {
                                    <button type="button" class="button is-link is-small" onclick={on_all}>{ "Replace all" }</button>
                                }
                            </div>
                            if view.found.is_empty() {
                                <p class="hint">{ "Nothing was found by its pattern. Please look through what others will see all the same." }</p>
                            }
                            <ul class="share-found">{ for view.found.iter().map(|one| row(one, &on_treat)) }</ul>
                            if rule.2 {
                                <p class="hint">{ "Payloads in base64 or hexadecimal digits are passed on as they are." }</p>
                            }
                        </section>
                        <section aria-labelledby="share-seen">
                            <div class="share-head">
                                <h3 id="share-seen">{ "What others will see" }</h3>
                                <select aria-label="Part shown" onchange={on_part}>
                                    { for view.shown.iter().enumerate().map(|(place, shown)| html! {
                                        <option selected={place == at}>{ &shown.title }</option>
                                    }) }
                                </select>
                            </div>
                            <pre class="share-text" tabindex="0" aria-label="What others will see">
                                { for view.shown.get(at).map(seen) }
                            </pre>
                            <p class={classes!("hint", "share-same", if view.same { "is-passed" } else { "is-warning" })} role="status">
                                { if view.same { stage_icon(StageState::Passed, None) } else { severity_icon(Severity::Warning) } }
                                { if view.same { "The result stays the same: " } else { "The result is no longer the same: " } }
                                { &view.result }{ "." }
                            </p>
                        </section>
                    </div>
                    { passing(view, hash.as_deref(), &rule.1, *form, &form.setter()) }
                </>
            }
        }
    };
    html! {
        <Dialog id="share" title="Share" on_close={props.on_close.clone()}>
            <p class="hint">{ "Everything is in the link. Nothing is sent to a server." }</p>
            { body }
        </Dialog>
    }
}

/// A text as others will see it, with what was replaced marked.
fn seen(shown: &Shown) -> Html {
    let text: String = shown.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let mut colours = Coloured::new(&text);
    let pieces = shown.pieces.iter().map(|piece| {
        let part = colours.part(piece.text.len());
        if piece.replaced {
            html! { <mark>{ part }</mark> }
        } else {
            part
        }
    });
    let pieces: Vec<Html> = pieces.collect();
    html! { <>{ for pieces }</> }
}

/// A value that looks private.
fn row(one: &Found, on_treat: &Callback<(String, Treatment)>) -> Html {
    let value = one.value.clone();
    let on_choose = on_treat.reform(move |at: usize| (value.clone(), Treatment::ALL[at]));
    let chosen = Treatment::ALL.iter().position(|treatment| *treatment == one.treatment).unwrap_or(0);
    let places = match one.places.len() {
        0..=2 => one.places.join(", "),
        more => format!("{}, {} more", one.places[0], more - 1),
    };
    let options: Vec<AttrValue> = ["Keep", "Blank", "Replace"].map(AttrValue::from).to_vec();
    html! {
        <li key={one.value.clone()}>
            <span class="share-what">
                <span>{ &one.kind }{ " " }<span class="hint">{ places }</span></span>
                <code>{ &one.value }</code>
            </span>
            <Segmented label={format!("{}: {}", one.kind, one.value)} {options} {chosen} {on_choose} />
        </li>
    }
}

/// The forms with their texts, and a button that copies.
fn passing(
    view: &SharedView,
    hash: Option<&str>,
    name: &str,
    form: usize,
    on_form: &yew::UseStateSetter<usize>,
) -> Html {
    let link = hash.map(|hash| format!("{}#{hash}", page_address()));
    let missing = || Err("This browser cannot make links: it lacks CompressionStream.".to_owned());
    let text = match (form, &link) {
        (2, _) => view.case.clone().map_err(|why| format!("There is no case: {why}.")),
        (_, None) => missing(),
        (0, Some(link)) => Ok(link.clone()),
        (1, Some(link)) => Ok(format!("[Open in RuleLens]({link})\n\n{}", view.markdown)),
        (_, Some(_)) => Ok(embed(hash.unwrap_or_default(), name)),
    };
    let on_form = on_form.clone();
    let options: Vec<AttrValue> = FORMS.map(AttrValue::from).to_vec();
    let length = link.as_ref().map_or(0, String::len);
    html! {
        <div class="share-foot">
            <Segmented label={AttrValue::from("Share as")} {options} chosen={form} on_choose={move |at| on_form.set(at)} />
            { match &text {
                _ if form == IMAGE => html! { <Picture lines={view.picture.clone()} /> },
                Err(why) => html! { <p class="field-problem is-error" role="alert">{ why }</p> },
                Ok(text) => {
                    let copied = text.clone();
                    html! {
                        <>
                            if form == 0 {
                                <input class="input code" aria-label="Link" readonly=true value={text.clone()} />
                            } else {
                                <textarea class="input code" aria-label={FORMS[form]} readonly=true rows="6" value={text.clone()} />
                            }
                            <CopyButton primary=true label={format!("Copy {}", FORMS[form].to_ascii_lowercase().replace("html", "HTML").replace("markdown", "Markdown"))}
                                text={Callback::from(move |()| Some(copied.as_str().into()))} />
                        </>
                    }
                }
            } }
            if form != 2 && form != IMAGE && link.is_some() {
                <p class={if length > SHORT { "share-length is-long" } else { "share-length hint" }} role="status">
                    { format!("The link has {} of {} characters. ", count(length), count(SHORT)) }
                    { if length > SHORT {
                        "Some chats, issue trackers and mail programs cut off what is longer: a case file, or fewer messages, get there whole."
                    } else {
                        "Short enough for chat and issue trackers."
                    } }
                    <meter aria-label="Length of the link" max={SHORT.to_string()} value={length.min(SHORT).to_string()}></meter>
                </p>
            }
        </div>
    }
}

/// The page inside another one.
fn embed(hash: &str, name: &str) -> String {
    let name: String =
        name.chars().map(|letter| if "\"<>&".contains(letter) { ' ' } else { letter }).collect();
    let title = if name.is_empty() { "RuleLens".to_owned() } else { format!("RuleLens: {name}") };
    format!(
        "<iframe src=\"{}?embed#{hash}\" title=\"{title}\" width=\"100%\" height=\"480\" loading=\"lazy\"></iframe>",
        page_address()
    )
}
