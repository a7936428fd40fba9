#!/bin/sh
# How the cluster is: nodes, figures, shards, clean-up, the latest warnings of the node that is asked. Ends with 1 where something is wrong.
#   HOST=10.0.0.1:9110 pbm/health-report.sh
set -u
. "$(dirname "$0")/lib.sh"
[ $# -eq 0 ] || usage

nodes=$("$PBM" "$HOST" cluster show) || exit 2
stats=$("$PBM" "$HOST" chat stats) || exit 2
say "== nodes"
say "$nodes"
say "== leader"
"$PBM" "$HOST" cluster leader
say "== figures"
say "$stats"
say "== users"
"$PBM" "$HOST" cluster-sharding region-stats -r user
say "== groups"
"$PBM" "$HOST" cluster-sharding region-stats -r group
say "== clean-up"
"$PBM" "$HOST" chat cleanup status
say "== latest warnings"
"$PBM" "$HOST" log peek -n 10 -l warning

wrong=0
if say "$nodes" | grep -q '| unreachable |'; then say "WRONG: a node cannot be reached"; wrong=1; fi
if say "$stats" | grep -q '| not ready'; then say "WRONG: a node is not ready"; wrong=1; fi
if say "$stats" | grep -q '| does not answer'; then say "WRONG: a node does not answer"; wrong=1; fi
[ "$wrong" -eq 0 ] && say "ALL WELL"
exit "$wrong"
