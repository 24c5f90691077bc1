"""A fake forge on the loopback interface, with one change and its comments."""

import base64
import gzip
import http.server
import json
import re
import threading


class FakeForge:
    """The answers of GitHub and GitLab to the few requests that the scripts make."""

    def __init__(self, sha="abc", comments=()):
        """`comments` are pairs (author, text) of existing comments."""
        self.sha = sha
        self.comments = {number: list(comment) for number, comment in enumerate(comments, 1)}
        self.requests = []
        self.sarif = []
        self.has_scanning = True
        self.heads = []
        forge = self

        class Handler(http.server.BaseHTTPRequestHandler):
            """One request."""

            def answer(self):
                """Records the request and answers it."""
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                forge.requests.append((self.command, self.path, dict(self.headers)))
                status, text = forge.answer(self.command, self.path, body)
                data = json.dumps(text).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PATCH = do_PUT = answer

            def log_message(self, *_):
                """Says nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        """Stops it."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, method, path, body):
        """Returns the status and the text of an answer."""
        if method == "GET":
            return self.get(path)
        if path.endswith("/sarifs"):
            if not self.has_scanning:
                return 403, {"message": "Code scanning is not enabled"}
            self.sarif.append((body["ref"], body["commit_sha"],
                               gzip.decompress(base64.b64decode(body["sarif"])).decode()))
            return 202, {}
        if method == "POST":
            self.comments[len(self.comments) + 1] = ["own", body["body"]]
            return 201, {}
        self.comments[int(path.rsplit("/", 1)[1])][1] = body["body"]
        return 200, {}

    def get(self, path):
        """Returns the answer to a GET request."""
        page = int(next(iter(re.findall(r"[?&]page=(\d+)", path)), 1))
        if "/pulls?" in path:
            self.heads += re.findall(r"head=([^&]*)", path)
            pulls = [{"number": 6, "head": {"sha": "other"}},
                     {"number": 7, "head": {"sha": self.sha}}]
            return 200, pulls if page == 1 else []
        if path.endswith("/user"):
            return 200, {"id": "own"}
        if "/comments" in path or "/notes" in path:
            listed = [{"id": number, "body": text, "user": {"login": author},
                       "author": {"id": author}}
                      for number, (author, text) in self.comments.items()]
            return 200, listed[(page - 1) * 100:page * 100]
        return 200, {"state": "opened", "sha": self.sha}
