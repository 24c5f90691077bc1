#!/usr/bin/env bash
# Runs one step of a rule, and prints one line about it: its name and the time it took.
#
#     Scripts/step.sh NAME COMMAND…
#
# What the command prints is in .build/logs/NAME.log; of a step that fails, the end of it is shown. With
# V=1 all of it is shown as it comes, and nothing is kept. Remarks that have to be seen at once go to the
# descriptor in STEP_REMARKS.
set -uo pipefail

name=$1
shift
if [[ ${V:-} == 1 ]]; then exec "$@"; fi

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=${STEP_LOGS:-$root/.build/logs}
log=$logs/${name// /-}.log
shown_lines=40
mkdir -p "$logs"

# 0.4 s, 12 s, 2 min 5 s
elapsed() {
    local microseconds=$((${EPOCHREALTIME/[^0-9]/} - start))
    local seconds=$((microseconds / 1000000))
    if ((seconds >= 60)); then
        echo "$((seconds / 60)) min $((seconds % 60)) s"
    elif ((seconds >= 10)); then
        echo "$seconds s"
    else
        echo "$seconds.$((microseconds / 100000 % 10)) s"
    fi
}

line() { printf '  %-14s %s' "$name" "$*"; }

# On a terminal, how far a build is: SwiftPM counts [12/340].
follow() {
    local count
    while sleep 1; do
        count=$(tail -c 4096 "$log" | grep -oE '^\[[0-9]+/[0-9]+\]' | tail -n 1)
        if [[ -n $count ]]; then printf '\r\033[K%s' "$(line "$(elapsed)  $count")"; fi
    done
}

start=${EPOCHREALTIME/[^0-9]/}
: > "$log"
follower=
if [[ -t 1 ]]; then
    follow &
    follower=$!
    clear='\r\033[K'
fi
STEP_REMARKS=3 "$@" 3>&1 >> "$log" 2>&1
status=$?
if [[ -n $follower ]]; then
    kill "$follower" 2> /dev/null
    wait "$follower" 2> /dev/null
fi
printf '%b' "${clear:-}"
if [[ $status -eq 0 ]]; then
    line "$(elapsed)"
    echo
    exit 0
fi
line "failed after $(elapsed)"
printf '\n\n'
# The first mistakes of a compiler, which may have gone on for long after them.
head -n "-$shown_lines" "$log" | grep -m 10 -E '(^|[ :])(error|fatal error): '
tail -n "$shown_lines" "$log"
printf '\n%s failed with status %s; all it printed is in %s (V=1 shows it as it comes)\n' \
    "$name" "$status" "$log" >&2
exit "$status"
