"""The comment on a change, by a forge that is played."""

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
        """A forge that is stopped after the test."""
        forge = FakeForge(**settings)
        self.addCleanup(forge.close)
        return forge

    def event(self, sha="abc"):
        """The event of a pull request from a fork."""
        return self.write("event.json", json.dumps({"workflow_run": {
            "head_sha": sha, "head_branch": "fix/a b", "pull_requests": [],
            "head_repository": {"owner": {"login": "stranger"}}}}))

    def post(self, forge, name="github", **changes):
        """Runs the program; returns its status and all that it said."""
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
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = comment.main([name, str(self.folder / "report")],
                                  {**environments[name], **changes})
        return status, said.getvalue()

    def test_first(self):
        """A change without a comment gets one, with the token in a header and nowhere else."""
        for name, title in (("github", "#7"), ("gitlab", "!7")):
            forge = self.forge(comments=[("stranger", REPORT), ("own", "something else")])
            status, said = self.post(forge, name)
            self.assertEqual(status, 0, said)
            self.assertIn(f"posted the comment on {title}", said)
            self.assertEqual(forge.comments[3], ["own", REPORT])
            self.assertEqual(forge.comments[1], ["stranger", REPORT])
            self.assertFalse(any("secret" in path for _, path, _ in forge.requests))

    def test_update(self):
        """A later report takes its place, wherever in the list it stands."""
        others = [("stranger", str(number)) for number in range(150)]
        for name in ("github", "gitlab"):
            forge = self.forge(comments=[*others, ("own", comment.MARKER + "\nold\n")])
            status, said = self.post(forge, name)
            self.assertEqual((status, len(forge.comments)), (0, 151), said)
            self.assertEqual(forge.comments[151], ["own", REPORT])

    def test_change(self):
        """The change is the one with the commit that was measured; without one nothing is posted."""
        forge = self.forge()
        self.post(forge)
        self.assertEqual(forge.heads, ["stranger%3Afix%2Fa%20b"])
        self.assertIn("/issues/7/comments", forge.requests[-2][1])
        for name in ("github", "gitlab"):
            moved = self.forge(sha="newer")
            status, said = self.post(moved, name)
            self.assertEqual((status, moved.comments), (0, {}))
            self.assertIn("no open change has the commit", said)

    def test_findings(self):
        """Findings are uploaded for the commit, unless that isn't wanted or not available."""
        forge = self.forge()
        self.post(forge)
        self.assertEqual(forge.sarif, [("refs/pull/7/head", "abc", '{"runs": []}')])
        unwanted = self.forge()
        self.post(unwanted, MEMBUDGET_SARIF="false")
        self.assertEqual(unwanted.sarif, [])
        without = self.forge()
        without.has_scanning = False
        status, said = self.post(without)
        self.assertEqual(status, 0)
        self.assertIn("there is no code scanning here", said)

    def test_mentions(self):
        """Nobody is notified by what a report says."""
        forge = self.forge()
        self.write("report/comment.md", comment.MARKER + "\nby @everyone\n")
        self.post(forge)
        self.assertNotIn("@everyone", forge.comments[1][1])

    def test_refused(self):
        """What is no report is not posted: another file's beginning, too large, a link, a FIFO."""
        path = self.folder / "report/comment.md"

        def link():
            path.unlink()
            path.symlink_to(self.write("secret.md", REPORT))

        def fifo():
            path.unlink()
            os.mkfifo(path)

        cases = {
            "doesn't begin with": lambda: path.write_text("# hello\n"),
            "no file of at most 65536 bytes": lambda: path.write_text(REPORT + "x" * 65_536),
            "is not UTF-8": lambda: path.write_bytes(REPORT.encode() + b"\xff"),
            "can't be read": link, "is no file": fifo,
            "the gate measured nothing": lambda: path.unlink(),
        }
        for words, spoil in cases.items():
            forge = self.forge()
            spoil()
            status, said = self.post(forge)
            self.assertEqual((status, forge.comments), (1, {}), words)
            self.assertIn(words, said)

    def test_forge_that_fails(self):
        """A forge that refuses, and a variable that is missing, are said without the token."""
        forge = self.forge()
        status, said = self.post(forge, GITHUB_TOKEN="")
        self.assertEqual(status, 1)
        self.assertIn("GITHUB_TOKEN is not set", said)
        forge.answer = lambda *_: (500, {})
        status, said = self.post(forge)
        self.assertEqual(status, 1)
        self.assertIn("was answered with 500", said)
        self.assertNotIn("secret", said)
