#!/bin/sh
# Checks HTML files: valid HTML5, accessible in light, dark and on a phone, no request, no script.
#
#   tests/browser/check.sh FILE...
#
# Needs node, java and a Chromium; CHROMIUM names one that is not in its usual place.
set -eu
if [ "$#" -eq 0 ]; then
  echo "usage: tests/browser/check.sh FILE..." >&2
  exit 2
fi
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for tool in node npm java; do
  command -v "$tool" >/dev/null || { echo "error: $tool is not installed" >&2; exit 2; }
done
sh "$here/install.sh"
# Its own reading of a page's policy holds every data: address blocked, whatever the policy says;
# check.mjs asks a browser instead whether each image is shown.
java -jar "$here/node_modules/vnu-jar/build/dist/vnu.jar" --Werror \
  --filterpattern '.*violates Content Security Policy.*image .data:image.*' "$@"
echo "$# valid HTML5"
exec node "$here/check.mjs" "$@"
