import Foundation
import TestSupport

/// A second opinion on a tree of contracts: a reader in Python, written from
/// Documentation/HotelContracts.md alone.
enum HotelContractsOracle {
    /// The content found in a tree.
    struct Finding: Decodable, Equatable {
        var files: Int
        var bytes: Int
        var rows: Int
        var failed: Int
        var digest: String
        /// The number of rows of each table.
        var tables: [String: Int]
        /// The number of daily tuples of good records, by section.
        var tuples: [String: Int]
        /// The number of rejected records, by reason.
        var reasons: [String: Int]
    }

    /// Reads the tree at a path.
    static func finding(_ path: String) throws -> Finding {
        let output = try run("python3", ["-c", DocumentedDigest.program() + script, path])
        return try JSONDecoder().decode(Finding.self, from: Data(output.utf8))
    }

    private static let script = #"""
        import collections, datetime, json, os, re, sys
        WEEK = "b b b b b b b"
        TABLES = {
            "GHOT": ("Hotel", "i! t t! t t t i t t t n n t"),
            "GTTO": ("Board", "t! t"),
            "IDES": ("Destination", "t! t t"),
            "GCAT": ("Category", "t! t"),
            "CCON": ("Contract", "b t! i! i t t t i! i d! d! t t t t t b i i i b b t i t b"),
            "CNHA": ("Room", "t! t! i! i! i! i i i i i"),
            "CNIN": ("Inventory", "d! d! t! t! t"),
            "CNCT": ("Cost", "d! d! t! t! t t"),
            "CNEM": ("MinMaxStay", "d d! d! t t t t t i! i! " + WEEK),
            "CNCF": ("CancellationFee", "d d! d! t i! i n n n n t t"),
            "CNSU": ("Supplement",
                "d! d! d d t! t b t t t t t i i i i i n n b t t " + WEEK + " i"),
            "CNSR": ("BoardSupplement", "d! d! t! b n n t t t i i " + WEEK),
            "CNOE": ("CombinableOffer", "t! t! b"),
            "CNTA": ("Rate", "t! t"),
            "CNES": ("CheckInOut", "d! d! t t t! " + WEEK),
            "CNPR": ("Promotion", "t! t d! d! d d b"),
            "CNGR": ("Free", "d! d! d d i! i i! n t t t t"),
            "CNPV": ("StopSale", "d! d! t t t"),
            "CNHF": ("HandlingFee", "t! d! d! n n b"),
            "CNNH": ("NightHandling", "d! d! t n"),
            "CNCL": ("ValidMarket", "t! b!"),
            "ATAX": ("Tax", "t! d! d! b t n n t"),
            "SIIN": ("ExternalInventory", "d! d! t! t! t"),
            "SIAP": ("ExternalCost", "d! d! t! t! t i i t b"),
        }
        GENERAL = {"GHOT", "GTTO", "IDES", "GCAT"}
        TUPLES = {"CNIN": "ii", "SIIN": "iii", "CNCT": "bnnitn", "SIAP": "nnn"}
        NUMBER = re.compile(rb"(-?)([0-9]{1,12})(?:\.([0-9]{1,3}))?")

        class Bad(Exception): pass

        def date(text):
            if not re.fullmatch(rb"[0-9]{8}", text): raise Bad("type")
            try: day = datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
            except ValueError: raise Bad("type")
            if not 1900 <= day.year <= 2199: raise Bad("type")
            return day

        def thousandths(text):
            match = NUMBER.fullmatch(text)
            if not match: raise Bad("type")
            value = int(match[2]) * 1000 + int((match[3] or b"").ljust(3, b"0"))
            return -value if match[1] else value

        def canonical(kind, text):
            """What a table has of a field: None for an empty one, and thousandths as a real."""
            if not text: return None
            if kind == "t": return text.decode()
            if kind == "d": date(text); return int(text)
            if kind == "n": return thousandths(text) / 1000
            if kind == "b":
                if text not in (b"Y", b"N"): raise Bad("type")
                return 1 if text == b"Y" else 0
            if not re.fullmatch(rb"-?[0-9]{1,18}", text): raise Bad("type")
            return int(text)

        def split(section, line):
            """The fields, and the tuples' text or None."""
            if section == "GHOT": return line.split(b":", 12), None
            fields = line.split(b":")
            if section in TUPLES:
                for index, field in enumerate(fields):
                    if field.startswith(b"("): return fields[:index], b":".join(fields[index:])
                return fields, b""
            return fields, None

        def columns(section, fields):
            found = []
            for index, code in enumerate(TABLES[section][1].split()):
                text = fields[index] if index < len(fields) else b""
                if not text and code.endswith("!"): raise Bad("missing")
                found.append(canonical(code[0], text))
            return found

        def mean(values):
            total, count = sum(values), len(values)
            rounded = (2 * abs(total) + count) // (2 * count)
            return -rounded if total < 0 else rounded

