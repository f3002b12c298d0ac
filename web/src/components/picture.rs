//! A rule and what comes of a message as a picture, which can be saved.

use crate::browser::save;
use crate::state::share::PictureLine;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement};
use yew::{Html, Properties, function_component, html, use_effect_with, use_node_ref};

/// The name of the file.
const FILE: &str = "rulelens.png";

/// How wide the picture is, in pixels of the page; the file has twice as many.
const WIDTH: f64 = 720.0;

/// How much finer the file is than the page.
const SCALE: f64 = 2.0;

/// The space at the edges.
const EDGE: f64 = 20.0;

/// How many characters of a sentence stand in a line.
const COLUMNS: usize = 100;

/// The colours: a picture looks the same wherever it is passed on to.
const GROUND: &str = "#ffffff";
const SUNKEN: &str = "#f5f7fa";
const INK: &str = "#1a1d21";
const SOFT: &str = "#565d66";
const ERROR: &str = "#b3261e";

/// The typefaces.
const SANS: &str = "system-ui, sans-serif";
const MONO: &str = "ui-monospace, monospace";

/// What a [`Picture`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct PictureProps {
    /// Its lines.
    pub(crate) lines: Vec<PictureLine>,
}

/// The picture, and a button that saves it.
#[function_component]
pub(crate) fn Picture(props: &PictureProps) -> Html {
    let canvas = use_node_ref();
    {
        let canvas = canvas.clone();
        use_effect_with(props.lines.clone(), move |lines| {
            if let Some(canvas) = canvas.cast::<HtmlCanvasElement>() {
                draw(&canvas, lines);
            }
        });
    }
    let onclick = {
        let canvas = canvas.clone();
        move |_| {
            let Some(canvas) = canvas.cast::<HtmlCanvasElement>() else { return };
            let made = Closure::once_into_js(|blob: JsValue| {
                if let Ok(blob) = blob.dyn_into::<Blob>() {
                    save(FILE, &blob);
                }
            });
            let _ = canvas.to_blob(made.unchecked_ref());
        }
    };
    html! {
        <>
            <div class="share-picture" tabindex="0" role="group" aria-label="Image, scrolls">
                <canvas ref={canvas} role="img" aria-label={words(&props.lines)}></canvas>
            </div>
            <button type="button" class="button" {onclick}>{ "Save image" }</button>
        </>
    }
}

/// What the picture is about, for those who do not see it.
fn words(lines: &[PictureLine]) -> String {
    let headings = lines.iter().filter_map(|line| match line {
        PictureLine::Title(text) | PictureLine::Heading(text) => Some(text.as_str()),
        PictureLine::Code(_) | PictureLine::Words(_) | PictureLine::Record(..) => None,
    });
    headings.collect::<Vec<_>>().join("; ")
}

/// How high a line is, with the space above it.
fn height(line: &PictureLine) -> f64 {
    match line {
        PictureLine::Title(_) => 30.0,
        PictureLine::Heading(_) => 38.0,
        PictureLine::Code(_) => 19.0,
        PictureLine::Words(text) => 19.0 * folded(text).len() as f64,
        PictureLine::Record(_, None) => 22.0,
        PictureLine::Record(_, Some(why)) => 22.0 + 18.0 * folded(why).len() as f64,
    }
}

/// A sentence in lines.
fn folded(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > 0 && line + word.chars().count() >= COLUMNS {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

fn draw(canvas: &HtmlCanvasElement, lines: &[PictureLine]) {
    let tall: f64 = lines.iter().map(height).sum::<f64>() + 2.0 * EDGE + 22.0;
    canvas.set_width((WIDTH * SCALE) as u32);
    canvas.set_height((tall * SCALE) as u32);
    let context = canvas.get_context("2d").ok().flatten();
    let Some(context) = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok())
    else {
        return;
    };
    let _ = context.scale(SCALE, SCALE);
    context.set_fill_style_str(GROUND);
    context.fill_rect(0.0, 0.0, WIDTH, tall);
    let mut top = EDGE;
    let text = |text: &str, x: f64, y: f64, colour: &str, font: String| {
        context.set_font(&font);
        context.set_fill_style_str(colour);
        let _ = context.fill_text_with_max_width(text, x, y, WIDTH - EDGE - x);
    };
    let sans = |size: u32, weight: u32| format!("{weight} {size}px {SANS}");
    for line in lines {
        let bottom = top + height(line);
        match line {
            PictureLine::Title(title) => text(title, EDGE, top + 18.0, INK, sans(18, 600)),
            PictureLine::Heading(heading) => text(heading, EDGE, bottom - 8.0, SOFT, sans(13, 600)),
            PictureLine::Code(code) => {
                context.set_fill_style_str(SUNKEN);
                context.fill_rect(EDGE, top, WIDTH - 2.0 * EDGE, height(line));
                text(code, EDGE + 8.0, top + 14.0, INK, format!("12px {MONO}"));
            }
            PictureLine::Words(words) => {
                for (at, part) in folded(words).iter().enumerate() {
                    text(part, EDGE, top + 14.0 + 19.0 * at as f64, INK, sans(13, 400));
                }
            }
            PictureLine::Record([name, value, kind], why) => {
                let (mark, colour) = if why.is_some() { ("✗", ERROR) } else { ("✓", INK) };
                text(mark, EDGE, top + 15.0, colour, sans(13, 600));
                text(name, EDGE + 20.0, top + 15.0, INK, format!("600 12px {MONO}"));
                text(value, 300.0, top + 15.0, INK, format!("12px {MONO}"));
                text(kind, 560.0, top + 15.0, SOFT, sans(12, 600));
                for (at, part) in why.iter().flat_map(|why| folded(why)).enumerate() {
                    text(&part, EDGE + 20.0, top + 33.0 + 18.0 * at as f64, ERROR, sans(12, 400));
                }
            }
        }
        top = bottom;
    }
    text("RuleLens", EDGE, top + 22.0, SOFT, sans(12, 400));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_folded_and_make_their_line_higher() {
        let long = "word ".repeat(60);
        assert_eq!(folded("a  b"), ["a b"]);
        assert_eq!(folded(&long).len(), 3);
        assert!(folded(&long).iter().all(|line| line.chars().count() <= COLUMNS));
        let record = |why: Option<&str>| PictureLine::Record(Default::default(), why.map(str::to_owned));
        assert!(height(&record(Some(&long))) > height(&record(Some("short"))));
        assert!(height(&record(Some("short"))) > height(&record(None)));
        let lines = [
            PictureLine::Title("Pumps".to_owned()),
            PictureLine::Code("x".to_owned()),
            PictureLine::Heading("SQL".to_owned()),
        ];
        assert_eq!(words(&lines), "Pumps; SQL");
    }
}
