"""A trial that needs more memory than its node has: it is killed from outside, not over budget."""

from slurm import judge, runs
from slurm.cluster import wait_for_job
from slurm.stage import SECONDS_MAX, SHARDS, SHARED, shard, step

SCENARIO = f"{SHARED}/full-node.yaml"
#: Enough for slurmd, the harness and the files in /tmp, but only a quarter of the trial's need.
NODE_BYTES = 128 << 20


def run(stage):
    node = stage.cluster.nodes["mb1"]
    if not node.group:
        print("skipped  a full node: no control group for memory is available", flush=True)
        return
    # Without the files of earlier jobs in its /tmp, which use memory.
    node.cut_power()
    node.start()
    node.group.limit(NODE_BYTES)
    # Root's harness has its own control group, whose counters must be read correctly.
    for user, rights in (("user", stage.cluster.rights), ("root", {})):
        path = f"{SHARED}/full-{user}"
        with step(f"a job as {user} with a trial that needs more than its node has"):
            number = stage.submit(SHARDS, path, SCENARIO, rights=rights,
                                  options=["--array=1", f"--nodelist={node.name}"])
            wait_for_job(number, SECONDS_MAX)
        stage.errors += judge.full_node_errors(
            f"full node, {user}", runs.journal(shard(path, 1)), runs.record(shard(path, 1)))
