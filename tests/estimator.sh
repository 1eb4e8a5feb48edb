# For other scripts, which read this in: `. tests/estimator.sh`.

server=
work=$(mktemp -d)
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || true; rm -rf "$work"' EXIT

# serve PROGRAM [FLAG...]: starts the estimator on a free port, and waits until it listens. Then
# `server` is its process, `address` where it listens, and `$work/log` its log. It ends with the
# script, and so does the folder `$work`.
serve() {
  local program=$1
  shift
  "$program" serve --listen 127.0.0.1:0 "$@" 2> "$work/log" &
  server=$!
  address=
  for _ in $(seq 100); do
    address=$(sed -n 's/.*listening on \(http:[^"]*\)".*/\1/p' "$work/log")
    [ -n "$address" ] && return
    sleep 0.1
  done
  cat "$work/log"
  exit 1
}
