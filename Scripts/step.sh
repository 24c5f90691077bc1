#!/usr/bin/env bash
# Runs one step of a rule, and prints one line about it: its name and its time.
#
#     Scripts/step.sh NAME COMMAND…
#
# The output of the command is written to .build/logs/NAME.log; if the step fails, the end of it is shown.
# With V=1, all output is shown immediately and not kept. Remarks to be shown immediately are written to the
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

# Prints a time such as 0.4 s, 12 s, or 2 min 5 s.
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

# On a terminal, shows the progress of a build: SwiftPM prints [12/340].
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
# Shows the first errors of a compiler, which may have continued for long after them.
head -n "-$shown_lines" "$log" | grep -m 10 -E '(^|[ :])(error|fatal error): '
tail -n "$shown_lines" "$log"
printf '\n%s failed with status %s; all of its output is in %s (V=1 shows it immediately)\n' \
    "$name" "$status" "$log" >&2
exit "$status"
