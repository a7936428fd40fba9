#!/usr/bin/env bash
# A cluster on this machine: three nodes, PostgreSQL and HAProxy in front of them, all on loopback. Ctrl-C stops everything that it started; what it
# wrote is gone then, except for the logs. A node that ends or is killed is started again after RESTART_AFTER seconds, as a supervisor would do.
#
#   ./cluster.sh
#
#   PORT           of HAProxy, where clients go; 8080 or the next free one
#   NODES          how many nodes, 1 to 3 (3)
#   POSTGRES       a connection string in Npgsql's form; then no PostgreSQL is started here
#   RESTART_AFTER  seconds (5); 0: a node that has ended stays away
#   CONFIGURATION  of the build (Release); BUILD=no takes what is built
#   LOGS           a folder; a new one below /tmp otherwise
#   Chat__…        settings of the nodes, docs/configuration.md
set -uo pipefail
cd "$(dirname "$0")" || exit 2
# As long as a node may take to leave; docs/kubernetes.md.
DRAIN_LIMIT=75
nodes=${NODES:-3}
[[ $nodes =~ ^[1-3]$ ]] || { echo "NODES is 1, 2 or 3"; exit 2; }
restart_after=${RESTART_AFTER:-5}
configuration=${CONFIGURATION:-Release}
logs=${LOGS:-$(mktemp -d "${TMPDIR:-/tmp}/chat-cluster.XXXXXX")}
mkdir -p "$logs"
work=$(mktemp -d "${TMPDIR:-/tmp}/chat-cluster-data.XXXXXX")
supervisors=() haproxy_pid= postgres_pid=

say() { printf '%s\n' "$*"; }

