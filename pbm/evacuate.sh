#!/bin/sh
# Empties a node before maintenance: its clients go to others, its entities move, it leaves the cluster and its process ends.
#   HOST=10.0.0.1:9110 pbm/evacuate.sh
set -eu
. "$(dirname "$0")/lib.sh"
[ $# -eq 0 ] || usage

"$PBM" "$HOST" cluster status
"$PBM" "$HOST" chat drain --wait
"$PBM" "$HOST" cluster leave
wait_for 120 is_gone "$HOST" || die "$HOST is still there after two minutes; 'cluster show' at another node says what holds it up."
say "$HOST is empty and has ended"
