#!/usr/bin/env bash
# What others get: the Rust that is promised, the dependencies that come along (deny.toml), and the
# files of the package.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/skipped.sh

python3 tests/packages/rust_version.py --self-test
cargo metadata --format-version 1 --locked --all-features | python3 tests/packages/rust_version.py

# No file of the package is outside these, and every one that the package cannot be without is there.
belongs='^(Cargo\.(toml|toml\.orig|lock)|\.cargo_vcs_info\.json|[A-Z]+\.md|LICENSE-(MIT|APACHE))$'
belongs+='|^src/.*\.rs$|^templates/|^pricing/|^examples/'
files=$(cargo package --list --allow-dirty --quiet)
if grep -vE "$belongs" <<< "$files"; then
  echo "error: files that do not belong into the package"
  exit 1
fi
for needed in src/main.rs README.md LICENSE-MIT LICENSE-APACHE templates/fonts/OFL.txt; do
  grep -qx "$needed" <<< "$files" || { echo "error: the package lacks $needed"; exit 1; }
done
# Packs it and compiles what was packed, without the files that stay behind. `cargo package` alone
# would do so as well, and make machine code of all of it.
cargo package --allow-dirty --quiet --no-verify
packed=$(mktemp -d)
trap 'rm -rf "$packed"' EXIT
tar -xzf "${CARGO_TARGET_DIR:-target}"/package/reinstate-*.crate -C "$packed" --strip-components 1
CARGO_TARGET_DIR=$(realpath "${CARGO_TARGET_DIR:-target}") \
  cargo check --quiet --locked --manifest-path "$packed/Cargo.toml"
echo "$(wc -l <<< "$files") files in the package"

cargo deny --version > /dev/null 2>&1 || skipped "cargo-deny is not installed; .ci/setup installs it"
cargo deny --workspace --locked check licenses bans sources
