#!/usr/bin/env bash
# Installs the system packages that a build, its tests and its benches need, if they are missing: checks
# for the files themselves, and does nothing if all of them exist. Only libisal-dev is optional; it makes
# exports to XLSX faster.
set -euo pipefail

# Prints what the user should see, even if step.sh writes the rest to a log.
remark() {
    echo "bootstrap: $*" >&2
    if [[ -n ${STEP_REMARKS:-} ]]; then echo "bootstrap: $*" >&"$STEP_REMARKS"; fi
}

missing=()

# need PACKAGE PATTERN…: requires one of the files to exist.
need() {
    local package=$1 pattern
    shift
    for pattern in "$@"; do
        if compgen -G "$pattern" > /dev/null; then return; fi
    done
    missing+=("$package")
}

# need_command PACKAGE COMMAND: requires a command.
need_command() {
    if ! command -v "$2" > /dev/null; then missing+=("$1"); fi
}

need libjemalloc2 "/usr/lib/*/libjemalloc.so.2" "/usr/lib*/libjemalloc.so.2" \
    "/usr/local/lib/libjemalloc.so.2"
need libsqlite3-dev /usr/include/sqlite3.h /usr/local/include/sqlite3.h
need libpq-dev /usr/include/postgresql/libpq-fe.h /usr/include/libpq-fe.h \
    /usr/local/include/libpq-fe.h
# The server that tickets are exported from; each run starts its own.
command -v initdb > /dev/null || need postgresql "/usr/lib/postgresql/*/bin/initdb"
need libxlsxwriter-dev /usr/include/xlsxwriter.h /usr/local/include/xlsxwriter.h
# Reads spreadsheets back.
need libminizip-dev /usr/include/minizip/unzip.h /usr/local/include/minizip/unzip.h
need libexpat1-dev /usr/include/expat.h /usr/local/include/expat.h
# Reads the stacks of killed processes.
need libunwind-dev "/usr/include/*/libunwind-ptrace.h" /usr/include/libunwind-ptrace.h \
    /usr/local/include/libunwind-ptrace.h
need pkg-config /usr/bin/pkg-config /usr/bin/pkgconf /usr/local/bin/pkg-config
need zlib1g-dev /usr/include/zlib.h /usr/local/include/zlib.h
need libc6-dev "/usr/lib/*/libc.a" "/usr/lib*/libc.a"
# The C++ library that every Swift program links.
need g++ "/usr/lib/gcc/*/*/libstdc++.so"
need time /usr/bin/time
need_command sqlite3 sqlite3
# The client of measured servers.
need_command curl curl
need_command python3 python3
# For the virtual environment of tests; in Debian, its parts are a separate package.
if command -v python3 > /dev/null && ! python3 -c 'import ensurepip' 2> /dev/null; then
    missing+=(python3-venv)
fi

if ! command -v swift > /dev/null; then
    echo "bootstrap: there is no 'swift' in the PATH; install Swift 6.2 or later first:" \
        "https://www.swift.org/install/linux" >&2
    exit 1
fi
give_up() {
    {
        echo "bootstrap: $1; as root, run"
        echo "    apt-get update && apt-get install -y ${missing[*]}"
    } >&2
    exit 1
}

# Prints a command and runs it as root; no other code calls sudo.
as_root() {
    if [[ $(id -u) -ne 0 ]]; then
        set -- sudo "$@"
        remark "running: $*"
    else
        echo "bootstrap: running: $*" >&2
    fi
    "$@"
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q "$@"
}

can_install() {
    command -v apt-get > /dev/null && { [[ $(id -u) -eq 0 ]] || command -v sudo > /dev/null; }
}

install() {
    apt install -y --no-install-recommends "$@"
}

install_isal() {
    # Not every system has the package, so it is only installed if apt knows it.
    { can_install && apt-cache show libisal-dev > /dev/null 2>&1 && install libisal-dev; } ||
        remark "without libisal-dev, exports to XLSX are compressed by zlib, which takes about three" \
            "times as long"
}

# No update is needed if the package lists know all packages.
lists_know() {
    apt-get -s install --no-install-recommends "$@" > /dev/null 2>&1
}

install_missing() {
    remark "installing ${missing[*]}"
    lists_know "${missing[@]}" || apt update || give_up "could not update the package lists"
    # Old lists name versions that the mirror no longer has.
    install "${missing[@]}" || { apt update && install "${missing[@]}"; } ||
        give_up "could not install ${missing[*]}"
}

if [[ ${#missing[@]} -gt 0 ]]; then
    command -v apt-get > /dev/null ||
        give_up "${missing[*]} missing, and this machine has no apt-get"
    can_install || give_up "${missing[*]} missing, and there is no sudo"
fi

# Debian's server would create and start a cluster, which isn't needed; this setting prevents it for
# this installation only.
no_main_cluster=/etc/postgresql-common/createcluster.d/membudget.conf
if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    trap 'as_root rm -f "$no_main_cluster"' EXIT
    as_root mkdir -p "${no_main_cluster%/*}"
    echo "create_main_cluster = false" | as_root tee "$no_main_cluster" > /dev/null
fi

if [[ ${#missing[@]} -gt 0 ]]; then install_missing; fi
if [[ -n $("$(dirname "${BASH_SOURCE[0]}")/traits.sh") ]]; then install_isal; fi
