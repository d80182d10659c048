#!/bin/sh
# `npm test`: set up, then types, linter and the whole test suite. Arguments go to vitest.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
sh scripts/browser/install.sh
if [ $# -eq 0 ]; then sh scripts/images/install.sh; fi
PATH="$PWD/node_modules/.bin:$PATH"
export PATH
if [ $# -eq 0 ]; then
  tsc --noEmit
  tsc --noEmit --project dashboard/browser
  biome check --error-on-warnings .
fi
exec vitest run "$@"
