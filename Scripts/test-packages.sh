#!/usr/bin/env bash
# Installs the packages of `make dist` in systems without Swift, uses them, and removes them again.
#
#     Scripts/test-packages.sh DIST SUITE…
#
# A SUITE is a release of Debian or Ubuntu, such as bookworm or jammy. Its minimal system is created once by
# debootstrap, in .build/roots; every test uses a copy of it in separate namespaces, so that everything that
# it installs, mounts and starts disappears with it, and this machine's /dev is not visible. Debian packages
# come from the mirror of this machine's apt; UBUNTU_MIRROR sets the one for Ubuntu (default: that of
# debootstrap). A suite whose signature can't be checked without its keyring is skipped unless UNSIGNED=1.
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
    give_up "there is no debootstrap; as root, run: apt-get install -y debootstrap" 69
compgen -G "$dist/membudget_*.deb" > /dev/null ||
    give_up "no package in $dist; run 'make dist' first"

# mirror SUITE: prints the mirror for debootstrap; nothing for its default.
mirror() {
    if grep -q ubuntu "/usr/share/debootstrap/scripts/$1"; then
        echo "${UBUNTU_MIRROR:-$(sed -n 's/.*default_mirror \(http.*archive\.[^ ]*\).*/\1/p' \
            "/usr/share/debootstrap/scripts/$1" | head -n 1)}"
    else
        # The mirror that apt uses for this release, or else for another one.
        # shellcheck disable=SC2016 # of apt
        apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' |
            sed -n "s/^$1 //p; s/^[a-z]* \\(.*\\/debian\\/\\)$/\\1/p" | head -n 1
    fi
}

# keyring SUITE: prints the keyring of the suite; fails if there is none.
keyring() {
    local file
    file=$(sed -n 's/^keyring \(.*\)/\1/p' "/usr/share/debootstrap/scripts/$1" | head -n 1)
    [[ -e $file ]]
}

# make_root SUITE: creates the minimal system, once.
make_root() {
    local suite=$1 root=$roots/$1 options=(--variant=minbase)
    [[ -e /usr/share/debootstrap/scripts/$suite ]] || give_up "debootstrap doesn't know '$suite'"
    if [[ -e $root/etc/os-release ]]; then return; fi
    if ! keyring "$suite"; then
        [[ ${UNSIGNED:-} == 1 ]] || {
            echo "test-packages: $suite is skipped, because the keyring of its releases is missing and its" \
                "packages can't be verified (UNSIGNED=1 uses them without verification)"
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
        echo "test-packages: $suite is skipped, because apt can't be reached or doesn't have it"
        return 1
    fi
    # Updates would only make downloads larger; downloaded files are not needed again.
    rm -f "$root.new"/var/cache/apt/archives/*.deb
    mv "$root.new" "$root"
}

failed=0
tested=0
for suite in "$@"; do
    make_root "$suite" || continue
    ways=(tarball package bare)
    # The image is based on Debian.
    if ! grep -q ubuntu "/usr/share/debootstrap/scripts/$suite"; then ways+=(dockerfile); fi
    for way in "${ways[@]}"; do
        tested=$((tested + 1))
        Scripts/step.sh "$suite $way" Scripts/run-in-root.sh "$roots/$suite" "$dist" \
            bash /own/packages-guest.sh "$way" || failed=$((failed + 1))
    done
done
[[ $tested -gt 0 ]] || give_up "no system could be created" 69
echo "$((tested - failed)) passed, $failed failed"
[[ $failed -eq 0 ]]
