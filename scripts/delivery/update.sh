#!/bin/sh
# Updates a stack with its policies: sh scripts/delivery/update.sh STACK [RUNTIME_IMAGE DASHBOARD_IMAGE]
# Images are given by digest (see take-image.sh). RELEASE in the environment (a commit) is kept as an output of the stack.
set -eu
stack=$1
runtime_image=${2:-}
dashboard_image=${3:-}

here=$(dirname "$0")
if [ -n "$runtime_image" ]; then sh "$here/take-image.sh" "$stack" runtime "$runtime_image"; fi
if [ -n "$dashboard_image" ]; then sh "$here/take-image.sh" "$stack" dashboard "$dashboard_image"; fi
pulumi up --stack "$stack" --yes --non-interactive --policy-pack policy
