"""An array of three tasks on two nodes, both of which are lost in the middle.

One node loses its power, the other one its slurmd and slurmstepd, while its harness keeps running. Both come
back, Slurm starts the tasks again, and a job that depends on the array joins the shards.
"""

import contextlib
import os
import signal
import subprocess

from slurm import judge, runs
from slurm.cluster import jobs, report_lost, wait_for_job
from slurm.commands import PLACE, Late, wait_for
from slurm.stage import MEMBUDGET, MERGE, SCENARIO, SECONDS_MAX, SHARDS, SHARED, shard, step

RUN, WHOLE = f"{SHARED}/nightly", f"{SHARED}/whole"
#: A shard has at least 12 trials.
STORED_TRIALS = 4
#: The shard whose node loses its power, and the one whose node loses its daemons.
LOST, ORPHANED = 1, 2


class LostNodes:
    """The array, the nodes of its first two tasks, and the trials stored when they were lost."""

    def __init__(self, stage):
        self.stage = stage
        self.nodes = {}
        #: The harness that keeps running.
        self.harness = None
        #: The journals of shards right after their interruption.
        self.before = {}

    def run(self):
        with self.unsharded() as whole:
            with step("an array of three; node 1 loses its power, node 2 its daemons"):
                array = self.stage.submit(SHARDS, RUN, SCENARIO)
                joining = self.stage.submit(MERGE, RUN, options=[f"--dependency=afterany:{array}"])
                self.interrupt(array)
            with step("both nodes again, and their tasks; the harness of node 2 keeps running"):
                self.bring_back(array)
            with step("the rest of the array, and the merge that depends on it"):
                for number in (array, joining):
                    wait_for_job(number, SECONDS_MAX)
            with step("the same bench without Slurm, started with the array"):
                status = whole.wait(timeout=SECONDS_MAX)
        self.stage.errors += (
            judge.task_errors("array", jobs(array), interrupted=[LOST, ORPHANED])
            + judge.task_errors("merge", jobs(joining), interrupted=[])
            + ([f"the unsharded run ended with {status}"] if status else []))
        self.judge_runs()

    @contextlib.contextmanager
    def unsharded(self):
        """Runs the same bench without shards and without Slurm meanwhile."""
        own, cluster = f"{PLACE}/unsharded", self.stage.cluster
        cluster.give(own)
        with open(f"{PLACE}/log/unsharded", "wb") as log:
            process = subprocess.Popen(
                [MEMBUDGET, "bench", SCENARIO, "--run-dir", WHOLE, "--quiet"],
                cwd=own, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **self.stage.environment, "MEMBUDGET_CACHE": own, "TMPDIR": own},
                **cluster.rights)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def interrupt(self, array):
        """Interrupts each task as soon as it has stored some trials."""
        def running():
            found = {task: job.node for task, job in jobs(array).items() if job.state == "RUNNING"}
            return found if {LOST, ORPHANED} <= found.keys() else None

        names = wait_for("two running tasks", running, SECONDS_MAX)
        self.nodes = {task: self.stage.cluster.nodes[names[task]] for task in (LOST, ORPHANED)}
        wait_for(f"{STORED_TRIALS} trials of both tasks", self.interrupt_those_ready, SECONDS_MAX)
        self.try_second_harness()

    def interrupt_those_ready(self):
        for task, interruption in ((LOST, self.cut_power), (ORPHANED, self.kill_daemons)):
            path = shard(RUN, task)
            if task not in self.before and len(runs.journal(path).lines) >= STORED_TRIALS:
                interruption()
                self.before[task] = runs.journal(path)
        return len(self.before) == len(self.nodes)

    def cut_power(self):
        self.nodes[LOST].cut_power()

    def kill_daemons(self):
        node = self.nodes[ORPHANED]
        killed = node.kill_daemons()
        if killed != ["slurmd", "slurmstepd"]:
            self.stage.errors.append(f"the killed daemons are {killed}")
        self.harness = node.harness(shard(RUN, ORPHANED))
        if not self.harness:
            raise Late("the harness ended with its slurmd")
        # The harness is stopped, so that it lives as long as Slurm needs. Not earlier, because the kernel
        # sends SIGHUP to stopped processes that lose their parent.
        os.kill(self.harness.number, signal.SIGSTOP)

    def bring_back(self, array):
        for node in self.nodes.values():
            report_lost(node.name)
        # Slurm accepts a node again when its slurmd registers.
        self.nodes[LOST].start()
        self.nodes[ORPHANED].restart_daemon()
        wait_for("second attempt of a task", lambda: is_again(array, ORPHANED), SECONDS_MAX)
        self.try_second_harness()
        number = self.harness.number
        if not any(process.number == number for process in self.nodes[ORPHANED].processes()):
            raise Late("the harness without a slurmd ended before its task ran again")
        os.kill(number, signal.SIGCONT)

    def try_second_harness(self):
        """Tries to resume a shard by hand while its harness is alive."""
        path = shard(RUN, ORPHANED)
        before = runs.journal(path)
        answer = self.stage.cluster.run(
            [MEMBUDGET, "bench", "--resume", "--run-dir", path, "--quiet"],
            self.stage.environment, self.stage.cluster.rights)
        self.stage.errors += judge.refusal_errors(answer.returncode, answer.stderr.strip(), before,
                                                  runs.journal(path))

    def judge_runs(self):
        shards = {task: runs.journal(shard(RUN, task)) for task in (1, 2, 3)}
        merged, whole = runs.journal(f"{RUN}/whole"), runs.journal(WHOLE)
        self.stage.errors += (
            judge.sharded_errors(shards, self.before, merged, whole)
            + judge.table_errors(runs.record(f"{RUN}/whole"), runs.record(WHOLE)))
        stored = " and ".join(f"{len(self.before[task].lines)} of {len(shards[task].lines)}"
                              for task in (LOST, ORPHANED))
        print(f"         {stored} trials were stored at the interruption; the merged run has"
              f" {len(merged.lines)} of {len(whole.lines)}", flush=True)


def is_again(array, task):
    job = jobs(array).get(task)
    return job and job.restarts == 1 and job.state == "RUNNING"
