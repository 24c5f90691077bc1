#!/usr/bin/env python3
"""Simulates a runner: runs the action in another repository.

    Scripts/test-action.py [BUILD | --tarball FILE]

Uses the build in BUILD, or a tarball of `make dist`. The workflows are those of Examples/CI, and GitHub is
a server on the loopback interface. A change that needs more memory must be red, the visible part of its
comment must name it, and no job that runs a change may have a token that can write.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

from ci.tests.fake_forge import FakeForge
from runner.job import TOKEN, Engine, Job, permissions_of, yaml
from runner.repository import Repository

ROOT = pathlib.Path(__file__).resolve().parent.parent
HELPERS = ("launcher", "steady", "steady-dynamic")
LIBRARIES = ("libmembudget-agent.so", "libmembudget-sampler.so")


def tarball(build, folder):
    """Returns a tarball like that of `make dist`, without workers."""
    top = folder / "packed" / "membudget-0.0.0"
    places = {"bin/membudget": build / "membudget"}
    places |= {f"libexec/membudget/membudget-{name}": build / f"membudget-{name}" for name in HELPERS}
    places |= {f"libexec/membudget/{name}": build / name for name in LIBRARIES}
    for place, source in places.items():
        path = top / place
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["strip", "--strip-debug", "-o", path, source], check=True)
    subprocess.run(["tar", "-cf", folder / "membudget.tar", "-C", folder / "packed", top.name],
                   check=True)
    return folder / "membudget.tar"


class Play:
    """One pull request, run through both workflows."""

    def __init__(self, engine, forge, version):
        """`version` are the inputs that select the release to install."""
        self.engine = engine
        self.forge = forge
        self.version = version

    def workflow(self, name):
        """Returns a workflow of Examples/CI, filled in as by a user."""
        workflow = yaml.safe_load((ROOT / "Examples/CI" / name).read_text())
        for job in workflow["jobs"].values():
            for step in job["steps"]:
                if step["uses"].startswith("OWNER/membudget@"):
                    step["with"] = self.version | {"prepare": "sh build.sh"}
        return workflow

    def pull_request(self, branch, commit, base, is_fork=False):
        """Runs the workflow of a pull request; returns its gate job and whether it is green."""
        head = {"ref": branch, "sha": commit, "repo": {"fork": is_fork}}
        event = {"pull_request": {"base": {"sha": base}, "head": head}}
        workflow = self.workflow("github-memory.yml")
        granted = permissions_of(workflow, "memory", event)
        expect(set(granted.values()) <= {"read"}, f"the job that runs a change can write: {granted}")
        job = Job(self.engine, event, f"{branch}-memory")
        is_green = job.run(workflow["jobs"]["memory"]["steps"])
        return job, is_green

    def comment(self, branch, commit, owner="owner"):
        """Runs the workflow that is started by the end of the other one; returns its job."""
        self.forge.sha = commit
        event = {"workflow_run": {
            "id": 1, "event": "pull_request", "head_sha": commit, "head_branch": branch,
            "head_repository": {"owner": {"login": owner}}}}
        workflow = self.workflow("github-memory-comment.yml")
        granted = permissions_of(workflow, "comment", event)
        expect(granted.get("pull-requests") == "write", f"the comment job can't comment: {granted}")
        uses = [step.get("uses", "") for step in workflow["jobs"]["comment"]["steps"]]
        expect(not any("checkout" in name for name in uses), "the comment job checks out the change")
        job = Job(self.engine, event, f"{branch}-comment")
        expect(job.run(workflow["jobs"]["comment"]["steps"]), f"no comment:\n{''.join(job.log)}")
        return job


def expect(is_right, words):
    """Ends the script if a condition doesn't hold."""
    if not is_right:
        raise SystemExit(f"test-action: {words}")


def shown(comment):
    """Returns the part of a comment that is visible before opening anything."""
    folded = re.sub(r"<details>.*?</details>", "", comment, flags=re.DOTALL)
    return re.sub(r"<!--.*?-->", "", folded, flags=re.DOTALL)


def play(version, folder):
    """Runs all pull requests."""
    log = folder / "environments"
    repository = Repository(folder / "origin", log)
    forge = FakeForge()

    def request(branch, mebibytes, base=repository.main, is_fork=False):
        commit = repository.change(branch, mebibytes)
        log.write_text("")
        engine = Engine(folder / branch, repository.folder, ROOT, forge.address)
        player = Play(engine, forge, version)
        job, is_green = player.pull_request(branch, commit, base, is_fork)
        output = "".join(job.log)
        environments = log.read_text()
        expect(environments, f"{branch}: nothing was measured\n{output}")
        expect(TOKEN not in environments and "GITHUB_TOKEN" not in environments,
               f"{branch}: the measured code has a token")
        before = len(forge.comments)
        player.comment(branch, commit, "stranger" if is_fork else "owner")
        expect(len(forge.comments) == before + 1, f"{branch}: no comment was posted")
        report = engine.artifacts / "memory/report"
        for name in ("junit.xml", "report.sarif"):
            expect((report / name).is_file(), f"{branch}: the artifact has no {name}")
        return is_green, output, shown(forge.comments[len(forge.comments)][1])

    try:
        cases(request, repository)
        expect(len(forge.sarif) == 4, "the findings were not uploaded")
    finally:
        forge.close()


def cases(request, repository):
    """Yields every pull request, and checks its result."""
    is_green, output, comment = request("same", 16)
    expect(is_green, f"a change that needs no more memory is red\n{output}")
    expect("regressed" not in comment, f"a change that needs no more memory regressed:\n{comment}")
    print("green without a regression")
    for branch, is_fork in (("more", False), ("fork", True)):
        is_green, output, comment = request(branch, 48, is_fork=is_fork)
        expect(not is_green, f"{branch}: a change that needs 32 MiB more is green\n{output}")
        expect("regressed" in comment and "streamed" in comment,
               f"{branch}: the visible part names no regression:\n{comment}")
        expect("::error" in output, f"{branch}: no annotation\n{output}")
        print("red for a regression" + (", including one of a fork, whose job has no token" if is_fork else ""))
    is_green, output, comment = request("first", 16, base=repository.empty)
    expect(is_green, f"the first pull request with a scenario is red\n{output}")
    expect("the base has none of these scenarios" in output, f"a base without scenarios is not reported\n{output}")
    print("green for the first scenario of a repository")


def main():
    """Runs the program."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", nargs="?", type=pathlib.Path, default=ROOT / ".build/release")
    parser.add_argument("--tarball", type=pathlib.Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        packed = given.tarball or tarball(given.build, folder)
        play({"path": str(packed.resolve())}, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
