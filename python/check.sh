#!/usr/bin/env bash
# The wheel: builds it as it goes to others, installs it in a folder below target, and tests what was
# installed there. With --dev it is built as the tests of Rust are, which checks that no number
# overflows, and takes a quarter of the time; nobody is to get that one.
#
#   bash python/check.sh [--dev] [the command line, which the prices are compared with]
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/tests/skipped.sh"
profile=(--release)
if [ "${1:-}" = --dev ]; then
  profile=()
  shift
fi
if [ $# -gt 0 ]; then
  REINSTATE_PROGRAM=$(realpath "$1")
  export REINSTATE_PROGRAM
fi
target="${CARGO_TARGET_DIR:-$here/target}"
python="$target/python"
# The same pyarrow everywhere: Daft, which tests/engines/check.sh can add, asks for one below 26.
packages=(duckdb==2.0.1 maturin==1.16.0 mypy==2.4.1 polars==2.1.0 pyarrow==25.0.1 pytest==9.2.0)
command -v python3 > /dev/null || skipped "there is no Python; .ci/setup installs it"
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  skipped "the tests need Python 3.11 or later; the wheel 3.10"
fi
if [ "$(cat "$python/installed" 2> /dev/null)" != "${packages[*]}" ]; then
  if ! python3 -m venv "$python" || ! "$python/bin/pip" install --quiet "${packages[@]}"; then
    skipped "the packages ${packages[*]} cannot be installed here"
  fi
  echo "${packages[*]}" > "$python/installed"
fi

# Only one wheel is there afterwards.
rm -rf "$target/wheels"
(cd "$here/python" && "$python/bin/maturin" build --quiet --locked "${profile[@]}")
wheel=$(echo "$target"/wheels/reinstate-*-cp310-abi3-*.whl)
bytes=$(wc -c < "$wheel")
if [ "${#profile[@]}" -gt 0 ] && [ "$bytes" -gt 8000000 ]; then
  echo "error: the wheel has $bytes bytes, and 8,000,000 are the most"
  exit 1
fi
echo "$(basename "$wheel"): $bytes bytes"
"$python/bin/pip" install --quiet --force-reinstall --no-deps "$wheel"

cd "$here/python"
"$python/bin/python" -m pytest
"$python/bin/python" -m mypy.stubtest reinstate --allowlist tests/stubtest.txt
