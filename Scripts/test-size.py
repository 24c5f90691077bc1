"""Checks the limits of `membudget size` at new sizes of input.

    test-size.py BIN [SIZES]

For each job below, `size` is run once, for Nextflow, which takes a formula. Then SIZES (20) sizes are
drawn between a thirtieth of the largest and the largest, with a fixed seed. At each of them,

- the job runs once under the formula's limit for that size, in a container: at most 1 of 20 runs may fail;
- `need` finds the smallest container that is enough: the limit may be at most 25 % above it, or the next
  whole MiB above that.

Exits with 1 if any of this doesn't hold, and with 69 if containers can't be limited.
"""

import json
import math
import os
import random
import subprocess
import sys
import tempfile

BIN = os.path.abspath(sys.argv[1])
SIZES = int(sys.argv[2]) if len(sys.argv) > 2 else 20
MIB = 1 << 20
FAILURES_MAX = 1 / 20
EXCESS_MAX = 1.25
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Scenario, strategy, largest input.
JOBS = [
    ("Scenarios/csv-ingest.yaml", "load-all", 160_000),
    ("Scenarios/csv-ingest.yaml", "streamed", 160_000),
    ("Scenarios/parallel-fixtures.yaml", "accumulate", 256),
    ("Scenarios/examples/python-csv.yaml", "list-of-dicts", 40_000),
    ("Scenarios/examples/shell-sort.yaml", "in-memory", 160_000),
]

LAWS = {
    "constant": lambda n: 0,
    "logarithmic": lambda n: math.log(n + 1),
    "square_root": math.sqrt,
    "linear": lambda n: n,
    "linearithmic": lambda n: n * math.log(n + 1),
    "quadratic": lambda n: n * n,
}


def membudget(*arguments):
    """Returns the program's status and its JSON, which --json or --format writes to standard output."""
    run = subprocess.run(
        [f"{BIN}/membudget", *arguments], cwd=ROOT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True)
    if run.returncode not in (0, 1, 3) or not run.stdout.startswith("{"):
        sys.exit(f"membudget {' '.join(arguments)} exited with {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)


def limit_of(formula, units):
    """Returns the limit of a formula in bytes, rounded up like Nextflow's memory."""
    curve = formula["curve"]
    law = LAWS[curve["class"]]
    units = max(units, formula["smallest_units"])
    bytes = curve["base_bytes"] + curve["slope_bytes"] * law(units)
    return max(1, math.ceil(bytes / MIB)) * MIB


def drawn(largest):
    """Returns sizes between a thirtieth of the largest and the largest, uniform on a logarithmic scale."""
    generator = random.Random(20)
    return sorted(
        round(largest * 30 ** (generator.random() - 1)) for _ in range(SIZES))


def fails(scenario, strategy, units, limit):
    """Returns the outcome of a run under a limit if it doesn't complete, or else None."""
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        subprocess.run(
            [f"{BIN}/membudget", "bench", scenario, "--strategy", strategy, "--scale", str(units),
             "--budget", f"{limit}B", "--metric", "container", "--enforce", "cgroup",
             "--trials", "1", "--no-need", "--no-autopsy", "--quiet", "--run-dir", run],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(os.path.join(run, "trials.jsonl")) as file:
            trials = [json.loads(line) for line in file]
    outcomes = [trial["outcome"] for trial in trials if trial["kind"] == "measured"]
    assert len(outcomes) == 1, outcomes
    return None if outcomes[0] == "completed" else outcomes[0]


def check(scenario, strategy, largest):
    """Prints the figures of one job; returns whether they are within the limits."""
    size = membudget(
        "size", scenario, "--strategy", strategy, "--input-max", str(largest), "--for", "nextflow",
        "--enforce", "cgroup", "--json", "-", "--quiet")
    searched = {point["units"] for point in size["points"]}
    failures, excesses, isHeld = [], [], True
    for units in drawn(largest):
        assert units not in searched, units
        limit = limit_of(size["formula"], units)
        outcome = fails(scenario, strategy, units, limit)
        need = membudget(
            "need", scenario, "--strategy", strategy, "--scale", str(units), "--resolution", "2",
            "--enforce", "cgroup", "--json", "-", "--quiet")["smallest_enough_bytes"]
        excesses.append(limit / need - 1)
        isHeld = isHeld and limit <= math.ceil(EXCESS_MAX * need / MIB) * MIB
        if outcome:
            failures.append(f"{units}: {outcome} under {limit / MIB:.0f} MiB")
    isHeld = isHeld and len(failures) <= FAILURES_MAX * SIZES
    growth = size["growth"]["curve"]["class"]
    print(
        f"{os.path.basename(scenario)} {strategy}: {len(failures)} of {SIZES} failed, limits"
        f" {min(excesses):+.1%} to {max(excesses):+.1%} of the need, median"
        f" {sorted(excesses)[SIZES // 2]:+.1%} ({growth}, {size['limit_bytes'] / MIB:.0f} MiB at"
        f" {largest:,}) {'ok' if isHeld else 'NOT HELD'}", flush=True)
    for failure in failures:
        print(f"  {failure}", flush=True)
    return isHeld


def main():
    doctor = subprocess.run(
        [f"{BIN}/membudget", "run", "--budget", "64MiB", "--metric", "container", "--enforce",
         "cgroup", "--quiet", "--", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True)
    if doctor.returncode != 0:
        print(f"containers can't be limited here: {doctor.stderr}", file=sys.stderr)
        sys.exit(69)
    held = [check(*job) for job in JOBS]
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
