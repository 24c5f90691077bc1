#!/usr/bin/env bash
# Runs every test, and names those that failed at the end, where a log that is cut short still shows
# them. Arguments go to `swift test`; without any, changed inputs are read for a minute meanwhile.
set -uo pipefail

swift=${SWIFT:-swift}
log=$(mktemp)
fuzz_log=$(mktemp)
trap 'rm -f "$log" "$fuzz_log"' EXIT

"$swift" build --build-tests || exit

fuzz=
if [ $# -eq 0 ]; then
    # Every check of a debug build, and the same seed each time, so that only a change can fail.
    # It takes the core that tests in the same process leave free, and takes no time from them.
    nice -n 10 .build/debug/membudget-fuzz --seconds 60 --seed 15 > "$fuzz_log" 2>&1 &
    fuzz=$!
fi

"$swift" test --skip-build --no-parallel "$@" 2>&1 | tee "$log"
status=${PIPESTATUS[0]}
if [ "$status" -ne 0 ]; then
    printf '\nFailed:\n'
    grep -E 'recorded an issue|^✘ Test|error:' "$log"
fi
if [ -n "$fuzz" ]; then
    wait "$fuzz"
    fuzz_status=$?
    cat "$fuzz_log"
    if [ "$fuzz_status" -ne 0 ]; then
        printf '\nFailed: membudget-fuzz, with status %s; inputs are in .build/fuzz\n' "$fuzz_status"
        [ "$status" -ne 0 ] || status=1
    fi
fi
exit "$status"
