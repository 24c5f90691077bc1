#!/usr/bin/env bash
# Runs every test, and names those that failed at the end, where a log that is cut short still shows
# them. Arguments go to `swift test`, which then runs alone. A line per step tells the time; V=1 shows all
# output as it comes.
set -uo pipefail

swift=${SWIFT:-swift}
# Tests of these compute, and measure nothing: they run beside the others, which leave a core free.
apart='^(BarcodeMigration|Bench|Datasets|Files|HotelContracts|Judging|MemoryBudget|OpportunitySync'
apart+='|ParallelFixtures|Reports|RunStore|ScenarioFiles|StreamedJSON|TicketExport|TicketExportSQLite'
apart+='|Tidy)Tests[.]'
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

# Everything, those apart beside the others.
run_all() {
    beside &
    local others=$! status
    "$swift" test --skip-build "${traits[@]}" --no-parallel --skip "$apart" 2>&1 | tee "$logs/alone"
    status=${PIPESTATUS[0]}
    wait "$others" || status=1
    cat "$logs/apart" "$logs/fuzz"
    return "$status"
}

run_chosen() {
    "$swift" test --skip-build "${traits[@]}" --no-parallel "$@" 2>&1 | tee "$logs/chosen"
    return "${PIPESTATUS[0]}"
}

scripts=$(dirname "${BASH_SOURCE[0]}")
read -ra traits <<< "$("$scripts/traits.sh")"
# More options of the build of the tests.
read -ra options <<< "${TEST_BUILD_OPTIONS:-}"
if [[ ${1:-} == --built ]]; then
    # The step itself.
    shift
    if [ $# -gt 0 ]; then run_chosen "$@"; else run_all; fi
    status=$?
    [ "$status" -eq 0 ] || tell_failures
    exit "$status"
fi
# As in the Makefile.
"$scripts/step.sh" "build tests" env SWIFT_DETERMINISTIC_HASHING=1 "$swift" build --build-tests "${traits[@]}" "${options[@]}" || exit
"$scripts/step.sh" tests "${BASH_SOURCE[0]}" --built "$@" || exit
# How many there were; in the log they are among all the others.
if [[ ${V:-} != 1 ]]; then
    sed -n 's/^✔ Test run with/  Test run with/p' "${STEP_LOGS:-$scripts/../.build/logs}/tests.log"
fi
