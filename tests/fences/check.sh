#!/usr/bin/env bash
# Shows that each fence bites: a copy of the project gets forbidden lines, and clippy must refuse each
# by name. A fence that lets its line pass fails this check.
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
# Again and again almost the same.
export CARGO_INCREMENTAL=1
passed=0
failed=0
# told NAME FOUND WHERE: whether what clippy said of a line has the name of the fence.
told() {
  if grep -q -- "$1" <<< "$2"; then
    echo "refused as it should be: $1 ($3)"
    passed=$((passed + 1))
  else
    echo "NOT REFUSED as $1 ($3): ${2:-nothing was said of it}"
    failed=$((failed + 1))
  fi
}

# What clippy says of the copy, a line for each mistake. An error is what is wanted.
said() {
  (cd "$copy" && cargo clippy --quiet --lib --message-format short "$@" -- -D warnings 2>&1) || true
}

# bite FILE FEATURE...: each line of the standard input is a name, an @ and what is appended to the
# file; all are there at once, and each must be refused by its name. A fence has a number, for no two
# can be called the same.
bite() {
  local file=$1 names=() places=() name line output
  shift
  cp "$here/$file" "$copy/$file"
  while IFS='@' read -r name line; do
    name=${name% }
    line=${line//fence/fence_${#names[@]}}
    printf '\n%s\n' "${line//Fence/Fence${#names[@]}}" >> "$copy/$file"
    names+=("$name")
    places+=("$(wc -l < "$copy/$file")")
  done
  output=$(said "$@")
  for number in "${!names[@]}"; do
    told "${names[number]}" "$(grep "^$file:${places[number]}:" <<< "$output")" "$file"
  done
  cp "$here/$file" "$copy/$file"
}

engine="--no-default-features"
bite src/engine/lapse.rs $engine << 'END'
disallowed type @ pub(crate) fn fence(x: f64) -> f64 { x }
disallowed type @ pub(crate) type Fence = std::collections::HashMap<u8, u8>;
disallowed method @ pub(crate) fn fence(x: rust_decimal::Decimal) -> rust_decimal::Decimal { x.round_dp(2) }
disallowed method @ pub(crate) fn fence() -> bool { std::fs::read("x").is_ok() }
disallowed method @ pub(crate) fn fence() -> std::time::SystemTime { std::time::SystemTime::now() }
arithmetic operation that can potentially @ pub(crate) fn fence(x: i64) -> i64 { x + 1 }
using a potentially dangerous silent @ pub(crate) fn fence(x: i64) -> i32 { x as i32 }
indexing may panic @ pub(crate) fn fence(x: &[u8]) -> u8 { x[0] }
unwrap() @ pub(crate) fn fence(x: Option<u8>) -> u8 { x.unwrap() }
expect() @ pub(crate) fn fence(x: Option<u8>) -> u8 { x.expect("x") }
panic @ pub(crate) fn fence() { panic!("x") }
current MSRV @ pub(crate) fn fence(x: i64) -> i64 { x.strict_add(1) }
END
# The compiler says these itself, and goes no further.
bite src/engine/lapse.rs $engine << 'END'
unsafe @ pub(crate) fn fence(x: *const u8) -> u8 { unsafe { *x } }
END
bite src/engine/lapse.rs $engine << 'END'
use of undeclared\|unresolved\|cannot find\|failed to resolve @ pub(crate) use askama::Template as Fence;
END
bite src/engine/lapse.rs $engine << 'END'
no function or associated item named `now`\|cannot find @ pub(crate) fn fence() -> chrono::DateTime<chrono::Utc> { chrono::Utc::now() }
END
bite src/document/language.rs << 'END'
disallowed method @ pub(crate) fn fence() -> bool { std::fs::write("x", "y").is_ok() }
disallowed method @ pub(crate) fn fence() -> chrono::NaiveDate { chrono::Local::now().date_naive() }
END
# A line that nothing forbids is what must not pass this check.
before=$failed
bite src/engine/lapse.rs $engine > /dev/null << 'END'
disallowed type @ pub(crate) fn fence(x: i64) -> i64 { x }
END
if [ "$failed" -ne $((before + 1)) ]; then
  echo "error: a line that is allowed counts as refused"
  exit 1
fi
failed=$before
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
