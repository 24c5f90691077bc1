"""A node: a PID namespace with a slurmd, within the namespaces of the head."""

import os
import signal

from slurm import processes
from slurm.commands import daemon, wait_for

# The first process of a node: it has a /tmp that is lost with the node, starts slurmd, and collects
# whatever loses its parent.
FIRST_PROCESS = """
mount -t tmpfs node /tmp
slurmd -D -N "$1" &
while :; do wait; sleep 0.1; done
"""
DAEMONS = ["slurmd", "slurmstepd"]


class Node:
    """One that can lose its power, or its daemons alone, and come back."""

    def __init__(self, name, group):
        self.name, self.group = name, group
        self.unshare = None
        #: The number of its first process, as the head sees it.
        self.first = None

    def start(self):
        """Switches it on."""
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
        """The command, started in the node's control group if it has one."""
        if not self.group:
            return command
        enter = f'echo $$ > "{self.group.processes}" && exec "$@"'
        return ["sh", "-c", enter, "sh", *command]

    def processes(self):
        """Those that have not ended."""
        return processes.living_in(os.readlink(f"/proc/{self.first}/ns/pid"))

    def daemons(self):
        return [process for process in self.processes() if process.name in DAEMONS]

    def harness(self, run_directory):
        """The process of membudget that measures into a directory; None if there is none."""
        return next((process for process in self.processes()
                     if run_directory in process.arguments
                     and os.path.basename(process.arguments[0]) == "membudget"), None)

    def cut_power(self):
        """Ends everything in it at once, unasked. Its /tmp is gone."""
        if self.unshare and self.unshare.poll() is None:
            if self.first:
                os.kill(self.first, signal.SIGKILL)
            self.unshare.kill()
            self.unshare.wait()

    def kill_daemons(self):
        """Kills slurmd and slurmstepd alone; what they started has no parent then."""
        killed = self.daemons()
        for process in killed:
            os.kill(process.number, signal.SIGKILL)
        wait_for(f"end of the daemons on {self.name}", lambda: not self.daemons())
        return sorted({process.name for process in killed})

    def restart_daemon(self):
        """Starts slurmd again, among the processes that are left."""
        daemon(f"{self.name}-again", self.grouped([
            "nsenter", f"--target={self.first}", "--pid", "--mount",
            "slurmd", "-D", "-N", self.name]))
