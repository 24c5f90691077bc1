"""What every part of the test shares: the cluster, the files that all nodes see, and the errors."""

import contextlib
import os
import shutil
import time

from slurm.commands import PLACE, Late

SHARED = f"{PLACE}/shared"
PRODUCTS = f"{PLACE}/opt"
MEMBUDGET = f"{PRODUCTS}/membudget"
SCENARIO = f"{SHARED}/shards.yaml"
SHARDS, MERGE = f"{SHARED}/slurm-shards.sh", f"{SHARED}/slurm-merge.sh"
#: For nodes that have 4 GB.
SMALL = ["--mem=1G", "--time=5"]
SECONDS_MAX = 60


def shard(run, number):
    """The directory of a shard, as the job script names it."""
    return f"{run}/shards/{number}"


class Stage:
    """A cluster, and what was wrong with what happened on it."""

    def __init__(self, cluster, files):
        self.cluster = cluster
        self.errors = []
        # A node has a /tmp of its own, and so its own datasets.
        self.environment = {"MEMBUDGET_CACHE": "/tmp/cache", "TMPDIR": "/tmp", "HOME": "/tmp",
                            "PATH": f"{PRODUCTS}:{os.environ['PATH']}", "NO_COLOR": "1"}
        cluster.give(SHARED)
        for path in files:
            shutil.copy(path, SHARED)

    def submit(self, script, run, *arguments, options=(), rights=None, **environment):
        """Queues a job script for a run; returns the number of the job."""
        return self.cluster.submit(
            script, *arguments, options=[*SMALL, *options], rights=rights,
            environment={**self.environment, "RUN": run, **environment})


@contextlib.contextmanager
def step(name):
    """Prints the name of what is done within, and its time."""
    start = time.monotonic()
    try:
        yield
    except Late as late:
        raise Late(f"{name}: {late}") from late
    print(f"{time.monotonic() - start:5.1f} s  {name}", flush=True)
