"""The arguments that `make` gives to the scripts of installation and packages."""

import argparse
import pathlib

from packages import tree


def parser(text):
    """A parser of what describes a build."""
    found = argparse.ArgumentParser(
        description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    found.add_argument("--products", type=pathlib.Path, required=True, help="the release build")
    found.add_argument("--generated", type=pathlib.Path, required=True,
                       help="what Scripts/generate.py wrote")
    found.add_argument("--programs", nargs="+", required=True, help="for bin")
    found.add_argument("--helpers", nargs="+", required=True, help="for libexec/membudget")
    return found


def build(arguments, root):
    """The build that the arguments describe."""
    return tree.Build(root, arguments.products, tuple(arguments.programs),
                      tuple(arguments.helpers), arguments.generated)
