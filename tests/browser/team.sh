#!/bin/sh
# Tests the pages of a register in a real browser against the real program, and makes pictures of
# them.
#
#   tests/browser/team.sh PROGRAM [FOLDER]
#
# PROGRAM is the built program; pictures go to FOLDER where one is named. Needs node, java and a
# Chromium; CHROMIUM names one that is not in its usual place.
set -eu
if [ "$#" -lt 1 ]; then
  echo "usage: tests/browser/team.sh PROGRAM [FOLDER]" >&2
  exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for tool in node npm java; do
  command -v "$tool" >/dev/null || { echo "error: $tool is not installed" >&2; exit 2; }
done
sh "$here/install.sh"
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
node "$here/team.mjs" "$1" "$pages" "${2:-}"
java -jar "$here/node_modules/vnu-jar/build/dist/vnu.jar" --Werror "$pages"/*.html
echo "$(find "$pages" -name '*.html' | wc -l) pages are valid HTML5"
