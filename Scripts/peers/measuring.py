"""Runs the programs of a job under `membudget run`, interleaved, and reads their results back."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

import trial
from peers.job import Measurement

# A program that takes longer is run only once, because more precision isn't worth the time.
SLOW_SECONDS = 20


class Runner:
    """Runs programs in their own folder, with the placeholders of one job."""

    def __init__(self, places, folder, missing):
        self.places = places
        self.folder = folder
        # Reasons by name, for missing packages and tools.
        self.missing = missing

    def measure(self, job, rounds):
        """Returns the measurements of every program, in the order of the job."""
        measurements = [Measurement(program, missing=self.reason_missing(program))
                        for program in job.programs]
        for turn in range(rounds):
            for measurement in measurements:
                if measurement.missing or is_slow(measurement):
                    continue
                print(f"{job.name}, round {turn + 1} of {rounds}: {measurement.program.name}",
                      file=sys.stderr)
                self.run(measurement)
        return measurements

    def reason_missing(self, program):
        names = [*program.packages, program.tool]
        return next((self.missing[name] for name in names if name in self.missing), "")

    def run(self, measurement):
        """Runs a program once; its result is read only after the first run, outside the measurement."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            places = {**self.places, "output": os.path.join(folder, "output")}
            # Write out data of the previous program first, so that this one doesn't have to wait for it.
            os.sync()
            with open(os.path.join(folder, "stdout"), "w+b") as output:
                observed, words = trial.run_capturing(
                    self.places["products"], filled(measurement.program.command, places),
                    "--enforce", "off", "--quiet", stdout=output)
            if observed["outcome"] != "completed":
                measurement.missing = f"it failed: {last_line(words) or observed['outcome']}"
                return
            add(measurement, observed)
            if measurement.program.check and measurement.result is None:
                places["stdout"] = os.path.join(folder, "stdout")
                self.check(measurement, places)

    def check(self, measurement, places):
        command = filled(measurement.program.check, places)
        finished = subprocess.run(command, capture_output=True, text=True)
        if finished.returncode != 0:
            measurement.result = (f"unreadable: {last_line(finished.stderr)}", "")
            return
        answer = json.loads(finished.stdout)
        measurement.result = (answer["rows"], answer["digest"])


def filled(command, places):
    return [word.format_map(places) for word in command]


def is_slow(measurement):
    return bool(measurement.wall_seconds) and measurement.wall_seconds[0] > SLOW_SECONDS


def add(measurement, observed):
    measurement.wall_seconds.append(observed["wall_ns"] / 1e9)
    measurement.cpu_seconds.append((observed["user_ns"] + observed["system_ns"]) / 1e9)
    # The sum of several processes is sampled, and never less than that of the largest one.
    measurement.peak_bytes.append(observed["peak_tree_bytes"] or observed["peak_rss_bytes"])


def last_line(text):
    """Returns the last line with words in it, because some programs end with a mark below the error."""
    lines = [line.strip() for line in text.splitlines() if any(map(str.isalnum, line))]
    return lines[-1] if lines else ""


def missing_tools(jobs):
    """Returns a reason for every program that some job needs in the PATH and that is missing."""
    tools = {program.tool for job in jobs for program in job.programs if program.tool}
    return {tool: f"there is no {tool} here" for tool in tools if not shutil.which(tool)}
