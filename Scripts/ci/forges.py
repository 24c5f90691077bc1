"""The forges that comments are posted on: GitHub pull requests and GitLab merge requests."""

import base64
import gzip
import json
import urllib.error
import urllib.parse
import urllib.request

TIMEOUT_SECONDS = 60
PAGE_LENGTH = 100
# The maximum number of comments of a change, so that the search ends even if the forge is broken.
PAGES_MAX = 50


class ForgeError(Exception):
    """The forge can't be reached, or refused a request; the text gives the reason."""

    def __init__(self, text, status=None):
        """`status` is the HTTP status of the answer; None for no answer."""
        super().__init__(text)
        self.status = status


class Forge:
    """An API that is called with a token that only this job has."""

    def __init__(self, environment, api, headers):
        """`api` is the URL that paths are appended to."""
        self.environment = environment
        self.api = api.rstrip("/")
        self.headers = {"Content-Type": "application/json", "User-Agent": "membudget", **headers}

    def ask(self, method, path, body=None):
        """Returns the answer to a request, as JSON."""
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
        """Yields the items of a list, page by page."""
        for page in range(1, PAGES_MAX + 1):
            items = self.ask("GET", f"{path}{'&' if '?' in path else '?'}"
                                    f"per_page={PAGE_LENGTH}&page={page}")
            yield from items
            if len(items) < PAGE_LENGTH:
                return


def required(environment, name):
    """Returns a variable that must be set."""
    value = environment.get(name, "")
    if not value:
        raise ForgeError(f"{name} is not set")
    return value


class GitHub(Forge):
    """A pull request, in a workflow that was started by the end of another one."""

    def __init__(self, environment):
        """Reads the event."""
        super().__init__(
            environment, environment.get("GITHUB_API_URL", "https://api.github.com"), {
                "Authorization": f"Bearer {required(environment, 'GITHUB_TOKEN')}",
                "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
            })
        self.repository = required(environment, "GITHUB_REPOSITORY")
        # The author whose comments are updated: others can't be, but anyone can write the marker.
        self.author = environment.get("MEMBUDGET_AUTHOR") or "github-actions[bot]"
        with open(required(environment, "GITHUB_EVENT_PATH"), encoding="utf-8") as file:
            event = json.load(file)
        if "workflow_run" not in event:
            raise ForgeError("this workflow was not started by workflow_run")
        self.run = event["workflow_run"]

    def change(self):
        """Returns the open pull request whose newest commit was measured; None if there is none."""
        owner = self.run["head_repository"]["owner"]["login"]
        head = urllib.parse.quote(f"{owner}:{self.run['head_branch']}", safe="")
        for pull in self.pages(f"/repos/{self.repository}/pulls?state=open&head={head}"):
            # Only GitHub knows the newest commit; the report is not trusted.
            if pull["head"]["sha"] == self.run["head_sha"]:
                return pull["number"]
        return None

    def title(self, number):
        """Returns the name of a pull request."""
        return f"#{number}"

    def comments(self, number):
        """Yields the comments that this job may update."""
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
        """Uploads findings to code scanning if requested; returns a message about it."""
        if self.environment.get("MEMBUDGET_SARIF", "true") != "true":
            return ""
        packed = base64.b64encode(gzip.compress(sarif.encode())).decode()
        try:
            self.ask("POST", f"/repos/{self.repository}/code-scanning/sarifs", {
                "commit_sha": self.run["head_sha"], "ref": f"refs/pull/{number}/head",
                "sarif": packed, "tool_name": "membudget"})
        except ForgeError as error:
            # A repository without code scanning can't show findings.
            if error.status in (403, 404):
                return f"; no findings were uploaded, because code scanning is unavailable ({error})"
            raise
        return "; uploaded the findings to code scanning"


class GitLab(Forge):
    """A merge request, in one of its pipelines."""

    def __init__(self, environment):
        """Reads the pipeline's variables."""
        super().__init__(environment, required(environment, "CI_API_V4_URL"),
                         {"PRIVATE-TOKEN": required(environment, "MEMBUDGET_TOKEN")})
        self.project = required(environment, "CI_MERGE_REQUEST_PROJECT_ID")
        self.number = required(environment, "CI_MERGE_REQUEST_IID")

    @property
    def path(self):
        """Returns the API path of the merge request."""
        return f"/projects/{self.project}/merge_requests/{self.number}"

    def change(self):
        """Returns the merge request if it is open and its newest commit was measured; otherwise None."""
        change = self.ask("GET", self.path)
        measured = (self.environment.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA")
                    or required(self.environment, "CI_COMMIT_SHA"))
        return self.number if change["state"] == "opened" and change["sha"] == measured else None

    def title(self, number):
        """Returns the name of a merge request."""
        return f"!{number}"

    def comments(self, number):
        """Yields the comments that this token may update."""
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
        """Does nothing: GitLab shows findings from the JUnit report of the gate job."""
        return ""


BY_NAME = {"github": GitHub, "gitlab": GitLab}
