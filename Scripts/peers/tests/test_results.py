"""Digests of results: equal for equal values, whatever the order."""

import os
import sqlite3
import tempfile
import unittest

from peers import results


class ResultTests(unittest.TestCase):
    def test_the_order_of_rows_is_of_no_matter_and_every_value_is(self):
        rows = [(1, "a"), (2, "b"), (2, "b")]
        whole = results.fingerprint(rows)
        self.assertEqual(whole, results.fingerprint(reversed(rows)))
        self.assertEqual(whole["rows"], 3)
        for other in ([(1, "a"), (2, "b")], [(1, "a"), (2, "b"), (2, "c")],
                      [("1", "a"), (2, "b"), (2, "b")], [(1, None), (2, "b"), (2, "b")]):
            self.assertNotEqual(whole["digest"], results.fingerprint(other)["digest"])

    def test_csv_is_compared_by_its_values(self):
        with tempfile.TemporaryDirectory() as folder:
            texts = ["a,b\n1,\"x\"\n", "a,b\r\n\"1\",x\r\n", "a,b\n1,y\n"]
            found = []
            for text in texts:
                path = os.path.join(folder, "file.csv")
                with open(path, "w", newline="", encoding="utf-8") as file:
                    file.write(text)
                found.append(results.READERS["csv"](path))
        self.assertEqual(found[0], found[1])
        self.assertNotEqual(found[0], found[2])
        self.assertEqual(found[0]["rows"], 2)

    def test_all_queries_of_a_database_count(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "database")
            with sqlite3.connect(path) as database:
                database.executescript(
                    "CREATE TABLE a (x); CREATE TABLE b (x);"
                    " INSERT INTO a VALUES (1); INSERT INTO b VALUES (2.5), (NULL)")
            found = results.READERS["sqlite"](path, "SELECT * FROM a", "SELECT * FROM b")
        self.assertEqual(found, results.fingerprint([(1,), (2.5,), (None,)]))
