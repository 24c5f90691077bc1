#!/usr/bin/env bash
# Creates the virtual environment for tests that run Python (.build/python, with Tests/requirements.txt),
# and installs the browser that opens the HTML report. Does nothing if they exist and are current. On a
# machine without a network, set MEMBUDGET_NO_PYPI or MEMBUDGET_NO_BROWSER to leave either out; the tests
# that need it are then skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

requirements=Tests/requirements.txt
environment=.build/python
python=${PYTHON:-python3}

has_browser() {
    command -v chromium || command -v chromium-browser || command -v google-chrome
} > /dev/null

install() {
    local command=(env DEBIAN_FRONTEND=noninteractive
        apt-get -q install -y --no-install-recommends "$@")
    if [[ $(id -u) -ne 0 ]]; then command=(sudo -n "${command[@]}"); fi
    echo "bootstrap-tests: running: ${command[*]}" >&2
    "${command[@]}"
}

if [[ -z ${MEMBUDGET_NO_BROWSER:-} ]] && ! has_browser; then
    echo "bootstrap-tests: installing chromium" >&2
    # 80 MB for a single test, which is skipped without it.
    { install chromium && has_browser; } ||
        echo "bootstrap-tests: no chromium, so the HTML report is not opened in a browser" >&2
fi

# Programs to test the sampler with, and gcc's sanitizers. Tests of missing ones are skipped.
missing=()
for program in gcc:gcc c++:g++ sqlite3:sqlite3 node:nodejs; do
    command -v "${program%:*}" > /dev/null || missing+=("${program#*:}")
done
if ((${#missing[@]})); then
    echo "bootstrap-tests: installing ${missing[*]}" >&2
    install "${missing[@]}" || echo "bootstrap-tests: can't install ${missing[*]}; tests that need them are skipped" >&2
fi

if [[ -n ${MEMBUDGET_NO_PYPI:-} ]]; then
    echo "bootstrap-tests: MEMBUDGET_NO_PYPI is set, so tests that need openpyxl are skipped" >&2
    exit 0
fi
if cmp -s "$requirements" "$environment/requirements.txt"; then exit 0; fi

give_up() {
    echo "bootstrap-tests: $1" >&2
    exit 1
}

"$python" -c 'import ensurepip, venv' 2> /dev/null ||
    give_up "$python can't create virtual environments; as root, run: apt-get install -y python3-venv"
rm -rf "$environment"
"$python" -m venv "$environment"
"$environment/bin/python" -m pip install -q --disable-pip-version-check -r "$requirements" ||
    give_up "could not install $requirements; without a network, set MEMBUDGET_NO_PYPI=1"
# Comes last, so that a half-created environment is created again.
cp "$requirements" "$environment/requirements.txt"
