#!/usr/bin/env bash
# Installs the packages of `make dist` in systems without Swift, uses them there and removes them again.
#
#     Scripts/test-packages.sh DIST SUITE…
#
# A SUITE is a release of Debian or Ubuntu, such as bookworm or jammy. Its smallest system is made once
# by debootstrap, in .build/roots, and every test has a copy in namespaces of its own: what it installs,
# mounts and starts is gone with it, and nothing of this machine's /dev is in there. The mirror of Debian
# is that of this machine's apt; UBUNTU_MIRROR names one for Ubuntu, else it is debootstrap's own. A
# suite whose signature can't be checked, for want of its keyring, is left out unless UNSIGNED=1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

dist=$1
shift
roots=${PACKAGE_ROOTS_FOLDER:-$PWD/.build/roots}

give_up() {
    echo "test-packages: $1" >&2
    exit "${2:-1}"
}

[[ $(id -u) -eq 0 ]] || give_up "needs root, for debootstrap and namespaces" 69
command -v debootstrap > /dev/null ||
    give_up "there is no debootstrap; as root, type: apt-get install -y debootstrap" 69
compgen -G "$dist/membudget_*.deb" > /dev/null ||
    give_up "no package in $dist; type 'make dist' first"

# mirror SUITE: where debootstrap is to take it from; nothing for its own default.
mirror() {
    if grep -q ubuntu "/usr/share/debootstrap/scripts/$1"; then
        echo "${UBUNTU_MIRROR:-$(sed -n 's/.*default_mirror \(http.*archive\.[^ ]*\).*/\1/p' \
            "/usr/share/debootstrap/scripts/$1" | head -n 1)}"
    else
        # The one that apt itself uses, for this release or for another one.
        # shellcheck disable=SC2016 # of apt
        apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
            sed -n "s/^$1 //p; s/^[a-z]* \\(.*\\/debian\\/\\)$/\\1/p" | head -n 1
    fi
}

# keyring SUITE: that of its releases; fails without it.
keyring() {
    local file
    file=$(sed -n 's/^keyring \(.*\)/\1/p' "/usr/share/debootstrap/scripts/$1" | head -n 1)
    [[ -e $file ]]
}

# make_root SUITE: the smallest system, made once.
make_root() {
    local suite=$1 root=$roots/$1 options=(--variant=minbase)
    [[ -e /usr/share/debootstrap/scripts/$suite ]] || give_up "debootstrap doesn't know '$suite'"
    if [[ -e $root/etc/os-release ]]; then return; fi
    if ! keyring "$suite"; then
        [[ ${UNSIGNED:-} == 1 ]] || {
            echo "test-packages: $suite is left out: the keyring of its releases is not here, so" \
                "nothing of it can be trusted (UNSIGNED=1 takes it all the same)"
            return 1
        }
        options+=(--no-check-gpg)
    fi
    if grep -q ubuntu "/usr/share/debootstrap/scripts/$suite"; then
        options+=("--components=main,universe")
    fi
    mkdir -p "$roots"
    rm -rf "$root.new"
    if ! Scripts/step.sh "root $suite" \
        debootstrap "${options[@]}" "$suite" "$root.new" "$(mirror "$suite")"; then
        rm -rf "$root.new"
        echo "test-packages: $suite is left out: apt can't be reached, or it doesn't have it"
        return 1
    fi
    # Later updates only make downloads larger; what was downloaded is not needed again.
    rm -f "$root.new"/var/cache/apt/archives/*.deb
    mv "$root.new" "$root"
}

failed=0
tested=0
for suite in "$@"; do
    make_root "$suite" || continue
    ways=(tarball package bare)
    # The image is one of Debian.
    if ! grep -q ubuntu "/usr/share/debootstrap/scripts/$suite"; then ways+=(dockerfile); fi
    for way in "${ways[@]}"; do
        tested=$((tested + 1))
        Scripts/step.sh "$suite $way" Scripts/run-in-root.sh "$roots/$suite" "$dist" \
            bash /own/packages-guest.sh "$way" || failed=$((failed + 1))
    done
done
[[ $tested -gt 0 ]] || give_up "no system could be made" 69
echo "$((tested - failed)) passed, $failed failed"
[[ $failed -eq 0 ]]
