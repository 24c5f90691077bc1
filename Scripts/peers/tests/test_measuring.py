"""The order of runs, and the treatment of slow, missing and failed programs."""

import io
import os
import tempfile
import unittest
from contextlib import redirect_stderr
from unittest import mock

from peers import measuring
from peers.job import Dataset, Job, Program


def program(name, **settings):
    return Program(name, (name, "{input}", "{output}"), **settings)


def observed(seconds=1.0, outcome="completed", tree=None):
    return {"outcome": outcome, "wall_ns": int(seconds * 1e9), "user_ns": 2_000_000_000,
            "system_ns": 500_000_000, "peak_rss_bytes": 100, "peak_tree_bytes": tree}


class MeasuringTests(unittest.TestCase):
    def measure(self, *programs, rounds=2, answers=None, missing=None):
        """Returns measurements of fake runs; self.ran contains the commands in order."""
        self.ran = []

        def run(products, command, *options, stdout):
            self.ran.append(command)
            return (answers or {}).get(command[0], observed()), "first\nlast\n"

        job = Job("job", "A job:", "rows", Dataset("kind", 1, 1), programs)
        with tempfile.TemporaryDirectory() as folder, redirect_stderr(io.StringIO()), \
                mock.patch.object(measuring.trial, "run_capturing", run):
            places = {"products": "/products", "input": "in"}
            return measuring.Runner(places, folder, missing or {}).measure(job, rounds)

    def names(self):
        return [command[0] for command in self.ran]

    def test_programs_take_turns(self):
        self.measure(program("a"), program("b"))
        self.assertEqual(self.names(), ["a", "b", "a", "b"])

    def test_every_run_has_an_output_of_its_own(self):
        self.measure(program("a"))
        outputs = [command[2] for command in self.ran]
        self.assertEqual(len(set(outputs)), 2)
        self.assertFalse(any(os.path.exists(os.path.dirname(path)) for path in outputs))

    def test_a_slow_program_runs_once(self):
        self.measure(program("a"), program("slow"),
                     answers={"slow": observed(measuring.SLOW_SECONDS + 1)})
        self.assertEqual(self.names(), ["a", "slow", "a"])

    def test_what_is_missing_is_not_run(self):
        first, tool, package = self.measure(
            program("a"), program("b", tool="psql"), program("c", packages=("pandas",)),
            missing={"psql": "there is no psql here", "pandas": "no pandas"})
        self.assertEqual(set(self.names()), {"a"})
        self.assertEqual([first.missing, tool.missing, package.missing],
                         ["", "there is no psql here", "no pandas"])

    def test_a_failure_is_told_with_the_last_line_and_not_tried_again(self):
        [failed] = self.measure(program("a"), answers={"a": observed(outcome="failed")})
        self.assertEqual(failed.missing, "it failed: last")
        self.assertEqual(len(self.ran), 1)

    def test_a_line_of_marks_alone_says_nothing(self):
        self.assertEqual(measuring.last_line("Error: no column\n\nLINE 1: SELECT\n        ^\n"),
                         "LINE 1: SELECT")
        self.assertEqual(measuring.last_line(" \n^^\n"), "")

    def test_figures_are_seconds_and_the_peak_of_all_processes(self):
        one, several = self.measure(program("a"), program("b"), rounds=1,
                                    answers={"b": observed(3.0, tree=250)})
        self.assertEqual((one.wall_seconds, one.cpu_seconds, one.peak_bytes), ([1.0], [2.5], [100]))
        self.assertEqual((several.wall_seconds, several.peak_bytes), ([3.0], [250]))

    def test_a_result_is_read_once(self):
        answer = 'echo \'{{"rows": 3, "digest": "x"}}\'; echo run >> "$0"'
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, "log")
            [read] = self.measure(program("a", check=("sh", "-c", answer, log)))
            with open(log, encoding="utf-8") as file:
                self.assertEqual(file.read(), "run\n")
        self.assertEqual(read.result, (3, "x"))

    def test_a_result_that_can_not_be_read_is_no_result_like_any_other(self):
        [read] = self.measure(program("a", check=("sh", "-c", "echo broken >&2; exit 1")))
        self.assertEqual(read.result, ("unreadable: broken", ""))

    def test_missing_tools_are_named(self):
        job = Job("job", "", "rows", Dataset("kind", 1, 1),
                  (program("a", tool="no-such-tool"), program("b", tool="sh")))
        self.assertEqual(measuring.missing_tools([job]),
                         {"no-such-tool": "there is no no-such-tool here"})
