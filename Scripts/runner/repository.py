"""Another repository: a job in Python, its scenario, and changes to it."""

import os
import subprocess

# The job must be built in both trees, and the result of the build is not committed. The job holds some memory,
# writes its result, and logs its environment.
JOB = """\
import os, pathlib, sys
held = bytearray(b"x") * ({mebibytes} << 20)
pathlib.Path(sys.argv[1]).write_text(str(len(held) > 0))
with open(os.environ["PLAYED_LOG"], "a") as log:
    log.write(repr(dict(os.environ)) + "\\\\n")
"""
BUILD = "mkdir -p built\ncp source.py built/job.py\n"
SCENARIO = """\
scenario: import
about: An import that holds its input
command: [python3, "{here}/../built/job.py", "{output}"]
env: { PLAYED_LOG: "%s" }
budget: { peak-rss: 128MiB }
trials: 4
timeout: 60s
strategies:
  streamed: {}
"""


class Repository:
    """The origin, with a main branch and changes."""

    def __init__(self, folder, log):
        """Creates the repository; main holds 16 MiB. Every trial adds a line to `log`."""
        self.folder = folder
        folder.mkdir()
        self.git("init", "-q", "-b", "main")
        self.write("build.sh", BUILD)
        self.write(".gitignore", "built/\n")
        self.write("source.py", JOB.format(mebibytes=16))
        self.commit("The project")
        self.empty = self.git("rev-parse", "HEAD")
        self.write("Scenarios/import.yaml", SCENARIO % log)
        self.commit("A scenario")
        self.main = self.git("rev-parse", "HEAD")

    def write(self, name, text):
        """Writes a file."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def git(self, *arguments):
        """Runs git; returns its output."""
        who = {f"GIT_{role}_{part}": "a@example.org" for role in ("AUTHOR", "COMMITTER")
               for part in ("NAME", "EMAIL")}
        return subprocess.run(
            ["git", *arguments], cwd=self.folder, check=True, text=True, capture_output=True,
            env={**os.environ, **who, "GIT_CONFIG_GLOBAL": "/dev/null"}).stdout.strip()

    def commit(self, message):
        """Commits everything."""
        self.git("add", ".")
        self.git("commit", "-q", "-m", message)

    def change(self, name, mebibytes):
        """Commits a change of the job to a branch; returns its newest commit."""
        self.git("checkout", "-q", "-b", name, "main")
        self.write("source.py", JOB.format(mebibytes=mebibytes) + f"# {name}\n")
        self.commit(name)
        commit = self.git("rev-parse", "HEAD")
        self.git("checkout", "-q", "main")
        return commit
