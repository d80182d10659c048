#!/bin/sh
# Hands the images of a stack on to other jobs, as outputs of the workflow's step: sh scripts/delivery/name-images.sh STACK
# Their digests alone: GitHub drops an output that holds a masked value, and the account's number in a reference is one.
set -eu
stack=$1

for image in runtime dashboard; do
  reference=$(pulumi stack output --stack "$stack" "${image}Image")
  case $reference in
    *@sha256:*) printf '%s-image=%s\n' "$image" "${reference##*@}" >> "${GITHUB_OUTPUT:-/dev/stdout}" ;;
    *) printf 'The %s image of %s has no digest: "%s".\n' "$image" "$stack" "$reference" >&2; exit 1 ;;
  esac
done
