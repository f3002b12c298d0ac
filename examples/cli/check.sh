#!/bin/sh
# What a deployment can check before it creates a rule: the rule itself, one message through it, and cases.
# Run it in this folder, with `rulelens` on the PATH: cargo install --path crates/rulelens-cli
set -eu

rulelens check rule.json
echo '{"temperature": 21.5, "humidity": 40}' |
  rulelens eval --rule rule.json --topic home/kitchen --context context.json --format csv
rulelens test cases.jsonl
