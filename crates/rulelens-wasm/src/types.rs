//! The TypeScript types: is each that one of them names declared?

use crate::context::TYPES;
use std::collections::BTreeSet;
use tsify::Tsify;

macro_rules! declarations {
    ($($name:ident),* $(,)?) => { [$(<crate::$name as Tsify>::DECL),*] };
}

/// All declarations, without their comments.
fn declarations() -> String {
    let generated = declarations![
        ContentView,
        DeliveryView,
        DiagnosticView,
        DimensionView,
        EditView,
        EvaluateRequest,
        EvaluateResponse,
        EvidenceView,
        FieldView,
        FixView,
        GateName,
        GateState,
        GateView,
        InputName,
        LabelView,
        MeasureView,
        MessageRequest,
        NeededView,
        OutcomeKind,
        PointView,
        RangeView,
        RecordView,
        ReplayRequest,
        ReplayResponse,
        ReplayedMessage,
        RowsView,
        RuleView,
        SaidView,
        SeverityView,
        StoreView,
        SummaryView,
        TableRequest,
        TableView,
        TagView,
        TraceView,
        TracedAttributeView,
        TracedExpressionView,
        TracedValueView,
        TypeReasonView,
        TypeRuleView,
        VerdictOutcome,
        VerdictView,
        WriteView,
    ];
    let mut text = generated.join("\n") + TYPES;
    while let Some(start) = text.find("/*") {
        let end = text[start..].find("*/").map_or(text.len(), |end| start + end + 2);
        text.replace_range(start..end, "");
    }
    text
}

#[test]
fn every_type_that_is_named_is_declared() {
    let text = declarations();
    let word = |text: &str| text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
    let declared: BTreeSet<String> =
        ["interface ", "type "].iter().flat_map(|kind| text.split(kind).skip(1)).map(word).collect();
    let named: BTreeSet<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        // Not the words in quotes, which are upper-case as a whole.
        .filter(|word| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase))
        .filter(|word| *word != "Record")
        .collect();
    let missing: Vec<&&str> = named.iter().filter(|name| !declared.contains(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(named.len() > 30, "{named:?}");
}

#[test]
fn what_may_be_left_out_is_optional() {
    let text = declarations();
    for member in [
        "table?: TableRequest;",
        "earlier?: MessageRequest[];",
        "typeReasons?: boolean;",
        "deliveries: DeliveryView[];",
        "errorDelivery?: DeliveryView;",
        "typeReason?: TypeReasonView;",
        "verdict: VerdictView;",
        "store?: StoreView;",
        "messages: ReplayedMessage[];",
        "summary?: SummaryView;",
        "outcomes: Record<string, number>;",
        "rows: (string | null)[][];",
        r#"kind: "records";"#,
    ] {
        assert!(text.contains(member), "{member}\n{text}");
    }
}
