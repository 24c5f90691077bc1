"""Answers with planted errors, to check that the judge of test kernels notices each of them."""

import json

import kernel_cases
from kernel_judge import problems_of, read_machine

MIB = 1 << 20
CASES = {case.name: case for batch in kernel_cases.matrix() + kernel_cases.peaks() for case in batch}
OVER, PEAK, AUTOPSY = CASES["over.cgroup"], CASES["peak.live.16x250"], CASES["autopsy.auto"]
SHARED = CASES["container"]
RELEASED, USER = CASES["peak.released.16x250"], CASES["over.auto.user"]

TRIAL = {"outcome": "over_budget", "evidence": {"kind": "cgroup", "detail": ""},
         "enforcement": {"tiers": ["cgroup-v2"], "missing": None}}
OF_USER = {"outcome": "over_budget", "evidence": {"kind": "watchdog", "detail": ""},
           "enforcement": {"tiers": ["watchdog"], "missing": "Permission denied"}}
KILLED = {**TRIAL, "evidence": {"kind": "cgroup", "detail": "", "figures": {
    "kernel_kill": {"parts": {"shmem_bytes": 15 * MIB, "anonymous_bytes": MIB}}}}}
#: 20 MiB in the page tables, on two processors.
INTERVAL = {"peak_rss_low_bytes": 20 * MIB, "peak_rss_high_bytes": 20 * MIB + (768 << 10)}
WALKS = "walked_kib 1000\nwalked_kib 20480"
SITE = {"module": "/opt/membudget/membudget-selftest", "peak_bytes": 9}
PROFILE = {"peak_bytes": 10, "sites": [SITE]}

END = "@done"


def told(case, status=0, before="", after="", left="", end=True, **parts):
    """Returns the output of a guest for a case, and about itself."""
    lines = ["@machine 6.12.1-cloud-amd64 2", f"@case {case.name}", f"status|{status}"]
    for part, value in parts.items():
        text = value if isinstance(value, str) else json.dumps(value)
        lines += [f"{part}|{line}" for line in text.splitlines()]
    lines.append(f"control|{before} / {after}")
    if left:
        lines.append(f"left|{left}")
    return "\n".join([*lines, f"@end {case.name}", END] if end else lines) + "\n"


def changed(value, **changes):
    return {**value, **changes}


#: Answers without errors.
GOOD = {
    "an outcome": (OVER, told(OVER, status=123, json=TRIAL)),
    "a user's outcome": (USER, told(USER, status=123, json=OF_USER)),
    "a peak": (PEAK, told(PEAK, json=INTERVAL, stdout=WALKS)),
    "a released peak that reads low": (RELEASED, told(
        RELEASED, stdout=WALKS, json={"peak_rss_low_bytes": 20 * MIB - (700 << 10),
                                      "peak_rss_high_bytes": 20 * MIB + (60 << 10)})),
    "a charge": (SHARED, told(SHARED, status=123, json=KILLED)),
    "an autopsy": (AUTOPSY, told(AUTOPSY, status=123, profile=PROFILE)),
}
#: Answers with errors.
BAD = {
    "another outcome": (OVER, told(OVER, status=123, json=changed(TRIAL, outcome="crashed"))),
    "another evidence": (OVER, told(OVER, status=123, json=changed(
        TRIAL, evidence={"kind": "exact_peak", "detail": ""}))),
    "another tier": (OVER, told(OVER, status=123, json=changed(
        TRIAL, enforcement={"tiers": [], "missing": None}))),
    "another status": (OVER, told(OVER, status=0, json=TRIAL)),
    "no trial": (OVER, told(OVER, status=123)),
    "a missing tier that is not reported": (USER, told(USER, status=123, json=changed(
        OF_USER, enforcement={"tiers": ["watchdog"], "missing": None}))),
    "a leftover group": (OVER, told(OVER, status=123, json=TRIAL, left="/sys/fs/cgroup/x")),
    "controllers left enabled": (OVER, told(OVER, status=123, json=TRIAL, after="memory")),
    "a case that is cut off": (OVER, told(OVER, status=123, json=TRIAL, end=False)),
    "a case that is not run": (OVER, told(USER, status=123, json=OF_USER)),
    "a peak that reads low": (PEAK, told(PEAK, stdout=WALKS, json=changed(
        INTERVAL, peak_rss_low_bytes=20 * MIB - (100 << 10)))),
    "a peak that reads high": (PEAK, told(PEAK, stdout=WALKS, json=changed(
        INTERVAL, peak_rss_low_bytes=20 * MIB + (100 << 10)))),
    "an interval below the true value": (RELEASED, told(RELEASED, stdout=WALKS, json=changed(
        INTERVAL, peak_rss_low_bytes=18 * MIB, peak_rss_high_bytes=19 * MIB))),
    "an interval that is too wide": (RELEASED, told(RELEASED, stdout=WALKS, json=changed(
        INTERVAL, peak_rss_high_bytes=22 * MIB))),
    "a peak that is a lower bound": (PEAK, told(PEAK, stdout=WALKS, json=changed(
        INTERVAL, peak_rss_high_bytes=None))),
    "an empty autopsy": (AUTOPSY, told(AUTOPSY, status=123, profile=changed(PROFILE, sites=[]))),
    "no autopsy": (AUTOPSY, told(AUTOPSY, status=123)),
    "a charge without its parts": (SHARED, told(SHARED, status=123, json=TRIAL)),
    "a doctor without output": (CASES["doctor"], told(CASES["doctor"], status=69)),
    "a refusal without a reason": (CASES["cgroup-required.user"],
                                   told(CASES["cgroup-required.user"], status=125)),
}


def unnoticed():
    """Returns planted errors that the judge doesn't notice, and correct answers that it rejects."""
    blind = [name for name, (case, text) in BAD.items() if not problems_of(case, read_machine(text))]
    strict = [f"{name} is rejected" for name, (case, text) in GOOD.items()
              if problems_of(case, read_machine(text))]
    whole = told(OVER, status=123, json=TRIAL)
    ends = read_machine(whole).is_done and not read_machine(whole.replace(END, "")).is_done
    return blind + strict + ([] if ends else ["a boot without an end"])
