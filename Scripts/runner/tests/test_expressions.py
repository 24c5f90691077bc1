"""The expressions of the simulated runner, and the permissions of a fork's token."""

import unittest

from runner import expressions
from runner.job import permissions_of

CONTEXTS = {
    "inputs": {"base": "main", "empty": ""}, "success": False,
    "steps": {"gate": {"outputs": {"report": "/r"}, "outcome": "failure"}},
}


class ExpressionTests(unittest.TestCase):
    """Texts and conditions."""

    def test_fill(self):
        """Expressions are replaced by values; missing values are empty."""
        text = "a ${{ inputs.base }} ${{steps.gate.outputs.report}}[${{ inputs.other.x }}]"
        self.assertEqual(expressions.fill(text, CONTEXTS), "a main /r[]")

    def test_holds(self):
        """Conditions, with and without braces."""
        for condition, holds in (
                ("success()", False), ("${{ !cancelled() }}", True),
                ("${{ !cancelled() && steps.gate.outputs.report != '' }}", True),
                ("steps.gate.outcome == 'success'", False), ("inputs.empty != ''", False)):
            self.assertEqual(expressions.holds(condition, CONTEXTS), holds, condition)

    def test_unknown(self):
        """Unsupported expressions end the simulation."""
        for text in ("${{ secrets.KEY }}", "${{ format('{0}', inputs.base) }}", "${{ a || b }}"):
            with self.assertRaises(expressions.Unknown):
                expressions.fill(text, CONTEXTS)


class PermissionTests(unittest.TestCase):
    """The token of a job."""

    def test_fork(self):
        """A fork's pull request gets a token that can only read, whatever the workflow says."""
        workflow = {"permissions": {}, "jobs": {
            "a": {"permissions": {"issues": "write", "contents": "read"}}, "b": {}}}
        own = {"pull_request": {"head": {"repo": {"fork": False}}}}
        fork = {"pull_request": {"head": {"repo": {"fork": True}}}}
        self.assertEqual(permissions_of(workflow, "a", own), {"issues": "write", "contents": "read"})
        self.assertEqual(permissions_of(workflow, "a", fork), {"issues": "read", "contents": "read"})
        self.assertEqual(permissions_of(workflow, "b", own), {})
