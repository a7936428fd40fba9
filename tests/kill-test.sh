#!/usr/bin/env bash
# kill -9 in mid-traffic, again and again: on SQLite and on PostgreSQL, fifty runs each unless told otherwise.
# Usage: tests/kill-test.sh [runs]
export CHAT_KILL_RUNS=${1:-50}
cd "$(dirname "$0")/.." && exec ./test.sh FullyQualifiedName~KillTests
