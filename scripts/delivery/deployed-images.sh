#!/bin/sh
# Makes a preview use the images that a stack runs now: sh scripts/delivery/deployed-images.sh STACK
# Changes the stack's file in the checkout only. A stack that was never deployed keeps the file's own images.
set -eu
stack=$1

for image in runtime dashboard; do
  reference=$(pulumi stack output --stack "$stack" "${image}Image" 2> /dev/null || true)
  if [ -n "$reference" ]; then sh "$(dirname "$0")/take-image.sh" "$stack" "$image" "$reference"; fi
done
