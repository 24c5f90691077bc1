#!/usr/bin/env python3
"""Compares every pipeline with other programs for the same job, as a Markdown table.

    Scripts/bench-peers.py PRODUCTS [--jobs NAME,…] [--rounds 3] [--quick] [--output FILE] [--quote FILE]

PRODUCTS is the folder of a release build. Programs run one after another, interleaved, under
`membudget run`, which measures their time and peak; the table shows the medians. The result of each
program is compared with that of membudget. Peers from PyPI are installed into a virtual environment
(not if MEMBUDGET_NO_PYPI is set). The table lists those that can't be installed.
"""

import argparse
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

from peers import environment, measuring, services, summary, table
from peers.jobs import JOBS, NOT_COMPARED

FOLDER = pathlib.Path(__file__).parent


def main():
    arguments = parsed_arguments()
    jobs = chosen(arguments.jobs)
    os.makedirs(arguments.work, exist_ok=True)
    peers = environment.Environment(
        os.path.join(arguments.work, "venv"), environment.packages_of(jobs))
    missing = {**peers.missing, **measuring.missing_tools(jobs)}
    compared = []
    for job in jobs:
        units = job.dataset.scale(arguments.quick)
        measurements = compare(job, units, arguments, peers.python, missing)
        compared.append((job, units, measurements))
    publish(compared, header(arguments, peers), arguments)


def publish(compared, head, arguments):
    rows = summary.summary(compared)
    text = table.document(head, rows, compared)
    sys.stdout.write(text)
    if arguments.output:
        pathlib.Path(arguments.output).write_text(text, encoding="utf-8")
    if arguments.quote:
        summary.quote(rows, arguments.quote)


def compare(job, units, arguments, python, missing):
    """Returns the measurements of one job, with its dataset and the services that it needs."""
    folder = dataset(job.dataset, units, arguments)
    with tempfile.TemporaryDirectory(dir=arguments.work) as outputs, contextlib.ExitStack() as stack:
        places = {
            "products": arguments.products, "python": python, "programs": FOLDER / "peers/programs",
            "input": os.path.join(folder, job.dataset.file),
            "previous": os.path.join(folder, "previous.sqlite"),
        }
        if job.service == "source":
            address = stack.enter_context(
                services.source(arguments.products, job.latency_milliseconds))
            places["input"] = f"{address}/{units}"
        if job.service == "postgresql":
            places["input"] = stack.enter_context(services.postgresql(places["input"]))
        return measuring.Runner(places, outputs, missing).measure(job, arguments.rounds)


def dataset(described, units, arguments):
    """Returns the folder of a dataset, which is generated once."""
    name = "-".join([described.kind, str(units), *described.settings])
    folder = os.path.join(arguments.work, name)
    if not os.path.exists(os.path.join(folder, "manifest.json")):
        settings = [word for setting in described.settings for word in ("--set", setting)]
        command = [os.path.join(arguments.products, "membudget"), "generate", described.kind,
                   "--scale", str(units), "--output", folder, "--quiet", *settings]
        finished = subprocess.run(command, stdout=subprocess.DEVNULL)
        if finished.returncode != 0:
            sys.exit(f"{' '.join(command)}: exit status {finished.returncode}")
    return folder


def header(arguments, peers):
    is_whole = arguments.jobs == "all" and not arguments.quick
    not_compared = " and ".join(f"`{name}`" for name in NOT_COMPARED)
    figures = "Figures are from one round." if arguments.rounds == 1 else (
        f"Figures are medians of {arguments.rounds} rounds. A program that takes more than"
        f" {measuring.SLOW_SECONDS} seconds runs only once.")
    return f"""# Other programs at the same jobs

`make bench-peers`{"" if is_whole else " with small data, or some of the jobs,"} wrote this table.
Every round runs the programs one after another, without a limit (`--enforce off`), because a cgroup
limit slows down programs that fill the page cache. {figures}

The time is that of the whole process. The peak RSS includes pages of mapped files; for several
processes, it is the largest sampled sum. All programs use the system's allocator. Most of the peak of
membudget's programs is the program itself: [the report](README.md) has their floors, with jemalloc.
Programs of membudget are **bold**, and "× the time" is a multiple of the first one's time.

After its first run, the result of each program is read back. "The same" means the same values in every
row. Rows of CSV files include the header. The programs are in [Scripts/peers](../Scripts/peers).
{not_compared} are not compared, because they measure the memory of a server whose client is curl.

- Machine: {environment.machine()}
- Versions: {", ".join(environment.versions(peers, arguments.products))}

The fastest other program with the same result, compared with membudget. Its time is a multiple of membudget's:"""


def chosen(names):
    if names == "all":
        return JOBS
    known = {job.name: job for job in JOBS}
    unknown = [name for name in names.split(",") if name not in known]
    if unknown:
        sys.exit(f"unknown job '{unknown[0]}' (choose from {', '.join(known)})")
    return [known[name] for name in names.split(",")]


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("products", type=os.path.abspath, help="folder of a release build")
    parser.add_argument("--jobs", default="all", help="names, separated by commas; default: all")
    parser.add_argument("--rounds", type=int, default=3, help="runs of every program; default: 3")
    parser.add_argument("--quick", action="store_true", help="use small datasets, to try it out")
    parser.add_argument("--output", help="file to also write the table to")
    parser.add_argument("--quote", help="document whose summary, between its marks, is updated")
    parser.add_argument("--work", default=".build/bench-peers", type=os.path.abspath,
                        help="folder of datasets, results and the virtual environment")
    arguments = parser.parse_args()
    if not os.access(os.path.join(arguments.products, "membudget"), os.X_OK):
        sys.exit(f"no membudget in {arguments.products}; run 'make build' first")
    return arguments


if __name__ == "__main__":
    main()
