"""The state that all parts of the test share: the cluster, files visible to all nodes, and errors."""

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
    """Returns the folder of a shard, as named by the job script."""
    return f"{run}/shards/{number}"


class Stage:
    """A cluster, and the errors that happened on it."""

    def __init__(self, cluster, files):
        self.cluster = cluster
        self.errors = []
        # Each node has its own /tmp, and thus its own datasets.
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
    """Prints the name and the time of a step."""
    start = time.monotonic()
    try:
        yield
    except Late as late:
        raise Late(f"{name}: {late}") from late
    print(f"{time.monotonic() - start:5.1f} s  {name}", flush=True)
