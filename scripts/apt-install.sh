#!/bin/sh
# Installs Debian packages without asking anybody: sh scripts/apt-install.sh PACKAGE...
# Ends with 3 where that is nobody's to decide (no root, no apt-get), and with 1 when it fails, after apt-get's output.
set -eu
[ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || exit 3
printf 'set-up: apt-get install %s\n' "$*" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } > "$log" 2>&1 && exit 0
cat "$log" >&2
printf 'set-up: apt-get could not install %s; its output stands above.\n' "$*" >&2
exit 1
