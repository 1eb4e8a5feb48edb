#!/usr/bin/env bash
# PDFs against the standards that they claim, see check.py; and names in many scripts, see names.py.
# Their packages go into a folder below target.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
. "$here/tests/skipped.sh"
python="${CARGO_TARGET_DIR:-$here/target}/pdf-python"
packages=(fonttools==4.60.1 pikepdf==10.18.0)
if [ "$(cat "$python/installed" 2> /dev/null)" != "${packages[*]}" ]; then
  if ! python3 -m venv "$python" || ! "$python/bin/pip" install --quiet "${packages[@]}"; then
    skipped "the packages ${packages[*]} cannot be installed here"
  fi
  echo "${packages[*]}" > "$python/installed"
fi
"$python/bin/python" -B "$here/tests/pdf/check.py" "$@"
"$python/bin/python" -B "$here/tests/pdf/names.py" "$@"
