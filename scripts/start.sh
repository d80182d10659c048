#!/bin/sh
# `npm start`: set up, make the demo when data/raw is empty, run the pipeline, print the summary.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
. scripts/compile-cache.sh
exec node_modules/.bin/node runtime/cli.ts start "$@"
