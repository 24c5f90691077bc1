#!/usr/bin/env python3
"""Whether a small fixed program is "unchanged" against its own baseline, every time.

usage: bench-unchanged.py PRODUCTS [RERUNS]

A gate that cries wolf is switched off: of all reruns (default 20), every one has to be unchanged.
"""

import json
import os
import subprocess
import sys
import tempfile

SCENARIO = """
scenario: unchanged
about: A program that never changes
command: ["{libexec}/membudget-selftest", touch, "16"]
budget: { peak-rss: 32MiB }
trials: 3
timeout: 30s
"""


def gate(products, directory, *options):
    """Runs the gate once in a directory; its status and its standard error."""
    arguments = [os.path.join(products, "membudget"), "gate", "unchanged.yaml", "--quiet"]
    finished = subprocess.run(
        [*arguments, *options], cwd=directory, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"MEMBUDGET_LIBEXEC": products})
    return finished.returncode, finished.stderr


def main(products, reruns):
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "unchanged.yaml"), "w", encoding="utf-8") as file:
            file.write(SCENARIO)
        status, errors = gate(products, directory, "--update-baseline", "baselines")
        if status != 0:
            sys.exit(f"no baseline: status {status}\n{errors}")
        unchanged = 0
        changes = []
        for number in range(reruns):
            run = f"run-{number}"
            status, errors = gate(
                products, directory, "--baseline", "baselines", "--require-baseline", "--ratchet",
                "--run-dir", run)
            with open(os.path.join(directory, run, "run.json"), encoding="utf-8") as file:
                findings = json.load(file)["gate"]["findings"]
            found = [finding for finding in findings if finding["rule"] == "baseline"]
            is_kept = [finding["result"] for finding in found] == ["kept"]
            unchanged += status == 0 and is_kept
            changes += [finding["measured"] for finding in found
                        if finding["measured"] is not None]
            if status != 0 or not is_kept:
                print(f"rerun {number + 1}: status {status}, {found}", file=sys.stderr)
    spread = f", changes of {min(changes):+.2%} to {max(changes):+.2%}" if changes else ""
    print(f"unchanged in {unchanged} of {reruns} reruns{spread}")
    return 0 if unchanged == reruns else 1


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    sys.exit(main(os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 20))
