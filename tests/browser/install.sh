#!/bin/sh
# Installs the packages that the checks in a browser need, where package-lock.json names others than
# are there.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cmp -s "$here/package-lock.json" "$here/node_modules/installed.json" && exit 0
npm ci --prefix "$here" --ignore-scripts --no-audit --no-fund --silent
cp "$here/package-lock.json" "$here/node_modules/installed.json"
