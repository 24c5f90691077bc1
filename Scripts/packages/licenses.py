"""The licenses of all code in the programs: ours, the Swift runtime, and other packages."""

import json
import pathlib

# The libraries that are linked statically from the toolchain.
RUNTIME = """\
The Swift standard library and runtime, Foundation, and libdispatch
Copyright Apple Inc. and the Swift project authors.
Licensed under the Apache License, Version 2.0, with Runtime Library Exception.
See https://swift.org/LICENSE.txt."""

NAMES = ("LICENSE", "NOTICE", "COPYING")


def text(root):
    """Returns the whole text: each license once, with its packages, which are in .build."""
    found = {}
    for file in license_files(root):
        found.setdefault(file.read_text().strip(), []).append("membudget")
    resolved = json.loads((root / "Package.resolved").read_text())
    for pin in sorted(resolved["pins"], key=lambda pin: pin["identity"]):
        folder = root / ".build/checkouts" / checkout_name(pin["location"])
        for file in license_files(folder):
            names = found.setdefault(file.read_text().strip(), [])
            names.append(f"{pin['identity']} {version(pin)}")
    return joined([RUNTIME, *(f"{', '.join(names)}\n\n{body}" for body, names in found.items())])


def joined(sections):
    """Returns sections with a line between them."""
    return f"\n\n{'-' * 78}\n\n".join(sections) + "\n"


def version(pin):
    """Returns the version of a package, or else its commit."""
    state = pin["state"]
    return state.get("version") or state["revision"]


def license_files(folder):
    """Returns the license and notice files of a package."""
    return sorted(file for file in folder.glob("*") if file.stem.upper() in NAMES and file.is_file())


def checkout_name(location):
    """Returns the folder that a package is checked out into, from its URL."""
    name = pathlib.PurePosixPath(location).name
    return name[:-len(".git")] if name.endswith(".git") else name
