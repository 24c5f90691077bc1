"""Checks the profiles of programs of known memory.

    test-profiles.py BIN [RUNS [ROUNDS]]

Intervals: three functions hold exactly 40, 80 and 160 MiB at the peak, others hold memory before and
after it. RUNS (40) runs with fixed seeds for each allocator with 1 and 8 threads. Of 120 intervals, at
least 106 must contain the true value (fewer have a probability of one in a thousand), none may be wider
than 2 sqrt(R/S) of its site, and no site may be listed that held nothing at the peak.

Deaths: ROUNDS (100) runs that are killed at 200 MiB by the watchdog, and by a control group where possible.
No profile may be empty, and the largest sites must be the right ones in the right order: 10 and 40 MiB,
and the current size of the third, more than 80 MiB. They are five standard deviations apart.

Exits with 1 if any of this doesn't hold.
"""

import itertools
import json
import math
import os
import subprocess
import sys
import tempfile

BIN = os.path.abspath(sys.argv[1])
RUNS, ROUNDS = (int(text) for text in (sys.argv[2:] + ["40", "100"][len(sys.argv) - 2:])[:2])
MIB = 1 << 20
HELD = {"small_site_block": 40, "middle_site_block": 80, "large_site_block": 160}
# jemalloc rounds none of these sizes; glibc adds a header of 8 bytes to each block.
SIZES = {"small_site_block": 128, "middle_site_block": 1280, "large_site_block": 16384}
RESOLUTION = 4


def coverage_minimum(count):
    """Returns the minimum number of covered intervals whose probability is above one in a thousand, at 95 %."""
    below = 0.0
    for covered in range(count + 1):
        below += math.comb(count, covered) * 0.95**covered * 0.05 ** (count - covered)
        if below >= 0.001:
            return covered
    return count


def profile(options, command, folder, seed):
    """Returns the exported profile of a profiled run, and the run's exit status."""
    out = os.path.join(folder, "out")
    environment = dict(os.environ, MEMBUDGET_SAMPLE_SEED=str(seed))
    run = subprocess.run(
        [f"{BIN}/membudget", "run", "--quiet", "--profile", out, *options, "--",
         f"{BIN}/membudget-selftest", *command],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    text = subprocess.run(
        [f"{BIN}/membudget", "profile", out, "--format", "json"], stdout=subprocess.PIPE, text=True)
    subprocess.run(["rm", "-rf", out], check=True)
    if text.returncode != 0:
        return None, run
    return json.loads(text.stdout), run


def by_function(profile, key):
    """Returns the sites by function: several stacks may lead to one."""
    sites = {}
    for site in profile["sites"]:
        if site[key] > 0:
            sites.setdefault(site["function"], []).append(site)
    return sites


def check_intervals(folder, allocator, threads):
    covered = total = wide = stray = 0
    for seed in range(1, RUNS + 1):
        found, run = profile(
            ["--allocator", allocator, "--sample-interval", "512KiB"],
            ["sites", "40", "80", "160", "--threads", str(threads)], folder, seed)
        if found is None or run.returncode != 0:
            print(f"{allocator} {threads} seed {seed}: no profile, status {run.returncode}\n{run.stderr}")
            return False
        interval = found["sample_interval_bytes"]
        sites = by_function(found, "peak_bytes")
        stray += sum(name in sites for name in ("earlier_site_block", "later_site_block"))
        for name, mebibytes in HELD.items():
            header = 8 if allocator == "system" else 0
            truth = mebibytes * MIB * (1 + header / SIZES[name])
            site = sites.get(name, [{"low": 0, "high": 0}])[0]
            total += 1
            covered += site["low"] <= truth <= site["high"]
            half = (site["high"] - site["low"]) / 2
            wide += half > 2 * math.sqrt(interval / truth) * truth
    least = coverage_minimum(total)
    holds = covered >= least and wide == 0 and stray == 0
    print(f"{allocator:9} {threads} threads: {covered} of {total} intervals contain the true value"
          f" (at least {least}), {wide} too wide, {stray} sites that were not live"
          f"{'' if holds else '   FAILED'}", flush=True)
    return holds


def check_deaths(folder, enforcement, allocator):
    wrong = empty = other = 0
    for seed in range(1, ROUNDS + 1):
        found, run = profile(
            ["--budget", "200MiB", "--enforce", enforcement, "--allocator", allocator],
            ["sites", "10", "40", "4000"], folder, seed)
        if run.returncode != 123:
            other += 1
            print(f"{enforcement} seed {seed}: status {run.returncode}\n{run.stderr}")
            continue
        sites = by_function(found, "end_bytes") if found else {}
        if not sites:
            empty += 1
            continue
        held = {name: sum(site["end_bytes"] for site in sites[name]) / MIB for name in sites}
        order = sorted(held, key=lambda name: -held[name])
        if order[:3] != ["large_site_block", "middle_site_block", "small_site_block"]:
            wrong += 1
            print(f"{enforcement} seed {seed}: MiB {[(name, round(held[name], 1)) for name in order[:5]]}")
    holds = wrong == empty == other == 0
    print(f"{allocator:9} killed by {enforcement}: {ROUNDS} rounds, {empty} empty, {wrong} with other"
          f" top sites, {other} that ended otherwise{'' if holds else '   FAILED'}", flush=True)
    return holds


def has_cgroups():
    """Returns whether a control group can be created."""
    run = subprocess.run(
        [f"{BIN}/membudget", "run", "--quiet", "--budget", "64MiB", "--require-enforcement", "cgroup",
         "--", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return run.returncode == 0


def main():
    with tempfile.TemporaryDirectory(prefix="membudget-profiles-") as folder:
        combinations = list(itertools.product(["jemalloc", "system"], [1, 8]))
        results = [check_intervals(folder, *combination) for combination in combinations]
        enforcements = ["watchdog"] + (["cgroup"] if has_cgroups() else [])
        if len(enforcements) == 1:
            print("killed by cgroup: not tested, because no control group can be created")
        for enforcement, allocator in itertools.product(enforcements, ["jemalloc", "system"]):
            results.append(check_deaths(folder, enforcement, allocator))
    return 0 if all(results) else 1


sys.exit(main())
