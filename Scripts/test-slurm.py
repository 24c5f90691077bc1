#!/usr/bin/env python3
"""Runs a bench on a Slurm cluster of two nodes, loses a node in the middle, and judges the result.

    python3 Scripts/test-slurm.py PRODUCTS [--optional]

PRODUCTS is the folder of the programs, .build/release. The head and the nodes are namespaces on this
machine, which needs root. Debian's slurmctld, slurmd and munge are installed if they are missing, without
starting them. The job scripts are those of Examples/CI. With --optional, a machine where this can't run is
skipped, which is not a failure.
"""

import argparse
import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid

from slurm import full_node, groups, packages, processes, time_limit
from slurm.cluster import Cluster
from slurm.commands import PLACE, Late, checked, logs, wait_for
from slurm.configuration import NODES
from slurm.lost_nodes import LostNodes
from slurm.stage import Stage, step

SCRIPTS = os.path.dirname(os.path.abspath(__file__))
EXAMPLES = os.path.join(os.path.dirname(SCRIPTS), "Examples/CI")
FILES = [*(os.path.join(SCRIPTS, "slurm", name) for name in ("shards.yaml", "full-node.yaml")),
         *(os.path.join(EXAMPLES, name) for name in ("slurm-shards.sh", "slurm-merge.sh"))]
PROGRAMS = ["membudget", "membudget-worker", "membudget-selftest"]
NAMESPACES = ["unshare", "--net", "--mount", "--uts", "--ipc", "--pid", "--fork",
              "--kill-child=KILL", "--mount-proc"]
#: Set in the environment of every process of the test.
MARK = "MEMBUDGET_TEST_SLURM"
END_SECONDS_MAX = 5


def main():
    arguments = parsed_arguments()
    packages.extend_path()
    products = os.path.realpath(arguments.products)
    if arguments.inside:
        return inside(products, arguments.inside, arguments.group)
    for program in PROGRAMS:
        if not os.path.exists(os.path.join(products, program)):
            sys.exit(f"{products} has no {program}; run 'make build' first")
    if os.geteuid() != 0:
        return as_root(arguments.optional)
    try:
        packages.provide()
        try_namespaces()
        return outside(products)
    except packages.Unavailable as reason:
        return unavailable(str(reason), arguments.optional)


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("products", nargs="?", default=".build/release",
                        help="folder of the release build")
    parser.add_argument("--optional", action="store_true",
                        help="succeed if Slurm, root or namespaces are unavailable")
    # Used by the script to call itself within the namespaces.
    parser.add_argument("--inside", metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--group", action="append", default=[], help=argparse.SUPPRESS)
    return parser.parse_args()


def as_root(is_optional):
    command = [sys.executable, os.path.abspath(__file__), *sys.argv[1:]]
    if shutil.which("sudo") and not is_optional:
        print(f"test-slurm: running: sudo {' '.join(command)}", file=sys.stderr, flush=True)
        os.execvp("sudo", ["sudo", *command])
    return unavailable(f"namespaces need root; as root, run: {' '.join(command)}", is_optional)


def unavailable(reason, is_optional):
    print(f"test-slurm is skipped: {reason}" if is_optional else f"test-slurm: {reason}",
          file=sys.stdout if is_optional else sys.stderr)
    return 0 if is_optional else 1


def try_namespaces():
    """Raises `Unavailable` if not even root can create namespaces, as in most containers."""
    checked([*NAMESPACES, "mount", "-t", "tmpfs", "trial", PLACE])


def outside(products):
    """Creates the folder and the control groups, starts the namespaces, and removes everything."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    start = time.monotonic()
    os.environ[MARK] = str(uuid.uuid4())
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="membudget-slurm-", dir="/tmp"))
        # The user who runs the jobs needs access to it.
        os.chmod(folder, 0o755)
        made = [groups.make(f"membudget-test-slurm-{os.getpid()}-{name}") for name in NODES]
        for group in filter(None, made):
            stack.callback(group.remove)
        paths = [group.path for group in made] if all(made) else []
        status = run_inside(products, folder, paths)
    left = remaining() + [path for path in [folder, *paths] if os.path.exists(path)]
    for path in left:
        print(f"FAIL left over: {path}")
    passed = status == 0 and not left
    print(f"test-slurm {'passed' if passed else 'failed'} in {time.monotonic() - start:.0f} s")
    return 0 if passed else 1


def run_inside(products, folder, paths):
    command = [*NAMESPACES, sys.executable, os.path.abspath(__file__), products, "--inside", folder,
               *(word for path in paths for word in ("--group", path))]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, preexec_fn=die_with_parent)
    try:
        return process.wait()
    finally:
        process.kill()
        process.wait()
        wait_for_end()


def wait_for_end():
    """Waits until all processes of the namespaces, which have been killed, have ended."""
    with contextlib.suppress(Late):
        wait_for("end of every process", lambda: not remaining(), END_SECONDS_MAX)


def remaining():
    return processes.marked(f"{MARK}={os.environ[MARK]}".encode())


def die_with_parent():
    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, signal.SIGKILL)


def inside(products, folder, paths):
    """Runs the first process of the namespaces; when it ends, everything in them ends."""
    os.makedirs(f"{folder}/opt")
    checked(["mount", "--bind", products, f"{folder}/opt"])
    checked(["mount", "--rbind", folder, PLACE])
    cluster = Cluster(job_user(), [groups.Group(path) for path in paths] or [None] * len(NODES))
    stage = Stage(cluster, FILES)
    try:
        with step("two nodes"):
            cluster.start()
        LostNodes(stage).run()
        time_limit.run(stage)
        full_node.run(stage)
    except (Late, packages.Unavailable, OSError, subprocess.SubprocessError) as reason:
        stage.errors.append(f"{reason}")
    finally:
        cluster.stop()
    for error in stage.errors:
        print(f"FAIL {error}")
    if stage.errors:
        print(logs())
    return 1 if stage.errors else 0


def job_user():
    """Returns the user who runs the jobs: the one who called sudo, or else an unprivileged account."""
    number = int(os.environ.get("SUDO_UID", 0))
    return pwd.getpwuid(number) if number else pwd.getpwnam("nobody")


if __name__ == "__main__":
    sys.exit(main())
