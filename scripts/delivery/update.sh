#!/bin/sh
# Updates a stack with its policies: sh scripts/delivery/update.sh STACK [RUNTIME_IMAGE DASHBOARD_IMAGE]
# With images given by digest nothing is built. RELEASE in the environment (a commit) is kept as an output of the stack.
set -eu
stack=$1
runtime_image=${2:-}
dashboard_image=${3:-}

if [ -n "$runtime_image" ]; then pulumi config set --stack "$stack" --path spanishgas:images.runtime "$runtime_image"; fi
if [ -n "$dashboard_image" ]; then pulumi config set --stack "$stack" --path spanishgas:images.dashboard "$dashboard_image"; fi
pulumi up --stack "$stack" --yes --non-interactive --policy-pack policy
