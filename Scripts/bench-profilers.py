"""Measures the cost of memory profilers: CPU time, peak RSS and wall time, compared with the program alone.

    bench-profilers.py PRODUCTS [ROUNDS]

A C program makes 5 million allocations per second for 2 seconds with 64 MiB live, a Python program 0.3
million. Each profiler runs ROUNDS (10) times, interleaved; the medians are shown. Figures are those of the
whole process tree, measured by `membudget run`, so they include heaptrack's writer and valgrind. membudget
itself is outside the tree that it profiles; the cost of its own process is shown separately.

Profilers that are not installed are reported as unavailable. memray is installed from PyPI into
.build/profilers, unless MEMBUDGET_NO_PYPI is set.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

import trial

INTERVAL = "512KiB"
NATIVE = ["5", "2", "64"]
PYTHON = ["0.3", "2", "64"]
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bench-allocations.py")
ENVIRONMENT = ".build/profilers"
# Profilers whose reference is another bare program than the first.
BASES = {name: "alone, jemalloc" for name in ("alone, jemalloc", "membudget, jemalloc")}


def memray():
    """Returns the interpreter that has memray, or None."""
    python = os.path.join(ENVIRONMENT, "bin", "python")
    has_memray = [python, "-c", "import memray"]
    if os.path.exists(python) and subprocess.run(has_memray, stderr=subprocess.DEVNULL).returncode == 0:
        return os.path.abspath(python)
    if os.environ.get("MEMBUDGET_NO_PYPI"):
        return None
    steps = [[sys.executable, "-m", "venv", ENVIRONMENT],
             [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "memray"]]
    if all(subprocess.run(step, stdout=subprocess.DEVNULL).returncode == 0 for step in steps):
        return os.path.abspath(python)
    return None


def own_cpu():
    """Returns the CPU seconds of all ended children of this script."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Reading:
    """The figures of one run: seconds and bytes."""

    def __init__(self, products, command, options):
        before = own_cpu()
        measured = trial.run(products, command, *options)
        if measured["exit"]["code"] != 0:
            sys.exit(f"{' '.join(command)}: {measured['evidence']['detail']}")
        self.cpu = (measured["user_ns"] + measured["system_ns"]) / 1e9
        self.harness_cpu = own_cpu() - before - self.cpu
        self.rss = measured["peak_rss_bytes"]
        self.wall = measured["wall_ns"] / 1e9


def measure(products, ways, rounds):
    """Returns the readings of each profiler, measured alternately."""
    readings = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                command, options = way(folder)
                readings[name].append(Reading(products, command, options))
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return readings


def medians(readings, key):
    return statistics.median(getattr(reading, key) for reading in readings)


def show(title, readings, missing):
    """Prints the figures, as multiples of those of the bare program with the same allocator."""
    rows = []
    for name, taken in readings.items():
        base = readings[BASES.get(name, "alone")]
        def ratio(key, digits):
            return f"{medians(taken, key) / medians(base, key):.{digits}f}×"
        rows.append([
            name, f"{medians(taken, 'cpu'):.2f}", ratio("cpu", 2), trial.mib(medians(taken, "rss")),
            ratio("rss", 3), ratio("wall", 2), f"{medians(taken, 'harness_cpu'):.2f}"])
    rows += [[name, "not available", "", "", "", "", ""] for name in missing]
    print(f"\n{title}\n")
    trial.show(["", "CPU s", "", "RSS MiB", "", "wall", "membudget's CPU s"], rows)


def native(products, program):
    command = [program, *NATIVE]
    ways = {"alone": lambda folder: (command, [])}
    for allocator in ("system", "jemalloc"):
        if allocator == "jemalloc":
            ways["alone, jemalloc"] = lambda folder: (command, ["--allocator", "jemalloc"])
        ways[f"membudget, {allocator}"] = lambda folder, allocator=allocator: (command, [
            "--allocator", allocator, "--profile", os.path.join(folder, "profile"),
            "--sample-interval", INTERVAL])
    missing = []
    if shutil.which("heaptrack"):
        ways["heaptrack"] = lambda folder: (
            ["heaptrack", "-o", os.path.join(folder, "heaptrack"), *command], [])
    else:
        missing.append("heaptrack")
    if shutil.which("valgrind"):
        ways["massif"] = lambda folder: (
            ["valgrind", "--tool=massif", f"--massif-out-file={folder}/massif", *command], [])
    else:
        missing.append("massif")
    return ways, missing


def python(interpreter):
    command = [interpreter or sys.executable, SCRIPT, *PYTHON]
    ways = {
        "alone": lambda folder: (command, []),
        "alone, PYTHONMALLOC=malloc": lambda folder: (command, ["--env", "PYTHONMALLOC=malloc"]),
        "membudget": lambda folder: (command, [
            "--profile", os.path.join(folder, "profile"), "--sample-interval", INTERVAL]),
    }
    if interpreter is None:
        return ways, ["memray", "memray, native"]
    def by_memray(*options):
        return lambda folder: (
            [interpreter, "-m", "memray", "run", *options, "-q", "-o", os.path.join(folder, "memray"),
             *command[1:]], [])
    return {**ways, "memray": by_memray(), "memray, native": by_memray("--native")}, []


def main():
    products = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    ways, missing = native(products, os.path.join(products, "bench-allocations"))
    readings = measure(products, ways, rounds)
    show(f"C, {NATIVE[0]} M allocations per second for {NATIVE[1]} s, {NATIVE[2]} MiB live;"
         f" one sample per {INTERVAL}; median of {rounds}", readings, missing)
    ways, missing = python(memray())
    readings = measure(products, ways, rounds)
    show(f"Python, {PYTHON[0]} M objects per second for {PYTHON[1]} s, {PYTHON[2]} MiB live;"
         f" one sample per {INTERVAL}; median of {rounds}", readings, missing)


main()
