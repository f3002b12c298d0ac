//! What the page is, and what it is not.

use super::dialog::Dialog;
use yew::{Callback, Html, Properties, function_component, html};

/// What [`About`] is given.
#[derive(Properties, PartialEq)]
pub(crate) struct AboutProps {
    /// Is told that it was closed.
    pub(crate) on_close: Callback<()>,
}

/// Help, version, and what one should know before one relies on the page.
#[function_component]
pub(crate) fn About(props: &AboutProps) -> Html {
    html! {
        <Dialog id="about" title="About RuleLens" on_close={props.on_close.clone()}>
            <p>
                { "RuleLens shows what an AWS IoT Core rule does with a message before you deploy it: whether the topic and WHERE let it pass, what SELECT makes of it, and every record that Amazon Timestream would get, with name, value, type, time and dimensions." }
            </p>
            <p>{ "Paste a message on the left and a rule in the middle; the result on the right follows while you type. The sample shows how." }</p>
            <h3>{ "Privacy" }</h3>
            <p>
                { "Nothing you paste leaves your browser. The rule is evaluated by a program that runs in this page, and the page's policy forbids requests to any other site. What is kept, is kept in this browser; “Kept here” above shows it, turns it off and deletes it." }
            </p>
            <h3>{ "How far to trust it" }</h3>
            <p>
                { "RuleLens follows AWS's documentation and what has been seen on AWS. Where neither says what happens, it assumes, and says so beside the result. It is not a substitute for a test on AWS." }
            </p>
            <h3>{ "Amazon Timestream for LiveAnalytics" }</h3>
            <p>
                { "The Timestream action writes to Timestream for LiveAnalytics, which has taken no new customers since 20 June 2025. Existing customers go on using it. For new projects AWS recommends Timestream for InfluxDB, to which a rule writes by its " }
                <code>{ "timestreamInfluxDB" }</code>
                { " action; the command " }<code>{ "rulelens convert --action influxdb" }</code>{ " changes a Timestream action into one." }
            </p>
            <h3>{ "More" }</h3>
            <ul class="links">
                <li><a href="docs/examples.html">{ "Examples" }</a>{ ": rules and messages with what comes of them" }</li>
                <li><a href="#v1.r.all">{ "Reference" }</a>{ ": functions, diagnostics, open questions and limits, to search" }</li>
                <li><a href="docs/open-questions/index.html">{ "The same as pages" }</a>{ ", which can be printed" }</li>
            </ul>
            <p class="hint">
                { format!("Version {}. Licensed under MIT or Apache 2.0. Not affiliated with Amazon Web Services; AWS and Amazon Timestream are trademarks of Amazon.com, Inc. or its affiliates.", env!("CARGO_PKG_VERSION")) }
            </p>
        </Dialog>
    }
}
