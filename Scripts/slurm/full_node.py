"""A trial that needs more memory than its node has: it is killed from outside, not over its budget."""

from slurm import judge, runs
from slurm.cluster import wait_for_job
from slurm.stage import SCENARIO, SECONDS_MAX, SHARDS, SHARED, shard, step

#: The trial needs some 230 MiB; slurmd, the harness and the files in /tmp some 80.
NODE_BYTES = 192 << 20
TRIAL = ["--strategy", "load-all", "--scale", "160k", "--trials", "1", "--budget", "1GiB"]


def run(stage):
    node = stage.cluster.nodes["mb1"]
    if not node.group:
        print("skipped  a full node: there is no control group for memory", flush=True)
        return
    # Without what earlier jobs have left in its /tmp, which is memory.
    node.cut_power()
    node.start()
    node.group.limit(NODE_BYTES)
    # Root's harness has a control group of its own, whose counters have to be read rightly.
    for user, rights in (("user", stage.cluster.rights), ("root", {})):
        path = f"{SHARED}/full-{user}"
        with step(f"a job as {user} with a trial that needs more than its node has"):
            number = stage.submit(
                SHARDS, path, SCENARIO, *TRIAL, rights=rights,
                options=["--array=1", f"--nodelist={node.name}"], MEMBUDGET_CACHE=f"{SHARED}/cache-{user}")
            wait_for_job(number, SECONDS_MAX)
        stage.errors += judge.full_node_errors(
            f"full node, {user}", runs.journal(shard(path, 1)), runs.record(shard(path, 1)))
