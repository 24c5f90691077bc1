"""Runs with planted errors: the judge must notice each of them, and accept correct runs."""

import json
import unittest

from slurm import judge
from slurm.cluster import Job
from slurm.runs import Journal

MIB = 1 << 20


def trial(strategy="streamed", kind="measured", index=0, **changes):
    return {"scenario": "s", "strategy": strategy, "scale": {"label": "1k"}, "kind": kind,
            "index": index, "parameters": {}, "outcome": "completed", "units_done": 1000,
            "digest": "aa", **changes}


def journal(*trials, torn=b""):
    return Journal(b"".join(json.dumps(one).encode() + b"\n" for one in trials) + torn)


def cell(strategy="streamed", median=18 * MIB, **changes):
    return {"strategy": strategy, "scale": {"label": "1k"}, "verdict": "within", "role": "candidate",
            "budget": {"limit_bytes": 32 * MIB}, "result_checked": True, "rejected": [],
            "floor_rss_bytes": 17 * MIB, "summary": {"peak_rss_bytes": {"median": median}}, **changes}


def record(*cells):
    return {"scenarios": [{"name": "s", "cells": list(cells)}]}


KILLED = {"verdict": "over", "summary": {"peak_rss_bytes": None}}
ONE, TWO = [trial("a", index=index) for index in (0, 1)], [trial("b", index=index) for index in (0, 1)]


class ShardedTests(unittest.TestCase):
    """Two shards of two trials; the first was interrupted after one."""

    def errors(self, shards=(ONE, TWO), before=ONE[:1], merged=(*ONE, *TWO), whole=(*TWO, *ONE),
               torn=b""):
        journals = {1: journal(*shards[0], torn=torn), 2: journal(*shards[1])}
        return judge.sharded_errors(journals, {1: journal(*before)}, journal(*merged),
                                    journal(*whole))

    def test_sound_runs_pass(self):
        self.assertEqual(self.errors(), [])

    def test_a_doubled_trial_is_noticed_in_a_shard_and_in_the_merged_run(self):
        doubled = [*ONE, trial("a", index=1, digest="bb")]
        self.assertEqual(self.errors(shards=(doubled, TWO)),
                         ["shard 1: s a 1k measured 1 is there 2 times"])
        self.assertEqual(self.errors(merged=(*doubled, *TWO)),
                         ["merged: s a 1k measured 1 is there 2 times"])

    def test_a_torn_or_broken_line_is_noticed(self):
        self.assertEqual(self.errors(torn=b'{"scen'), ["""shard 1: the last line is torn: b'{"scen'"""])
        self.assertIn("a line is not JSON", judge.journal_errors("x", Journal(b"{\n"))[0])

    def test_a_lost_trial_is_noticed_wherever_it_was_lost(self):
        self.assertTrue(any("a trial of a shard is missing" in error
                            for error in self.errors(merged=(*ONE, TWO[0]))))
        self.assertEqual(self.errors(shards=(ONE, TWO[:1]), merged=(*ONE, TWO[0])),
                         ["merged: s b 1k measured 1 is lost"])

    def test_a_trial_from_nowhere_is_noticed(self):
        other = trial("c")
        errors = self.errors(merged=(*ONE, *TWO, other))
        self.assertTrue(any("that no shard has" in error for error in errors))
        self.assertIn("merged: s c 1k measured 0 is not in the unsharded run", errors)

    def test_a_trial_that_was_stored_and_measured_again_is_noticed(self):
        again = [trial("a", index=0, digest="cc"), ONE[1]]
        self.assertEqual(self.errors(shards=(again, TWO), merged=(*again, *TWO)),
                         ["shard 1: line 1, stored before the interruption, is gone or changed"])

    def test_an_interruption_that_interrupted_nothing_proves_nothing(self):
        self.assertEqual(self.errors(before=[]),
                         ["shard 1: no trial was stored when it was interrupted"])
        self.assertEqual(self.errors(before=ONE),
                         ["shard 1: no trial was added after the interruption"])

    def test_another_result_or_outcome_is_noticed(self):
        for change in ({"digest": "zz"}, {"units_done": 1}, {"outcome": "over_budget"}):
            changed = [trial("b", **change), TWO[1]]
            errors = self.errors(shards=(ONE, changed), merged=(*ONE, *changed))
            self.assertEqual(len(errors), 1, errors)
            self.assertIn("merged: s b 1k measured 0 gave", errors[0])

    def test_a_missing_merged_run_is_one_error_and_many_are_counted(self):
        self.assertEqual(self.errors(merged=()), ["merged: there is no merged run"])
        self.assertEqual(judge.few("abcde"), ["a", "b", "c", "… and 2 more like it"])


