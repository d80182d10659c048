#!/bin/sh
# Asks a stack for a run of the present delivery: sh scripts/delivery/ask-for-a-run.sh STACK train|score
set -eu
stack=$1
mode=$2
function="spanishgas-$stack-pipeline-trigger"

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
payload=$(printf '{"source":"retrain","mode":"%s"}' "$mode")
error=$(aws lambda invoke --function-name "$function" --cli-binary-format raw-in-base64-out \
  --payload "$payload" --query FunctionError --output text "$answer")
cat "$answer"
printf '\n'
if [ "$error" != None ]; then
  printf 'The run was not started; the answer above says why. Log group: /aws/lambda/%s\n' "$function" >&2
  exit 1
fi
