"""The time that packages bear, so that the same sources are the same packages."""

import os
import subprocess


def source_time_seconds(root):
    """SOURCE_DATE_EPOCH, or else the time of the commit, or of the change log outside a repository."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    commit = subprocess.run(["git", "-C", root, "log", "-1", "--format=%ct"], capture_output=True,
                            text=True, check=False)
    if commit.returncode == 0 and commit.stdout.strip():
        return int(commit.stdout)
    return int((root / "CHANGELOG.md").stat().st_mtime)
