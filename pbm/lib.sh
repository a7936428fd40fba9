# For the scripts beside it: where pbm and the node are, and waiting for something.
#   PBM   the client; 'pbm' where it is not set. Any client with this grammar will do.
#   HOST  host:port of the admin port of a node; PBM_HOST, as for the client, or 127.0.0.1:9110 where it is not set.
# PBM_TOKEN, where nodes ask for one, goes to the client by itself.

PBM=${PBM:-pbm}
HOST=${HOST:-${PBM_HOST:-127.0.0.1:9110}}

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# What a script says at its beginning, to whoever asks for it or has mistyped.
help() { sed -n '2,/^[^#]/s/^#[ ]\{0,1\}//p' "$0"; }
usage() { help >&2; exit 2; }
case "${1:-}" in -h | --help) help; exit 0 ;; esac

# Runs a command every second until it is true; gives up after so many seconds.
wait_for() { # seconds, command...
  left=$1; shift
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 1
  done
}

is_up() { "$PBM" "$1" cluster status 2>/dev/null | grep -q '| up |'; } # host:port
is_gone() { ! "$PBM" "$1" actor system >/dev/null 2>&1; } # host:port
