#!/usr/bin/env python3
"""What each fix of parallel-fixtures is worth: alone, one after another, and the best pair.

Runs the scenario parallel-fixtures-fixes (or reads a run of it, given as second argument) and prints a
Markdown table: the original's claim, the peak above the floor, and the throughput. Each is the median of
the trials with their range; "saved" and "speed" compare with the original job and allow for both ranges.

    bench-fixes.py PRODUCTS [RUN]
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile

MIB = 1 << 20
SCENARIO = os.path.join(
    os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
    "Scenarios", "full", "parallel-fixtures-fixes.yaml")
#: By number: its strategy, and what the original's authors said that it saves.
FIXES = {
    1: ("stream-results", "50–70 %"),
    2: ("project-fields", "60–80 % per object"),
    3: ("discard-batches", "2–5 MB"),
    4: ("validate-incrementally", "1–2 MB"),
    5: ("lower-concurrency", "30–40 %"),
    6: ("clear-intermediates", "5–10 MB"),
    7: ("adaptive-batch", "20–30 %"),
}
ALL_CLAIM = "35–50 % (over 2 GB to 1–1.3 GB)"


class Cell:
    """The trials of one column: peaks above the floor, in bytes, and units per second."""

    def __init__(self, cell):
        trials = [trial for trial in cell["trials"] if trial["kind"] == "measured"]
        failed = [trial["outcome"] for trial in trials if trial["outcome"] != "completed"]
        if failed or not trials:
            sys.exit(f"{cell['strategy']} {cell['parameters']}: {failed or 'no trials'}")
        floor = cell["floor_rss_bytes"]
        self.nets = sorted(trial["peak_rss_bytes"] - floor for trial in trials)
        self.speeds = sorted(
            trial["units_done"] * 1e9 / trial["wall_ns"] for trial in trials)

    @property
    def net(self):
        return statistics.median(self.nets)

    @property
    def speed(self):
        return statistics.median(self.speeds)


def measure(products, folder):
    """Runs the scenario and returns the run's folder."""
    run = os.path.join(folder, "run")
    finished = subprocess.run(
        [os.path.join(products, "membudget"), "bench", SCENARIO, "--all", "--run-dir", run,
         "--no-need", "--no-autopsy"], stdout=subprocess.DEVNULL)
    if finished.returncode != 0:
        sys.exit(f"membudget bench: status {finished.returncode}")
    return run


def read(run):
    """The cells by their strategy, those of `fixes` by their numbers."""
    with open(os.path.join(run, "run.json"), encoding="utf-8") as file:
        scenario = json.load(file)["scenarios"][0]
    cells = {}
    for cell in scenario["cells"]:
        if cell["strategy"] == "fixes":
            key = tuple(int(number) for number in cell["parameters"]["fixes"].split(","))
        else:
            key = cell["strategy"]
        cells[key] = Cell(cell)
    return scenario["cells"][0]["scale"], cells


def interval(values, digits=1, scale=1):
    """`median (low–high)`."""
    low, high = values[0] / scale, values[-1] / scale
    return f"{statistics.median(values) / scale:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def ratio(values, others):
    """The ratio of two medians, with the range that the trials' ranges allow."""
    middle = statistics.median(values) / statistics.median(others)
    return middle, values[0] / others[-1], values[-1] / others[0]


def percent_saved(cell, original):
    middle, low, high = ratio(cell.nets, original.nets)
    # Adding zero makes a negative zero a plain one.
    saved = [round(100 * (1 - share), 1) + 0.0 for share in (middle, high, low)]
    return f"{saved[0]:.1f} % ({saved[1]:.1f} to {saved[2]:.1f})"


def row(name, claim, cell, original):
    speed, low, high = ratio(cell.speeds, original.speeds)
    return " | ".join([
        f"| {name}", claim, interval(cell.nets, scale=MIB), percent_saved(cell, original),
        interval(cell.speeds, digits=0), f"{speed:.2f}× ({low:.2f}–{high:.2f}) |"])


def title(numbers):
    return f"{numbers[-1]} {FIXES[numbers[-1]][0]}"


def show(scale, cells):
    original = cells["accumulate"]
    print(f"{scale['label']} teams, {scale['input_bytes'] / MIB:.1f} MiB of JSON;"
          f" medians of {len(original.nets)} trials with their range\n")
    print("| | claimed | peak above the floor, MiB | saved | teams/s | speed |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(row("accumulate", "", original, original))
    for number in FIXES:
        print(row(f"alone: {title((number,))}", FIXES[number][1], cells[(number,)], original))
    for count in range(2, 8):
        numbers = tuple(range(1, count + 1))
        claim = ALL_CLAIM if count == 7 else ""
        print(row(f"and {title(numbers)}", claim, cells[numbers], original))
    for name in ["wait-for-all", "streamed"]:
        print(row(name, "", cells[name], original))
    print("\n" + advice(cells, original))


def advice(cells, original):
    """The pair that saves most, in a sentence; what lies within the trials' ranges of it is named."""
    pairs = sorted(
        (key for key in cells if isinstance(key, tuple) and len(key) == 2),
        key=lambda key: cells[key].net)
    best = pairs[0]
    rivals = [pair for pair in pairs[1:] if cells[pair].nets[0] <= cells[best].nets[-1]]
    names = " and ".join(f"{number} ({FIXES[number][0]})" for number in best)
    text = (f"Make {names} first: together they save {percent_saved(cells[best], original)},"
            f" at {cells[best].speed / original.speed:.2f}× the speed.")
    if rivals:
        same = ", ".join("+".join(map(str, pair)) for pair in rivals)
        text += f" No different within the trials' ranges: {same}."
    return text


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    if len(sys.argv) == 3:
        show(*read(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        show(*read(measure(sys.argv[1], folder)))


if __name__ == "__main__":
    main()
