//! The TypeScript declarations of the types that cross the border: `tsify` makes them from the Rust types.

#[cfg(all(test, feature = "documents"))]
use tsify::Tsify;
// The macro of wasm-bindgen reads the text in a way that the compiler does not count as a use.
#[cfg(any(target_arch = "wasm32", all(test, feature = "documents")))]
#[cfg_attr(target_arch = "wasm32", allow(dead_code))]
const JSON_VALUE: &str = "/** What JSON can write. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };";

/// The one type that is not a Rust type of ours.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen(typescript_custom_section)]
const SECTION: &str = JSON_VALUE;

#[cfg(all(test, feature = "documents"))]
macro_rules! of {
    ($($type:ty),* $(,)?) => {
        const DECLARATIONS: &[&str] = &[JSON_VALUE, $(<$type as Tsify>::DECL),*];
    };
}

#[cfg(all(test, feature = "documents"))]
of![
    crate::EvaluateRequest,
    crate::MessageRequest,
    crate::ReplayRequest,
    crate::ReplayResponse,
    crate::ReplayedMessage,
    crate::RowsView,
    crate::SeriesPoint,
    crate::SeriesView,
    crate::TableRequest,
    iot_sql::Evidence,
    iot_sql::Needed,
    iot_sql::Severity,
    rule_actions::ContextDocument,
    rule_actions::Descriptor,
    rule_actions::KeyType,
    rule_actions::Mock,
    rule_actions::OutcomeKind,
    rule_actions::Stage,
    rule_actions::StageName,
    rule_actions::StageState,
    rule_actions::TableKeys,
    rule_actions::documents::Format,
    rule_actions::influxdb::FieldType,
    rule_actions::influxdb::Tag,
    rule_actions::timestream::MeasureValueType,
    rule_actions::timestream::TimeUnit,
    rule_actions::timestream::TypeRule,
    rule_actions::timestream::table::Measure,
    rule_actions::timestream::table::Store,
    rule_actions::timestream::table::WriteOutcome,
    rule_actions::timestream::table::WrittenValue,
    rule_actions::view::ContentView,
    rule_actions::view::DeliveryView,
    rule_actions::view::Dimension,
    rule_actions::view::TemplateView,
    rule_actions::view::TemplateTraceView,
    rule_actions::view::DiagnosticView,
    rule_actions::view::EditView,
    rule_actions::view::Evaluation,
    rule_actions::view::FieldView,
    rule_actions::view::FixView,
    rule_actions::view::InputName,
    rule_actions::view::LabelView,
    rule_actions::view::PointView,
    rule_actions::view::RangeView,
    rule_actions::view::RecordView,
    rule_actions::view::ShortDiagnostic,
    rule_actions::view::SummaryView,
    rule_actions::view::TableView,
    rule_actions::view::TraceView,
    rule_actions::view::TracedAttributeView,
    rule_actions::view::TracedExpressionView,
    rule_actions::view::TracedValueView,
    rule_actions::view::TopicLevelView,
    rule_actions::view::LevelFitView,
    rule_actions::view::TypeReasonView,
    rule_actions::view::VerdictView,
    crate::DocumentView,
    crate::FindingView,
    crate::NoteView,
    crate::PlaceholderView,
    crate::RuleView,
    crate::ToInfluxdbRequest,
    crate::ToInfluxdbResponse,
    crate::WrittenView,
];

#[cfg(all(test, feature = "documents"))]
mod tests {
    use super::DECLARATIONS;
    use rule_actions::documents::Format;
    use std::collections::BTreeSet;

    /// All declarations, without their comments.
    fn declarations() -> String {
        let mut text = DECLARATIONS.join("\n");
        while let Some(start) = text.find("/*") {
            let end = text[start..].find("*/").map_or(text.len(), |end| start + end + 2);
            text.replace_range(start..end, "");
        }
        text
    }

    #[test]
    fn every_type_that_is_named_is_declared() {
        let text = declarations();
        let word =
            |text: &str| text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned();
        let declared: BTreeSet<String> =
            ["interface ", "type "].iter().flat_map(|kind| text.split(kind).skip(1)).map(word).collect();
        // Types stand after a colon, a bar or a bracket, members before one.
        let named: BTreeSet<&str> = text
            .split(['\n', ';'])
            .filter_map(|line| line.split_once(':').map(|(_, kind)| kind))
            .flat_map(|kind| kind.split(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase))
            .filter(|word| *word != "Record")
            .collect();
        let missing: Vec<&&str> = named.iter().filter(|name| !declared.contains(**name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(named.len() > 30, "{named:?}");
    }

    #[test]
    fn formats_of_documents_have_the_names_that_are_taken() {
        let text = declarations();
        for name in Format::ALL.map(Format::name) {
            assert!(text.contains(&format!("\"{name}\"")), "{name}");
        }
    }

    #[test]
    fn what_may_be_omitted_is_optional() {
        let text = declarations();
        for member in [
            "table?: TableRequest",
            "earlier?: MessageRequest[];",
            "typeReasons?: boolean;",
            "context?: ContextDocument",
            "clientId?: string",
            "dynamodbTables?: Record<string, TableKeys>;",
            "deliveries: DeliveryView[];",
            "errorDelivery?: DeliveryView;",
            "typeReason?: TypeReasonView;",
            "verdict: VerdictView;",
            "store?: Store;",
            "messages: ReplayedMessage[];",
            "summary?: SummaryView;",
            "outcomes: Record<string, number>;",
            "rows: (string | null)[][];",
            "MeasureValueType: MeasureValueType;",
            "Dimensions: Dimension[];",
            r#"kind: "records";"#,
        ] {
            assert!(text.contains(member), "{member}\n{text}");
        }
    }
}
