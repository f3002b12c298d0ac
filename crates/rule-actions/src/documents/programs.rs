//! What is not a rule document, but leads to one.

use super::node::Node;
use super::wording::no_document;
use iot_sql::Diagnostic;

const CDK: &str = "Run `cdk synth` and read the template that it writes, cdk.out/STACK.template.json.";
const CDKTF: &str = "Run `cdktf synth` and read what it writes, cdktf.out/stacks/STACK/cdk.tf.json.";
const DEPLOYED: &str =
    "Deploy it and read the rule as AWS has it: `aws iot get-topic-rule --rule-name NAME > rule.json`.";
const REQUEST: &str = "Read the payload that it sends, or the rule as AWS has it: `aws iot get-topic-rule --rule-name NAME > rule.json`.";

/// What a line of a program has in it, the tool, and what to do.
const PROGRAMS: &[(&str, &str, &str)] = &[
    ("aws-cdk-lib", "CDK", CDK),
    ("@aws-cdk/", "CDK", CDK),
    ("aws_cdk", "CDK", CDK),
    ("software.amazon.awscdk", "CDK", CDK),
    ("Amazon.CDK", "CDK", CDK),
    ("github.com/aws/aws-cdk-go", "CDK", CDK),
    ("@cdktf/", "CDK for Terraform", CDKTF),
    ("\"cdktf\"", "CDK for Terraform", CDKTF),
    ("'cdktf'", "CDK for Terraform", CDKTF),
    ("cdktf_cdktf", "CDK for Terraform", CDKTF),
    ("from cdktf", "CDK for Terraform", CDKTF),
    ("com.hashicorp.cdktf", "CDK for Terraform", CDKTF),
    ("@pulumi/", "Pulumi", DEPLOYED),
    ("pulumi_aws", "Pulumi", DEPLOYED),
    ("pulumi-aws", "Pulumi", DEPLOYED),
    ("Pulumi.Aws", "Pulumi", DEPLOYED),
    ("com.pulumi", "Pulumi", DEPLOYED),
    (".sst/platform", "SST", DEPLOYED),
    ("boto3", "an AWS SDK", REQUEST),
    ("@aws-sdk/client-iot", "an AWS SDK", REQUEST),
    ("software.amazon.awssdk.services.iot", "an AWS SDK", REQUEST),
    ("aws-sdk-go-v2/service/iot", "an AWS SDK", REQUEST),
    ("aws_sdk_iot", "an AWS SDK", REQUEST),
];

/// What to do where the text is a program, or a script.
pub(super) fn program(text: &str) -> Option<Diagnostic> {
    if super::sniff::looks_like_json(text) {
        return None;
    }
    let is_import = |line: &&str| {
        let words =
            ["import", "from ", "const ", "using ", "use ", "var ", "require", "///", "\"", "} from "];
        words.iter().any(|word| line.starts_with(word))
    };
    let mut imports = text.lines().map(str::trim_start).filter(is_import);
    let found = imports.find_map(|line| PROGRAMS.iter().find(|(word, ..)| line.contains(word)));
    if let Some((_, tool, advice)) = found {
        return Some(no_document(
            format!("This is a program for {tool}, which RuleLens does not run."),
            advice,
        ));
    }
    let commands = ["iot create-topic-rule", "iot replace-topic-rule"];
    commands.iter().any(|command| text.contains(command)).then(|| {
        let what = "This is a script for the AWS CLI, which RuleLens does not run.";
        no_document(what.to_owned(), "Read the file or the text that it gives as --topic-rule-payload.")
    })
}

/// What to do with a document of another tool.
pub(super) fn other(root: &Node) -> Option<Diagnostic> {
    let text = |name: &str| root.get(name).and_then(Node::text);
    let items = |name: &str| root.get(name).map(Node::items).unwrap_or_default();
    let is_pulumi =
        |node: &Node| node.get("type").and_then(Node::text).is_some_and(|kind| kind.starts_with("aws:iot"));
    let (what, advice) = if root.get("terraform_version").is_some() && root.get("resources").is_some() {
        ("This is Terraform's own state file.", "Run `terraform show -json > state.json` and read that.")
    } else if items("rules").iter().any(|rule| rule.get("ruleName").is_some()) {
        (
            "This is a list of rules without their statements.",
            "Read each one: `aws iot get-topic-rule --rule-name NAME > rule.json`.",
        )
    } else if text("runtime").is_some()
        || root.get("resources").is_some_and(|all| all.entries().iter().any(|(_, node)| is_pulumi(node)))
    {
        ("This is a program for Pulumi, which RuleLens does not run.", DEPLOYED)
    } else if text("kind") == Some("TopicRule") {
        ("This is a resource for Kubernetes, which RuleLens does not read.", DEPLOYED)
    } else {
        return None;
    };
    Some(no_document(what.to_owned(), advice))
}
