#!/usr/bin/env python3
"""Writes manual pages, shell completions and the licenses of a build, for packages and `make install`.

    Scripts/generate-share.py PRODUCTS FOLDER

FOLDER then stands for /usr/share. The pages have the date of the commit, or of SOURCE_DATE_EPOCH.
"""

import pathlib
import shutil
import sys

from packages import generated, when

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    products, folder = map(pathlib.Path, sys.argv[1:])
    new = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    generated.write(new, products, ROOT, when.source_time_seconds(ROOT))
    shutil.rmtree(folder, ignore_errors=True)
    new.rename(folder)


if __name__ == "__main__":
    main()
