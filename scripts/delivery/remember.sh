#!/bin/sh
# Notes what a stack runs before it is changed, as outputs of the workflow's step: sh scripts/delivery/remember.sh STACK
set -eu
stack=$1

# A stack that was never deployed has no outputs, and one that was deployed by hand names no release.
output() { pulumi stack output --stack "$stack" "$1" 2> /dev/null | grep -vx none || true; }

{
  printf 'release=%s\n' "$(output release)"
  printf 'runtime-image=%s\n' "$(output runtimeImage)"
  printf 'dashboard-image=%s\n' "$(output dashboardImage)"
} >> "${GITHUB_OUTPUT:-/dev/stdout}"
