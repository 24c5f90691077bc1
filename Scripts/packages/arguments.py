"""The arguments that `make` passes to the scripts of installation and packages."""

import argparse
import pathlib

from packages import tree


def parser(text):
    """Returns a parser for the description of a build."""
    found = argparse.ArgumentParser(
        description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--products", type=pathlib.Path, required=True, help="folder of the release build")
    found.add_argument("--generated", type=pathlib.Path, required=True,
                       help="folder written by Scripts/generate.py")
    found.add_argument("--programs", nargs="+", required=True, help="for bin")
    found.add_argument("--helpers", nargs="+", required=True, help="programs for libexec/membudget")
    return found


def build(arguments, root):
    """Returns the build that the arguments describe."""
    return tree.Build(root, arguments.products, tuple(arguments.programs),
                      tuple(arguments.helpers), arguments.generated)
