#!/bin/sh
# Installs what `npm run images` builds with, where that needs nobody's help: on Debian and Ubuntu, as root. Elsewhere, and
# where it cannot be had, nothing happens: the images' test is skipped then, and says why.
set -eu
command -v buildah > /dev/null && command -v mmdebstrap > /dev/null && exit 0
[ "$(id -u)" = 0 ] && command -v apt-get > /dev/null || exit 0
printf 'set-up: buildah and mmdebstrap, to try the images (apt-get install buildah mmdebstrap)\n' >&2
{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends buildah mmdebstrap; } \
  > /dev/null 2>&1 || printf 'set-up: they could not be installed; the images are not tried\n' >&2
