"""Control groups that limit the memory of a node, like its hardware would."""

import os
import time

ROOT = "/sys/fs/cgroup"
REMOVAL_SECONDS_MAX = 5


class Group:
    """A control group of version 1 or 2, which differ in the names of files."""

    def __init__(self, path):
        self.path = path

    @property
    def processes(self):
        return os.path.join(self.path, "cgroup.procs")

    def limit(self, size_bytes):
        """Limits the memory of all processes in the group, without swap."""
        if self.has("memory.max"):
            self.write("memory.max", size_bytes)
            self.write_if_there("memory.swap.max", 0)
        else:
            self.write("memory.limit_in_bytes", size_bytes)
            self.write_if_there("memory.memsw.limit_in_bytes", size_bytes)

    def remove(self):
        """Removes the group and those below it; their processes were killed, but may not have ended yet."""
        end = time.monotonic() + REMOVAL_SECONDS_MAX
        while os.path.isdir(self.path) and time.monotonic() < end:
            for folder, _, _ in os.walk(self.path, topdown=False):
                try:
                    os.rmdir(folder)
                except OSError:
                    time.sleep(0.02)

    def has(self, name):
        return os.path.exists(os.path.join(self.path, name))

    def write(self, name, value):
        with open(os.path.join(self.path, name), "w", encoding="ascii") as file:
            file.write(str(value))

    def write_if_there(self, name, value):
        """Writes to a file, which is missing if the kernel doesn't account swap."""
        if self.has(name):
            self.write(name, value)


def make(name, root=ROOT, membership="/proc/self/cgroup"):
    """Creates a group that counts memory, below our own or the nearest one above it that allows it.

    Returns None if there is none, as in most containers.
    """
    with open(membership, encoding="utf-8") as file:
        parents = candidates(file.read(), root)
    for parent in parents:
        path = os.path.join(parent, name)
        try:
            os.mkdir(path)
        except OSError:
            continue
        group = Group(path)
        if group.has("memory.max") or group.has("memory.limit_in_bytes"):
            return group
        os.rmdir(path)
    return None


def candidates(membership, root):
    """Yields the groups below which a group that counts memory may be created, the nearest first.

    `membership` is the text of /proc/self/cgroup: lines of `4:memory:/path` in version 1,
    `0::/path` in version 2.
    """
    found = []
    for line in membership.splitlines():
        _, controllers, path = line.split(":", 2)
        if "memory" in controllers.split(","):
            # In a container, the path may be that of the machine, although its own group is the root.
            return ancestors(os.path.join(root, "memory"), path)[:1] + [os.path.join(root, "memory")]
        if controllers == "":
            found = ancestors(root, path)
    return found


def ancestors(root, path):
    """Yields the folder of a group and those above it; `root` is the last."""
    parts = [part for part in path.split("/") if part]
    return [os.path.join(root, *parts[:count]) for count in range(len(parts), -1, -1)]
