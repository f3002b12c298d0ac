#!/usr/bin/env bash
# Stands for the AWS CLI: keeps rules and objects below $FAKE, and evaluates rules with $RULELENS.
set -eu
mkdir -p "$FAKE/rules" "$FAKE/objects" "$FAKE/bucket" "$FAKE/role"
echo "$*" >>"$FAKE/log"
option() { # option NAME ARGUMENTS…: the value of an option
  local name=$1
  shift
  while [ $# -gt 0 ]; do
    if [ "$1" = "$name" ]; then echo "$2"; return; fi
    shift
  done
}
case "$1 $2" in
'sts get-caller-identity') echo 123456789012 ;;
'configure get') echo eu-west-1 ;;
's3 mb') touch "$FAKE/bucket/${3#s3://}" ;;
's3 rb') rm -rf "$FAKE/bucket/${3#s3://}" "$FAKE/objects"; mkdir "$FAKE/objects" ;;
's3 cp') [ -z "$(ls "$FAKE/objects")" ] || cp -r "$FAKE/objects/." "${@: -1}" ;;
'iam create-role') touch "$FAKE/role/$(option --role-name "$@")"; echo "arn:aws:iam::123456789012:role/r" ;;
'iam put-role-policy' | 'iam delete-role-policy') ;;
'iam delete-role') rm "$FAKE/role/$(option --role-name "$@")" ;;
'iot describe-endpoint') echo fake.invalid ;;
'iot create-topic-rule')
  if [ -e "$FAKE/denied" ]; then
    echo "An error occurred (AccessDeniedException) when calling the CreateTopicRule operation: no" >&2
    exit 254
  fi
  file=$(option --topic-rule-payload "$@")
  if ! "$RULELENS" check "${file#file://}" >/dev/null 2>&1; then
    echo "An error occurred (SqlParseException) when calling the CreateTopicRule operation: no" >&2
    exit 254
  fi
  cp "${file#file://}" "$FAKE/rules/$(option --rule-name "$@").json"
  ;;
'iot delete-topic-rule') rm "$FAKE/rules/$(option --rule-name "$@").json" ;;
'iot-data publish')
  payload=$(option --payload "$@")
  topic=$(option --topic "$@")
  if [ -e "$FAKE/silent" ] && [ "$topic" != rulelens-control ]; then
    echo "An error occurred (RequestEntityTooLargeException) when calling the Publish operation: no" >&2
    exit 254
  fi
  for rule in "$FAKE/rules/"*.json; do
    "$RULELENS" eval --rule "$rule" --topic "$topic" --payload "${payload#fileb://}" --format json >"$FAKE/result" || true
    python3 - "$FAKE" "$rule" <<'PYTHON'
import base64, json, os, sys
fake, rule = sys.argv[1:]
result = json.load(open(fake + "/result"))
if result.get("outcome") == "output" and result.get("deliveries"):
    delivery = result["deliveries"][0]
    key = json.loads(delivery["content"]["request"])["Key"]
    payload = result["outgoingPayload"]
    otherwise = fake + "/otherwise"
    if os.path.exists(otherwise) and "control" not in key:
        payload = open(otherwise).read()
    path = os.path.join(fake, "objects", key)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "w").write(payload)
PYTHON
  done
  ;;
*)
  echo "no such command: $*" >&2
  exit 2
  ;;
esac
