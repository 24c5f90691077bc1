#!/usr/bin/env bash
# Runs every test, and lists the failed ones at the end, where a truncated log still shows them. Arguments
# are passed to `swift test`, which then runs alone. One line per step shows its time; V=1 shows all output
# immediately.
set -uo pipefail

swift=${SWIFT:-swift}
# Tests of these modules only compute: they run alongside the others, which leave a core free.
apart='^(BarcodeMigration|Bench|Datasets|Files|HeapProfile|HotelContracts|Judging|MemoryBudget'
apart+='|OpportunitySync|ParallelFixtures|Reports|RunStore|ScenarioFiles|StreamedJSON|TicketExport'
apart+='|TicketExportSQLite|TicketExportXLSX|Tidy)Tests[.]'
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

tell_failures() {
    printf '\nFailed:\n'
    grep -hE 'recorded an issue|^✘ Test|error:|FAILED ' "$logs"/*
}

# Runs those tests, and then mutated inputs for a minute: with all checks of a debug build, and always with
# the same seed, so that only a change can fail.
beside() {
    .build/debug/membudgetPackageTests.xctest --testing-library swift-testing --no-parallel \
        --filter "$apart" > "$logs/apart" 2>&1
    local status=$?
    .build/debug/membudget-fuzz --seconds 60 --seed 15 > "$logs/fuzz" 2>&1 || status=1
    return "$status"
}

# Runs everything, the computing tests alongside the others.
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
# Additional options for building the tests.
read -ra options <<< "${TEST_BUILD_OPTIONS:-}"
if [[ ${1:-} == --built ]]; then
    # Runs the step itself.
    shift
    if [ $# -gt 0 ]; then run_chosen "$@"; else run_all; fi
    status=$?
    [ "$status" -eq 0 ] || tell_failures
    exit "$status"
fi
# As in the Makefile.
"$scripts/step.sh" "build tests" env SWIFT_DETERMINISTIC_HASHING=1 "$swift" build --build-tests "${traits[@]}" "${options[@]}" || exit
"$scripts/step.sh" tests "${BASH_SOURCE[0]}" --built "$@" || exit
# Prints the number of tests, which is hard to find in the log.
if [[ ${V:-} != 1 ]]; then
    sed -n 's/^✔ Test run with/  Test run with/p' "${STEP_LOGS:-$scripts/../.build/logs}/tests.log"
fi