        def daily(section, fields, text):
            """The days with the amounts of their tuples, None for none."""
            first, last = date(fields[0]), date(fields[1])
            if not re.fullmatch(rb"(\([^()]*\))*", text): raise Bad("tuples malformed")
            kinds = TUPLES[section]
            values = []
            for each in text[1:-1].split(b")(") if text else []:
                parts = each.split(b",")
                if len(parts) < len(kinds): raise Bad("tuple short")
                checked = [canonical(kind, part) for kind, part in zip(kinds, parts)]
                # The last of the listed ones is the allotment, or the amount in thousandths.
                last_part = parts[len(kinds) - 1]
                if kinds[-1] == "n" and last_part: values.append(thousandths(last_part))
                else: values.append(checked[-1])
            days = (last - first).days + 1
            if days < 1: raise Bad("period reversed")
            if days > 4000: raise Bad("period long")
            if len(values) != days: raise Bad("tuple count")
            return [(first + datetime.timedelta(i), value) for i, value in enumerate(values)]

        class Tree:
            def __init__(self):
                self.files = self.bytes = self.rows = self.digest = 0
                self.tables, self.tuples = collections.Counter(), collections.Counter()
                self.reasons = collections.Counter()
                self.months = {}

            def add(self, table, fields):
                self.rows += 1
                self.tables[table] += 1
                self.digest = (self.digest + row_hash([table] + fields)) & MASK

            def fail(self, reason): self.reasons[reason] += 1

            def month(self, place, day):
                key = place + (day.year * 100 + day.month,)
                return self.months.setdefault(key, (set(), []))

            def read(self, path, is_contract):
                data = open(path, "rb").read()
                self.bytes += len(data)
                if is_contract: self.files += 1
                section = self.key = self.hotel = None
                lines = data.split(b"\n")
                for index, line in enumerate(lines):
                    if index < len(lines) - 1 and line.endswith(b"\r"): line = line[:-1]
                    if not line: continue
                    mark = re.fullmatch(rb"\{(/?)([A-Z0-9]{4,5})\}", line)
                    if mark and not mark[1]:
                        if section: self.fail("section unclosed")
                        section = mark[2].decode()
                    elif mark:
                        if section == mark[2].decode(): section = None
                        else: self.fail("mark without section")
                    else: self.judge(line, section, is_contract)
                if section: self.fail("section unclosed")

            def judge(self, line, section, is_contract):
                try: self.record(line, section, is_contract)
                except Bad as reason:
                    if section == "CCON": self.key = None
                    self.fail(str(reason))

            def record(self, line, section, is_contract):
                if not section: raise Bad("outside")
                if len(line) > 1 << 20: raise Bad("too long")
                try: line.decode()
                except UnicodeDecodeError: raise Bad("not UTF-8")
                below = is_contract and section != "CCON"
                if below and not self.key: raise Bad("no header")
                key = self.key if below else []
                if section not in TABLES:
                    self.add("OtherRecord", (key or [None, None]) + [section, line.decode() or None])
                    return
                fields, tuples = split(section, line)
                row = columns(section, fields)
                # Only an external contract may have no number.
                if section == "CCON" and not row[3] and row[0] != b"1": raise Bad("missing")
                if tuples is not None: row += self.days(section, fields, tuples)
                self.add(TABLES[section][0], key + row)
                if section == "CCON": self.key, self.hotel = row[2:4], row[7]

            def days(self, section, fields, text):
                days = daily(section, fields, text)
                self.tuples[section] += len(days)
                values = [value for _, value in days if value is not None]
                for day, value in days:
                    open_days, prices = self.month((self.hotel, fields[2].decode(), fields[3].decode()), day)
                    if value is None: continue
                    if section in ("CNCT", "SIAP"): prices.append(value)
                    elif value > 0: open_days.add(day)
                count = len(days)
                if section in ("CNIN", "SIIN"): return [count, sum(values)]
                if not values: return [count, None, None, None]
                return [count] + [v / 1000 for v in (min(values), max(values), mean(values))]

            def finish(self):
                for place, (open_days, prices) in self.months.items():
                    amounts = [min(prices) / 1000, mean(prices) / 1000] if prices else [None, None]
                    self.add("Availability", list(place) + [len(open_days)] + amounts)

        tree = Tree()
        root = sys.argv[1].encode()
        for name in os.listdir(root + b"/GENERAL"):
            tree.read(root + b"/GENERAL/" + name, False)
        for folder in os.listdir(root + b"/DESTINATIONS"):
            for name in os.listdir(root + b"/DESTINATIONS/" + folder):
                tree.read(root + b"/DESTINATIONS/" + folder + b"/" + name, True)
        tree.finish()
        print(json.dumps({
            "files": tree.files, "bytes": tree.bytes, "rows": tree.rows,
            "failed": sum(tree.reasons.values()), "digest": f"{tree.digest:016x}",
            "tables": tree.tables, "tuples": tree.tuples, "reasons": tree.reasons}))
        """#
}
