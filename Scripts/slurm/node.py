"""A node: a PID namespace with a slurmd, inside the namespaces of the head."""

import os
import signal

from slurm import processes
from slurm.commands import daemon, wait_for

# The first process of a node: mounts a /tmp that is lost with the node, starts slurmd, and reaps orphaned
# processes.
FIRST_PROCESS = """
mount -t tmpfs node /tmp
slurmd -D -N "$1" &
while :; do wait; sleep 0.1; done
"""
DAEMONS = ["slurmd", "slurmstepd"]


class Node:
    """A node that can lose its power or only its daemons, and come back."""

    def __init__(self, name, group):
        self.name, self.group = name, group
        self.unshare = None
        #: The number of its first process in the head's namespace.
        self.first = None

    def start(self):
        """Switches the node on."""
        self.unshare = daemon(self.name, self.grouped([
            "unshare", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc",
            "sh", "-c", FIRST_PROCESS, "node", self.name]))
        self.first = wait_for(f"first process of {self.name}", self.child)

    def child(self):
        number = self.unshare.pid
        with open(f"/proc/{number}/task/{number}/children", encoding="ascii") as file:
            children = file.read().split()
        return int(children[0]) if children else None

    def grouped(self, command):
        """Returns the command, to be started in the node's control group if there is one."""
        if not self.group:
            return command
        enter = f'echo $$ > "{self.group.processes}" && exec "$@"'
        return ["sh", "-c", enter, "sh", *command]

    def processes(self):
        """Returns the processes that have not ended."""
        return processes.living_in(os.readlink(f"/proc/{self.first}/ns/pid"))

    def daemons(self):
        return [process for process in self.processes() if process.name in DAEMONS]

    def harness(self, run_directory):
        """Returns the membudget process that measures into a folder; None if there is none."""
        return next((process for process in self.processes()
                     if run_directory in process.arguments
                     and os.path.basename(process.arguments[0]) == "membudget"), None)

    def cut_power(self):
        """Kills everything in the node at once. Its /tmp is lost."""
        if self.unshare and self.unshare.poll() is None:
            if self.first:
                os.kill(self.first, signal.SIGKILL)
            self.unshare.kill()
            self.unshare.wait()

    def kill_daemons(self):
        """Kills only slurmd and slurmstepd; the processes that they started become orphans."""
        killed = self.daemons()
        for process in killed:
            os.kill(process.number, signal.SIGKILL)
        wait_for(f"end of the daemons on {self.name}", lambda: not self.daemons())
        return sorted({process.name for process in killed})

    def restart_daemon(self):
        """Starts slurmd again, next to the remaining processes."""
        daemon(f"{self.name}-again", self.grouped([
            "nsenter", f"--target={self.first}", "--pid", "--mount",
            "slurmd", "-D", "-N", self.name]))
