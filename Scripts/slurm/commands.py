"""Starts the parts of the cluster, and waits for them."""

import os
import subprocess
import time

from slurm.packages import Unavailable

#: The mount point of the test's folder, for the head and every node.
PLACE = "/mnt"
START_SECONDS_MAX = 20
LOG_LINES = 15


class Late(Exception):
    """Raised if something did not happen in time."""


def wait_for(what, condition, seconds_max=START_SECONDS_MAX):
    """Returns the first value of `condition` that is true; raises `Late`."""
    end = time.monotonic() + seconds_max
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Late(f"no {what} after {seconds_max} seconds")
        time.sleep(0.05)


def checked(command):
    """Returns the output of a command; raises `Unavailable` if it fails."""
    finished = subprocess.run(command, capture_output=True, text=True)
    if finished.returncode != 0:
        raise Unavailable(f"{' '.join(command)} failed: {finished.stderr.strip()}")
    return finished.stdout


def daemon(name, command, **settings):
    """Starts a daemon, with its output in a log."""
    with open(f"{PLACE}/log/{name}.out", "ab") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                stderr=subprocess.STDOUT, **settings)


def logs():
    """Returns the last lines of every log, for a failure."""
    text = []
    for folder, _, names in os.walk(PLACE):
        for name in sorted(names):
            if folder.endswith("/log") or name.endswith(".log"):
                text += last_lines(os.path.join(folder, name))
    return "\n".join(text)


def last_lines(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return [f"-- {path}", *file.read().splitlines()[-LOG_LINES:]]
