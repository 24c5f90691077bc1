#!/usr/bin/env bash
# Runs a command in a copy of a system, in separate namespaces, and removes the copy.
#
#     Scripts/run-in-root.sh ROOT DIST COMMAND…
#
# The copy contains the packages of DIST in /dist, and this folder's scripts and the Dockerfile in /own.
# Its /dev has its own nodes, on a file system that ends with the command.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

root=$1
dist=$2
shift 2

copy=$(mktemp -d "$root.test-XXXXXX")
# The mounts end with their namespace in any case.
trap 'rm -rf --one-file-system "$copy"' EXIT
cp -a "$root/." "$copy"
mkdir -p "$copy/dist" "$copy/own"
cp "$dist"/* "$copy/dist"
cp Scripts/packages-guest.sh Dockerfile "$copy/own"
for file in resolv.conf hosts; do
    if [[ -e /etc/$file ]]; then cp --remove-destination "$(realpath "/etc/$file")" "$copy/etc/$file"; fi
done

# shellcheck disable=SC2016 # of the inner shell
unshare --mount --pid --ipc --uts --fork --kill-child bash -c '
    set -e
    root=$1
    shift
    mount --make-rprivate /
    mount -t tmpfs -o mode=755 none "$root/dev"
    for node in null:3 zero:5 full:7 random:8 urandom:9; do
        mknod -m 666 "$root/dev/${node%:*}" c 1 "${node#*:}"
    done
    mknod -m 666 "$root/dev/tty" c 5 0
    mkdir "$root/dev/shm" "$root/dev/pts"
    mount -t tmpfs -o mode=1777 none "$root/dev/shm"
    ln -s /proc/self/fd "$root/dev/fd"
    ln -s /proc/self/fd/1 "$root/dev/stdout"
    ln -s /proc/self/fd/2 "$root/dev/stderr"
    mount -t proc proc "$root/proc"
    exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
' bash "$copy" "$@"
