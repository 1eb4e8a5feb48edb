#!/usr/bin/env bash
# Generates a client in TypeScript and one in Python from the description of the API, without a
# warning, compiles or checks them strictly, and has them ask the running estimator for a quote, a
# refusal, a comparison and what is wrong with a request.
#
#   tests/clients/check.sh [PROGRAM]
#
# The generators are installed once, beside what cargo builds.
# Without node, Python or, the first time, a network, the check says that it is skipped.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
. "$root/tests/skipped.sh"
. "$root/tests/estimator.sh"
program=$(realpath "${1:-$root/target/release/reinstate}")
generator=0.29.1 checker=2.4.1
built=${CARGO_TARGET_DIR:-$root/target}
tools=$built/clients-python-$generator-$checker
packages=$built/clients-node

for tool in node npm python3; do
  command -v "$tool" > /dev/null || skipped "$tool is not installed"
done
mkdir -p "$packages"
cp "$here/package.json" "$here/package-lock.json" "$packages"
npm ci --prefix "$packages" --ignore-scripts --no-audit --no-fund --silent ||
  skipped "the packages of npm cannot be installed here"
if [ ! -x "$tools/bin/openapi-python-client" ]; then
  if ! { python3 -m venv "$tools" &&
    "$tools/bin/pip" install --quiet "openapi-python-client==$generator" "mypy==$checker"; }; then
    rm -rf "$tools"
    skipped "openapi-python-client $generator cannot be installed here"
  fi
fi

serve "$program" --rate 0 --quote-date 2026-11-24
cd "$work"
python3 - "$address" << 'END'
import sys, urllib.request
urllib.request.urlretrieve(sys.argv[1] + "/api/openapi.json", "openapi.json")
END

# TypeScript: what the generator or the compiler only warns of ends the check, too.
ln -s "$packages/node_modules" node_modules
cp "$here/client.ts" "$here/tsconfig.json" "$here/package.json" .
node_modules/.bin/openapi-typescript openapi.json --output estimator.d.ts > generated 2>&1 ||
  { cat generated; exit 1; }
if grep -i warn generated; then exit 1; fi
node_modules/.bin/tsc --project .
node out/client.js "$address"

# Python: the generated code is checked as well as the one that uses it, but for the frame that is
# the same in every client.
PATH=$tools/bin:$PATH openapi-python-client generate --path openapi.json \
  --output-path estimator --meta none --fail-on-warning > generated 2>&1 ||
  { cat generated; exit 1; }
if grep -i warn generated; then exit 1; fi
cp "$here/client.py" .
printf '[mypy]\nstrict = true\n[mypy-estimator.client]\nignore_errors = true\n' > mypy.ini
"$tools/bin/mypy" --config-file mypy.ini --no-error-summary client.py estimator
"$tools/bin/python" -W error client.py "$address"
