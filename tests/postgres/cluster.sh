#!/usr/bin/env bash
# Runs a command with a PostgreSQL server of its own: `tests/postgres/cluster.sh COMMAND …`.
#
# The server lies in a temporary folder and listens on a socket there and nowhere else; it goes with
# the command. REINSTATE_POSTGRES has its URL. REINSTATE_POSTGRES_CRASH is a program that kills it as
# a fault would, and starts it again. PostgreSQL refuses to run as root: root starts it as the user
# `postgres`.
set -euo pipefail
. "$(dirname "$0")/../skipped.sh"

# Debian keeps the programs of each version in a folder of its own.
programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
[ -x "$programs/initdb" ] || programs=$(dirname "$(command -v initdb || echo .)")
[ -x "$programs/initdb" ] || skipped "PostgreSQL is not installed; install postgresql"

folder=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then
  id postgres > /dev/null 2>&1 || skipped "there is no user postgres, and root starts no server"
  chown postgres "$folder"
  as=(runuser -u postgres --)
fi
as_user() { (cd "$folder" && "${as[@]}" "$@"); }
stop() {
  as_user "$programs/pg_ctl" --pgdata="$folder/data" --mode=immediate --silent stop || true
  rm -rf "$folder"
}
trap stop EXIT

as_user "$programs/initdb" --pgdata="$folder/data" --auth=trust --username=tester \
  --encoding=UTF8 --locale=C.UTF-8 --no-sync > "$folder.log" 2>&1 || {
  cat "$folder.log"
  exit 1
}
rm -f "$folder.log"
# Tests commit often, and none of them cuts the power: what a server that is killed has written
# stays with the system. A benchmark says REINSTATE_POSTGRES_FSYNC=on.
cat >> "$folder/data/postgresql.conf" <<SETTINGS
listen_addresses = ''
unix_socket_directories = '$folder'
fsync = ${REINSTATE_POSTGRES_FSYNC:-off}
max_connections = 60
log_min_messages = fatal
SETTINGS
as_user "$programs/pg_ctl" --pgdata="$folder/data" --wait --silent --log="$folder/log" start
chmod 755 "$folder"
export REINSTATE_POSTGRES="postgres://tester@/postgres?host=$folder"
cat > "$folder/crash" <<CRASH
#!/usr/bin/env bash
# The server, and then the processes that it began: none of them can tidy up.
set -euo pipefail
cd "$folder"
server=\$(head -1 data/postmaster.pid)
mapfile -t others < <(ps -o pid= --ppid "\$server")
kill -9 "\$server" \${others[@]} || true
while ps -p "\$server" \${others[@]/#/-p } > /dev/null; do sleep 0.05; done
${as[*]} "$programs/pg_ctl" --pgdata="$folder/data" --wait --silent --log="$folder/log" start
CRASH
chmod 755 "$folder/crash"
export REINSTATE_POSTGRES_CRASH="$folder/crash"
"$@"
