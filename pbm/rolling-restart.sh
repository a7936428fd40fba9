#!/bin/sh
# Restarts all nodes, one after the other, so that nobody is without service: each is drained, leaves the cluster, ends, and is expected to be started
# anew by whatever looks after it (systemd, Kubernetes), at the same address. The next one follows when it is up and the shards are spread again.
#   pbm/rolling-restart.sh 10.0.0.1:9110 10.0.0.2:9110 10.0.0.3:9110
set -eu
. "$(dirname "$0")/lib.sh"

[ $# -ge 2 ] || usage
for host; do
  is_up "$host" || die "$host is not up; nothing was restarted after it. First put that right."
done
for host; do
  say "restarting $host"
  "$PBM" "$host" chat drain --wait
  "$PBM" "$host" cluster leave
  wait_for 120 is_gone "$host" || die "$host has not ended within two minutes"
  wait_for 300 is_up "$host" || die "$host has not come back within five minutes"
  "$PBM" "$host" chat shards rebalance
done
say "all nodes are restarted"
