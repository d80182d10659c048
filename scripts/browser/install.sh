#!/bin/sh
# Chromium, which the tests of the dashboard's pages look through, and a font for it to write with. Installed where that
# needs nobody's help: on Debian, as root. Elsewhere this says what to do and stops: no test of a page is left out silently.
set -eu

say() { printf 'set-up: %s\n' "$*" >&2; }

if [ -n "${CHROMIUM:-}" ]; then
  [ -x "$CHROMIUM" ] && exit 0
  say "CHROMIUM names $CHROMIUM, and no program is there. Correct the variable or unset it."
  exit 1
fi
[ -x /usr/bin/chromium ] && exit 0

code=0
sh "$(dirname "$0")/../apt-install.sh" chromium fonts-liberation || code=$?
[ "$code" = 3 ] || exit "$code"
say "Chromium is missing. Install it, then run this command again:"
say "  Debian:     sudo apt-get install chromium fonts-liberation"
say "  elsewhere:  install Chromium or Chrome, and name its program in the variable CHROMIUM."
exit 1
