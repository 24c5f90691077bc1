"""The row of a job, and the document that quotes it."""

import os
import tempfile
import unittest

from peers import summary
from peers.tests.test_table import JOB, measurement


def last_row(*peers):
    ours = measurement("streamed", [2.0], is_ours=True)
    return summary.summary([(JOB, 1000, [ours, *peers])]).splitlines()[-1]


class SummaryTests(unittest.TestCase):
    def test_the_fastest_program_with_the_same_result_stands_beside_ours(self):
        text = last_row(measurement("slow", [9.0]), measurement("fast", [3.0], peak_mib=7))
        self.assertEqual(text, "| job | streamed | 500 | 10.0 | fast | 1.50 × | 7.0 |")

    def test_another_result_one_that_was_not_read_and_ours_do_not_count(self):
        text = last_row(measurement("wrong", [1.0], result=(1, "x")),
                        measurement("unread", [1.0], result=None),
                        measurement("keyset", [1.0], is_ours=True), measurement("slow", [9.0]))
        self.assertIn("| slow | 4.50 × |", text)

    def test_without_any_program_there_are_dashes(self):
        self.assertTrue(last_row().endswith("| – | – | – |"))

    def test_a_document_quotes_it_between_its_marks_and_keeps_the_rest(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "README.md")
            text = f"before\n{summary.START}\n{{}}{summary.END}\nafter\n"
            for old in ["", "old\nlines\n"]:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text.format(old))
                summary.quote("| \\1 |", path)
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(file.read(), text.format("| \\1 |\n"))

    def test_a_document_without_marks_is_left_alone(self):
        with tempfile.NamedTemporaryFile("w+", encoding="utf-8") as file:
            file.write("text\n")
            file.flush()
            with self.assertRaises(SystemExit):
                summary.quote("x", file.name)
            file.seek(0)
            self.assertEqual(file.read(), "text\n")
