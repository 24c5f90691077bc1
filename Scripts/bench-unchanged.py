#!/usr/bin/env python3
"""Checks that a gate stays green while nothing changes, and finds a change of 2 %.

usage: bench-unchanged.py PRODUCTS [RERUNS [BUSY [PLANTED]]]

Runs a fixed program repeatedly through a gate with six kinds of rules (default: 20 times, the last 4
of them next to two busy loops): every rerun must exit with 0 and an unchanged peak. Then runs it with 2 %
more memory (default: 4 times): every run must exit with 2.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

# A change must also exceed the noise, 1.4 % and 277 KiB: 2 % of less than 64 MiB never does.
MEBIBYTES = 100
PLANTED_MEBIBYTES = 102

SCENARIO = """
scenario: unchanged
about: A program that never changes
command: ["{libexec}/membudget-selftest", touch, "MEBIBYTES", --and-kib, "{kib}", "{strategy}", "{scale}"]
budget: { peak-rss: 192MiB }
trials: 3
timeout: 30s
scales: [1, 2]
parameters: { kib: [0] }
strategies:
  control: { role: control, budget: { peak-rss: 8MiB } }
  double: { role: reference, budget: { peak-rss: 1GiB }, parameters: { kib: [102400] } }
  fixed:
    gate:
      bytes-per-unit: 16777216
      memory: { at-most: 0.75, of: double }
      throughput: { at-least: 0.1, of: double }
      baseline: 1%
"""


class Gate:
    """The gate of one program, in its own folder."""

    def __init__(self, products, directory):
        self.products = products
        self.directory = directory

    def write(self, mebibytes):
        """Writes the scenario of a program of the given size."""
        with open(os.path.join(self.directory, "unchanged.yaml"), "w", encoding="utf-8") as file:
            file.write(SCENARIO.replace("MEBIBYTES", str(mebibytes)))

    def run(self, *options):
        """Runs the gate once; returns its status, and its findings for each rule of the fixed program."""
        run = os.path.join(self.directory, "run")
        finished = subprocess.run(
            [os.path.join(self.products, "membudget"), "gate", "unchanged.yaml", "--quiet",
             "--no-need", "--run-dir", run, *options],
            cwd=self.directory, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
            env=os.environ | {"MEMBUDGET_LIBEXEC": self.products})
        try:
            with open(os.path.join(run, "run.json"), encoding="utf-8") as file:
                findings = json.load(file)["gate"]["findings"]
        except (OSError, TypeError):
            sys.exit(f"the gate exited with {finished.returncode}:\n{finished.stderr}")
        shutil.rmtree(run)
        return finished.returncode, findings


@contextlib.contextmanager
def busy_loops(count):
    """Runs this many processes that only use CPU time."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def repeat(gate, count, status, result, title):
    """Counts the runs with the given status, and with the given result of the baseline at both scales."""
    right = 0
    changes = []
    rules = set()
    for number in range(count):
        found, findings = gate.run("--baseline", "baselines", "--require-baseline")
        changed = [finding for finding in findings if finding["rule"] == "baseline"]
        rules |= {finding["rule"] for finding in findings}
        changes += [finding["measured"] for finding in changed if finding["measured"] is not None]
        is_right = found == status and [finding["result"] for finding in changed] == [result] * 2
        right += is_right
        if not is_right:
            wrong = [finding for finding in findings
                     if finding["result"] not in ("kept", "unchecked")]
            print(f"{title} {number + 1}: status {found}, {wrong}", file=sys.stderr)
    spread = f", changes of {min(changes):+.2%} to {max(changes):+.2%}" if changes else ""
    print(f"{title}: {right} of {count}{spread}; rules: {', '.join(sorted(rules))}", flush=True)
    return right == count


def main(products, reruns=20, busy=4, planted=4):
    with tempfile.TemporaryDirectory() as directory:
        gate = Gate(products, directory)
        gate.write(MEBIBYTES)
        status, findings = gate.run("--update-baseline", "baselines")
        if status != 0:
            sys.exit(f"no baseline was written: status {status}, {findings}")
        quiet = repeat(gate, max(0, reruns - busy), 0, "kept", "unchanged")
        with busy_loops(2 if busy else 0):
            loud = repeat(gate, busy, 0, "kept", "unchanged beside two busy loops")
        gate.write(PLANTED_MEBIBYTES)
        found = repeat(gate, planted, 2, "regressed", "2 % more found")
    return 0 if quiet and loud and found else 1


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 5:
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), *map(int, sys.argv[2:])))
