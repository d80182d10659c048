#!/bin/sh
# Asks a stack for a run of the present delivery: sh scripts/delivery/ask-for-a-run.sh STACK train|score [force]
# What was asked before of the same delivery is answered by the run of then; `force` makes a new one.
set -eu
stack=$1
mode=$2
case ${3:-} in
  '') force=false ;;
  force) force=true ;;
  *) printf '"%s" is not known. The third word may be: force.\n' "$3" >&2; exit 2 ;;
esac

# From the file, as the setting's default stands in infra/settings/schema.ts: the workflow's role reads no stack's state.
settings=$(dirname "$0")/../../Pulumi.$stack.yaml
if [ ! -f "$settings" ]; then
  printf 'There is no stack "%s": its settings would lie in Pulumi.%s.yaml.\n' "$stack" "$stack" >&2
  exit 2
fi
project=$(sed -n "s/^ *spanishgas:project: *[\"']\{0,1\}\([a-z0-9-]*\).*/\1/p" "$settings")
function="${project:-spanishgas}-$stack-pipeline-trigger"

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
payload=$(printf '{"source":"retrain","mode":"%s","force":%s}' "$mode" "$force")
error=$(aws lambda invoke --function-name "$function" --cli-binary-format raw-in-base64-out \
  --payload "$payload" --query FunctionError --output text "$answer")
cat "$answer"
printf '\n'
if [ "$error" != None ]; then
  printf 'The run was not started; the answer above says why. Log group: /aws/lambda/%s\n' "$function" >&2
  exit 1
fi
