#!/bin/sh
# Makes a stand-in for the images' base: Debian's minimal system with the project's Node and npm, under the name that the
# Dockerfiles give to the real one. For machines that reach a Debian mirror and an npm registry, but no image registry.
# It proves every step of the Dockerfiles on the same Debian, Node and user; it does not prove the published base.
#   sh stand-in-base.sh NAME WORK_FOLDER    (BUILDAH: the command with its storage options)
# Writes the size of all its files to WORK_FOLDER/base-mb.
set -eu
name=$1
work=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
suite=bookworm

# Mirrors, proxies and clocks are the machine's matter. What apt knows of them goes into the stand-in alone.
apt-config dump Acquire | grep -E '^Acquire::(Check-|Retries|https?::)' > "$work/apt.conf" || true
sources=$(find /etc/apt -maxdepth 2 \( -name debian.sources -o -name sources.list \) -size +0 | head -n 1)
grep -qs "$suite" ${sources:+"$sources"} || sources=''
mmdebstrap --quiet --variant=minbase --format=tar --aptopt="$work/apt.conf" --dpkgopt=force-unsafe-io \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' \
  "$suite" "$work/debian.tar" ${sources:+"$sources"}

npm=$(readlink -f "$(command -v npm)")
container=$($BUILDAH from scratch)
$BUILDAH add --quiet "$container" "$work/debian.tar" / > /dev/null
$BUILDAH copy --quiet "$container" "$root/node_modules/node/bin/node" /usr/local/bin/node > /dev/null
$BUILDAH copy --quiet "$container" "${npm%/bin/*}" /usr/local/lib/node_modules/npm > /dev/null
$BUILDAH run --isolation chroot "$container" -- sh -c '
  ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
  useradd --uid 1000 --user-group --create-home --shell /bin/bash node'
$BUILDAH config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd node "$container"
du -sm "$($BUILDAH mount "$container")" | cut -f 1 > "$work/base-mb"
$BUILDAH commit --quiet --rm --format docker "$container" "$name" > /dev/null
rm "$work/debian.tar"
