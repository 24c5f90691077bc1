"""Two nodes and a head on one machine, inside namespaces that nothing else is in.

The head has a network, a host name and process numbers of its own. Everything is below `PLACE`, where
the caller has mounted an empty folder.
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
        """Returns when both nodes are idle."""
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
        """The user's, as subprocess takes them."""
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def give(self, path):
        """A new folder of the user's."""
        os.makedirs(path)
        os.chown(path, self.user.pw_uid, self.user.pw_gid)


def node_states():
    """What Slurm says of the nodes; empty while slurmctld doesn't answer."""
    finished = subprocess.run(["sinfo", "--noheader", "--Node", "--format=%T"],
                              capture_output=True, text=True)
    return set(finished.stdout.split()) if finished.returncode == 0 else set()


def report_lost(name):
    """Tells Slurm at once what it would notice itself, minutes later."""
    checked(["scontrol", "update", f"NodeName={name}", "State=DOWN", "Reason=lost"])


def jobs(number):
    """The tasks of a job by their index; 0 is one that is no array."""
    return read_jobs(checked(["scontrol", "--oneliner", "show", "job", number]))


def wait_for_job(number, seconds_max):
    wait_for(f"end of job {number}", lambda: all(job.has_ended for job in jobs(number).values()),
             seconds_max)


def read_jobs(text):
    lines = [line for line in text.splitlines() if line.startswith("JobId=")]
    return {job.task: job for job in map(Job.read, lines)}


@dataclasses.dataclass(frozen=True)
class Job:
    """A job, or a task of an array, as `scontrol show job` tells it."""
    #: -1 for several that wait together.
    task: int
    state: str
    #: How many times it was queued again.
    restarts: int
    #: The status of the script, and the signal that ended it: `0:0`.
    exit_code: str
    #: Empty while it waits.
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
