#!/usr/bin/env bash
# Runs every test, and names those that failed at the end, where a log that is cut short still shows
# them. Arguments go to `swift test`.
set -uo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT
"${SWIFT:-swift}" test --no-parallel "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if [ "$status" -ne 0 ]; then
    printf '\nFailed:\n'
    grep -E 'recorded an issue|^✘ Test|error:' "$log"
fi
exit "$status"
