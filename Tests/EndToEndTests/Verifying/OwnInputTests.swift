import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// `--input` with a file of the user, written by Python with every kind of damage.
    @Suite struct OwnInput {
        /// Prints the numbers of good and bad rows in the file that it writes.
        private static let nasty = """
            import random, sys
            random.seed(7)
            good = bad = 0
            with open(sys.argv[1], "wb") as out:
                out.write(b"\\xef\\xbb\\xbfid,Name,name,,note\\r\\n")
                for number in range(3000):
                    kind = random.randrange(12)
                    end = random.choice([b"\\n", b"\\r\\n"])
                    note = random.choice([b'"a ""quoted"", word"', b'"two\\r\\nlines"', "ä€😀".encode(),
                        b"", b'in "the" middle', b'"' + b"x" * random.randrange(5000) + b'"'])
                    fields = [b"%d" % number, b"a", b"b", b"c", note]
                    if kind == 0: fields = fields[:-2]
                    elif kind == 1: fields.append(b"more")
                    elif kind == 2: fields[1] = b"caf\\xe9"
                    elif kind == 3: fields[2] = b"\\xed\\xa0\\x80"
                    if kind < 4: bad += 1
                    else: good += 1
                    out.write(b",".join(fields) + end)
                    if kind == 5: out.write(end)
                out.write(b'9,9,9,9,last without an end of line')
                good += 1
            print(good, bad)
            """

        @Test("A damaged file is ingested by every strategy; rejected rows are counted and shown")
        func nasty() async throws {
            let workplace = try Workplace()
            let counts = try await Python.run(
                Self.nasty, arguments: [workplace.directory.path("nasty.csv")])
            let numbers = counts.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
            try #require(numbers.count == 2 && numbers[1] > 100)
            let run = try await Benched(
                "csv-ingest", ["--input", "nasty.csv", "--trials", "1"], in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            #expect(run.cells.count == 3)
            for trial in run.trials("measured") {
                #expect(trial["outcome"].text == "completed", "\(trial)")
                #expect(trial["rows_failed"].integer == numbers[1])
                #expect(trial["units_done"].integer == numbers[0])
                #expect(trial["units_total"].integer == numbers[0] + numbers[1])
            }
            let rejected = run.cell("streamed")["rejected"].elements
            #expect(rejected.count == 10 && rejected.allSatisfy { !$0["line"].isMissing })
            #expect(run.result.standardOutput.contains("rejected rows"))
        }

        @Test("If a strategy can't read the file, bench exits with 70, and the others still run")
        func unreadable() async throws {
            let workplace = try Workplace()
            try workplace.directory.write(Array("a,b\n1,".utf8) + [0xff, 10], to: "own.csv")
            let run = try await Benched(
                "csv-ingest",
                ["--input", "own.csv", "--trials", "1", "--strategy", "library"]
                    + ["--strategy", "streamed"], in: workplace)
            #expect(run.result.status == 70, "\(run.result)")
            #expect(run.cell("library")["verdict"].text == "unmeasured")
            #expect(run.result.standardOutput.contains("UTF-8"), "\(run.result)")
            #expect(run.cell("streamed")["verdict"].text == "within")
        }

        @Test("A file with only a header, or with only rejected rows, is not a failure")
        func nothingGood() async throws {
            for text in ["a,b\n", "a,b", "a,b\n1\n2\n3\n"] {
                let workplace = try Workplace()
                try workplace.directory.write(text, to: "own.csv")
                let run = try await Benched(
                    "csv-ingest",
                    ["--input", "own.csv", "--trials", "1", "--strategy", "streamed"], in: workplace
                )
                #expect(run.result.status == 0, "\(run.result)")
                #expect(run.cell("streamed")["verdict"].text == "within", "\(run.result)")
            }
        }

        @Test("With a missing input, no run is created")
        func missingInput() async throws {
            let run = try await Benched("csv-ingest", ["--input", "absent.csv"])
            #expect(run.result.status == 66)
            #expect(!run.workplace.holds("run"), "\(run.workplace.names(in: "run"))")
        }

        @Test("The user's file is not changed")
        func untouched() async throws {
            let workplace = try Workplace()
            try workplace.directory.write("a,b\n1,2\n", to: "own.csv")
            let run = try await Benched(
                "csv-ingest", ["--input", "own.csv", "--trials", "1"], in: workplace)
            #expect(run.result.status == 0)
            #expect(workplace.text("own.csv") == "a,b\n1,2\n")
            #expect(workplace.names(in: ".") == ["own.csv", "run"])
        }
    }
}
