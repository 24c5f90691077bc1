"""Parses contracts into rows, and checks every record as described in Documentation/HotelContracts.md."""

import datetime
import functools
import re
from collections import defaultdict

from contract_layout import HEADER, sections

MARK = re.compile(r"\{(/?)([A-Z0-9]{4,5})\}")
INTEGER = re.compile(r"-?[0-9]{1,18}")
DECIMAL = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,3}))?")
RECORD_BYTES_MAX = 1 << 20
DAYS_MAX = 4000
SECTIONS, STATEMENTS = sections()
OTHER = SECTIONS["any other"]


class Rejected(Exception):
    """A record that violates a rule."""


def thousandths(text):
    match = DECIMAL.fullmatch(text)
    if not match:
        raise Rejected
    sign, whole, places = match.groups()
    number = int(whole) * 1000 + int((places or "").ljust(3, "0"))
    return -number if sign else number


@functools.lru_cache(maxsize=10_000)
def day(text):
    try:
        date = datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise Rejected from None
    if len(text) != 8 or not text.isascii() or not text.isdigit() or not 1900 <= date.year < 2200:
        raise Rejected
    return date


def value(kind, text):
    """Returns the value of a field in the table; NULL if it is empty."""
    if not text:
        return None
    if kind == "t":
        return text
    if kind == "i" and INTEGER.fullmatch(text):
        return int(text)
    if kind == "d":
        return day(text) and int(text)
    if kind == "b" and text in ("Y", "N"):
        return int(text == "Y")
    if kind == "n":
        return thousandths(text) / 1000
    raise Rejected


# Most tuples occur many times in a file.
@functools.lru_cache(maxsize=100_000)
def kept_value(types, kept, text):
    """Returns the value to keep of a tuple, after checking all of them; amounts are in thousandths."""
    values = text.split(",")
    if len(values) < len(types):
        raise Rejected
    for kind, part in zip(types, values):
        value(kind, part)
    if not values[kept]:
        return None
    return thousandths(values[kept]) if types[kept] == "n" else int(values[kept])


class Parser:
    """Rows by table, months by hotel and room, and the number of rejected records."""

    def __init__(self):
        self.rows = defaultdict(list)
        # By (hotel, room, characteristic, month): open days, and the lowest, sum and number of amounts.
        self.months = {}
        self.rejected = 0

    def parse(self, path, is_contract):
        self.is_contract = is_contract
        self.contract = None
        section = None
        with open(path, "rb") as file:
            data = file.read().removeprefix(b"\xef\xbb\xbf")
        *lines, last = data.split(b"\n")
        for line in [line.removesuffix(b"\r") for line in lines] + [last]:
            mark = MARK.fullmatch(line.decode("ascii", "replace")) if 6 <= len(line) <= 8 else None
            if mark:
                section = self.mark(section, *mark.groups())
            elif line:
                self.take(section, line)
        self.rejected += section is not None

    def mark(self, section, slash, code):
        if not slash:
            self.rejected += section is not None
            return code
        if section == code:
            return None
        self.rejected += 1
        return section

    def take(self, code, line):
        try:
            self.store(code, line)
        except (Rejected, UnicodeDecodeError):
            self.rejected += 1

    def store(self, code, line):
        contract = self.contract
        if code == HEADER:
            self.contract = None
        if code is None or len(line) > RECORD_BYTES_MAX:
            raise Rejected
        text = line.decode()
        section = SECTIONS.get(code, OTHER)
        needs_contract = section.has_key and (self.is_contract or section is not OTHER)
        if needs_contract and not contract:
            raise Rejected
        key = (contract[:2] if needs_contract else (None, None)) if section.has_key else ()
        if section is OTHER:
            self.rows[section.table].append((*key, code, text))
            return
        text, parenthesis, tuples = text.partition(":(") if section.tuple_types else (text, "", "")
        values = fields(section, text)
        if code == HEADER:
            self.contract = header(values)
        summary = self.summary(section, values, parenthesis and "(" + tuples, contract)
        self.rows[section.table].append((*key, *values, *summary))

    def summary(self, section, values, text, contract):
        if not section.tuple_types:
            return ()
        first, last = day(str(values[0])), day(str(values[1]))
        count = (last - first).days + 1
        if not 1 <= count <= DAYS_MAX or not (text.startswith("(") and text.endswith(")")):
            raise Rejected
        parts = text[1:-1].split(")(")
        if len(parts) != count:
            raise Rejected
        kept = [kept_value(section.tuple_types, section.kept, part) for part in parts]
        self.add_months((contract[2], values[2], values[3]), first, kept, section)
        there = [number for number in kept if number is not None]
        if section.tuple_types[section.kept] == "i":
            return count, sum(there)
        if not there:
            return count, None, None, None
        return count, min(there) / 1000, max(there) / 1000, mean(sum(there), len(there))

    def add_months(self, key, first, kept, section):
        is_cost = section.tuple_types[section.kept] == "n"
        start = 0
        while start < len(kept):
            next_month = (first.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
            end = min(start + (next_month - first).days, len(kept))
            month = self.months.setdefault((*key, first.year * 100 + first.month), [0, None, 0, 0])
            if is_cost:
                add_prices(month, [number for number in kept[start:end] if number is not None])
            else:
                for place in range(start, end):
                    if (kept[place] or 0) > 0:
                        month[0] |= 1 << first.day - 1 + place - start
            first, start = next_month, end


def fields(section, text):
    rest = len(section.fields) - 1 if section.code == "GHOT" else -1
    texts = text.split(":", rest)
    values = []
    for place, (_, kind, is_required) in enumerate(section.fields):
        found = value(kind, texts[place]) if place < len(texts) else None
        if is_required and found is None:
            raise Rejected
        values.append(found)
    return values


def header(values):
    """Returns the office, number and hotel of a contract; only an external one may have no number."""
    if values[3] is None and values[0] != 1:
        raise Rejected
    return values[2], values[3], values[7]


def add_prices(month, prices):
    if prices:
        lowest = min(prices)
        month[1] = lowest if month[1] is None else min(month[1], lowest)
        month[2] += sum(prices)
        month[3] += len(prices)


def mean(total, count):
    """Returns thousandths, rounded half away from zero, as a real number."""
    rounded = (2 * abs(total) + count) // (2 * count)
    return (rounded if total >= 0 else -rounded) / 1000
