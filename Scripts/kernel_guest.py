"""The guest on a test kernel: an initial file system with our programs, and a shell script per case.

Each case runs in its own control group, and its answer is written to the second serial port at once:

    @case NAME
    status|0
    json|{…}
    @end NAME

The guest only runs and reports; `kernel_judge` judges.
"""

import glob
import os

from emulator import Tree

PROGRAMS = ["membudget", "membudget-launcher", "membudget-steady", "membudget-steady-dynamic"]
LIBRARIES = ["libmembudget-agent.so", "libmembudget-sampler.so"]
#: An account without privileges.
USER = "tester"
#: The maximum time of a command, after which it is killed.
SECONDS_MAX = 120

INIT = """\
#!/bin/busybox sh
/bin/busybox --install -s /bin 2> /dev/null
mount -t proc none /proc; mount -t sysfs none /sys; mount -t devtmpfs none /dev
mkdir -p /dev/shm; mount -t tmpfs none /dev/shm; mount -t tmpfs none /tmp
chmod 1777 /tmp /dev/shm
mount -t cgroup2 none /sys/fs/cgroup
echo "+memory" > /sys/fs/cgroup/cgroup.subtree_control
echo never > /sys/kernel/mm/transparent_hugepage/enabled
ip link set lo up
stty -F /dev/ttyS1 raw
# Kept open, because closing it may lose unsent data.
exec 3> /dev/ttyS1
export HOME=/root PATH=/bin:/opt/membudget TERM=dumb NO_COLOR=1
echo "@machine $(uname -r) $(nproc)" >&3
while read -r names; do
    # The cases of a line run at the same time.
    for name in $names; do sh /case.sh "$name" 3>&- & done
    wait
    for name in $names; do
        echo "$name at $(cut -d' ' -f1 /proc/uptime) s"
        cat "/tmp/$name.answer" >&3
    done
done < /cases.list
echo "@done" >&3
sleep 1
echo o > /proc/sysrq-trigger
sleep 60
"""

CASE = """\
export name="$1" group="/sys/fs/cgroup/$1" out="/tmp/$1" TMPDIR="/tmp/$1/temporary"
folder="/cases/$name"
mkdir "$group" "$out" "$TMPDIR"
chmod 777 "$out" "$TMPDIR"

# The harness is alone in its group: another process would prevent it from dividing the group.
measure() {
    timeout -s KILL %(seconds)d sh -c 'echo 0 > "$group/cgroup.procs" && exec "$@"' - "$@" \\
        > "$out/stdout" 2> "$out/stderr"
    echo $? > "$out/status"
}
# The same as an unprivileged user.
measure_as_user() { measure su -p -s /bin/sh -- %(user)s -c 'exec "$0" "$@"' "$@"; }

tell() {
    echo "@case $name"
    for file in status json profile stdout stderr; do
        [ -e "$out/$file" ] && sed "s/^/$file|/" "$out/$file"
    done
    echo "control|$before / $(cat "$group/cgroup.subtree_control")"
    find "$group" -mindepth 1 -type d | sed 's/^/left|/'
    find "$TMPDIR" -mindepth 1 | sed 's/^/left|/'
    sed 's/^/left|process /' "$group/cgroup.procs"
    for folder in "$group" "$group"+*; do
        [ -e "$folder" ] && ! rmdir "$folder" && echo "left|$folder"
    done
    echo "@end $name"
}

before="$(cat "$group/cgroup.subtree_control")"
[ -e "$folder/before" ] && . "$folder/before"
[ -e "$folder/beside" ] && . "$folder/beside" &
. "$folder/script"
tell > "$out.answer" 2>&1
rm -r "$out"
"""


def packed_initrd(emulator, products, cases, path):
    """Writes an initial file system that runs batches of cases, one batch after the other."""
    tree = Tree(path + ".tree")
    tree.write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n"
                             f"{USER}:x:1000:1000:{USER}:/tmp:/bin/sh\n")
    tree.copy(emulator.busybox, "bin/busybox")
    # A shell with shared libraries, like most, because ours are preloaded into it.
    tree.copy_program(os.path.realpath("/bin/sh"), "bin/sh")
    for name in PROGRAMS:
        tree.copy_program(os.path.join(products, name), f"opt/membudget/{name}")
    # With its symbols, which are part of the expected output.
    tree.copy_library(os.path.join(products, "membudget-selftest"), "opt/membudget/membudget-selftest")
    for name in LIBRARIES:
        tree.copy_library(os.path.join(products, name), f"opt/membudget/{name}")
    for jemalloc in glob.glob("/usr/lib/*/libjemalloc.so.2"):
        tree.copy_library(jemalloc, jemalloc)
    tree.write("init", INIT, mode=0o755)
    tree.write("case.sh", CASE % {"seconds": SECONDS_MAX, "user": USER})
    for case in (case for batch in cases for case in batch):
        for name, text in case.files().items():
            tree.write(f"cases/{case.name}/{name}", text)
    tree.write("cases.list", "".join(" ".join(case.name for case in batch) + "\n" for batch in cases))
    tree.pack(path, emulator.cpio, is_compressed=False)
    tree.remove()