class TableTests(unittest.TestCase):
    def test_tables_within_noise_are_the_same(self):
        self.assertEqual(judge.table_errors(record(cell(median=19 * MIB)), record(cell())), [])

    def test_killed_rows_have_no_peak_and_any_of_the_rejected_rows(self):
        self.assertEqual(judge.table_errors(record(cell(rejected=[1], **KILLED)),
                                            record(cell(rejected=[1, 2], **KILLED))), [])

    def test_another_figure_or_verdict_is_noticed(self):
        for change in ({"verdict": "over"}, {"role": "control"}, {"rejected": [1]},
                       {"floor_rss_bytes": 20 * MIB}, {"floor_rss_bytes": None},
                       {"median": 21 * MIB}, {"summary": None}):
            errors = judge.table_errors(record(cell(**change)), record(cell()))
            self.assertEqual(len(errors), 1, change)

    def test_a_missing_row_is_noticed_on_either_side(self):
        both, one = record(cell("a"), cell("b")), record(cell("a"))
        for found, expected in ((both, one), (one, both)):
            self.assertEqual(judge.table_errors(found, expected),
                             ["table: s b 1k is in one of the runs only"])
        self.assertNotEqual(judge.table_errors(record(), record()), [])


class TaskTests(unittest.TestCase):
    @staticmethod
    def job(task, state="COMPLETED", restarts=0, exit_code="0:0"):
        return {task: Job(task, state, restarts, exit_code, "mb1")}

    def test_only_those_that_were_interrupted_come_back(self):
        self.assertEqual(judge.task_errors("x", {**self.job(1, restarts=1), **self.job(2)}, [1]), [])
        self.assertEqual(len(judge.task_errors("x", self.job(1), [1])), 1)
        self.assertEqual(len(judge.task_errors("x", self.job(1, restarts=1), [])), 1)
        self.assertEqual(len(judge.task_errors("x", self.job(1, restarts=2), [1])), 1)

    def test_a_task_that_failed_is_noticed(self):
        self.assertEqual(judge.task_errors("x", self.job(1, "FAILED", exit_code="73:0"), []),
                         ["x: task 1 ended as FAILED with 73:0"])

    def test_a_task_that_is_told_to_end_ends_by_itself(self):
        for exit_code, count in (("143:0", 0), ("0:15", 1), ("0:0", 1)):
            jobs = self.job(1, "FAILED", exit_code=exit_code)
            self.assertEqual(len(judge.ended_early_errors("x", jobs)), count)


class SecondHarnessTests(unittest.TestCase):
    def test_a_refusal_that_changes_nothing_passes(self):
        self.assertEqual(judge.refusal_errors(73, "in use", journal(*ONE), journal(*ONE)), [])

    def test_another_status_or_a_changed_journal_is_noticed(self):
        self.assertEqual(len(judge.refusal_errors(0, "", journal(*ONE), journal(*ONE))), 1)
        self.assertEqual(len(judge.refusal_errors(73, "", journal(), journal(*ONE))), 1)
        self.assertEqual(len(judge.refusal_errors(73, "", journal(), journal(torn=b"{"))), 1)


class FullNodeTests(unittest.TestCase):
    def errors(self, outcome="killed_externally", verdict="unmeasured"):
        trials = [trial(kind="floor"), trial(outcome=outcome)]
        return judge.full_node_errors("x", journal(*trials), record(cell(verdict=verdict)))

    def test_an_end_from_outside_passes(self):
        self.assertEqual(self.errors(), [])

    def test_a_word_about_the_budget_is_noticed(self):
        self.assertEqual(len(self.errors(outcome="over_budget")), 1)
        self.assertEqual(len(self.errors(verdict="over")), 1)
        self.assertEqual(len(self.errors(outcome="completed", verdict="within")), 2)

    def test_a_run_without_trials_is_noticed(self):
        self.assertEqual(len(judge.full_node_errors("x", journal(), record())), 2)


if __name__ == "__main__":
    unittest.main()
