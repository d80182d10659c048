#!/bin/sh
# Runs a program of the project on its own Node: sh scripts/with-node.sh FILE [ARGUMENTS]
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
. scripts/compile-cache.sh
exec node_modules/.bin/node "$@"
