#!/usr/bin/env python3
"""Installs a finished build in a prefix, or removes it again. Builds nothing.

    Scripts/install.py [--remove] --prefix /usr/local [--root STAGE] --products …
"""

import os
import pathlib

from packages import arguments
from packages.installation import Installation

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    parser = arguments.parser(__doc__)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--root", default="", help="folder that stands for / (DESTDIR)")
    parser.add_argument("--remove", action="store_true")
    given = parser.parse_args()
    installation = Installation(os.path.expanduser(given.prefix), given.root)
    if given.remove:
        for folder in installation.remove():
            print(f"uninstall: kept {folder}, which contains other files")
        return
    build = arguments.build(given, ROOT)
    missing = build.missing()
    if missing:
        raise SystemExit(f"install: no {missing}; run 'make build' first, without root")
    installation.install(build.items())
    print(f"installed in {installation.place(installation.prefix)}")


if __name__ == "__main__":
    main()
