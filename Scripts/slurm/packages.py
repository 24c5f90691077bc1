"""Slurm and munge from the packages of the system."""

import contextlib
import os
import shutil
import subprocess
import sys

#: The package that has a program.
PACKAGES = {
    "slurmctld": "slurmctld", "slurmd": "slurmd", "sbatch": "slurm-client",
    "scontrol": "slurm-client", "munged": "munge", "ip": "iproute2", "unshare": "util-linux",
    "nsenter": "util-linux", "mount": "mount",
}
#: Daemons are there, which the PATH of a user need not have.
FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"]
#: Asked before a package starts a daemon; 101 forbids it.
POLICY = "/usr/sbin/policy-rc.d"


class Unavailable(Exception):
    """The test can't run on this machine; the text says why, and what to do."""


def extend_path():
    """Programs are found where daemons are, too."""
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    os.environ["PATH"] = os.pathsep.join(dict.fromkeys(path + FOLDERS))


def missing():
    """The packages whose programs aren't there."""
    return sorted({package for program, package in PACKAGES.items()
                   if shutil.which(program) is None})


def provide():
    """Installs what is missing, as root; no daemon is started by it.

    Raises `Unavailable` where that can't be done.
    """
    packages = missing()
    if not packages:
        return
    if shutil.which("apt-get") is None:
        raise Unavailable(f"{' '.join(packages)} are missing, and this machine has no apt-get")
    with daemons_forbidden():
        answer = install(packages)
        if answer.returncode != 0:
            # Lists of packages that are there and current need no update.
            run(["apt-get", "-q", "update"])
            answer = install(packages)
    if answer.returncode != 0 or missing():
        print(answer.stdout, file=sys.stderr)
        raise Unavailable(f"apt-get can't install {' '.join(missing())}")


def install(packages):
    return run(["apt-get", "-q", "install", "-y", "--no-install-recommends", *packages])


def run(command):
    """Runs a command, which it names; its output is kept for a failure."""
    print(f"test-slurm: running: {' '.join(command)}", file=sys.stderr, flush=True)
    return subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)


@contextlib.contextmanager
def daemons_forbidden(policy=POLICY):
    """Packages that are installed meanwhile start no daemon. A policy that is there stays as it is."""
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
