#!/bin/sh
# Brings a stack back to a release of before: its program, its settings and its images.
#   sh scripts/delivery/roll-back.sh STACK COMMIT RUNTIME_IMAGE DASHBOARD_IMAGE
set -eu
stack=$1
commit=$2
runtime_image=$3
dashboard_image=$4

printf 'Going back to %s.\n' "$commit" >&2
git checkout --quiet --force "$commit"
npm ci --loglevel=error
RELEASE=$commit sh scripts/delivery/update.sh "$stack" "$runtime_image" "$dashboard_image"
sh scripts/delivery/wait-for-health.sh "$stack"
