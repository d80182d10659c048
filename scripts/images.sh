#!/bin/sh
# `npm run images`: builds both images on a stand-in base and tries them. The bronze step must write inside the same bytes
# as outside, the dashboard must pass its own health check, nothing may run as root, and an image may add at most
# LIMIT_MB to its base. Needs buildah, mmdebstrap and root; ends with 3 where they are missing. Leaves nothing behind.
set -eu
cd "$(dirname "$0")/.."
sh scripts/setup.sh
LIMIT_MB=450
CUSTOMERS=300
BASE=$(sed -n 's/^ARG BASE=//p' runtime/Dockerfile)
PATH="$PWD/node_modules/.bin:$PATH"
export PATH

say() { printf 'images: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

for tool in buildah mmdebstrap npm; do
  command -v "$tool" > /dev/null || { say "$tool is missing; as root: apt-get install buildah mmdebstrap" >&2; exit 3; }
done
[ "$(id -u)" = 0 ] || { say "images are built here as root" >&2; exit 3; }

work=$(mktemp -d "${TMPDIR:-/tmp}/spanishgas-images-XXXXXX")
# Overlays where the machine allows them; else whole copies, which take twice the time.
for driver in overlay vfs; do
  BUILDAH="buildah --root $work/$driver --runroot $work/$driver-run --storage-driver $driver"
  if probe=$($BUILDAH from scratch 2> /dev/null) && $BUILDAH mount "$probe" > /dev/null 2>&1; then break; fi
done
$BUILDAH rm --all > /dev/null
export BUILDAH
server=''
clean_up() {
  [ -z "$server" ] || kill -9 "$server" 2> /dev/null || true
  $BUILDAH rm --all > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

begun=$(date +%s)
lap() { say "$(($(date +%s) - begun)) s: $*"; }

# The machine's registry and its certificates reach the build as secrets: no layer keeps them.
cat "$(npm config get userconfig)" 2> /dev/null | sed '/^cafile *=/d; /^registry *=/d' > "$work/npmrc" || true
printf 'registry=%s\n' "$(npm config get registry)" >> "$work/npmrc"
set --
for certificates in "$(npm config get cafile)" "${NODE_EXTRA_CA_CERTS:-}" "${SSL_CERT_FILE:-}"; do
  [ -f "$certificates" ] || continue
  printf 'cafile=/run/secrets/certificates\n' >> "$work/npmrc"
  set -- --secret "id=certificates,src=$certificates"
  break
done
sh scripts/images/stand-in-base.sh "$BASE" "$work"
lap "a stand-in for $BASE"

free_port() {
  node --eval 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })'
}

base_mb=$(cat "$work/base-mb")
# Holds an image to its limit: check_size NAME CONTAINER
check_size() {
  added_mb=$(($(du -sm "$($BUILDAH mount "$2")" | cut -f 1) - base_mb))
  lap "the $1 image: $added_mb MB over its base of $base_mb MB"
  [ "$added_mb" -le "$LIMIT_MB" ] || fail "the $1 image adds $added_mb MB; at most $LIMIT_MB MB may be added"
}

for image in runtime dashboard; do
  $BUILDAH build --isolation chroot --pull-never --format docker --platform linux/amd64 \
    --file "$image/Dockerfile" --ignorefile "$image/Dockerfile.dockerignore" \
    --secret "id=npmrc,src=$work/npmrc" "$@" --tag "spanishgas-$image" . > "$work/$image.log" 2>&1 ||
    { cat "$work/$image.log" >&2; fail "the $image image cannot be built"; }
done

# One step of the pipeline, as SageMaker runs it: folders that belong to root, told by variables what to do.
node runtime/cli.ts demo --customers "$CUSTOMERS" --threads 1 --out "$work/delivery" > /dev/null 2>&1
node runtime/cli.ts step bronze --threads 1 --input delivery="$work/delivery" \
  --output bronze="$work/outside/bronze" --output quarantine="$work/outside/quarantine" > /dev/null 2>&1
lap "the bronze step outside"
mkdir -p "$work/inside/bronze" "$work/inside/quarantine" "$work/told"
step=$($BUILDAH from --pull-never spanishgas-runtime)
check_size runtime "$step"
ml=/opt/ml
$BUILDAH run --isolation chroot \
  --volume "$work/delivery:$ml/processing/input/delivery:ro" --volume "$work/told:$ml/output" \
  --volume "$work/inside/bronze:$ml/processing/output/bronze" \
  --volume "$work/inside/quarantine:$ml/processing/output/quarantine" \
  --env RUN_ID=images-1 --env ENVIRONMENT=dev --env AS_OF=auto --env EXPERIMENT=E5_full --env SENTIMENT=lexicon --env SEED=42 --env CHAMPION=none \
  --env THREADS=1 --env MEMORY_LIMIT_MB=400 --env TIMEOUT_SECONDS=300 \
  "$step" -- node /opt/spanishgas/runtime/container/entry.ts bronze > "$work/step.log" 2>&1 ||
  { cat "$work/step.log" "$work/told/message" >&2; fail "the bronze step failed in its image"; }
