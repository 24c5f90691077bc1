"""What is installed, below which folder: the one list for `make install` and for every package."""

import pathlib
from dataclasses import dataclass

DOCUMENTS = ("README.md", "CHANGELOG.md")


@dataclass(frozen=True)
class Item:
    """A file to install: where it is, and where it goes below the prefix."""

    source: pathlib.Path
    target: str
    is_program: bool = False


@dataclass(frozen=True)
class Build:
    """A finished build: its products, by where they go, and what was generated beside them."""

    root: pathlib.Path
    products: pathlib.Path
    programs: tuple
    helpers: tuple
    generated: pathlib.Path

    def missing(self):
        """The first product that was not built; None if all are there."""
        wanted = [self.products / name for name in self.programs + self.helpers]
        return next((path for path in [*wanted, self.generated] if not path.exists()), None)

    def items(self):
        """Everything that is installed."""
        found = [Item(self.products / name, f"bin/{name}", True) for name in self.programs]
        found += [Item(self.products / name, f"libexec/membudget/{name}", True)
                  for name in self.helpers]
        found += folder_items(self.root / "Scenarios", "share/membudget/Scenarios")
        # GitLab's component runs them from there.
        found += [Item(file, f"share/membudget/ci/{file.name}", True)
                  for file in sorted((self.root / "Scripts/ci").glob("*"))
                  if file.suffix in (".sh", ".py")]
        found += folder_items(self.root / "Documentation", "share/doc/membudget/Documentation")
        found += folder_items(self.root / "reports", "share/doc/membudget/reports")
        found += [Item(self.root / name, f"share/doc/membudget/{name}") for name in DOCUMENTS]
        return found + folder_items(self.generated, "")


def folder_items(folder, target):
    """The files of a folder, but for what Python leaves behind."""
    return [
        Item(file, (pathlib.PurePosixPath(target) / file.relative_to(folder)).as_posix())
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    ]
