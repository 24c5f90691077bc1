#!/bin/sh
# Installs a tarball of membudget in a folder and says where its program is.
#
#   install.sh TO
#
# MEMBUDGET_PATH, MEMBUDGET_URL or MEMBUDGET_VERSION name the tarball: a file, an address, or a release
# of MEMBUDGET_REPOSITORY (the address of the repository; default: that of the action that runs).
# MEMBUDGET_SHA256 is its digest; of a release it is otherwise looked up in SHA256SUMS beside it.
set -eu

give_up() {
    echo "membudget: $1" >&2
    exit "${2:-1}"
}

# The repository of the action, from the folder that the runner keeps it in: …/_actions/OWNER/NAME/REF.
repository() {
    if [ -n "${MEMBUDGET_REPOSITORY:-}" ]; then
        echo "$MEMBUDGET_REPOSITORY"
        return
    fi
    case ${GITHUB_ACTION_PATH:-} in
        */_actions/*/*/*) ;;
        *) give_up "set MEMBUDGET_URL, MEMBUDGET_PATH or MEMBUDGET_REPOSITORY to say where it comes from" ;;
    esac
    rest=${GITHUB_ACTION_PATH##*/_actions/}
    owner=${rest%%/*}
    rest=${rest#*/}
    echo "${GITHUB_SERVER_URL:-https://github.com}/$owner/${rest%%/*}"
}

download() {
    if command -v curl > /dev/null; then
        curl --fail --silent --show-error --location --retry 3 --output "$2" "$1"
    elif command -v wget > /dev/null; then
        wget -q -O "$2" "$1"
    else
        give_up "there is no curl and no wget to download $1 with"
    fi || give_up "can't download $1"
}

check_digest() {
    found=$(sha256sum "$1")
    found=${found%% *}
    [ "$found" = "$2" ] || give_up "$1 has the SHA-256 $found, not $2; nothing was installed"
}

to=${1:?the folder to install in}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tarball=${MEMBUDGET_PATH:-}
digest=${MEMBUDGET_SHA256:-}
if [ -z "$tarball" ]; then
    url=${MEMBUDGET_URL:-}
    if [ -z "$url" ]; then
        version=${MEMBUDGET_VERSION:-}
        version=${version#v}
        [ -n "$version" ] || give_up "name a version, a URL or a path of the tarball to install"
        release="$(repository)/releases/download/v$version"
        name="membudget-$version-$(uname -m)-linux.tar.xz"
        url="$release/$name"
        if [ -z "$digest" ]; then
            download "$release/SHA256SUMS" "$scratch/sums"
            digest=$(sed -n "s/^\([0-9a-f]*\)  $name\$/\1/p" "$scratch/sums")
            [ -n "$digest" ] || give_up "$release/SHA256SUMS has no digest of $name"
        fi
    fi
    tarball=$scratch/tarball
    download "$url" "$tarball"
fi
[ -f "$tarball" ] || give_up "there is no tarball $tarball" 66
[ -z "$digest" ] || check_digest "$tarball" "$digest"

mkdir -p "$to"
# All of it is in one folder, named by the version.
tar -xf "$tarball" -C "$to" --strip-components=1 || give_up "can't unpack $tarball"
program=$to/bin/membudget
[ -x "$program" ] || give_up "$tarball has no bin/membudget"
"$program" --version > "$scratch/version" 2>&1 || {
    cat "$scratch/version" >&2
    give_up "the installed program doesn't start; it needs libsqlite3, libstdc++ and glibc 2.35:
apt-get install -y --no-install-recommends libsqlite3-0 libstdc++6"
}
echo "membudget $(cat "$scratch/version") in $to" >&2
echo "$program"
if [ -n "${GITHUB_OUTPUT:-}" ]; then echo "program=$program" >> "$GITHUB_OUTPUT"; fi
