#!/usr/bin/env python3
"""Measures how far a program exceeds its budget before it is stopped: 20 runs per kind of enforcement.

usage: bench-overshoot.py PRODUCTS [RUNS]
"""

import statistics
import sys

import trial

BUDGET_MIB = 200
# 2 GB/s; the program would end by itself at four times the budget.
GROWTH_MIB_PER_SECOND = 1907
LIMIT_MIB = 4 * BUDGET_MIB
CASES = [("watchdog", 1), ("watchdog", 2), ("cgroup", 1), ("cgroup", 2), ("auto", 1)]


def grow(products, enforcement, threads):
    command = trial.selftest(
        products, "grow", GROWTH_MIB_PER_SECOND, "--threads", threads, "--limit", LIMIT_MIB)
    return trial.run(
        products, command, "--budget", f"{BUDGET_MIB}MiB", "--metric", "peak-rss",
        "--enforce", enforcement)


def is_enforced(result, enforcement):
    tiers = result["enforcement"]["tiers"]
    return enforcement == "auto" or any(tier.startswith(enforcement) for tier in tiers)


def overshoot_bytes(result):
    """Returns the recorded overshoot; below zero if the kernel's charge reached the budget before the RSS."""
    recorded = result["overshoot_bytes"]
    return result["peak_rss_bytes"] - BUDGET_MIB * trial.MIB if recorded is None else recorded


def row(name, results):
    stopped = sum(result["outcome"] == "over_budget" for result in results)
    past = [overshoot_bytes(result) for result in results]
    median, worst = statistics.median(past), max(past)
    percent = 100 * worst / (BUDGET_MIB * trial.MIB)
    tiers = " + ".join(results[0]["enforcement"]["tiers"])
    peak = max(result["peak_rss_bytes"] for result in results)
    return [name, tiers, f"{stopped}/{len(results)}", trial.mib(median), trial.mib(worst),
            f"{percent:.2f} %", trial.mib(peak)]


def main(products, runs):
    rows = []
    for enforcement, threads in CASES:
        name = f"{enforcement}, {threads} thread{'s' if threads > 1 else ''}"
        results = [grow(products, enforcement, threads) for _ in range(runs)]
        if is_enforced(results[0], enforcement):
            rows.append(row(name, results))
        else:
            print(f"{name}: unavailable: {results[0]['enforcement']['missing']}")
    print(f"overshoot of {runs} runs each: {GROWTH_MIB_PER_SECOND} MiB/s under {BUDGET_MIB} MiB\n")
    trial.show(["asked for", "in force", "stopped", "median MiB", "max MiB", "max", "peak MiB"],
               rows)


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 20)
