"""The comment on a change, posted to a fake forge."""

import contextlib
import io
import json
import os

from ci.tests.fake_forge import FakeForge
from ci.tests.support import SCRIPTS, ScriptTest

import sys

sys.path.insert(0, str(SCRIPTS))
import comment  # noqa: E402

REPORT = comment.MARKER + "\nimport needs 9 MiB more\n"


class CommentTests(ScriptTest):
    """A report in a folder, and a forge."""

    def setUp(self):
        """Writes the report."""
        super().setUp()
        self.write("report/comment.md", REPORT)
        self.write("report/report.sarif", '{"runs": []}')

    def forge(self, **settings):
        """Returns a forge that is stopped after the test."""
        forge = FakeForge(**settings)
        self.addCleanup(forge.close)
        return forge

    def event(self, sha="abc"):
        """Returns the event of a pull request from a fork."""
        return self.write("event.json", json.dumps({"workflow_run": {
            "head_sha": sha, "head_branch": "fix/a b", "pull_requests": [],
            "head_repository": {"owner": {"login": "stranger"}}}}))

    def post(self, forge, name="github", **changes):
        """Runs the program; returns its status and all of its output."""
        environments = {
            "github": {
                "GITHUB_TOKEN": "secret", "GITHUB_REPOSITORY": "owner/app",
                "GITHUB_API_URL": forge.address, "GITHUB_EVENT_PATH": str(self.event()),
                "MEMBUDGET_AUTHOR": "own"},
            "gitlab": {
                "MEMBUDGET_TOKEN": "secret", "CI_API_V4_URL": forge.address,
                "CI_MERGE_REQUEST_PROJECT_ID": "3", "CI_MERGE_REQUEST_IID": "7",
                "CI_COMMIT_SHA": "abc"},
        }
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            status = comment.main([name, str(self.folder / "report")],
                                  {**environments[name], **changes})
        return status, output.getvalue()

    def test_first(self):
        """A change without a comment gets one; the token is sent in a header only."""
        for name, title in (("github", "#7"), ("gitlab", "!7")):
            forge = self.forge(comments=[("stranger", REPORT), ("own", "something else")])
            status, output = self.post(forge, name)
            self.assertEqual(status, 0, output)
            self.assertIn(f"posted the comment on {title}", output)
            self.assertEqual(forge.comments[3], ["own", REPORT])
            self.assertEqual(forge.comments[1], ["stranger", REPORT])
            self.assertFalse(any("secret" in path for _, path, _ in forge.requests))

    def test_update(self):
        """A later report replaces the comment, wherever it is in the list."""
        others = [("stranger", str(number)) for number in range(150)]
        for name in ("github", "gitlab"):
            forge = self.forge(comments=[*others, ("own", comment.MARKER + "\nold\n")])
            status, output = self.post(forge, name)
            self.assertEqual((status, len(forge.comments)), (0, 151), output)
            self.assertEqual(forge.comments[151], ["own", REPORT])

    def test_change(self):
        """The change is the one with the measured commit; without one, nothing is posted."""
        forge = self.forge()
        self.post(forge)
        self.assertEqual(forge.heads, ["stranger%3Afix%2Fa%20b"])
        self.assertIn("/issues/7/comments", forge.requests[-2][1])
        for name in ("github", "gitlab"):
            moved = self.forge(sha="newer")
            status, output = self.post(moved, name)
            self.assertEqual((status, moved.comments), (0, {}))
            self.assertIn("no open change has the measured commit", output)

    def test_findings(self):
        """Findings are uploaded for the commit, unless this is disabled or unavailable."""
        forge = self.forge()
        self.post(forge)
        self.assertEqual(forge.sarif, [("refs/pull/7/head", "abc", '{"runs": []}')])
        unwanted = self.forge()
        self.post(unwanted, MEMBUDGET_SARIF="false")
        self.assertEqual(unwanted.sarif, [])
        without = self.forge()
        without.has_scanning = False
        status, output = self.post(without)
        self.assertEqual(status, 0)
        self.assertIn("code scanning is unavailable", output)

    def test_mentions(self):
        """The contents of a report notify nobody."""
        forge = self.forge()
        self.write("report/comment.md", comment.MARKER + "\nby @everyone\n")
        self.post(forge)
        self.assertNotIn("@everyone", forge.comments[1][1])

    def test_refused(self):
        """Files that are not a report are not posted: wrong beginning, too large, a link, a FIFO."""
        path = self.folder / "report/comment.md"

        def link():
            path.unlink()
            path.symlink_to(self.write("secret.md", REPORT))

        def fifo():
            path.unlink()
            os.mkfifo(path)

        cases = {
            "doesn't begin with": lambda: path.write_text("# hello\n"),
            "not a file of at most 65536 bytes": lambda: path.write_text(REPORT + "x" * 65_536),
            "is not UTF-8": lambda: path.write_bytes(REPORT.encode() + b"\xff"),
            "can't be read": link, "is not a file": fifo,
            "the gate measured nothing": lambda: path.unlink(),
        }
        for words, spoil in cases.items():
            forge = self.forge()
            spoil()
            status, output = self.post(forge)
            self.assertEqual((status, forge.comments), (1, {}), words)
            self.assertIn(words, output)

    def test_forge_that_fails(self):
        """Refusals of the forge and missing variables are reported without the token."""
        forge = self.forge()
        status, output = self.post(forge, GITHUB_TOKEN="")
        self.assertEqual(status, 1)
        self.assertIn("GITHUB_TOKEN is not set", output)
        forge.answer = lambda *_: (500, {})
        status, output = self.post(forge)
        self.assertEqual(status, 1)
        self.assertIn("was answered with 500", output)
        self.assertNotIn("secret", output)
