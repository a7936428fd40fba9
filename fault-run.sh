#!/usr/bin/env bash
# The long fault run: three nodes behind HAProxy on PostgreSQL are killed, paused, cut off, drained and robbed of their database under traffic, and
# every message is checked. About two and a half minutes a seed; needs root, iproute2, haproxy and postgresql (./test.sh installs them).
# Usage: ./fault-run.sh [seeds, 1..20 unless given; such as 7 or 1..5 or 3,8]
set -uo pipefail
cd "$(dirname "$0")" || exit 2
dotnet build -c Release -v quiet -clp:ErrorsOnly --nologo tests/Chat.Faults.Tests || exit 1
CHAT_FAULT_SEEDS=${1:-1..20} exec dotnet test -c Release --no-build --nologo tests/Chat.Faults.Tests \
  --filter FullyQualifiedName~FaultRunTests --logger "console;verbosity=detailed"
