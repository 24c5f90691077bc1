"""What a comment is posted on: pull requests of GitHub and merge requests of GitLab."""

import base64
import gzip
import json
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 60
PAGE_LENGTH = 100
# Of comments of one change: more than any change has, so that a broken forge ends the search.
PAGES_MAX = 50


class ForgeError(Exception):
    """The forge can't be asked, or refused; the text says what and why."""

    def __init__(self, text, status=None):
        """`status` is that of the answer; None for none."""
        super().__init__(text)
        self.status = status


class Forge:
    """Asks an API with a token that only this job has."""

    def __init__(self, environment, api, headers):
        """`api` is the address that paths begin with."""
        self.environment = environment
        self.api = api.rstrip("/")
        self.headers = {"Content-Type": "application/json", "User-Agent": "membudget", **headers}

    def ask(self, method, path, body=None):
        """The answer to a request, as JSON."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.api + path, data=data, headers=self.headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise ForgeError(
                f"{method} {path} was answered with {error.code} {error.reason}", error.code
            ) from error
        except (OSError, ValueError) as error:
            raise ForgeError(f"{method} {path} failed: {error}") from error

    def pages(self, path):
        """The items of a list, page by page."""
        for page in range(1, PAGES_MAX + 1):
            items = self.ask("GET", f"{path}{'&' if '?' in path else '?'}"
                                    f"per_page={PAGE_LENGTH}&page={page}")
            yield from items
            if len(items) < PAGE_LENGTH:
                return


def required(environment, name):
    """A variable that has to be set."""
    value = environment.get(name, "")
    if not value:
        raise ForgeError(f"{name} is not set")
    return value


class GitHub(Forge):
    """A pull request, from a workflow that another one's end has started."""

    def __init__(self, environment):
        """Reads the event."""
        super().__init__(
            environment, environment.get("GITHUB_API_URL", "https://api.github.com"), {
                "Authorization": f"Bearer {required(environment, 'GITHUB_TOKEN')}",
                "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
            })
        self.repository = required(environment, "GITHUB_REPOSITORY")
        # Whose comments are updated: nobody else's can be, but anybody can write the marker.
        self.author = environment.get("MEMBUDGET_AUTHOR") or "github-actions[bot]"
        with open(required(environment, "GITHUB_EVENT_PATH"), encoding="utf-8") as file:
            event = json.load(file)
        if "workflow_run" not in event:
            raise ForgeError("this workflow was not started by workflow_run")
        self.run = event["workflow_run"]

    def change(self):
        """The open pull request whose newest commit was measured; None if there is none."""
        owner = self.run["head_repository"]["owner"]["login"]
        head = urllib.parse.quote(f"{owner}:{self.run['head_branch']}", safe="")
        for pull in self.pages(f"/repos/{self.repository}/pulls?state=open&head={head}"):
            # Nobody but GitHub says what the newest commit is.
            if pull["head"]["sha"] == self.run["head_sha"]:
                return pull["number"]
        return None

    def title(self, number):
        """The name of a pull request."""
        return f"#{number}"

    def comments(self, number):
        """The comments that this job may update."""
        for comment in self.pages(f"/repos/{self.repository}/issues/{number}/comments"):
            if comment["user"]["login"] == self.author:
                yield comment["id"], comment["body"] or ""

    def add(self, number, body):
        """Posts a comment."""
        self.ask("POST", f"/repos/{self.repository}/issues/{number}/comments", {"body": body})

    def update(self, number, comment, body):
        """Replaces a comment."""
        self.ask("PATCH", f"/repos/{self.repository}/issues/comments/{comment}", {"body": body})

    def upload(self, number, sarif):
        """Uploads findings to code scanning, if that is wanted and there is any; says so."""
        if self.environment.get("MEMBUDGET_SARIF", "true") != "true":
            return ""
        packed = base64.b64encode(gzip.compress(sarif.encode())).decode()
        try:
            self.ask("POST", f"/repos/{self.repository}/code-scanning/sarifs", {
                "commit_sha": self.run["head_sha"], "ref": f"refs/pull/{number}/head",
                "sarif": packed, "tool_name": "membudget"})
        except ForgeError as error:
            # A repository without code scanning has nowhere to show them.
            if error.status in (403, 404):
                return f"; no findings were uploaded, there is no code scanning here ({error})"
            raise
        return "; uploaded the findings to code scanning"


class GitLab(Forge):
    """A merge request, from a pipeline of it."""

    def __init__(self, environment):
        """Reads the pipeline's variables."""
        super().__init__(environment, required(environment, "CI_API_V4_URL"),
                         {"PRIVATE-TOKEN": required(environment, "MEMBUDGET_TOKEN")})
        self.project = required(environment, "CI_MERGE_REQUEST_PROJECT_ID")
        self.number = required(environment, "CI_MERGE_REQUEST_IID")

    @property
    def path(self):
        """The merge request."""
        return f"/projects/{self.project}/merge_requests/{self.number}"

    def change(self):
        """The merge request, if it is open and its newest commit was measured; None else."""
        change = self.ask("GET", self.path)
        measured = (self.environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA")
                    or required(self.environment, "CI_COMMIT_SHA"))
        return self.number if change["state"] == "opened" and change["sha"] == measured else None

    def title(self, number):
        """The name of a merge request."""
        return f"!{number}"

    def comments(self, number):
        """The comments that this token may update."""
        own = self.ask("GET", "/user")["id"]
        for note in self.pages(f"{self.path}/notes"):
            if note["author"]["id"] == own:
                yield note["id"], note["body"] or ""

    def add(self, number, body):
        """Posts a comment."""
        self.ask("POST", f"{self.path}/notes", {"body": body})

    def update(self, number, comment, body):
        """Replaces a comment."""
        self.ask("PUT", f"{self.path}/notes/{comment}", {"body": body})

    def upload(self, number, sarif):
        """Nothing: GitLab shows the findings of the JUnit report, which the other job has given it."""
        return ""


BY_NAME = {"github": GitHub, "gitlab": GitLab}
