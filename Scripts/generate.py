#!/usr/bin/env python3
"""Writes files that the programs of a build generate, for packages and `make install`: manual pages, shell
completions and descriptions of workers; and the licenses.

    Scripts/generate.py PRODUCTS FOLDER

FOLDER stands for the prefix, such as /usr. The pages have the date of SOURCE_DATE_EPOCH or of the commit.
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
