#!/bin/sh
# Gates the scenarios of the current folder against the base, and renders the reports. Ends as the gate does.
#
#   gate.sh PROGRAM TO [BASE]
#
# PROGRAM is membudget, TO a new folder for the run and its reports, BASE a checkout. MEMBUDGET_SCENARIOS
# are names and paths, MEMBUDGET_PREPARE commands that build what they run, in both trees,
# MEMBUDGET_OPTIONS further options of `membudget gate`; all three may be empty.
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

# What is measured and what builds it has no business with the engine: no token, and no file through
# which a step speaks to later ones. It keeps nobody out who is the same user; it keeps mistakes out.
apart() (
    unset GITHUB_TOKEN GH_TOKEN GITHUB_ENV GITHUB_PATH GITHUB_OUTPUT GITHUB_STATE GITHUB_STEP_SUMMARY
    unset ACTIONS_RUNTIME_TOKEN ACTIONS_ID_TOKEN_REQUEST_TOKEN ACTIONS_ID_TOKEN_REQUEST_URL
    unset CI_JOB_TOKEN CI_JOB_JWT CI_REPOSITORY_URL CI_REGISTRY_PASSWORD CI_DEPLOY_PASSWORD
    unset CI_DEPENDENCY_PROXY_PASSWORD MEMBUDGET_TOKEN
    "$@"
)

# The folder at the place of the current one in the base.
counterpart() {
    printf '%s/%s' "$base" "$(git -c 'safe.directory=*' rev-parse --show-prefix)"
}

# Whether the base has any of the scenarios: a name is looked for in Scenarios, as the gate does.
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
        give_up "what was to be built in $2 ('prepare') failed"
}

# Reports stay out of the tree: nothing there is taken for them, and no scenario reads them.
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
        echo "the base has none of these scenarios: only budgets and rules are judged" >&2
        base=
    fi
fi
status=0
# Words of the workflow, which are to be split.
# shellcheck disable=SC2086
apart "$program" gate $scenarios ${base:+--against "$base"} --run-dir "$to/run" $options || status=$?
# A gate that measured nothing has no run to show.
if [ -e "$to/run/run.json" ]; then
    # What the gate found comes before a report that can't be written.
    render || [ "$status" -ne 0 ] || status=74
    if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "report=$to" >> "$GITHUB_OUTPUT"; fi
fi
exit "$status"
