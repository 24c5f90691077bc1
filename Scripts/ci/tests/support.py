"""Runs the scripts like a step does, in separate folders."""

import os
import pathlib
import subprocess
import tempfile
import unittest

SCRIPTS = pathlib.Path(__file__).resolve().parent.parent
# Variables of a real CI engine are removed, because the tests simulate another one.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


def environment(**variables):
    """Returns the environment of a step, with nothing of ours except PATH."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    names = {"GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"}
    mails = {"GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"}
    return {**kept, "GIT_CONFIG_GLOBAL": "/dev/null", **dict.fromkeys(names, "a"),
            **dict.fromkeys(mails, "a@example.org"), **variables}


class ScriptTest(unittest.TestCase):
    """A test with a temporary folder."""

    def setUp(self):
        """Creates the folder."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()

    def write(self, name, text, mode=0o644):
        """Writes a file below the folder; returns its path."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def run_script(self, name, *arguments, cwd=None, **variables):
        """Runs a script; returns the result of subprocess."""
        return subprocess.run(
            [SCRIPTS / name, *map(str, arguments)], cwd=cwd or self.folder, text=True,
            env=environment(**variables), capture_output=True, check=False)

    def git(self, *arguments, cwd=None):
        """Runs git, which must succeed; returns its output."""
        return subprocess.run(
            ["git", *map(str, arguments)], cwd=cwd or self.folder, text=True, check=True,
            env=environment(), capture_output=True).stdout.strip()
