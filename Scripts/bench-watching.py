#!/usr/bin/env python3
"""Measures the CPU time of watching commands that sleep, and one that is near its budget.

usage: bench-watching.py PRODUCTS [SECONDS]
"""

import glob
import subprocess
import sys
import time

import trial

SETTLING_SECONDS = 1


def processor_seconds(process):
    """Returns the CPU time of all threads of the harness, without its command."""
    total = 0
    for path in glob.glob(f"/proc/{process}/task/*/schedstat"):
        try:
            with open(path, encoding="ascii") as file:
                total += int(file.read().split()[0])
        except FileNotFoundError:
            pass
    return total / 1e9


def percent_of_core(products, options, command, seconds):
    arguments = [f"{products}/membudget", "run", *options, "--", *command]
    harness = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        time.sleep(SETTLING_SECONDS)
        before, start = processor_seconds(harness.pid), time.monotonic()
        time.sleep(seconds)
        spent, elapsed = processor_seconds(harness.pid) - before, time.monotonic() - start
        if harness.poll() is not None:
            sys.exit(f"{' '.join(arguments)}: ended early, with exit status {harness.returncode}")
        return 100 * spent / elapsed
    finally:
        harness.terminate()
        harness.wait()


def main(products, seconds):
    asleep = ["sleep", str(seconds + 10)]
    near = trial.selftest(products, "touch", 60, "--hold-ms", (seconds + 10) * 1000)
    budget = ["--budget", "64MiB"]
    cases = [
        ("asleep, no budget", [], asleep),
        ("asleep, auto", budget, asleep),
        ("asleep, watchdog", [*budget, "--enforce", "watchdog"], asleep),
        ("asleep, two processes", budget, ["sh", "-c", f"{' '.join(asleep)}; true"]),
        ("asleep, --no-ptrace", [*budget, "--no-ptrace"], asleep),
        ("near its budget, auto", budget, near),
        ("near its budget, watchdog", [*budget, "--enforce", "watchdog"], near),
    ]
    rows = [[name, f"{percent_of_core(products, options, command, seconds):.2f} %"]
            for name, options, command in cases]
    print(f"processor time of membudget run over {seconds} s, of one core; budgets are 64 MiB\n")
    trial.show(["command", "share"], rows)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 5)
