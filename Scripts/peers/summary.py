"""The comparison with one row per job: membudget and the fastest program with the same result."""

import pathlib
import re
import sys

from peers.table import has_other_result, measured, median_seconds, peak_mib, row

HEADER = ("job", "strategy", "units/s", "peak, MiB", "fastest other", "its time, relative", "its peak, MiB")
# A document quotes the summary between these lines.
START, END = "<!-- quote: reports/peers.md -->", "<!-- end of quote -->"


def summary(compared):
    """Returns a Markdown table; times are multiples of membudget's."""
    lines = [row(HEADER), "|---|---|---:|---:|---|---:|---:|"]
    return "\n".join(lines + [row(cells(*each)) for each in compared])


def cells(job, units, measurements):
    ours = measurements[0]
    if not ours.wall_seconds:
        return [job.name, ours.program.name, "–", "–", "–", "–", "–"]
    figures = [job.name, ours.program.name, f"{units / median_seconds(ours):,.0f}",
               f"{peak_mib(ours):.1f}"]
    rival = fastest_equal(measurements)
    if not rival:
        return figures + ["–", "–", "–"]
    times = median_seconds(rival) / median_seconds(ours)
    return figures + [rival.program.name, f"{times:.2f} ×", f"{peak_mib(rival):.1f}"]


def fastest_equal(measurements):
    """Returns the fastest peer with the same result as membudget; None if there is none."""
    ours = measurements[0]
    equal = [each for each in measured(measurements)
             if each.result is not None and not has_other_result(each, ours)]
    return min(equal, key=median_seconds, default=None)


def quote(text, path):
    """Writes the summary between the marks of a document."""
    document = pathlib.Path(path)
    before = document.read_text(encoding="utf-8")
    pattern = re.escape(START) + "\n.*?" + re.escape(END)
    after, count = re.subn(pattern, lambda _: f"{START}\n{text}\n{END}", before, flags=re.DOTALL)
    if count != 1:
        sys.exit(f"{path} has no line '{START}' with '{END}' after it")
    document.write_text(after, encoding="utf-8")
