"""The time of the files in packages, so that the same sources give the same packages."""

import os
import subprocess


def source_time_seconds(root):
    """Returns SOURCE_DATE_EPOCH, or the time of the commit, or outside a repository that of the change log."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    commit = subprocess.run(["git", "-C", root, "log", "-1", "--format=%ct"], capture_output=True,
                            text=True, check=False)
    if commit.returncode == 0 and commit.stdout.strip():
        return int(commit.stdout)
    return int((root / "CHANGELOG.md").stat().st_mtime)
