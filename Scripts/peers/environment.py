"""The machine, the versions, and the virtual environment that the peers are installed in."""

import json
import os
import platform
import subprocess
import sys

# Prints the versions of the given packages as JSON; missing packages are left out.
VERSIONS = """
import importlib.metadata, json, sys
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = importlib.metadata.version(name.partition("[")[0])
    except importlib.metadata.PackageNotFoundError:
        pass
json.dump(found, sys.stdout)
"""


class Environment:
    """A virtual environment with all packages that could be installed.

        With MEMBUDGET_NO_PYPI set (on a machine without a network), it is this interpreter with its own packages.
    """

    def __init__(self, folder, packages):
        has_network = "MEMBUDGET_NO_PYPI" not in os.environ
        self.python = venv_python(folder) if has_network else sys.executable
        found = self.versions_of(packages)
        for name in packages if has_network else []:
            if name not in found:
                self.install(name)
        self.versions = self.versions_of(packages)
        self.missing = {name: f"the package {name} is not installed, and installing it failed"
                        if has_network else f"the package {name} is not installed"
                        for name in packages if name not in self.versions}

    def versions_of(self, packages):
        finished = subprocess.run(
            [self.python, "-c", VERSIONS, *packages], check=True, capture_output=True, text=True)
        return json.loads(finished.stdout)

    def install(self, name):
        print(f"installing {name}", file=sys.stderr)
        subprocess.run(
            [self.python, "-m", "pip", "install", "-q", "--disable-pip-version-check",
             "--retries", "1", name], check=False)

    def own_versions(self):
        """Returns the version of Python, and that of its SQLite."""
        program = ("import platform, sqlite3\n"
                   "print(platform.python_version(), f'(its SQLite {sqlite3.sqlite_version})')")
        return answer([self.python, "-c", program])


def venv_python(folder):
    """Returns the interpreter of a virtual environment, which is created if it doesn't exist."""
    python = os.path.join(os.path.abspath(folder), "bin", "python")
    if not os.path.exists(python):
        made = subprocess.run([sys.executable, "-m", "venv", folder])
        if made.returncode != 0:
            sys.exit(f"{sys.executable} can't create virtual environments; install python3-venv")
    return python


def packages_of(jobs):
    return sorted({name for job in jobs for program in job.programs for name in program.packages})


def answer(command):
    """Returns the first line that a program prints; empty if there is no such program."""
    try:
        finished = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        return ""
    return (finished.stdout.splitlines() or [""])[0]


def machine():
    """Returns a description of the machine: processor, cores, memory, system, kernel."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (f"{field('/proc/cpuinfo', 'model name', ':') or platform.machine()},"
            f" {len(os.sched_getaffinity(0))} cores, {memory:.1f} GiB,"
            f" {field('/etc/os-release', 'PRETTY_NAME', '=') or platform.system()},"
            f" Linux {platform.release()}")


def field(path, name, separator):
    """Returns the value of a name in a file of lines; empty if there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            for line in file:
                key, _, value = line.partition(separator)
                if key.strip() == name:
                    return value.strip().strip('"')
    except OSError:
        pass
    return ""


def versions(environment, products):
    """Returns all relevant versions, as `name version`."""
    tools = {
        "sqlite3": answer(["sqlite3", "--version"]).partition(" ")[0],
        "psql": answer(["psql", "--version"]).removeprefix("psql (PostgreSQL) "),
        "node": answer(["node", "--version"]).removeprefix("v"),
    }
    return [
        f"membudget {answer([os.path.join(products, 'membudget'), '--version'])}",
        *(f"{name} {version}" for name, version in tools.items() if version),
        f"Python {environment.own_versions()}",
        *(f"{name} {version}" for name, version in environment.versions.items()),
    ]
