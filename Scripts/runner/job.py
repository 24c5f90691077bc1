"""Runs a job of a workflow, step by step, on this machine."""

import json
import os
import pathlib
import shutil
import subprocess

try:
    import yaml
except ImportError as missing:
    raise SystemExit("this needs PyYAML: run it with .build/python/bin/python, or as root, run"
                     " apt-get install -y python3-yaml") from missing

from runner import expressions

# The token of every job: a process that has it in its environment was given it.
TOKEN = "played-token"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "MEMBUDGET_CACHE")
ENVIRONMENT_FILES = ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")


class Engine:
    """The state outside of jobs: the sources of actions, the forge, artifacts."""

    def __init__(self, folder, repository, action, api):
        """`repository` is cloned by a checkout, `action` is this repository, `api` the URL of the forge."""
        self.folder = folder
        self.repository = repository
        self.action = action
        self.api = api
        self.artifacts = folder / "artifacts"


def permissions_of(workflow, name, event):
    """Returns the permissions of a job's token; for a pull request from a fork, at most read."""
    granted = workflow["jobs"][name].get("permissions", workflow.get("permissions", {}))
    is_of_fork = event.get("pull_request", {}).get("head", {}).get("repo", {}).get("fork", False)
    return {scope: "read" if is_of_fork else level for scope, level in granted.items()}


class Job:
    """A job, whose steps share a workspace."""

    def __init__(self, engine, event, name):
        """Creates an empty workspace; `event` is the event that started the workflow."""
        self.engine = engine
        self.folder = engine.folder / name
        self.workspace = self.folder / "workspace"
        self.temporary = self.folder / "temporary"
        for folder in (self.workspace, self.temporary):
            folder.mkdir(parents=True)
        self.event_path = self.folder / "event.json"
        self.event_path.write_text(json.dumps(event))
        self.log = []
        self.is_failed = False
        self.contexts = {
            "github": {"event": event, "token": TOKEN, "ref": event.get("ref", "")},
            "runner": {"temp": str(self.temporary)}, "success": True,
        }

    def run(self, steps):
        """Runs the steps of a job; returns whether all succeeded."""
        self.steps(steps, {}, None)
        return not self.is_failed

    def steps(self, steps, inputs, action):
        """Runs a list of steps: those of a job, or those of a composite action in a folder."""
        contexts = {**self.contexts, "inputs": inputs, "steps": {}}
        for number, step in enumerate(steps):
            contexts["success"] = not self.is_failed
            if not expressions.holds(step.get("if", "success()"), contexts):
                continue
            outputs, is_good = self.step(step, contexts, action)
            if not is_good and not step.get("continue-on-error"):
                self.is_failed = True
            contexts["steps"][step.get("id", str(number))] = {
                "outputs": outputs, "outcome": "success" if is_good else "failure"}

    def step(self, step, contexts, action):
        """Runs one step; returns its outputs, and whether it succeeded."""
        if "run" in step:
            return self.command(step, contexts, action)
        given = {name: expressions.fill(str(text), contexts)
                 for name, text in step.get("with", {}).items()}
        name = step["uses"].partition("@")[0]
        known = {"actions/checkout": self.checkout, "actions/upload-artifact": self.upload,
                 "actions/download-artifact": self.download}
        if name in known:
            return {}, known[name](given)
        return self.composite(name, given)

    def composite(self, name, given):
        """Runs our own action, in the folder given after OWNER/REPOSITORY."""
        folder = self.engine.action.joinpath(*name.split("/")[2:])
        metadata = yaml.safe_load((folder / "action.yml").read_text())
        unknown = set(given) - set(metadata["inputs"])
        if unknown:
            raise expressions.Unknown(f"{folder}/action.yml has no input {', '.join(unknown)}")
        inputs = {name: given.get(name, expressions.fill(str(known.get("default", "")), self.contexts))
                  for name, known in metadata["inputs"].items()}
        before, self.is_failed = self.is_failed, False
        self.steps(metadata["runs"]["steps"], inputs, folder)
        is_good, self.is_failed = not self.is_failed, before
        return {}, is_good

    def command(self, step, contexts, action):
        """Runs the script of a step in its shell."""
        files = {name: self.temporary / name.lower() for name in ENVIRONMENT_FILES}
        for path in files.values():
            path.write_text("")
        given = {name: expressions.fill(str(text), contexts)
                 for name, text in step.get("env", {}).items()}
        folder = self.workspace / expressions.fill(step.get("working-directory", "."), contexts)
        result = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c",
             expressions.fill(step["run"], contexts)],
            cwd=folder, text=True, capture_output=True, check=False,
            env=self.environment(action) | {name: str(path) for name, path in files.items()} | given)
        self.log.append(f"## {step.get('name', step['run'])}: {result.returncode}\n"
                        f"{result.stdout}{result.stderr}")
        lines = files["GITHUB_OUTPUT"].read_text().splitlines()
        return dict(line.split("=", 1) for line in lines), result.returncode == 0

    def environment(self, action):
        """Returns the variables of a step. A real runner hides the token from scripts; here, each could find it."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        return kept | {
            "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_ACTION_PATH": str(action or ""), "RUNNER_TEMP": str(self.temporary),
            "GITHUB_REPOSITORY": "owner/app", "GITHUB_API_URL": self.engine.api,
            "GITHUB_EVENT_PATH": str(self.event_path), "ACTIONS_RUNTIME_TOKEN": TOKEN,
        }

    def checkout(self, given):
        """Clones the commit of the event, shallowly unless `fetch-depth` is 0."""
        depth = given.get("fetch-depth", "1")
        head = self.contexts["github"]["event"]["pull_request"]["head"]["ref"]
        subprocess.run(
            ["git", "clone", "-q", "-b", head, *([] if depth == "0" else ["--depth", depth]),
             pathlib.Path(self.engine.repository).as_uri(), self.workspace], check=True)
        return True

    def upload(self, given):
        """Keeps a folder."""
        shutil.copytree(given["path"], self.engine.artifacts / given["name"])
        return True

    def download(self, given):
        """Restores an uploaded folder."""
        kept = self.engine.artifacts / given["name"]
        if kept.is_dir():
            shutil.copytree(kept, given["path"])
        return kept.is_dir()
