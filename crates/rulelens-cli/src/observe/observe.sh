#!/usr/bin/env bash
# Asks AWS IoT Core what its documentation leaves open, and writes the answers to answers.jsonl.
#
#   ./observe.sh --plan    say what it will do, and do nothing
#   ./observe.sh           say it, ask, and do it
#   ./observe.sh --yes     do it without asking
#
# AWS_PROFILE and AWS_REGION choose account and region, as for every command of the AWS CLI (version 2).
# WAIT: seconds until new rules take effect (300); SETTLE: seconds until the objects are written (60).
set -euo pipefail
cd "$(dirname "$0")"

rules=@RULES@
wait=${WAIT:-300}
settle=${SETTLE:-60}
mode=${1:-}
case $mode in '' | --plan | --yes) ;; *)
  echo "usage: $0 [--plan | --yes]" >&2
  exit 2
  ;;
esac

command -v aws >/dev/null || { echo "error: the AWS CLI is not installed" >&2; exit 2; }
account=$(aws sts get-caller-identity --query Account --output text)
region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
[ -n "$region" ] || { echo "error: set AWS_REGION" >&2; exit 2; }
run=$(date +%s)
name=rulelens-observe-$run
bucket=$name-$account

cat <<END
This will, in account $account, region $region:
  1. create the S3 bucket $bucket and the IAM role $name, which may put objects into that bucket and nothing else;
  2. create up to $rules topic rules, rulelens_${run}_1 to rulelens_${run}_$rules, that listen to topics beginning with
     rulelens- and write what they make into the bucket; AWS rejects some of them, which is an answer, too;
  3. wait $wait seconds, publish $rules small messages, wait $settle seconds, and copy the objects from the bucket;
  4. delete the rules, the objects, the bucket and the role, also if it is interrupted.
AWS bills up to $rules messages, $rules triggered rules with an action each, twice that many requests to S3 for objects of
less than 1 KB, and nothing else. Its prices: https://aws.amazon.com/iot-core/pricing/, https://aws.amazon.com/s3/pricing/.
END
[ "$mode" = --plan ] && exit 0
if [ "$mode" != --yes ]; then
  read -r -p "Type yes to go on: " answer
  [ "$answer" = yes ] || { echo "nothing was done"; exit 0; }
fi

work=$(mktemp -d)
made_bucket='' made_role='' made_rules=''
clean() {
  set +e
  echo "deleting what was made"
  for rule in $made_rules; do aws iot delete-topic-rule --rule-name "$rule"; done
  [ -n "$made_bucket" ] && aws s3 rb "s3://$bucket" --force >/dev/null
  if [ -n "$made_role" ]; then
    aws iam delete-role-policy --role-name "$name" --policy-name put
    aws iam delete-role --role-name "$name"
  fi
  rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM

aws s3 mb "s3://$bucket" --region "$region" >/dev/null
made_bucket=yes
cat >"$work/trust.json" <<END
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "iot.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
END
cat >"$work/put.json" <<END
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::$bucket/*"}]}
END
role=$(aws iam create-role --role-name "$name" --assume-role-policy-document "file://$work/trust.json" --query Role.Arn --output text)
made_role=yes
aws iam put-role-policy --role-name "$name" --policy-name put --policy-document "file://$work/put.json"
# A new role is not known everywhere at once.
sleep "$((settle < 15 ? settle : 15))"

encoded() { base64 | tr -d '\n'; }
number=0
mkdir "$work/rejected" "$work/unpublished" "$work/objects"
while read -r id topic; do
  number=$((number + 1))
  rule=rulelens_${run}_$number
  sed -e "s|@ROLE_MARK@|$role|g" -e "s|@BUCKET_MARK@|$bucket|g" "rules/$id.json" >"$work/rule.json"
  # Only what is wrong with the statement is an answer; anything else, such as a missing permission, ends the script.
  if aws iot create-topic-rule --rule-name "$rule" --topic-rule-payload "file://$work/rule.json" 2>"$work/error"; then
    made_rules="$made_rules $rule"
  elif grep -q -e SqlParseException -e InvalidRequestException "$work/error"; then
    cp "$work/error" "$work/rejected/$id"
  else
    cat "$work/error" >&2
    exit 1
  fi
done <topics.txt

echo "waiting $wait seconds until the rules take effect"
sleep "$wait"
endpoint=https://$(aws iot describe-endpoint --endpoint-type iot:Data-ATS --query endpointAddress --output text)
while read -r id topic; do
  [ -e "$work/rejected/$id" ] && continue
  # What is not published is not answered.
  aws iot-data publish --endpoint-url "$endpoint" --qos 1 --topic "$topic" --payload "fileb://payloads/$id" ||
    touch "$work/unpublished/$id"
done <topics.txt

echo "waiting $settle seconds until the objects are written"
sleep "$settle"
aws s3 cp --recursive --quiet "s3://$bucket/" "$work/objects/"

{
  printf '{"rulelens":"observe","version":1,"date":"%s","region":"%s"}\n' "$(date -u +%Y-%m-%d)" "$region"
  while read -r id topic; do
    [ -e "$work/unpublished/$id" ] && continue
    if [ -e "$work/rejected/$id" ]; then
      printf '{"id":"%s","rejected":"%s"}\n' "$id" "$(encoded <"$work/rejected/$id")"
      continue
    fi
    seen=''
    if [ -d "$work/objects/$id/arrived" ]; then
      while IFS= read -r -d '' file; do
        seen=yes
        key=${file#"$work/objects/$id/arrived/"}
        printf '{"id":"%s","key":"%s","payload":"%s"}\n' "$id" "$(printf %s "$key" | encoded)" "$(encoded <"$file")"
      done < <(find "$work/objects/$id/arrived" -type f -print0)
    fi
    if [ -z "$seen" ]; then
      failed=''
      [ -f "$work/objects/$id/failed" ] && failed=$(encoded <"$work/objects/$id/failed")
      printf '{"id":"%s","failed":"%s"}\n' "$id" "$failed"
    fi
  done <topics.txt
} >answers.jsonl
echo "wrote $PWD/answers.jsonl; \`rulelens observe read answers.jsonl\` says what it settles"
