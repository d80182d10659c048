#!/bin/sh
# Makes a stack take an image that is there: sh scripts/delivery/take-image.sh STACK runtime|dashboard IMAGE
# IMAGE is a digest (sha256:...) or a reference that ends in one. The stack's file says which repository images come
# from, the digest which image: so a workflow hands digests on, and no account's number. A stack that builds its images
# goes on building them, for its repositories go when it does not. Changes the file in the checkout only.
set -eu
stack=$1
image=$2
digest=${3##*@}

configured=$(pulumi config get --stack "$stack" --path "spanishgas:images.$image" 2> /dev/null || true)
case $configured in
  *@*) pulumi config set --stack "$stack" --path "spanishgas:images.$image" "${configured%@*}@$digest" ;;
  *) printf '%s builds its %s image itself\n' "$stack" "$image" >&2 ;;
esac
