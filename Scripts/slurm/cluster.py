"""Two nodes and a head on one machine, in separate namespaces.

The head has its own network, host name and process numbers. Everything is below `PLACE`, on which the caller
has mounted an empty folder.
"""

import dataclasses
import os
import pwd
import re
import subprocess

from slurm.commands import PLACE, Late, checked, daemon, wait_for
from slurm.configuration import MUNGE, NODES, configure
from slurm.node import Node

UNFINISHED = ["PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "REQUEUED", "SUSPENDED"]


class Cluster:
    """The head, and its nodes by name."""

    def __init__(self, user, groups):
        self.user = user
        self.daemons = []
        self.nodes = {name: Node(name, group) for name, group in zip(NODES, groups)}

    def start(self):
        """Starts the cluster; returns when both nodes are idle."""
        configure()
        munge = pwd.getpwnam("munge")
        self.daemons.append(daemon("munged", [
            "munged", "--foreground", f"--socket={MUNGE}/socket", f"--key-file={MUNGE}/key",
            f"--pid-file={MUNGE}/pid", f"--log-file={MUNGE}/log", f"--seed-file={MUNGE}/seed",
        ], user=munge.pw_uid, group=munge.pw_gid, extra_groups=[]))
        wait_for("munged", lambda: os.path.exists(f"{MUNGE}/socket"))
        self.daemons.append(daemon("slurmctld", ["slurmctld", "-D"]))
        for node in self.nodes.values():
            node.start()
        wait_for("idle nodes", lambda: node_states() == {"idle"})

    def stop(self):
        for node in self.nodes.values():
            node.cut_power()
        for process in self.daemons:
            process.kill()
            process.wait()

    def submit(self, script, *arguments, options, environment, rights=None):
        """Queues a job script, as the user unless other rights are given; returns its number."""
        answer = self.run(["sbatch", "--parsable", *options, script, *arguments], environment,
                          self.rights if rights is None else rights)
        if answer.returncode != 0:
            raise Late(f"sbatch {script} failed: {answer.stderr.strip()}")
        return answer.stdout.strip()

    @staticmethod
    def run(command, environment, rights):
        return subprocess.run(command, capture_output=True, text=True, cwd=f"{PLACE}/shared",
                              env={**os.environ, **environment}, **rights)

    @property
    def rights(self):
        """Returns the user's rights, as arguments of subprocess."""
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def give(self, path):
        """Creates a folder that belongs to the user."""
        os.makedirs(path)
        os.chown(path, self.user.pw_uid, self.user.pw_gid)


def node_states():
    """Returns Slurm's states of the nodes; empty while slurmctld doesn't answer."""
    finished = subprocess.run(["sinfo", "--noheader", "--Node", "--format=%T"],
                              capture_output=True, text=True)
    return set(finished.stdout.split()) if finished.returncode == 0 else set()


def report_lost(name):
    """Reports a lost node to Slurm, which would notice it minutes later."""
    checked(["scontrol", "update", f"NodeName={name}", "State=DOWN", "Reason=lost"])


def jobs(number):
    """Returns the tasks of a job by index; 0 is a job that is not an array."""
    return read_jobs(checked(["scontrol", "--oneliner", "show", "job", number]))


def wait_for_job(number, seconds_max):
    wait_for(f"end of job {number}", lambda: all(job.has_ended for job in jobs(number).values()),
             seconds_max)


def read_jobs(text):
    lines = [line for line in text.splitlines() if line.startswith("JobId=")]
    return {job.task: job for job in map(Job.read, lines)}


@dataclasses.dataclass(frozen=True)
class Job:
    """A job, or a task of an array, as shown by `scontrol show job`."""
    #: -1 for several pending tasks.
    task: int
    state: str
    #: The number of times that the task was requeued.
    restarts: int
    #: The exit status of the script, and the signal that ended it: `0:0`.
    exit_code: str
    #: Empty while the task is pending.
    node: str

    @classmethod
    def read(cls, line):
        values = dict(re.findall(r"(?:^|\s)([A-Za-z/:]+)=(\S*)", line))
        task = values.get("ArrayTaskId", "0")
        return cls(int(task) if task.isdigit() else -1, values["JobState"],
                   int(values.get("Restarts", 0)), values.get("ExitCode", ""),
                   values.get("BatchHost", ""))

    @property
    def has_ended(self):
        return self.state not in UNFINISHED
