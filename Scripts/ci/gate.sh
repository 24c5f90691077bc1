#!/bin/sh
# Gates the scenarios of the current folder against the base, and renders the reports. Exits like the gate.
#
#   gate.sh PROGRAM TO [BASE]
#
# PROGRAM is membudget, TO a new folder for the run and its reports, BASE a checkout. MEMBUDGET_SCENARIOS are
# names and paths, MEMBUDGET_PREPARE commands that build the measured programs in both trees, and
# MEMBUDGET_OPTIONS additional options of `membudget gate`; all three may be empty.
set -eu

program=${1:?membudget}
to=${2:?a folder for the run}
base=${3:-}
scenarios=${MEMBUDGET_SCENARIOS:-}
prepare=${MEMBUDGET_PREPARE:-}
options=${MEMBUDGET_OPTIONS:-}

give_up() {
    echo "membudget: $1" >&2
    exit "${2:-1}"
}

# The built and measured programs get neither a token nor the files for later steps. This prevents accidents;
# it doesn't stop an attacker, who is the same user.
apart() (
    unset GITHUB_TOKEN GH_TOKEN GITHUB_ENV GITHUB_PATH GITHUB_OUTPUT GITHUB_STATE GITHUB_STEP_SUMMARY
    unset ACTIONS_RUNTIME_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN ACTIONS_ID_TOKEN_REQUEST_URL
    unset CI_JOB_TOKEN CI_JOB_JWT CI_REPOSITORY_URL CI_REGISTRY_PASSWORD CI_DEPLOY_PASSWORD
    unset CI_DEPENDENCY_PROXY_PASSWORD MEMBUDGET_TOKEN
    "$@"
)

# Prints the folder in the base that corresponds to the current one.
counterpart() {
    printf '%s/%s' "$base" "$(git -c 'safe.directory=*' rev-parse --show-prefix)"
}

# Returns whether the base has any of the scenarios; names are looked up in Scenarios, like in the gate.
has_scenarios() {
    for scenario in ${scenarios:-Scenarios}; do
        for place in "$scenario" "Scenarios/$scenario" "Scenarios/$scenario.yaml" "Scenarios/$scenario.yml"; do
            if [ -e "$place" ] && [ -e "$there/$place" ]; then return 0; fi
        done
    done
    return 1
}

prepare_in() {
    [ -n "$prepare" ] || return 0
    echo "preparing $2" >&2
    (cd "$1" && apart sh -e -c "$prepare") >&2 ||
        give_up "the build of $2 ('prepare') failed"
}

# Reports are outside the tree, so that they are not mistaken for its files, and no scenario reads them.
render() {
    "$program" report "$to/run" --format markdown,html,svg,junit,sarif,github --output "$to/report" ||
        return
    if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
        grep -E '^::(error|warning|notice) ' "$to/report/annotations.txt" || true
        cat "$to/report/summary.md" >> "$GITHUB_STEP_SUMMARY"
    fi
}

mkdir -p "$to"
to=$(cd "$to" && pwd)
prepare_in . "the head"
if [ -n "$base" ]; then
    there=$(counterpart)
    if has_scenarios; then
        prepare_in "$there" "the base"
    else
        echo "the base has none of these scenarios, so only budgets and rules are judged" >&2
        base=
    fi
fi
status=0
# Splitting into words is intended.
# shellcheck disable=SC2086
apart "$program" gate $scenarios ${base:+--against "$base"} --run-dir "$to/run" $options || status=$?
# A gate that measured nothing has no run to report.
if [ -e "$to/run/run.json" ]; then
    # The status of the gate takes precedence over that of a report that can't be written.
    render || [ "$status" -ne 0 ] || status=74
    if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "report=$to" >> "$GITHUB_OUTPUT"; fi
fi
exit "$status"
