#!/bin/sh
# Installs what `npm run images` builds with, where that needs nobody's help: on Debian and Ubuntu, as root. Elsewhere, and
# where it cannot be had, nothing happens: the images' test is skipped then, and says why.
set -eu
command -v buildah > /dev/null && command -v mmdebstrap > /dev/null && exit 0
sh "$(dirname "$0")/../apt-install.sh" buildah mmdebstrap || printf 'set-up: the images are not tried\n' >&2
