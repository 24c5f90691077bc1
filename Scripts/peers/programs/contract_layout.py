"""The sections of a contract file, as in Documentation/HotelContracts.md."""

import pathlib
import re
from dataclasses import dataclass

DOCUMENT = pathlib.Path(__file__).parents[3] / "Documentation" / "HotelContracts.md"
WEEK = ", ".join(f"{day} b" for day in (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
SQL_TYPES = {"t": "TEXT", "n": "REAL", "i": "INTEGER", "d": "INTEGER", "b": "INTEGER"}
GENERAL = {"GHOT", "GTTO", "IDES", "GCAT"}
HEADER = "CCON"
SUMMARY_TYPES = {"days": "i", "allotment": "i",
                 "lowest_amount": "n", "highest_amount": "n", "mean_amount": "n"}


@dataclass
class Section:
    """A kind of record; fields are (name, type letter, whether it is required)."""

    code: str
    table: str
    fields: list
    # The types of a tuple's values, and the index of the one to keep; none in sections without tuples.
    tuple_types: str = ""
    kept: int = 0

    @property
    def has_key(self):
        """Returns whether its rows begin with the key of the contract."""
        return self.code not in GENERAL and self.code != HEADER

    def creation(self, summary):
        columns = [("office", "i"), ("contract", "i")] if self.has_key else []
        columns += [(name, kind) for name, kind, _ in self.fields]
        columns += [(name, SUMMARY_TYPES[name]) for name in summary]
        return columns


def sections():
    """Returns the sections by code, and the statements that create their tables."""
    found, statements = {}, []
    text = DOCUMENT.read_text(encoding="utf-8")
    for code, table, columns in re.findall(r"^\| ([A-Z]{4}|any other) \| (\w+) \| (.*) \|$", text, re.M):
        columns = columns.replace("monday b … sunday b", WEEK)
        summary = re.findall(r"\*\*(\w+)\*\*", columns)
        fields = [(name, kind[0], kind.endswith("!"))
                  for name, kind in re.findall(r"(\w+) ([tidnb]!?)", columns)]
        found[code] = Section(code, table, fields)
        definitions = ", ".join(f"{name} {SQL_TYPES[kind]}"
                          for name, kind in found[code].creation(summary))
        statements.append(f"CREATE TABLE {table} ({definitions})")
    for code, values in re.findall(r"^\| ([A-Z]{4}) \| ((?:\w+ [tidnb],? ?)+) \|", text, re.M):
        names = [value.split() for value in values.split(", ")]
        found[code].tuple_types = "".join(kind for _, kind in names)
        found[code].kept = next(
            index for index, (name, _) in enumerate(names) if name in ("allotment", "amount"))
    return found, statements
