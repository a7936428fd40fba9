#!/bin/sh
# Takes a node out of service: it is not ready any more, and its clients go to others. Its entities stay, and it may come back:
#   HOST=10.0.0.1:9110 pbm/drain-node.sh          ends when no client is left
#   HOST=10.0.0.1:9110 pbm/drain-node.sh --back   back into service
set -eu
. "$(dirname "$0")/lib.sh"

case "$*" in
  '') "$PBM" "$HOST" chat drain --wait ;;
  --back) "$PBM" "$HOST" chat undrain ;;
  *) usage ;;
esac
