"""Two nodes and a head on one machine, inside namespaces that nothing else is in.

The head has a network, a host name and process numbers of its own; a node is a PID namespace within,
so that killing its first process is a power cut. Everything is below `PLACE`, where the caller has
mounted an empty folder.
"""

import dataclasses
import os
import pwd
import re
import signal
import subprocess
import time

from slurm import processes
from slurm.packages import Unavailable

PLACE = "/mnt"
ADDRESS = "10.9.9.1"
HEAD = "mbhead"
NODES = ["mb1", "mb2"]
START_SECONDS_MAX = 20
#: Slurm may wait this long before it runs a job again; it takes no less than 5.
CREDENTIAL_SECONDS = 5

CONFIGURATION = f"""\
ClusterName=mb
SlurmctldHost={HEAD}({ADDRESS})
AuthInfo=socket={PLACE}/munge/socket,cred_expire={CREDENTIAL_SECONDS}
SlurmUser=root
StateSaveLocation={PLACE}/state
SlurmctldPidFile={PLACE}/state/slurmctld.pid
SlurmctldLogFile={PLACE}/log/slurmctld
SlurmdSpoolDir={PLACE}/spool/%n
SlurmdPidFile={PLACE}/spool/%n.pid
SlurmdLogFile={PLACE}/log/%n
SwitchType=switch/none
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_interval=1,bf_interval=1,batch_sched_delay=0
PropagateResourceLimits=NONE
ReturnToService=2
SlurmdParameters=config_overrides
JobRequeue=1
NodeName=mb[1-2] NodeHostname={HEAD} NodeAddr={ADDRESS} Port=[17001-17002] Sockets=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=4000
PartitionName=bench Nodes=mb[1-2] Default=YES MaxTime=30 State=UP
"""

# The first process of a node: it has a /tmp that is lost with the node, starts slurmd, and collects
# whatever loses its parent.
NODE = """
mount -t tmpfs node /tmp
slurmd -D -N "$1" &
while :; do wait; sleep 0.1; done
"""


class Cluster:
    """The head, and its nodes by name."""

    def __init__(self, user, groups):
        self.user = user
        self.munged = self.controller = None
        self.nodes = {name: Node(name, group) for name, group in zip(NODES, groups)}

    def start(self):
        """Returns when both nodes are idle."""
        configure_host()
        write_files()
        munge = pwd.getpwnam("munge")
        folder = f"{PLACE}/munge"
        os.chown(folder, munge.pw_uid, munge.pw_gid)
        os.chown(f"{folder}/key", munge.pw_uid, munge.pw_gid)
        self.munged = daemon("munged", [
            "munged", "--foreground", f"--socket={folder}/socket", f"--key-file={folder}/key",
            f"--pid-file={folder}/pid", f"--log-file={folder}/log", f"--seed-file={folder}/seed",
        ], user=munge.pw_uid, group=munge.pw_gid, extra_groups=[])
        wait_for("munged", lambda: os.path.exists(f"{folder}/socket"), START_SECONDS_MAX)
        self.controller = daemon("slurmctld", ["slurmctld", "-D"])
        for node in self.nodes.values():
            node.start()
        wait_for("idle nodes", lambda: self.states() == {"idle"}, START_SECONDS_MAX)

    def states(self):
        """What Slurm says of the nodes; empty while slurmctld doesn't answer."""
        finished = subprocess.run(["sinfo", "--noheader", "--Node", "--format=%T"],
                                  capture_output=True, text=True)
        return set(finished.stdout.split()) if finished.returncode == 0 else set()

    def submit(self, script, *arguments, options=(), environment=None):
        """Queues a job script as the user; returns the number of the job."""
        answer = self.as_user(["sbatch", "--parsable", *options, script, *arguments],
                              environment or {})
        if answer.returncode != 0:
            raise Unavailable(f"sbatch {script} failed: {answer.stderr.strip()}")
        return answer.stdout.strip()

    def as_user(self, command, environment):
        return subprocess.run(command, capture_output=True, text=True, cwd=f"{PLACE}/shared",
                              env={**os.environ, **environment}, **self.rights)

    @property
    def rights(self):
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def jobs(self, number):
        """The tasks of a job by their index (0 for one that is no array)."""
        text = checked(["scontrol", "--oneliner", "show", "job", number])
        jobs = [Job.read(line) for line in text.splitlines() if line.startswith("JobId=")]
        return {job.task: job for job in jobs}

    def set_state(self, node, state):
        reason = ["Reason=test"] if state == "DOWN" else []
        checked(["scontrol", "update", f"NodeName={node}", f"State={state}", *reason])

    def stop(self):
        for node in self.nodes.values():
            node.cut_power()
        for process in (self.controller, self.munged):
            if process:
                process.kill()
                process.wait()


