#!/usr/bin/env bash
# Runs every test, and names those that failed at the end, where a log that is cut short still shows
# them. Arguments go to `swift test`, which then runs alone.
set -uo pipefail

swift=${SWIFT:-swift}
# Tests of these compute, and measure nothing: they run beside the others, which leave a core free.
apart='^(BarcodeMigration|HotelContracts|Judging|OpportunitySync|ParallelFixtures|Reports|StreamedJSON'
apart+='|TicketExport|TicketExportSQLite|Tidy)Tests[.]'
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

tell_failures() {
    printf '\nFailed:\n'
    grep -hE 'recorded an issue|^✘ Test|error:|FAILED ' "$logs"/*
}

# Those apart, and then changed inputs for a minute: with every check of a debug build, and from the
# same seed each time, so that only a change can fail.
beside() {
    .build/debug/membudgetPackageTests.xctest --testing-library swift-testing --no-parallel \
        --filter "$apart" > "$logs/apart" 2>&1
    local status=$?
    .build/debug/membudget-fuzz --seconds 60 --seed 15 > "$logs/fuzz" 2>&1 || status=1
    return "$status"
}

read -ra traits <<< "$("$(dirname "${BASH_SOURCE[0]}")/traits.sh")"
"$swift" build --build-tests "${traits[@]}" || exit
if [ $# -gt 0 ]; then
    "$swift" test --skip-build "${traits[@]}" --no-parallel "$@" 2>&1 | tee "$logs/chosen"
    status=${PIPESTATUS[0]}
else
    beside &
    others=$!
    "$swift" test --skip-build "${traits[@]}" --no-parallel --skip "$apart" 2>&1 | tee "$logs/alone"
    status=${PIPESTATUS[0]}
    wait "$others" || status=1
    cat "$logs/apart" "$logs/fuzz"
fi
[ "$status" -eq 0 ] || tell_failures
exit "$status"
