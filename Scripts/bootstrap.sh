#!/usr/bin/env bash
# Installs the system packages that a build, its tests and its benches need, and only those that
# are missing: it looks for the files themselves, and where all are there it asks nobody anything.
# One package may stay missing, libisal-dev: it makes exports to XLSX faster.
set -euo pipefail

# Says what a user should see, also where step.sh keeps the rest in a log.
remark() {
    echo "bootstrap: $*" >&2
    if [[ -n ${STEP_REMARKS:-} ]]; then echo "bootstrap: $*" >&"$STEP_REMARKS"; fi
}

missing=()

# need PACKAGE PATTERN…: one of the files must exist.
need() {
    local package=$1 pattern
    shift
    for pattern in "$@"; do
        if compgen -G "$pattern" > /dev/null; then return; fi
    done
    missing+=("$package")
}

# need_command PACKAGE COMMAND
need_command() {
    if ! command -v "$2" > /dev/null; then missing+=("$1"); fi
}

need libjemalloc2 "/usr/lib/*/libjemalloc.so.2" "/usr/lib*/libjemalloc.so.2" \
    "/usr/local/lib/libjemalloc.so.2"
need libsqlite3-dev /usr/include/sqlite3.h /usr/local/include/sqlite3.h
need libpq-dev /usr/include/postgresql/libpq-fe.h /usr/include/libpq-fe.h \
    /usr/local/include/libpq-fe.h
# The server that tickets are exported from; each run has one of its own.
command -v initdb > /dev/null || need postgresql "/usr/lib/postgresql/*/bin/initdb"
need libxlsxwriter-dev /usr/include/xlsxwriter.h /usr/local/include/xlsxwriter.h
# What reads a spreadsheet back.
need libminizip-dev /usr/include/minizip/unzip.h /usr/local/include/minizip/unzip.h
need libexpat1-dev /usr/include/expat.h /usr/local/include/expat.h
# Reads the stacks of what was killed.
need libunwind-dev "/usr/include/*/libunwind-ptrace.h" /usr/include/libunwind-ptrace.h \
    /usr/local/include/libunwind-ptrace.h
need pkg-config /usr/bin/pkg-config /usr/bin/pkgconf /usr/local/bin/pkg-config
need zlib1g-dev /usr/include/zlib.h /usr/local/include/zlib.h
need libc6-dev "/usr/lib/*/libc.a" "/usr/lib*/libc.a"
# The C++ library that every Swift program links.
need g++ "/usr/lib/gcc/*/*/libstdc++.so"
need time /usr/bin/time
need_command sqlite3 sqlite3
# The client of servers that are measured.
need_command curl curl
need_command python3 python3
# For the virtual environment of tests; Debian keeps its parts in a package of their own.
if command -v python3 > /dev/null && ! python3 -c 'import ensurepip' 2> /dev/null; then
    missing+=(python3-venv)
fi

if ! command -v swift > /dev/null; then
    echo "bootstrap: there is no 'swift' on the PATH; install Swift 6.2 or later first:" \
        "https://www.swift.org/install/linux" >&2
    exit 1
fi
give_up() {
    {
        echo "bootstrap: $1; as root, type"
        echo "    apt-get update && apt-get install -y ${missing[*]}"
    } >&2
    exit 1
}

# Runs a command as root, and says before it what is run; nothing else here calls sudo.
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
    # Not every machine has the package: one that apt doesn't know is not asked for.
    { can_install && apt-cache show libisal-dev > /dev/null 2>&1 && install libisal-dev; } ||
        remark "without libisal-dev: exports to XLSX are compressed by zlib, which takes about three" \
            "times as long"
}

# Package lists that are there and know all packages need no update.
lists_know() {
    apt-get -s install --no-install-recommends "$@" > /dev/null 2>&1
}

install_missing() {
    remark "installing ${missing[*]}"
    lists_know "${missing[@]}" || apt update || give_up "could not update the lists of packages"
    # Lists that are old name versions that the mirror no longer has.
    install "${missing[@]}" || { apt update && install "${missing[@]}"; } ||
        give_up "could not install ${missing[*]}"
}

if [[ ${#missing[@]} -gt 0 ]]; then
    command -v apt-get > /dev/null ||
        give_up "missing ${missing[*]}, and this machine has no apt-get"
    can_install || give_up "missing ${missing[*]}, and there is no sudo"
fi

# Debian's server comes with a cluster that is started at once, which nothing here needs: it is told
# not to make one, for this installation only.
no_main_cluster=/etc/postgresql-common/createcluster.d/membudget.conf
if [[ " ${missing[*]} " == *" postgresql "* ]]; then
    trap 'as_root rm -f "$no_main_cluster"' EXIT
    as_root mkdir -p "${no_main_cluster%/*}"
    echo "create_main_cluster = false" | as_root tee "$no_main_cluster" > /dev/null
fi

if [[ ${#missing[@]} -gt 0 ]]; then install_missing; fi
if [[ -n $("$(dirname "${BASH_SOURCE[0]}")/traits.sh") ]]; then install_isal; fi
