"""A shard that runs out of time: Slurm signals its script, and the shard is resubmitted by hand."""

from slurm import judge, runs
from slurm.cluster import jobs, wait_for_job
from slurm.commands import checked, wait_for
from slurm.stage import SCENARIO, SECONDS_MAX, SHARDS, SHARED, shard, step

RUN = f"{SHARED}/timed"
#: Any but the first, because a shard that runs alone is still the second of three.
TASK = 2
STORED_TRIALS = 2


def run(stage):
    path = shard(RUN, TASK)
    with step("a shard out of time, resubmitted by hand"):
        first = submit(stage)
        wait_for(f"{STORED_TRIALS} trials", lambda: len(runs.journal(path).lines) >= STORED_TRIALS,
                 SECONDS_MAX)
        # Like `--signal=B:TERM@60` a minute before the end.
        checked(["scancel", "--batch", "--signal=TERM", first])
        wait_for_job(first, SECONDS_MAX)
        before = runs.journal(path)
        second = submit(stage)
        wait_for_job(second, SECONDS_MAX)
    after = runs.journal(path)
    stage.errors += (judge.ended_early_errors("shard out of time", jobs(first))
                     + judge.journal_errors("shard out of time", before)
                     + judge.interruption_errors("shard out of time", before, after)
                     + judge.journal_errors("shard out of time", after)
                     + judge.task_errors("shard out of time", jobs(second), interrupted=[]))


def submit(stage):
    return stage.submit(SHARDS, RUN, SCENARIO, options=[f"--array={TASK}"], SHARDS="3")
