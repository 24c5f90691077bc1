"""Requirements for every job."""

import pathlib
import unittest

from peers import environment, measuring
from peers.jobs import JOBS, NOT_COMPARED

FOLDER = pathlib.Path(__file__).parents[1]
SCENARIOS = FOLDER.parents[1] / "Scenarios"
PLACES = {name: name for name in (
    "products", "python", "programs", "input", "output", "previous", "stdout")}


class JobTests(unittest.TestCase):
    def test_the_first_program_is_ours_and_others_are_not(self):
        for job in JOBS:
            self.assertTrue(job.programs[0].is_ours, job.name)
            self.assertTrue(any(not program.is_ours for program in job.programs), job.name)

    def test_names_are_told_apart(self):
        for names in [[job.name for job in JOBS],
                      *([program.name for program in job.programs] for job in JOBS)]:
            self.assertEqual(len(names), len(set(names)), names)

    def test_every_scenario_is_compared_or_named_as_not_compared(self):
        pipelines = {path.stem for path in SCENARIOS.glob("*.yaml")}
        self.assertTrue(pipelines)
        self.assertEqual(pipelines - {job.name for job in JOBS}, set(NOT_COMPARED))

    def test_every_word_can_be_filled_in(self):
        for job in JOBS:
            for program in job.programs:
                measuring.filled(program.command + program.check, PLACES)

    def test_every_program_is_there_and_all_that_is_there_is_run(self):
        words = {word.removeprefix("{programs}/") for job in JOBS for program in job.programs
                 for word in program.command if word.startswith("{programs}/")}
        there = {path.name for path in (FOLDER / "programs").iterdir() if path.is_file()}
        self.assertLessEqual(words, there)
        texts = "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "programs").glob("*.*"))
        for name in there - words:
            self.assertIn(f"from {name.removesuffix('.py')} import", texts)

    def test_a_result_that_is_not_read_has_a_remark(self):
        for job in JOBS:
            for program in job.programs:
                self.assertTrue(program.check or program.remark, (job.name, program.name))

    def test_packages_are_named_once(self):
        names = environment.packages_of(JOBS)
        self.assertEqual(names, sorted(set(names)))
        self.assertIn("polars", names)
