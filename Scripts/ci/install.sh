#!/bin/sh
# Installs a tarball of membudget in a folder, and prints the path of its program.
#
#   install.sh TO
#
# MEMBUDGET_PATH, MEMBUDGET_URL or MEMBUDGET_VERSION select the tarball: a file, a URL, or a release of
# MEMBUDGET_REPOSITORY (the URL of the repository; default: that of the running action). MEMBUDGET_SHA256 is
# its digest; the digest of a release is otherwise looked up in its SHA256SUMS.
set -eu

give_up() {
    echo "membudget: $1" >&2
    exit "${2:-1}"
}

# Prints the repository of the action, from the folder where the runner keeps it: …/_actions/OWNER/NAME/REF.
repository() {
    if [ -n "${MEMBUDGET_REPOSITORY:-}" ]; then
        echo "$MEMBUDGET_REPOSITORY"
        return
    fi
    case ${GITHUB_ACTION_PATH:-} in
        */_actions/*/*/*) ;;
        *) give_up "set MEMBUDGET_URL, MEMBUDGET_PATH or MEMBUDGET_REPOSITORY to the source of the tarball" ;;
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
        give_up "there is no curl or wget to download $1"
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
        [ -n "$version" ] || give_up "give a version, a URL or a path of the tarball to install"
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
# The tarball contains one folder, named after the version.
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
