#!/usr/bin/env bash
# Shows that each fence bites: a copy of the project gets one forbidden line at a time, and clippy
# must refuse it by name. A fence that lets its line pass fails this check.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$here/target}
# Beside what is built already, so that no dependency is checked twice.
copy=$target/fences
rm -rf "$copy"
mkdir -p "$copy"
trap 'rm -rf "$copy"' EXIT
cp -r "$here/src" "$here/templates" "$here/pricing" "$here/benches" "$here/examples" "$copy"
mkdir "$copy/python"
cp -r "$here/python/Cargo.toml" "$here/python/src" "$copy/python"
cp "$here"/Cargo.* "$here"/clippy.toml "$copy"
mkdir -p "$copy/tests/it" && echo > "$copy/tests/it/main.rs"
export CARGO_TARGET_DIR=$target
# Seventeen times almost the same.
export CARGO_INCREMENTAL=1
passed=0
failed=0

# bites NAME FILE LINE FEATURES: the line, appended to the file, must be refused as NAME.
bites() {
  cp "$here/$2" "$copy/$2"
  printf '\n%s\n' "$3" >> "$copy/$2"
  local output
  if output=$(cd "$copy" && cargo clippy --quiet --lib $4 -- -D warnings 2>&1); then
    echo "NOT REFUSED $1: $3"
    failed=$((failed + 1))
  elif grep -q -- "$1" <<< "$output"; then
    echo "refused as it should be: $1 ($2)"
    passed=$((passed + 1))
  else
    echo "REFUSED FOR ANOTHER REASON, not $1: $3"
    echo "$output" | head -20
    failed=$((failed + 1))
  fi
  cp "$here/$2" "$copy/$2"
}

engine="--no-default-features"
all=""
bites "disallowed type" src/engine/lapse.rs 'pub(crate) fn fence(x: f64) -> f64 { x }' "$engine"
bites "disallowed type" src/engine/lapse.rs \
  'pub(crate) type Fence = std::collections::HashMap<u8, u8>;' "$engine"
bites "disallowed method" src/engine/lapse.rs \
  'pub(crate) fn fence(x: rust_decimal::Decimal) -> rust_decimal::Decimal { x.round_dp(2) }' "$engine"
bites "disallowed method" src/engine/lapse.rs \
  'pub(crate) fn fence() -> bool { std::fs::read("x").is_ok() }' "$engine"
bites "disallowed method" src/engine/lapse.rs \
  'pub(crate) fn fence() -> std::time::SystemTime { std::time::SystemTime::now() }' "$engine"
bites "arithmetic operation that can potentially" src/engine/lapse.rs \
  'pub(crate) fn fence(x: i64) -> i64 { x + 1 }' "$engine"
bites "using a potentially dangerous silent" src/engine/lapse.rs \
  'pub(crate) fn fence(x: i64) -> i32 { x as i32 }' "$engine"
bites "indexing may panic" src/engine/lapse.rs \
  'pub(crate) fn fence(x: &[u8]) -> u8 { x[0] }' "$engine"
bites "unwrap()" src/engine/lapse.rs \
  'pub(crate) fn fence(x: Option<u8>) -> u8 { x.unwrap() }' "$engine"
bites "expect()" src/engine/lapse.rs \
  'pub(crate) fn fence(x: Option<u8>) -> u8 { x.expect("x") }' "$engine"
bites "panic" src/engine/lapse.rs 'pub(crate) fn fence() { panic!("x") }' "$engine"
# Newer than the Rust that Cargo.toml promises.
bites "current MSRV" src/engine/lapse.rs \
  'pub(crate) fn fence(x: i64) -> i64 { x.strict_add(1) }' "$engine"
bites "unsafe" src/engine/lapse.rs \
  'pub(crate) fn fence(x: *const u8) -> u8 { unsafe { *x } }' "$engine"
bites "use of undeclared\|unresolved\|cannot find\|failed to resolve" src/engine/lapse.rs \
  'pub(crate) use askama::Template as Fence;' "$engine"
bites "no function or associated item named \`now\`\|cannot find" src/engine/lapse.rs \
  'pub(crate) fn fence() -> chrono::DateTime<chrono::Utc> { chrono::Utc::now() }' "$engine"
bites "disallowed method" src/document/language.rs \
  'pub(crate) fn fence() -> bool { std::fs::write("x", "y").is_ok() }' "$all"
bites "disallowed method" src/document/language.rs \
  'pub(crate) fn fence() -> chrono::NaiveDate { chrono::Local::now().date_naive() }' "$all"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
