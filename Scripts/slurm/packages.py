"""Installs Slurm and munge from the packages of the system."""

import contextlib
import os
import shutil
import subprocess
import sys

#: The package of each program.
PACKAGES = {
    "slurmctld": "slurmctld", "slurmd": "slurmd", "sbatch": "slurm-client",
    "scontrol": "slurm-client", "munged": "munge", "ip": "iproute2", "unshare": "util-linux",
    "nsenter": "util-linux", "mount": "mount",
}
#: The folders of daemons, which may not be in a user's PATH.
FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"]
#: The script that is asked before a package starts a daemon; exit status 101 forbids it.
POLICY = "/usr/sbin/policy-rc.d"


class Unavailable(Exception):
    """The test can't run on this machine; the text says why, and what to do."""


def extend_path():
    """Adds the folders of daemons to the PATH."""
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join(dict.fromkeys(path + FOLDERS))


def missing():
    """Returns the packages whose programs are missing."""
    return sorted({package for program, package in PACKAGES.items()
                   if shutil.which(program) is None})


def provide():
    """Installs the missing packages, as root, without starting daemons.

    Raises `Unavailable` if this is impossible.
    """
    packages = missing()
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise Unavailable(f"{' '.join(packages)} missing, and this machine has no apt-get")
    with daemons_forbidden():
        answer = install(packages)
        if answer.returncode != 0:
            # Current package lists need no update.
            run(["apt-get", "-q", "update"])
            answer = install(packages)
    if answer.returncode != 0 or missing():
        print(answer.stdout, file=sys.stderr)
        raise Unavailable(f"apt-get can't install {' '.join(missing())}")


def install(packages):
    return run(["apt-get", "-q", "install", "-y", "--no-install-recommends", *packages])


def run(command):
    """Prints and runs a command; its output is kept for a failure."""
    print(f"test-slurm: running: {' '.join(command)}", file=sys.stderr, flush=True)
    return subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


@contextlib.contextmanager
def daemons_forbidden(policy=POLICY):
    """Keeps packages that are installed meanwhile from starting daemons. An existing policy is kept."""
    try:
        descriptor = os.open(policy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o755)
    except FileExistsError:
        yield
        return
    try:
        os.write(descriptor, b"#!/bin/sh\nexit 101\n")
        os.close(descriptor)
        yield
    finally:
        os.unlink(policy)
