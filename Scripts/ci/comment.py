#!/usr/bin/env python3
"""Posts the report of a gate as a comment on its change, or updates the one that is there.

    comment.py github|gitlab REPORT

It builds and runs nothing, and takes the report as a stranger's text: of the folder REPORT it reads
comment.md and report.sarif, which may be no links and no larger than a forge takes. Which change they are
of is asked of the forge, by the commit that was measured, and never read from the report.

GitHub: GITHUB_TOKEN, and the event of a workflow_run in GITHUB_EVENT_PATH. GitLab: MEMBUDGET_TOKEN, and
the variables of a merge request's pipeline. A change that has moved on since gets no comment.
"""

import os
import pathlib
import stat
import sys

import forges

# The first line of the comment, which is not shown: the last comment is found by it.
MARKER = "<!-- membudget report -->"
COMMENT_BYTES_MAX = 65_536
SARIF_BYTES_MAX = 10 << 20


class Refusal(Exception):
    """The report is none, or can't be posted; the text says why."""


def text_of(path, bytes_max):
    """The text of a file of the report; None if it isn't there."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refusal(f"{path} can't be read: {error.strerror}") from error
    with open(descriptor, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > bytes_max:
            raise Refusal(f"{path} is no file of at most {bytes_max} bytes")
        try:
            return file.read(bytes_max).decode()
        except UnicodeDecodeError as error:
            raise Refusal(f"{path} is not UTF-8") from error


def body_of(report):
    """The comment in a report."""
    path = report / "comment.md"
    text = text_of(path, COMMENT_BYTES_MAX)
    if text is None:
        raise Refusal(f"there is no {path}: the gate measured nothing")
    if text.partition("\n")[0] != MARKER:
        raise Refusal(f"{path} doesn't begin with {MARKER}")
    # A name that is told of a comment is told by who wrote it.
    return text.replace("@", "@\u200b")


def post(forge, report):
    """Posts or updates the comment, and uploads what else the forge shows; says what it did."""
    body = body_of(report)
    change = forge.change()
    if change is None:
        return "no open change has the commit that was measured, so there is nothing to comment on"
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
    """Runs the program; returns its status."""
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
