"""Processes in /proc, by what they run and by PID namespace."""

import dataclasses
import os


@dataclasses.dataclass(frozen=True)
class Process:
    number: int
    name: str
    #: The arguments, beginning with the program.
    arguments: tuple
    #: `R`, `S`, `T`, `Z` …
    state: str
    #: `pid:[4026532000]`
    namespace: str

    @property
    def is_alive(self):
        return self.state not in "ZX"


def all_processes():
    found = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:
                head, _, tail = file.read().rpartition(")")
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                arguments = file.read().decode(errors="replace").split("\0")
            namespace = os.readlink(f"/proc/{entry}/ns/pid")
        except OSError:
            # The process has ended.
            continue
        found.append(Process(int(entry), head.partition("(")[2], tuple(arguments[:-1]),
                             tail.split()[0], namespace))
    return found


def living_in(namespace):
    """Returns the processes of a PID namespace that have not ended."""
    return [process for process in all_processes()
            if process.namespace == namespace and process.is_alive]


def marked(mark):
    """Returns the processes with these bytes in their environment that have not ended, as `4711 slurmd`."""
    found = []
    for process in all_processes():
        try:
            with open(f"/proc/{process.number}/environ", "rb") as file:
                if mark in file.read() and process.is_alive and process.number != os.getpid():
                    found.append(f"{process.number} {process.name}")
        except OSError:
            continue
    return found
