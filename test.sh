#!/usr/bin/env bash
# Builds everything and runs all tests. Installs what they need where it may (as root on Debian and its relatives), and says in one
# line what is missing where it may not; tests that need it are then skipped with that reason.
# Usage: ./test.sh [--all | a filter for dotnet test, such as FullyQualifiedName~Durability]
# Without --all, or a filter of your own, the tests marked as long are left out: kills of several processes and of history, whole clean-ups, moves of slots under traffic, the operators' scripts, and most of the random histories.
set -uo pipefail
cd "$(dirname "$0")" || exit 2
filter=${1:-Length!=long}
[ "$filter" != --all ] || filter=
# Databases in memory where there is room: a kill -9 of a process finds the same files there as on a disk, and a slow disk makes no test wait. With --all on
# the disk, for the other order of things that a real fsync gives.
place=${TMPDIR:-/tmp}
in_memory_kib=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
free_kib=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo 2>/dev/null)
if [ "${1:-}" != --all ] && [ -w /dev/shm ] && [ "${in_memory_kib:-0}" -gt 6000000 ] && [ "${free_kib:-0}" -gt 12000000 ]; then place=/dev/shm; fi
work=$(mktemp -d "$place/chat-tests.XXXXXX")
mkdir "$work/tmp"
[ "$(id -u)" != 0 ] || chmod 755 "$work" # PostgreSQL does not run as root
postgres_pid=

stop() {
  if [ -n "$postgres_pid" ]; then kill -INT "$postgres_pid" 2>/dev/null; wait "$postgres_pid" 2>/dev/null; fi
  rm -rf "$work"
}
trap stop EXIT

say() { printf '%s\n' "$*"; }

install() { # package, what for
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing $1 ($2)"
    [ -n "${apt_updated:-}" ] || { apt-get update -qq >/dev/null 2>&1; apt_updated=1; }
    # RUNLEVEL: what is installed is not started as a service.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1" >"$work/apt.log" 2>&1 || { say "missing: $1 could not be installed ($2)"; return 1; }
  else
    say "missing: $1 ($2); install it, or run this as root"
    return 1
  fi
}

command -v dotnet >/dev/null || { say "missing: the .NET 10 SDK (https://dot.net)"; exit 2; }

# PostgreSQL: a private server with durable commits, on loopback, gone afterwards.
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then install postgresql "tests on PostgreSQL"; bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1); fi
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")
if [ -z "${CHAT_TEST_POSTGRES:-}" ] && [ -x "$bin/initdb" ]; then
  as=()
  mkdir "$work/pg"
  if [ "$(id -u)" = 0 ]; then chown postgres "$work/pg"; as=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi
  port=$(( 20000 + RANDOM % 20000 ))
  if "${as[@]}" "$bin/initdb" -D "$work/pg/data" -U postgres -A trust -E UTF8 --locale=C >"$work/initdb.log" 2>&1; then
    "${as[@]}" "$bin/postgres" -D "$work/pg/data" -p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories="$work/pg" \
      -c max_connections=400 -c shared_buffers=256MB -c max_wal_size=2GB >"$work/postgres.log" 2>&1 &
    postgres_pid=$!
    for _ in $(seq 100); do "$bin/pg_isready" -q -h 127.0.0.1 -p $port && break; sleep 0.1; done
    export CHAT_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
  else
    say "missing: a PostgreSQL server (initdb failed: $(tail -n 1 "$work/initdb.log"))"
  fi
fi

# Balancers and network namespaces, for the tests of several nodes.
export PATH=$PATH:/usr/sbin
command -v haproxy >/dev/null || install haproxy "tests of several nodes behind HAProxy"
command -v nginx >/dev/null || install nginx-light "tests of NGINX's configuration"
command -v ip >/dev/null || install iproute2 "the fault run cuts nodes off from one another"
command -v kubectl >/dev/null || say "missing: kubectl (tests of the Kubernetes manifests as a whole; https://kubernetes.io/docs/tasks/tools)"

# A browser for the page: the headless shell, or Chromium itself, which shows windows in the background a frame a second and takes twice as long.
browser() { command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome; }
if [ -z "${CHROMIUM:-}" ]; then
  if ! command -v chromium-headless-shell >/dev/null && { [ "$(id -u)" = 0 ] || ! browser >/dev/null; }; then
    install chromium-headless-shell "tests of the page in a browser" || browser >/dev/null || install chromium "tests of the page in a browser"
  fi
  CHROMIUM=$(browser || true)
  export CHROMIUM
fi

say "building"
# One compiler for all projects, of this run's own: it is started and ended here, and holds none of our pipes.
if ! dotnet build -c Release -v quiet -clp:ErrorsOnly --nologo -p:UseSharedCompilation=true -p:SharedCompilationId="${work##*/}" >"$work/build.log" 2>&1 </dev/null; then
  cat "$work/build.log"
  say "the build failed"
  exit 1
fi
pgrep -f "pipename:${work##*/}" | xargs -r kill 2>/dev/null
sync # what the build has written is on the disk before anything waits for the disk
say "built ($SECONDS s)"
export TMPDIR="$work/tmp"

run() { # projects, one after the other
  local name
  for name; do
    dotnet test "tests/$name/$name.csproj" -c Release --no-build --nologo -v quiet --results-directory "$work/results" \
      --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" ${filter:+--filter "$filter"} >"$work/$name.log" 2>&1
    printf '%s' $? >"$work/$name.status"
    say "tested $name ($SECONDS s)"
  done
}

# What waits for nodes and what computes go well together; what cuts nodes off from each other measures time, and runs alone.
processes=(Chat.EndToEnd.Tests Chat.Cluster.Tests)
alone=(Chat.Faults.Tests)
others=()
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  case " ${processes[*]} ${alone[*]} Chat.Journal.Writer " in *" $name "*) ;; *) others+=("$name") ;; esac
done
say "testing"
[ "$filter" != "Length!=long" ] || say "left out: tests marked as long (./test.sh --all runs them, in some ten minutes more)"
run "${others[@]}" &
run "${processes[@]}"
wait $!
run "${alone[@]}"

passed=0 failed=0 skipped=0
for name in "${others[@]}" "${processes[@]}" "${alone[@]}"; do
  status=$(cat "$work/$name.status")
  trx="$work/results/$name.trx"
  if [ ! -f "$trx" ]; then
    if [ "$status" -ne 0 ]; then cat "$work/$name.log"; failed=$((failed + 1)); fi
    continue
  fi
  p=$(grep -o 'outcome="Passed"' "$trx" | wc -l); f=$(grep -o '<UnitTestResult [^>]*outcome="Failed"' "$trx" | wc -l)
  s=$(grep -o 'outcome="NotExecuted"' "$trx" | wc -l)
  passed=$((passed + p)); failed=$((failed + f)); skipped=$((skipped + s))
  if [ "$status" -ne 0 ]; then grep -vE '^\s*$' "$work/$name.log" | head -n 200; [ "$f" -gt 0 ] || failed=$((failed + 1)); fi
  [ "$s" -eq 0 ] || grep -A4 -E '\[SKIP\]' "$work/$name.log" | grep -vE '^--$' || true
done

say "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
