#!/bin/sh
# All set-up in one place: Node 24, the npm packages of the lock file, and the XGBoost library.
# Runs before `npm start` and `npm test`, does nothing when everything is there already, and is safe
# to run again after it was interrupted.
set -eu
cd "$(dirname "$0")/.."

say() { printf 'set-up: %s\n' "$*" >&2; }

node_version=$(sed -n 's/^    "node": "\([0-9.]*\)",\{0,1\}$/\1/p' package.json)
stamp=node_modules/.spanishgas-setup
wanted="$node_version $(cksum < package-lock.json)"

# npm judges packages by the Node that it runs under, and an older one silently leaves some out.
# So Node 24 comes first, into a folder of its own, and then runs the real installation.
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
  if [ "$(.toolchain/node_modules/node/bin/node --version 2>/dev/null || true)" != "v$node_version" ]; then
    say "Node $node_version (into .toolchain/)"
    npm install --no-save --no-package-lock --loglevel=error --prefix .toolchain "node@$node_version" >&2
  fi
  say "npm packages of package-lock.json"
  PATH="$PWD/.toolchain/node_modules/node/bin:$PATH" npm ci --loglevel=error >&2
  printf '%s\n' "$wanted" > "$stamp"
fi

if [ -n "${XGBOOST_LIB:-}" ] && [ ! -f "$XGBOOST_LIB" ]; then
  say "XGBOOST_LIB names $XGBOOST_LIB, and no file is there. Correct the variable or unset it."
  exit 1
fi

has_xgboost() {
  [ -n "${XGBOOST_LIB:-}" ] && return 0
  for folder in /usr/lib/*-linux-gnu /usr/lib /usr/lib64 /usr/local/lib /opt/homebrew/lib; do
    for file in "$folder"/libxgboost.so* "$folder"/libxgboost.dylib; do
      [ -e "$file" ] && return 0
    done
  done
  return 1
}

if ! has_xgboost; then
  code=0
  sh scripts/apt-install.sh libxgboost0 || code=$?
  if [ "$code" = 3 ]; then
    say "the XGBoost library is missing. Install it, then run this command again:"
    say "  Debian or Ubuntu:  sudo apt-get install libxgboost0"
    say "  macOS:             brew install xgboost"
    say "or name the library's file in the variable XGBOOST_LIB."
    code=1
  fi
  exit "$code"
fi
