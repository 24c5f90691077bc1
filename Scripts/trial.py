"""What the bench scripts share: one trial of `membudget run`, and a plain table."""

import json
import os
import subprocess
import sys
import tempfile

MIB = 1 << 20


def run(products, command, *options):
    """Runs a command under membudget and returns its trial as the dictionary that --json writes."""
    return run_capturing(products, command, *options)[0]


def run_capturing(products, command, *options, stdout=subprocess.DEVNULL):
    """The trial, and what the command wrote to standard error.

    Its standard output goes to `stdout`, an open file; by default nowhere.
    """
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "trial.json")
        arguments = [os.path.join(products, "membudget"), "run", "--json", path]
        finished = subprocess.run(
            arguments + list(options) + ["--"] + command,
            stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, text=True)
        if not os.path.exists(path):
            sys.exit(f"{' '.join(arguments)}: status {finished.returncode}\n{finished.stderr}")
        with open(path, encoding="utf-8") as file:
            return json.load(file), finished.stderr


def selftest(products, *arguments):
    """The command line of a program whose memory is known."""
    return [os.path.join(products, "membudget-selftest"), *map(str, arguments)]


def mib(bytes_count):
    """Two decimals of MiB, or a dash for a figure that was not read."""
    return "–" if bytes_count is None else f"{bytes_count / MIB:.2f}"


def show(header, rows):
    """Prints columns: the first to the left, the others to the right."""
    widths = [max(len(str(row[column])) for row in [header, *rows])
              for column in range(len(header))]
    for row in [header, *rows]:
        first = str(row[0]).ljust(widths[0])
        rest = [str(cell).rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join([first, *rest]).rstrip())
