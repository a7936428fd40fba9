#!/bin/sh
# Finds the busiest group, and where it takes more than THRESHOLD messages a second (over the last ten seconds or so) limits it to LIMIT.
#   pbm/calm-hot-group.sh                    THRESHOLD 30 and LIMIT 5 where they are not set
#   pbm/calm-hot-group.sh --release GROUP    takes the limit back
# One connection can send 50 a second (Chat__Limits__SendsPerSecond); a THRESHOLD above finds only floods by several.
set -eu
. "$(dirname "$0")/lib.sh"
THRESHOLD=${THRESHOLD:-30}
LIMIT=${LIMIT:-5}

case "$#:${1:-}" in
  0:) ;;
  2:--release) "$PBM" "$HOST" chat group -g "$2" --unlimit; exit ;;
  *) usage ;;
esac

screen=$("$PBM" "$HOST" chat top -n 1)
busiest=$(say "$screen" | awk '/^busiest groups/ { found = 1; next } found { print $1, $2; exit }')
group=${busiest% *}
rate=${busiest#* }
[ -n "$group" ] || { say "no group takes messages at the moment"; exit 0; }
say "busiest: $group, $rate messages a second"
if [ "${rate%.*}" -ge "$THRESHOLD" ]; then
  "$PBM" "$HOST" chat group -g "$group" --limit "$LIMIT"
else
  say "that is less than $THRESHOLD; nothing is done"
fi
