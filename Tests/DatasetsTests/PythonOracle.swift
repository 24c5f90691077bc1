import Foundation
import TestSupport

/// Python's csv module as the second opinion on the content of a file.
///
/// It reads bytes as Latin-1, so every byte stays one character, and judges each record by the raw
/// lines that the csv module read for it.
enum PythonOracle {
    /// The content found in one file.
    struct Finding: Decodable, Equatable {
        var columns: [String]?
        var rows: Int?
        var failed: Int?
        var digest: String?
        /// Whether there is no usable header.
        var isUnusable: Bool?
    }

    /// Reads users' files (`csv`) or generated ones (`csv-rows`), in one Python process.
    static func findings(kind: String, _ paths: [String]) throws -> [Finding] {
        let output = try run("python3", ["-c", DocumentedDigest.program() + script, kind] + paths)
        return try output.split(separator: "\n").map {
            try JSONDecoder().decode(Finding.self, from: Data($0.utf8))
        }
    }

    private static let script = #"""
        import csv, datetime, json, re, sys
        csv.field_size_limit(1 << 30)

        def typed(kind, fields):
            """The fields as a table has them: those of a feed by their columns' types."""
            texts = [field.encode("latin-1").decode() for field in fields]
            if kind != "csv-rows": return texts
            return [int(texts[0]), *texts[1:4], float(texts[4]), int(texts[5]), *texts[6:]]

        class Lines:
            """Hands out lines, remembers those of the current record, ends with a sentinel."""
            def __init__(self, path):
                self.file = open(path, encoding="latin-1", newline="")
                self.raw, self.isFirst, self.isEnded = [], True, False
            def __iter__(self):
                return self
            def __next__(self):
                line = self.file.readline()
                if self.isFirst and line.startswith("\xef\xbb\xbf"):
                    line = line[3:]
                    if not line: line = self.file.readline()
                self.isFirst = False
                if not line:
                    if self.isEnded: raise StopIteration
                    self.isEnded = True
                    return "\x01end"
                self.raw.append(line)
                return line

        def records(path):
            lines = Lines(path)
            for fields in csv.reader(lines):
                raw, lines.raw = "".join(lines.raw), []
                if lines.isEnded and not raw: return
                if fields: yield fields, raw.rstrip("\r\n") if not lines.isEnded else raw, lines.isEnded

        def is_sound(raw, isUnterminated):
            if isUnterminated or len(raw) > 1 << 20: return False
            try: raw.encode("latin-1").decode("utf-8")
            except UnicodeDecodeError: return False
            return True

        def is_date(text):
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text): return False
            try: datetime.date.fromisoformat(text)
            except ValueError: return False
            return True

        def is_product(f):
            return bool(re.fullmatch("[1-9][0-9]*", f[0]) and int(f[0]) < 1 << 63
                and f[1] and f[2] and f[3]
                and re.fullmatch(r"(0|[1-9][0-9]{0,8})\.[0-9]{2}", f[4])
                and re.fullmatch("0|[1-9][0-9]*", f[5]) and int(f[5]) < 1 << 31
                and is_date(f[6]) and is_date(f[7]))

        def unique(names):
            taken, result = set(), []
            for index, given in enumerate(names):
                base = name = given or f"column_{index + 1}"
                count = 1
                while name.lower() in taken:
                    count += 1
                    name = f"{base}_{count}"
                taken.add(name.lower())
                result.append(name)
            return result

        def finding(kind, path):
            found = records(path)
            header, raw, isUnterminated = next(found, (None, "", False))
            if header is None or not is_sound(raw, isUnterminated): return {"isUnusable": True}
            rows = failed = digest = 0
            for fields, raw, isUnterminated in found:
                good = is_sound(raw, isUnterminated) and len(fields) == len(header)
                if good and kind == "csv-rows": good = is_product(fields)
                if good:
                    rows += 1
                    digest = (digest + row_hash(typed(kind, fields))) & MASK
                else:
                    failed += 1
            names = [name.encode("latin-1").decode() for name in header]
            return {"columns": unique(names), "rows": rows, "failed": failed,
                "digest": f"{digest:016x}"}

        for path in sys.argv[2:]:
            print(json.dumps(finding(sys.argv[1], path)))
        """#
}
