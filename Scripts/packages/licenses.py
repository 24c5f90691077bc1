"""The licenses of what the programs hold: our own, the Swift runtime's, and those of packages."""

import json
import pathlib

# Of the libraries that are linked statically from the toolchain.
RUNTIME = """\
The Swift standard library and runtime, Foundation, and libdispatch
Copyright Apple Inc. and the Swift project authors.
Licensed under the Apache License, Version 2.0, with Runtime Library Exception.
See https://swift.org/LICENSE.txt."""

NAMES = ("LICENSE", "NOTICE", "COPYING")


def text(root):
    """The whole text, by the packages that are checked out below .build."""
    sections = [section("membudget", [(root / "LICENSE").read_text()]), RUNTIME + "\n"]
    resolved = json.loads((root / "Package.resolved").read_text())
    for pin in sorted(resolved["pins"], key=lambda pin: pin["identity"]):
        folder = root / ".build/checkouts" / checkout_name(pin["location"])
        found = [file.read_text() for file in license_files(folder)]
        if found:
            sections.append(section(f"{pin['identity']} {version(pin)}", found))
    return f"\n{'-' * 78}\n\n".join(sections)


def version(pin):
    """The version of a package, or the commit of one without."""
    state = pin["state"]
    return state.get("version") or state["revision"]


def license_files(folder):
    """The license and the notice of a package."""
    return sorted(file for file in folder.glob("*") if file.stem.upper() in NAMES and file.is_file())


def section(title, texts):
    """A package and its license."""
    return "\n\n".join([title, *(text.strip() for text in texts)]) + "\n"


def checkout_name(location):
    """The folder that a package is checked out into, by its address."""
    name = pathlib.PurePosixPath(location).name
    return name[:-len(".git")] if name.endswith(".git") else name
