"""The table for fake figures."""

import unittest

from peers import table
from peers.job import Dataset, Job, Measurement, Program

JOB = Job("job", "A job:", "rows", Dataset("kind", 1000, 10), ())


def measurement(name, seconds, result=(1000, "a"), peak_mib=10, **settings):
    program = Program(name, ("true",), check=("true",), **settings)
    return Measurement(program, list(seconds), [0.5] * len(seconds),
                       [peak_mib * table.MIB] * len(seconds), result)


def section(*peers):
    ours = measurement("streamed", [1.0, 2.0, 4.0], is_ours=True)
    return table.section(JOB, 1000, [ours, *peers])


class TableTests(unittest.TestCase):
    def test_a_row_has_the_median_the_range_and_the_rate(self):
        self.assertIn("| **streamed** | 2.000 | 1.000–4.000 | 500 | 0.50 | 10.0 | 1.00 |"
                      " 1,000 rows |", section())

    def test_an_equal_result_is_the_same_and_another_one_differs(self):
        self.assertIn("| peer | 3.000 | one run | 333 | 0.50 | 10.0 | 1.50 | the same |",
                      section(measurement("peer", [3.0])))
        self.assertIn("| **differs**: 999 rows |",
                      section(measurement("peer", [3.0], result=(999, "a"))))
        self.assertIn("| **differs**: 1,000 rows |",
                      section(measurement("peer", [3.0], result=(1000, "b"))))

    def test_what_is_missing_is_named_with_its_reason(self):
        peer = measurement("peer", [])
        peer.missing = "there is no peer here"
        text = section(peer)
        self.assertIn("| peer | – | – | – | – | – | – | not measured |", text)
        self.assertIn("- *peer* was not measured: there is no peer here.", text)
        self.assertNotIn("faster", text)

    def test_a_faster_peer_is_named_with_its_reason(self):
        text = section(measurement("peer", [0.5], why_faster="It writes less."))
        self.assertIn("- **peer is faster**: 0.25 of the time of streamed. It writes less.", text)
        self.assertNotIn("No other program", text)

    def test_a_reason_that_nobody_wrote_is_not_made_up(self):
        self.assertIn("The reason is not known yet.", section(measurement("peer", [0.5])))

    def test_being_faster_with_another_result_is_no_comparison(self):
        text = section(measurement("peer", [0.5], result=(1, "x"), why_faster="It writes less."))
        self.assertIn("Its result differs, so it did another job.", text)
        self.assertNotIn("It writes less.", text)

    def test_where_ours_is_fastest_it_says_so(self):
        text = section(measurement("peer", [3.0], why_faster="It writes less."))
        self.assertIn("- No other program is faster than streamed.", text)
        self.assertNotIn("It writes less.", text)

    def test_a_smaller_peak_is_named(self):
        text = section(measurement("peer", [3.0], peak_mib=4), measurement("other", [3.0]))
        self.assertIn("- Smaller peaks than that of streamed (10.0 MiB): peer (4.0 MiB).", text)

    def test_ours_that_failed_leaves_the_peers_figures_alone(self):
        ours = measurement("streamed", [], result=None, is_ours=True)
        ours.missing = "it failed: no disk"
        text = table.section(JOB, 1000, [ours, measurement("peer", [2.0])])
        self.assertIn("| peer | 2.000 | one run | 500 | 0.50 | 10.0 | – | not read |", text)
        self.assertIn("- *streamed* was not measured: it failed: no disk.", text)


if __name__ == "__main__":
    unittest.main()
