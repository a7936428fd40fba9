#!/bin/sh
# Has the clean-up begin now instead of when it is due, waits for its end, and says what it has found. For a quiet hour, from cron.
#   HOST=10.0.0.1:9110 pbm/daily-clean-up.sh
set -eu
. "$(dirname "$0")/lib.sh"
[ $# -eq 0 ] || usage

has_ended() { ! "$PBM" "$HOST" chat cleanup status | grep -q -e 'under way' -e 'due:'; }

"$PBM" "$HOST" chat cleanup run
wait_for "${PATIENCE:-3600}" has_ended || die "not ended within ${PATIENCE:-3600} s; it goes on by itself"
"$PBM" "$HOST" chat cleanup status
