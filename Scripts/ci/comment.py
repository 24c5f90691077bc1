#!/usr/bin/env python3
"""Posts the report of a gate as a comment on its change, or updates an earlier comment.

    comment.py github|gitlab REPORT

This script doesn't build or run anything, and treats the report as untrusted text: of the folder REPORT, it
only reads comment.md and report.sarif, which must not be links or larger than a forge accepts. The forge is
asked for the change by the measured commit; the change is never read from the report.

GitHub: GITHUB_TOKEN, and the event of a workflow_run in GITHUB_EVENT_PATH. GitLab: MEMBUDGET_TOKEN, and
the variables of a merge request pipeline. A change that has newer commits gets no comment.
"""

import os
import pathlib
import stat
import sys

import forges

# The invisible first line of the comment, by which the previous comment is found.
MARKER = "<!-- membudget report -->"
COMMENT_BYTES_MAX = 65_536
SARIF_BYTES_MAX = 10 << 20


class Refusal(Exception):
    """The report is invalid or can't be posted; the text gives the reason."""


def text_of(path, bytes_max):
    """Returns the text of a file of the report; None if there is no file."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refusal(f"{path} can't be read: {error.strerror}") from error
    with open(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > bytes_max:
            raise Refusal(f"{path} is not a file of at most {bytes_max} bytes")
        try:
            return file.read(bytes_max).decode()
        except UnicodeDecodeError as error:
            raise Refusal(f"{path} is not UTF-8") from error


def body_of(report):
    """Returns the comment in a report."""
    path = report / "comment.md"
    text = text_of(path, COMMENT_BYTES_MAX)
    if text is None:
        raise Refusal(f"there is no {path}: the gate measured nothing")
    if text.partition("\n")[0] != MARKER:
        raise Refusal(f"{path} doesn't begin with {MARKER}")
    # Mentions are broken up, so that nobody is notified by the contents of a report.
    return text.replace("@", "@\u200b")


def post(forge, report):
    """Posts or updates the comment, uploads findings, and returns a message about both."""
    body = body_of(report)
    change = forge.change()
    if change is None:
        return "no open change has the measured commit, so there is nothing to comment on"
    previous = next((comment for comment, text in forge.comments(change)
                     if text.startswith(MARKER)), None)
    if previous is None:
        forge.add(change, body)
    else:
        forge.update(change, previous, body)
    done = f"{'posted' if previous is None else 'updated'} the comment on {forge.title(change)}"
    sarif = text_of(report / "report.sarif", SARIF_BYTES_MAX)
    return done if sarif is None else done + forge.upload(change, sarif)


def main(arguments, environment):
    """Runs the program; returns its exit status."""
    if len(arguments) != 2 or arguments[0] not in forges.BY_NAME:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    try:
        forge = forges.BY_NAME[arguments[0]](environment)
        print(post(forge, pathlib.Path(arguments[1])))
        return 0
    except (Refusal, forges.ForgeError) as error:
        print(f"membudget: no comment was posted: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