# Every process gets a session of its own (setsid): Ctrl-C reaches this script only, which then stops them in the order in which they need each other.
stop() {
  trap '' INT TERM
  [ ${#supervisors[@]} -eq 0 ] || say "stopping the nodes (they drain)"
  for pid in "${supervisors[@]}"; do kill -TERM "$pid" 2>/dev/null; done
  for pid in "${supervisors[@]}"; do wait "$pid" 2>/dev/null; done
  if [ -n "$haproxy_pid" ]; then kill -TERM "$haproxy_pid" 2>/dev/null; wait "$haproxy_pid" 2>/dev/null; fi
  if [ -n "$postgres_pid" ]; then kill -INT "$postgres_pid" 2>/dev/null; wait "$postgres_pid" 2>/dev/null; fi
  rm -rf "$work"
  say "stopped; logs are in $logs"
}
trap stop EXIT
trap 'exit 0' INT TERM

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

next=$(( 20000 + RANDOM % 10000 ))
free_port() { # into $port; none twice
  until is_free $next; do next=$((next + 1)); done
  port=$next
  next=$((next + 1))
}

wait_for() { # what, seconds, command…
  local what=$1 end=$((SECONDS + $2)); shift 2
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $end ]; then say "failed: $what did not come up; logs are in $logs"; exit 1; fi
    sleep 0.2
  done
}

for tool in dotnet haproxy curl setsid; do command -v $tool >/dev/null || { say "missing: $tool"; exit 2; }; done

if [ "${BUILD:-yes}" != no ]; then
  say "building"
  dotnet build src/Chat.Node -c "$configuration" -v quiet -clp:ErrorsOnly --nologo || exit 1
fi
program=$PWD/src/Chat.Node/bin/$configuration/net10.0/Chat.Node.dll
[ -f "$program" ] || { say "missing: $program (build it)"; exit 2; }

if [ -z "${POSTGRES:-}" ]; then
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
  [ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")
  [ -x "$bin/initdb" ] || { say "missing: PostgreSQL's binaries; or give POSTGRES"; exit 2; }
  as=()
  mkdir "$work/pg"
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" = 0 ]; then chmod 755 "$work"; chown postgres "$work/pg"; as=(setpriv --reuid=postgres --regid=postgres --clear-groups); fi
  free_port
  "${as[@]}" "$bin/initdb" -D "$work/pg/data" -U postgres -A trust -E UTF8 --locale=C >"$logs/postgres.log" 2>&1 || { say "failed: initdb; see $logs/postgres.log"; exit 1; }
  setsid "${as[@]}" "$bin/postgres" -D "$work/pg/data" -p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories="$work/pg" \
    -c max_connections=300 >>"$logs/postgres.log" 2>&1 &
  postgres_pid=$!
  wait_for PostgreSQL 60 "$bin/pg_isready" -q -h 127.0.0.1 -p $port
  POSTGRES="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
fi

key=${Chat__Auth__SigningKey:-$(od -An -tx1 -N32 /dev/urandom | tr -d ' \n')}
http=() remoting=() management=() admin=()
for ((i = 1; i <= nodes; i++)); do
  free_port; http[i]=$port
  free_port; remoting[i]=$port
  free_port; management[i]=$port
  free_port; admin[i]=$port
done

node() { # its number; runs it until this subshell is told to stop
  local i=$1 pid= over= code= nap= patience=$DRAIN_LIMIT
  trap 'over=yes; [ -z "$pid" ] || kill -TERM "$pid" 2>/dev/null' TERM
  trap '' INT
  while [ -z "$over" ]; do
    env Chat__DataFolder="$work/node$i" Chat__Http__Host=127.0.0.1 Chat__Http__Port="${http[i]}" \
      Chat__Cluster__Host=127.0.0.1 Chat__Cluster__Port="${remoting[i]}" \
      Chat__Management__Port="${management[i]}" Chat__Admin__Port="${admin[i]}" \
      Chat__Database__Provider=PostgreSQL Chat__Database__ConnectionString="$POSTGRES" Chat__Auth__SigningKey="$key" \
      Chat__Limits__TrustedProxies__0=127.0.0.1 "${seeds[@]}" \
      setsid dotnet "$program" >>"$logs/node$i.log" 2>&1 &
    pid=$!
    echo "$pid" >"$logs/node$i.pid"
    # A signal ends a wait before its time. A node that drains for too long is killed.
    while kill -0 "$pid" 2>/dev/null; do
      if [ -z "$over" ]; then wait "$pid"; code=$?
      elif [ $((patience -= 1)) -gt 0 ]; then sleep 1
      else kill -KILL "$pid"; fi
    done
    pid=
    [ -z "$over" ] || return
    say "node $i has ended with $code"
    [ "$restart_after" != 0 ] || return
    sleep "$restart_after" & nap=$!
    wait $nap
    kill $nap 2>/dev/null
    [ -n "$over" ] || say "node $i is started again"
  done
}

# Each node knows all as seeds; the first of the list may found the cluster, the others join whom they find.
seeds=()
for ((i = 1; i <= nodes; i++)); do seeds+=("Chat__Cluster__SeedNodes__$((i - 1))=akka.tcp://${Chat__Cluster__SystemName:-chat}@127.0.0.1:${remoting[i]}"); done
for ((i = 1; i <= nodes; i++)); do
  node $i &
  supervisors+=($!)
done

if [ -n "${PORT:-}" ]; then public=$PORT
elif is_free 8080; then public=8080
else free_port; public=$port; fi
balancer=(CHAT_BIND=127.0.0.1:"$public")
for ((i = 1; i <= nodes; i++)); do balancer+=("CHAT_NODE_$i=127.0.0.1:${http[i]}"); done
env "${balancer[@]}" setsid haproxy -db -f deploy/haproxy.cfg >"$logs/haproxy.log" 2>&1 &
haproxy_pid=$!

for ((i = 1; i <= nodes; i++)); do wait_for "node $i" 120 curl -fs "http://127.0.0.1:${http[i]}/health"; done
wait_for HAProxy 60 curl -fs "http://127.0.0.1:$public/health"
kill -0 $haproxy_pid 2>/dev/null || { say "failed: HAProxy; see $logs/haproxy.log"; exit 1; }

say ""
say "open http://127.0.0.1:$public/ in two browser windows, or connect to ws://127.0.0.1:$public/ws"
for ((i = 1; i <= nodes; i++)); do
  say "node $i: pid $(cat "$logs/node$i.pid"), http://127.0.0.1:${http[i]}, remoting ${remoting[i]}, management http://127.0.0.1:${management[i]}, admin 127.0.0.1:${admin[i]}"
done
say "logs: $logs"
say "to administer it: pbm 127.0.0.1:${admin[1]} cluster show (docs/admin.md)"
say "kill -9 a node and watch its clients come back at another one; kill -TERM lets it drain first; Ctrl-C stops everything"
wait "${supervisors[@]}"
