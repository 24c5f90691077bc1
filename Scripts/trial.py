"""Code shared by the bench scripts: one trial of `membudget run`, and a plain table."""

import json
import os
import subprocess
import sys
import tempfile

MIB = 1 << 20


def run(products, command, *options):
    """Runs a command under membudget; returns its trial as the dictionary that --json writes."""
    return run_capturing(products, command, *options)[0]


def run_capturing(products, command, *options, stdout=subprocess.DEVNULL):
    """Returns the trial, and the standard error of the command.

    Its standard output is written to `stdout`, an open file; by default, it is discarded.
    """
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "trial.json")
        arguments = [os.path.join(products, "membudget"), "run", "--json", path]
        finished = subprocess.run(
            arguments + list(options) + ["--"] + command,
            stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, text=True)
        if not os.path.exists(path):
            sys.exit(f"{' '.join(arguments)}: exit status {finished.returncode}\n{finished.stderr}")
        with open(path, encoding="utf-8") as file:
            return json.load(file), finished.stderr


def selftest(products, *arguments):
    """Returns the command line of a program of known memory."""
    return [os.path.join(products, "membudget-selftest"), *map(str, arguments)]


def mib(bytes_count):
    """Returns MiB with two decimals, or a dash for a missing figure."""
    return "–" if bytes_count is None else f"{bytes_count / MIB:.2f}"


def show(header, rows):
    """Prints columns, the first left-aligned and the others right-aligned."""
    widths = [max(len(str(row[column])) for row in [header, *rows])
              for column in range(len(header))]
    for row in [header, *rows]:
        first = str(row[0]).ljust(widths[0])
        rest = [str(cell).rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join([first, *rest]).rstrip())