class Node:
    """A PID namespace with a slurmd."""

    def __init__(self, name, group):
        self.name, self.group = name, group
        self.process = None
        self.first = None

    def start(self):
        """Switches it on."""
        self.process = daemon(self.name, self.grouped([
            "unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc",
            "sh", "-c", NODE, "node", self.name]))
        wait_for(f"the first process of {self.name}", self.find_first, START_SECONDS_MAX)

    def find_first(self):
        """The only child of unshare; its number in the head's namespace."""
        number = self.process.pid
        with open(f"/proc/{number}/task/{number}/children", encoding="ascii") as file:
            children = file.read().split()
        self.first = int(children[0]) if children else None
        return self.first

    def grouped(self, command):
        """The command, started in the node's control group if it has one."""
        if not self.group:
            return command
        enter = f'echo $$ > "{self.group.processes}" && exec "$@"'
        return ["sh", "-c", enter, "sh", *command]

    def processes(self):
        namespace = os.readlink(f"/proc/{self.first}/ns/pid")
        return processes.living_in(namespace)

    def harnesses(self, run_directory):
        """The processes of membudget that measure into a directory."""
        return [process for process in self.processes() if process.arguments[0].endswith("membudget")
                and run_directory in process.arguments]

    def cut_power(self):
        """Nothing in it gets to do anything any more; its /tmp is gone."""
        if self.process and self.process.poll() is None:
            if self.first:
                os.kill(self.first, signal.SIGKILL)
            self.process.kill()
            self.process.wait()

    def kill_daemons(self):
        """Kills slurmd and slurmstepd alone; the job has no parent then. Returns what was killed."""
        killed = self.daemons()
        for process in killed:
            os.kill(process.number, signal.SIGKILL)
        wait_for(f"end of the daemons on {self.name}", lambda: not self.daemons(), START_SECONDS_MAX)
        return sorted({process.name for process in killed})

    def daemons(self):
        return [process for process in self.processes()
                if process.name in ("slurmd", "slurmstepd")]

    def restart_daemon(self):
        """Starts slurmd again among the processes that are left."""
        daemon(f"{self.name}-again", self.grouped([
            "nsenter", f"--target={self.first}", "--pid", "--mount",
            "slurmd", "-D", "-N", self.name]))


@dataclasses.dataclass
class Job:
    """A job, or a task of an array, as `scontrol show job` tells it."""
    task: int
    state: str
    #: How many times it was queued again.
    restarts: int
    #: The status of the script, and the signal that ended it: `0:0`.
    exit_code: str
    node: str

    @classmethod
    def read(cls, line):
        values = dict(re.findall(r"(?:^|\s)([A-Za-z/:]+)=(\S*)", line))
        task = values.get("ArrayTaskId", "0")
        return cls(int(task) if task.isdigit() else -1, values["JobState"],
                   int(values.get("Restarts", 0)), values.get("ExitCode", ""),
                   values.get("BatchHost", values.get("NodeList", "")))

    @property
    def has_ended(self):
        return self.state not in ("PENDING", "CONFIGURING", "RUNNING", "COMPLETING", "REQUEUED")


def configure_host():
    """A name and an address: with the loopback address alone, Slurm's look-up of its own name fails."""
    checked(["hostname", HEAD])
    checked(["ip", "link", "set", "lo", "up"])
    checked(["ip", "address", "add", f"{ADDRESS}/32", "dev", "lo"])


def write_files():
    for folder in ("munge", "state", "spool", "log", *(f"spool/{name}" for name in NODES)):
        os.makedirs(f"{PLACE}/{folder}", mode=0o755, exist_ok=True)
    for name, text in (("slurm.conf", CONFIGURATION),
                       ("hosts", f"127.0.0.1 localhost\n{ADDRESS} {HEAD}\n")):
        with open(f"{PLACE}/{name}", "w", encoding="ascii") as file:
            file.write(text)
    descriptor = os.open(f"{PLACE}/munge/key", os.O_WRONLY | os.O_CREAT, 0o400)
    os.write(descriptor, os.urandom(1024))
    os.close(descriptor)
    checked(["mount", "--bind", f"{PLACE}/hosts", "/etc/hosts"])
    os.environ["SLURM_CONF"] = f"{PLACE}/slurm.conf"


def daemon(name, command, **rights):
    """Starts a daemon with its output in a log."""
    with open(f"{PLACE}/log/{name}.out", "ab") as log:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                stderr=subprocess.STDOUT, **rights)


def checked(command):
    """What a command prints; raises `Unavailable` if it fails."""
    finished = subprocess.run(command, capture_output=True, text=True)
    if finished.returncode != 0:
        raise Unavailable(f"{' '.join(command)} failed: {finished.stderr.strip()}")
    return finished.stdout


class Late(Exception):
    """Something did not happen in time."""


def wait_for(what, condition, seconds_max):
    """Returns the first value of `condition` that is true; raises `Late`."""
    end = time.monotonic() + seconds_max
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Late(f"after {seconds_max} seconds still no {what}")
        time.sleep(0.05)


def logs():
    """The last lines of every daemon's log, for a failure."""
    text = []
    for name in sorted(os.listdir(f"{PLACE}/log")):
        with open(f"{PLACE}/log/{name}", encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()[-15:]
        text += [f"-- {name}", *lines]
    return "\n".join(text)