diff -r "$work/outside" "$work/inside" > "$work/diff.log" || { cat "$work/diff.log" >&2; fail "the bronze step writes other bytes inside"; }
written=$(find "$work/inside" -type f | wc -l)
[ "$written" -gt 0 ] || fail "the bronze step wrote nothing"
foreign=$(find "$work/inside" -type f ! -uid 1000)
[ -z "$foreign" ] || fail "the bronze step did not run as user 1000: it wrote $foreign"
lap "the bronze step inside: the same $written files, byte for byte, written by user 1000"
$BUILDAH run --isolation chroot "$step" -- node --input-type=module --eval '
  (await import("/opt/spanishgas/runtime/xgboost/library.ts")).loadLibrary();' || fail "XGBoost does not load inside"
lap "XGBoost loads inside"

# The same image as SageMaker hosting starts it, on a model that it can only read.
node test/serving/make-model.ts "$work/hosted" > /dev/null
mkdir -p "$work/pid"
chmod 777 "$work/pid"
port=$(free_port)
# Chroot isolation shares the machine's processes, so that the number which the shell hands on is the server's own.
$BUILDAH run --isolation chroot --volume "$work/hosted/model:$ml/model:ro" --volume "$work/pid:/pid" \
  --env "SAGEMAKER_BIND_TO_PORT=$port" "$step" -- \
  sh -c 'echo $$ > /pid/serve; exec node /opt/spanishgas/runtime/container/entry.ts serve' > "$work/serve.log" 2>&1 &
running=$!
node test/serving/ask.ts "http://127.0.0.1:$port" "$work/hosted/rows.jsonl" > "$work/inside.jsonl" ||
  { cat "$work/serve.log" >&2; fail "the image does not serve"; }
server=$(cat "$work/pid/serve")
cmp "$work/hosted/scores.jsonl" "$work/inside.jsonl" || fail "the image serves other scores than the batch step gives"
user=$(stat --format %u "/proc/$server")
[ "$user" = 1000 ] || fail "the image serves as user $user"
kill -TERM "$server"
wait "$running" || fail "the serving image does not end well when it is told to stop"
server=''
lap "the runtime image serves: $(wc -l < "$work/inside.jsonl") rows, byte for byte, as user 1000, and gone when told"
$BUILDAH rm "$step" > /dev/null

# The dashboard, as its image starts it, and the check that the image itself brings.
mkdir "$work/lake"
page=$($BUILDAH from --pull-never spanishgas-dashboard)
check_size dashboard "$page"
port=$(free_port)
in_page() {
  $BUILDAH run --isolation chroot --volume "$work/lake:/lake:ro" --volume "$work/pid:/pid" \
    --env LAKE=/lake --env HOST=127.0.0.1 --env "PORT=$port" "$page" -- "$@"
}
check=$($BUILDAH inspect --type image --format '{{.Docker.Config.Healthcheck.Test}}' spanishgas-dashboard)
[ "$check" = '[CMD node dashboard/health-check.ts]' ] || fail "the dashboard image has no health check of its own: $check"
! in_page node dashboard/health-check.ts 2> /dev/null || fail "the health check passes although nothing runs"
# Chroot isolation shares the machine's processes, so that the number which the shell hands on is the dashboard's own.
in_page sh -c 'echo $$ > /pid/dashboard; exec node dashboard/main.ts' > "$work/dashboard.log" 2>&1 &
running=$!
healthy=''
for _ in 1 2 3 4 5 6 7 8 9 10; do
  sleep 1
  if in_page node dashboard/health-check.ts 2> /dev/null; then healthy=yes; break; fi
done
server=$(cat "$work/pid/dashboard" || true)
[ -n "$healthy" ] || { cat "$work/dashboard.log" >&2; fail "the dashboard does not pass its health check"; }
user=$(stat --format %u "/proc/$server")
[ "$user" = 1000 ] || fail "the dashboard runs as user $user"
kill -TERM "$server"
wait "$running" || fail "the dashboard does not end well when it is told to stop"
server=''
lap "the dashboard inside: healthy, as user 1000, and gone when told"
