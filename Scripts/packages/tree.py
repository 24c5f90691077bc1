"""The files to install and their folders: the only list, for `make install` and all packages."""

import pathlib
from dataclasses import dataclass

DOCUMENTS = ("README.md", "CHANGELOG.md")


@dataclass(frozen=True)
class Item:
    """A file to install: its path, and its place below the prefix."""

    source: pathlib.Path
    target: str
    is_program: bool = False


@dataclass(frozen=True)
class Build:
    """A finished build: its products by target folder, and the generated files."""

    root: pathlib.Path
    products: pathlib.Path
    programs: tuple
    helpers: tuple
    generated: pathlib.Path

    def missing(self):
        """Returns the first product that was not built; None if all exist."""
        wanted = [self.products / name for name in self.programs + self.helpers]
        return next((path for path in [*wanted, self.generated] if not path.exists()), None)

    def items(self):
        """Yields everything to install."""
        found = [Item(self.products / name, f"bin/{name}", True) for name in self.programs]
        found += [Item(self.products / name, f"libexec/membudget/{name}", True)
                  for name in self.helpers]
        found += folder_items(self.root / "Scenarios", "share/membudget/Scenarios")
        # The GitLab component runs them from there.
        found += [Item(file, f"share/membudget/ci/{file.name}", True)
                  for file in sorted((self.root / "Scripts/ci").glob("*"))
                  if file.suffix in (".sh", ".py")]
        found += folder_items(self.root / "Documentation", "share/doc/membudget/Documentation")
        found += folder_items(self.root / "reports", "share/doc/membudget/reports")
        found += folder_items(self.root / "Examples", "share/doc/membudget/Examples")
        found += [Item(self.root / name, f"share/doc/membudget/{name}") for name in DOCUMENTS]
        return found + folder_items(self.generated, "")


def folder_items(folder, target):
    """Yields the files of a folder, without Python's caches."""
    return [
        Item(file, (pathlib.PurePosixPath(target) / file.relative_to(folder)).as_posix())
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    ]
