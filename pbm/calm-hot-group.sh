#!/bin/sh
# Finds the busiest group, and where it takes more than THRESHOLD messages a second limits it to LIMIT.
#   pbm/calm-hot-group.sh                    THRESHOLD 50 and LIMIT 5 where they are not set
#   pbm/calm-hot-group.sh --release GROUP    takes the limit back
set -eu
. "$(dirname "$0")/lib.sh"
THRESHOLD=${THRESHOLD:-50}
LIMIT=${LIMIT:-5}

if [ "${1:-}" = --release ]; then
  "$PBM" "$HOST" chat group -g "${2:?which group}" --unlimit
  exit
fi

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
