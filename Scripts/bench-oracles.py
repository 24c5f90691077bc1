#!/usr/bin/env python3
"""Compares the readings of several tools for the peaks of programs of known memory.

usage: bench-oracles.py PRODUCTS

Every program needs about 1 MiB for itself in addition to the MiB that it is told to touch.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import trial

BALLAST_MIB = 300
POLL_SECONDS = 0.010

# The commands, and the MiB that each holds at once over all its processes.
CASES = [
    ("64 MiB", ["touch", 64], 64),
    ("100 MiB for 3 ms", ["spike", 100, 3], 100),
    ("8 MiB, then exit 3", ["touch", 8, "--exit", 3], 8),
    ("100 MiB, then exec", ["exec-after", 100], 100),
    ("100 MiB after its leader left", ["leader-leaves", 100], 100),
    ("two children of 60 MiB", ["two-children", 60, 60], 120),
]


def quietly(command):
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def by_gnu_time(command):
    with tempfile.NamedTemporaryFile("r") as report:
        quietly(["/usr/bin/time", "-f", "%M", "-o", report.name, *command]).wait()
        return int(report.read().split()[-1]) * 1024


def by_rusage(command):
    """Returns ru_maxrss, which a child inherits from its parent: here, a Python script."""
    child = os.posix_spawn(command[0], command, os.environ)
    return os.wait4(child, 0)[2].ru_maxrss * 1024


def by_rusage_of_fat_parent(command):
    """The same, spawned from a process of its own, so that other tools' children don't inherit its ballast."""
    script = (f"import os, sys; ballast = bytearray(b'x') * ({BALLAST_MIB} << 20); "
              "child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ); "
              "sys.stderr.write(str(os.wait4(child, 0)[2].ru_maxrss))")
    finished = subprocess.run([sys.executable, "-c", script, *command], stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return int(finished.stderr) * 1024


def by_polling(command):
    process = quietly(command)
    peak = 0
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/statm", encoding="ascii") as file:
                peak = max(peak, int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        except (FileNotFoundError, ProcessLookupError):
            break
        time.sleep(POLL_SECONDS)
    process.wait()
    return peak


def by_runlim(command):
    finished = subprocess.run(["runlim", *command], capture_output=True, text=True)
    space = re.search(r"space:\s+([\d.]+) MB", finished.stderr)
    return float(space.group(1)) * trial.MIB if space else None


def readers(products):
    """Returns the name and reader of each installed tool."""
    found = [
        ("membudget", lambda command: trial.run(products, command)["peak_rss_bytes"]),
        ("membudget tree", lambda command: trial.run(products, command)["peak_tree_bytes"]),
        ("GNU time", by_gnu_time) if os.path.exists("/usr/bin/time") else None,
        ("wait4", by_rusage),
        (f"wait4, {BALLAST_MIB} MiB parent", by_rusage_of_fat_parent),
        ("poll 10 ms", by_polling),
        ("runlim", by_runlim) if shutil.which("runlim") else None,
    ]
    return [reader for reader in found if reader]


def main(products):
    tools = readers(products)
    rows = []
    for name, arguments, truth_mib in CASES:
        command = trial.selftest(products, *arguments)
        readings = [trial.mib(read(command)) for _, read in tools]
        rows.append([name, f"{truth_mib}", *readings])
    print("peak in MiB, as read by each tool\n")
    trial.show(["program", "truth", *[name for name, _ in tools]], rows)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
