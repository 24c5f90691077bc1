"""What happens to a bench on the cluster, and what is judged of it.

Three shards of one bench are measured by an array of jobs on two nodes. In the middle one node loses
its power, and the other one its slurmd and slurmstepd, while its harness lives on. Both come back,
Slurm starts the tasks again, and a job that depends on the array joins the shards. Then a trial needs
more memory than its node has.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time

from slurm import judge, runs
from slurm.cluster import jobs, report_lost, wait_for_job
from slurm.commands import PLACE, Late, wait_for

SHARED = f"{PLACE}/shared"
RUN, FULL, WHOLE = f"{SHARED}/nightly", f"{SHARED}/full", f"{SHARED}/whole"
SCENARIO = f"{SHARED}/scenario.yaml"
SHARDS, MERGE = f"{SHARED}/slurm-shards.sh", f"{SHARED}/slurm-merge.sh"
PRODUCTS = f"{PLACE}/opt"
MEMBUDGET = f"{PRODUCTS}/membudget"
#: For nodes that have 4 GB.
SMALL = ["--mem=1G", "--time=5"]
#: A trial on the full node needs some 230 MiB, slurmd and the harness some 40.
NODE_BYTES = 128 << 20
SECONDS_MAX = 60
#: A shard has at least 12.
STORED_TRIALS = 4
#: The shard whose node loses its power, and the one whose node loses its daemons.
LOST, ORPHANED = 1, 2


def shard(task):
    return f"{RUN}/shards/{task}"


class Story:
    """One cluster's day; `errors` has what was wrong with it."""

    def __init__(self, cluster, files):
        self.cluster = cluster
        self.errors = []
        # A node has a /tmp of its own, and so its own datasets.
        self.environment = {"MEMBUDGET_CACHE": "/tmp/cache", "TMPDIR": "/tmp", "HOME": "/tmp",
                            "PATH": f"{PRODUCTS}:{os.environ['PATH']}", "NO_COLOR": "1"}
        cluster.give(SHARED)
        for path in files:
            shutil.copy(path, SHARED)

    def run(self):
        with step("two nodes"):
            self.cluster.start()
        with self.unsharded() as whole:
            with step("an array of three; node 1 loses its power, node 2 its daemons"):
                array, joining = self.submit()
                nodes = self.nodes_of(array)
                harness, before = self.interrupt(nodes)
            with step("both nodes again, and their tasks; the harness of node 2 lives on"):
                self.bring_back(array, nodes, harness)
            with step("the rest of the array, and the merge that depends on it"):
                for number in (array, joining):
                    wait_for_job(number, SECONDS_MAX)
            with step("the same bench without Slurm, which began with the array"):
                status = whole.wait(timeout=SECONDS_MAX)
        self.errors += judge.task_errors("array", jobs(array), interrupted=[LOST, ORPHANED])
        self.errors += judge.task_errors("merge", jobs(joining), interrupted=[])
        self.errors += [f"the unsharded run ended with {status}"] if status else []
        self.judge_runs(before)
        self.full_node()

    @contextlib.contextmanager
    def unsharded(self):
        """The same bench without shards and without Slurm, which runs meanwhile."""
        own = f"{PLACE}/unsharded"
        self.cluster.give(own)
        with open(f"{PLACE}/log/unsharded", "wb") as log:
            process = subprocess.Popen(
                [MEMBUDGET, "bench", SCENARIO, "--run-dir", WHOLE, "--quiet"],
                cwd=own, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **self.environment, "MEMBUDGET_CACHE": own, "TMPDIR": own},
                **self.cluster.rights)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def submit(self):
        environment = {**self.environment, "RUN": RUN}
        array = self.cluster.submit(SHARDS, SCENARIO, options=SMALL, environment=environment)
        joining = self.cluster.submit(
            MERGE, options=[f"--dependency=afterany:{array}", *SMALL], environment=environment)
        return array, joining

    def nodes_of(self, array):
        """The nodes of both tasks, once they run."""
        def running():
            found = {task: job.node for task, job in jobs(array).items() if job.state == "RUNNING"}
            return found if {LOST, ORPHANED} <= found.keys() else None
        names = wait_for("two running tasks", running, SECONDS_MAX)
        return {task: self.cluster.nodes[names[task]] for task in (LOST, ORPHANED)}

    def interrupt(self, nodes):
        """Interrupts each task when it has some trials.

        Returns the harness that lives on, and the journals right after.
        """
        ways = {LOST: self.cut_power, ORPHANED: self.kill_daemons}
        harness, before = None, {}

        def go_on():
            nonlocal harness
            for task in ways.keys() - before.keys():
                if len(runs.journal(shard(task)).lines) >= STORED_TRIALS:
                    harness = ways[task](nodes[task]) or harness
                    before[task] = runs.journal(shard(task))
            return len(before) == len(ways)

        wait_for(f"{STORED_TRIALS} trials of both tasks", go_on, SECONDS_MAX)
        self.try_second_harness()
        return harness, before

    @staticmethod
    def cut_power(node):
        node.cut_power()

    def kill_daemons(self, node):
        killed = node.kill_daemons()
        if killed != ["slurmd", "slurmstepd"]:
            self.errors.append(f"the daemons that were killed are {killed}")
        harness = node.harness(shard(ORPHANED))
        if not harness:
            raise Late("the harness ended with its slurmd")
        # It holds still, so that it lives on for as long as Slurm takes. Not earlier: the kernel
        # sends SIGHUP to stopped processes that lose their parent.
        os.kill(harness.number, signal.SIGSTOP)
        return harness

    def bring_back(self, array, nodes, harness):
        for node in nodes.values():
            report_lost(node.name)
        # Slurm takes a node back when its slurmd registers.
        nodes[LOST].start()
        nodes[ORPHANED].restart_daemon()
        wait_for("second attempt of a task", lambda: is_again(array, ORPHANED), SECONDS_MAX)
        self.try_second_harness()
        if not any(process.number == harness.number for process in nodes[ORPHANED].processes()):
            raise Late("the harness without a slurmd ended before its task ran again")
        os.kill(harness.number, signal.SIGCONT)

    def try_second_harness(self):
        """Somebody resumes a shard by hand while its harness lives."""
        run = shard(ORPHANED)
        before = runs.journal(run)
        answer = self.cluster.as_user([MEMBUDGET, "bench", "--resume", "--run-dir", run, "--quiet"],
                                      self.environment)
        self.errors += judge.refusal_errors(answer.returncode, answer.stderr.strip(), before,
                                            runs.journal(run))

    def judge_runs(self, before):
        shards = {task: runs.journal(shard(task)) for task in (1, 2, 3)}
        merged, whole = runs.journal(f"{RUN}/whole"), runs.journal(WHOLE)
        self.errors += judge.sharded_errors(shards, before, merged, whole)
        self.errors += judge.table_errors(runs.record(f"{RUN}/whole"), runs.record(WHOLE))
        stored = " and ".join(f"{len(before[task].lines)} of {len(shards[task].lines)}"
                              for task in before)
        print(f"         {stored} trials were stored at the interruption; the merged run has"
              f" {len(merged.lines)} of {len(whole.lines)}", flush=True)

    def full_node(self):
        node = self.cluster.nodes["mb1"]
        if not node.group:
            print("skipped  a full node: there is no control group for memory", flush=True)
            return
        with step(f"a trial that needs more than its node has, {NODE_BYTES >> 20} MiB"):
            node.group.limit(NODE_BYTES)
            number = self.cluster.submit(
                SHARDS, SCENARIO, "--strategy", "load-all", "--scale", "160k", "--trials", "1",
                "--budget", "1GiB", options=["--array=1", f"--nodelist={node.name}", *SMALL],
                environment={**self.environment, "RUN": FULL})
            wait_for_job(number, SECONDS_MAX)
            node.group.unlimit()
        run = f"{FULL}/shards/1"
        self.errors += judge.full_node_errors(runs.journal(run), runs.record(run))


def is_again(array, task):
    job = jobs(array).get(task)
    return job and job.restarts == 1 and job.state == "RUNNING"


@contextlib.contextmanager
def step(name):
    """Prints the name of what is done within, and its time."""
    start = time.monotonic()
    try:
        yield
    except Late as late:
        raise Late(f"{name}: {late}") from late
    print(f"{time.monotonic() - start:5.1f} s  {name}", flush=True)
