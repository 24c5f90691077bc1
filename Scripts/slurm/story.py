"""What happens to a bench on the cluster, and what is judged of it.

Three shards of one bench are measured by an array of jobs on two nodes. In the middle one node loses
its power, and the other one its slurmd and slurmstepd, while its harness lives on. Both come back,
Slurm starts the tasks again, and a job that depends on the array joins the shards. Then a trial needs
more memory than its node has.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time

from slurm import judge
from slurm.cluster import PLACE, Late, wait_for

RUN = f"{PLACE}/shared/nightly"
FULL = f"{PLACE}/shared/full"
WHOLE = f"{PLACE}/shared/whole"
SCENARIO = f"{PLACE}/shared/scenario.yaml"
SHARDS = f"{PLACE}/shared/slurm-shards.sh"
MERGE = f"{PLACE}/shared/slurm-merge.sh"
MEMBUDGET = f"{PLACE}/opt/membudget"
#: For a cluster whose nodes have 4 GB.
SMALL = ["--mem=1G", "--time=5"]
#: A trial of the full node needs some 230 MiB, slurmd and the harness some 40.
NODE_BYTES = 128 << 20
SECONDS_MAX = 60
STORED_TRIALS = 4


class Story:
    """One cluster's day; `errors` has what was wrong with it."""

    def __init__(self, cluster, files):
        self.cluster = cluster
        self.errors = []
        # The nodes have a /tmp of their own, and so their own datasets.
        self.environment = {"MEMBUDGET_CACHE": "/tmp/cache", "TMPDIR": "/tmp", "HOME": "/tmp",
                            "PATH": f"{PLACE}/opt:{os.environ['PATH']}", "NO_COLOR": "1"}
        os.makedirs(f"{PLACE}/shared")
        for path in files:
            shutil.copy(path, f"{PLACE}/shared")
        os.chown(f"{PLACE}/shared", cluster.user.pw_uid, cluster.user.pw_gid)

    def run(self):
        with step("two nodes"):
            self.cluster.start()
        whole = self.start_whole()
        try:
            self.interrupted_array(whole)
        finally:
            whole.kill()
            whole.wait()
        self.full_node()

    def start_whole(self):
        """The same bench without shards and without Slurm, beside the array."""
        os.makedirs(f"{PLACE}/cache")
        os.chown(f"{PLACE}/cache", self.cluster.user.pw_uid, self.cluster.user.pw_gid)
        with open(f"{PLACE}/log/whole", "wb") as log:
            return subprocess.Popen(
                [MEMBUDGET, "bench", SCENARIO, "--run-dir", WHOLE, "--quiet"],
                cwd=f"{PLACE}/shared", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **self.environment, "MEMBUDGET_CACHE": f"{PLACE}/cache",
                     "TMPDIR": f"{PLACE}/cache"}, **self.cluster.rights)

    def interrupted_array(self, whole):
        environment = {**self.environment, "RUN": RUN}
        with step("an array of three, until two shards have trials"):
            array = self.cluster.submit(SHARDS, SCENARIO, options=SMALL, environment=environment)
            joining = self.cluster.submit(
                MERGE, options=[f"--dependency=afterany:{array}", *SMALL], environment=environment)
            for task in (1, 2):
                wait_for(f"trials of shard {task}", lambda: self.stored(task) >= STORED_TRIALS,
                         SECONDS_MAX)
            nodes = {task: self.cluster.nodes[job.node]
                     for task, job in self.cluster.jobs(array).items() if task in (1, 2)}
        before = self.interrupt(nodes, array)
        with step("the rest of the array, and the merge that depends on it"):
            self.wait_for_job(array)
            self.wait_for_job(joining)
        with step("one run, without Slurm"):
            if whole.wait(timeout=SECONDS_MAX) != 0:
                self.errors.append(f"the unsharded run ended with {whole.returncode}")
        self.errors += judge.task_errors(self.cluster.jobs(array), interrupted={1, 2})
        self.errors += [f"merge: {error}" for error in
                        judge.task_errors(self.cluster.jobs(joining), interrupted=set())]
        self.judge_runs(before)

    def interrupt(self, nodes, array):
        """A power cut, and a death of daemons; returns the journals right after both."""
        with step("one node without power, one without slurmd and slurmstepd"):
            lost, orphaned = nodes[1], nodes[2]
            lost.cut_power()
            killed = orphaned.kill_daemons()
            # It holds still, so that it lives on for as long as Slurm takes. Not before: the kernel
            # sends SIGHUP to stopped processes that lose their parent.
            harness = orphaned.harnesses(f"{RUN}/shards/2")[0]
            os.kill(harness.number, signal.SIGSTOP)
            if killed != ["slurmd", "slurmstepd"]:
                self.errors.append(f"killed daemons: {killed}")
            before = {task: self.journal(f"{RUN}/shards/{task}") for task in (1, 2)}
            self.try_second_harness()
            for node in (lost, orphaned):
                self.cluster.set_state(node.name, "DOWN")
        with step("both nodes again, and their tasks"):
            lost.start()
            orphaned.restart_daemon()
            for node in (lost, orphaned):
                self.cluster.set_state(node.name, "RESUME")
            wait_for("second attempt of task 2", lambda: self.is_again(array, 2), SECONDS_MAX)
            if harness.number not in [process.number for process in orphaned.processes()]:
                self.errors.append("the harness of task 2 did not outlive its slurmd")
            self.try_second_harness()
            os.kill(harness.number, signal.SIGCONT)
        return before

    def is_again(self, array, task):
        job = self.cluster.jobs(array).get(task)
        return job and job.restarts == 1 and job.state == "RUNNING"

    def try_second_harness(self):
        """Somebody resumes shard 2 by hand while its harness lives."""
        run = f"{RUN}/shards/2"
        before = self.journal(run).lines
        answer = self.cluster.as_user([MEMBUDGET, "bench", "--resume", "--run-dir", run, "--quiet"],
                                      self.environment)
        self.errors += judge.refusal_errors(answer.returncode, answer.stderr.strip(), before,
                                            self.journal(run).lines)

    def judge_runs(self, before):
        shards = {task: self.journal(f"{RUN}/shards/{task}") for task in (1, 2, 3)}
        merged, whole = self.journal(f"{RUN}/whole"), self.journal(WHOLE)
        for task, shard in shards.items():
            self.errors += judge.journal_errors(f"shard {task}", shard)
        for task, journal in before.items():
            self.errors += judge.kept_errors(f"shard {task}", journal, shards[task])
            self.errors += judge.progress_errors(f"shard {task}", journal, shards[task])
        self.errors += judge.journal_errors("merged", merged)
        self.errors += judge.joined_errors(shards.values(), merged, whole)
        self.errors += judge.result_errors(merged, whole)
        self.errors += judge.table_errors(record(f"{RUN}/whole"), record(WHOLE))
        stored = ", ".join(f"{len(before[task].lines)} of {len(shards[task].lines)}"
                           for task in before)
        print(f"trials: {stored} were stored when shards 1 and 2 were interrupted;"
              f" {len(merged.lines)} of {len(whole.lines)} in the merged run", flush=True)

    def full_node(self):
        node = self.cluster.nodes["mb1"]
        if not node.group:
            print("a full node: skipped, there is no control group for memory here", flush=True)
            return
        with step(f"a trial on a node of {NODE_BYTES >> 20} MiB"):
            node.group.limit(NODE_BYTES)
            number = self.cluster.submit(
                SHARDS, SCENARIO, "--strategy", "load-all", "--scale", "160k", "--trials", "1",
                "--budget", "1GiB", options=["--array=1", f"--nodelist={node.name}", *SMALL],
                environment={**self.environment, "RUN": FULL})
            self.wait_for_job(number)
            node.group.unlimit()
        self.errors += judge.full_node_errors(self.journal(f"{FULL}/shards/1"),
                                              record(f"{FULL}/shards/1"))

    def wait_for_job(self, number):
        wait_for(f"end of job {number}",
                 lambda: all(job.has_ended for job in self.cluster.jobs(number).values()),
                 SECONDS_MAX)

    def stored(self, task):
        return len(self.journal(f"{RUN}/shards/{task}").lines)

    @staticmethod
    def journal(run):
        try:
            with open(f"{run}/trials.jsonl", "rb") as file:
                return judge.Journal(file.read())
        except FileNotFoundError:
            return judge.Journal(b"")


def record(run):
    """A run's `run.json`; one without scenarios if there is none."""
    try:
        with open(f"{run}/run.json", encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {"scenarios": []}


@contextlib.contextmanager
def step(name):
    """Prints the name of what is done within, and its time."""
    start = time.monotonic()
    try:
        yield
    except Late as late:
        raise Late(f"{name}: {late}") from late
    print(f"{time.monotonic() - start:5.1f} s  {name}", flush=True)
