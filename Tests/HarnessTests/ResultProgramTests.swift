import Foundation
import MemoryBudget
import Processes
import TestSupport
import Testing

@testable import Harness

@Suite("The program that checks a result")
struct ResultProgramTests {
    private func check(
        _ words: [String], environment: [String: String] = currentEnvironment(),
        timeout: Duration = .seconds(60), folder: String? = nil
    ) async throws -> ResultCheck {
        try await ResultProgram(
            words: words, environment: environment, workingDirectory: folder, timeout: timeout
        ).check()
    }

    private func check(shell script: String, timeout: Duration = .seconds(60)) async throws
        -> ResultCheck
    {
        try await check(["/bin/sh", "-c", script], timeout: timeout)
    }

    @Test("Status 0 is right, with the counts of its last line")
    func right() async throws {
        let plain = try await check(shell: "true")
        #expect(plain.disagreement == nil && plain.record?.finding == .right)
        #expect(plain.digest == nil && plain.record?.rows == nil)
        let counted = try await check(shell: "echo checking; echo 'rows=12 digest=0AFF'; echo")
        #expect(counted.digest == "0aff" && counted.record?.rows == 12)
        #expect(counted.disagreement == nil)
    }

    @Test("A last line of another form counts nothing")
    func lines() {
        for text in [
            "", "rows=1", "rows=x digest=00", "rows=-1 digest=00", "rows=1 digest=xy",
            "rows=1 digest=", "digest=00 rows=1", "rows=1 digest=00\ndone",
            "rows=1 digest=" + String(repeating: "0", count: 129),
        ] {
            #expect(ResultLine(lastOf: text) == nil, "\(text)")
        }
        #expect(ResultLine(lastOf: "rows=1 digest=00\r\n\n")?.rows == 1)
    }

    @Test("Status 1 is wrong, with the check's last message")
    func wrong() async throws {
        let told = try await check(shell: "echo 'not this'; echo '3 rows are missing' >&2; exit 1")
        #expect(told.disagreement == .resultRejected(words: "3 rows are missing"))
        #expect(told.disagreement?.outcome == .wrongResult && told.record?.finding == .wrong)
        let printed = try await check(shell: "echo '3 rows are missing'; exit 1")
        #expect(printed.disagreement == .resultRejected(words: "3 rows are missing"))
        #expect(try await check(shell: "exit 1").disagreement == .resultRejected(words: ""))
    }

    @Test(
        "The error line of a stack trace is quoted for wrong results and failed checks"
    )
    func traces() async throws {
        let trace = "Traceback (most recent call last):\n  File \"c.py\", line 3\nKeyError: 'sku'"
        for status in [1, 2] {
            let found = try await check(
                ["/bin/sh", "-c", "printf '%s\n' \"$0\" >&2; exit \(status)", trace])
            let words = "KeyError: 'sku'"
            #expect(
                found.disagreement
                    == (status == 1
                        ? .resultRejected(words: words)
                        : .checkFailed(cause: .exitCode(code: 2), words: words)))
        }
    }

    @Test("Any other end is a failed check, which proves nothing about the result")
    func failed() async throws {
        let status = try await check(shell: "echo 'no such module' >&2; exit 2")
        #expect(
            status.disagreement
                == .checkFailed(cause: .exitCode(code: 2), words: "no such module"))
        #expect(status.disagreement?.outcome == .failed && status.record?.finding == .failed)
        #expect(
            try await check(shell: "kill -SEGV $$").disagreement
                == .checkFailed(cause: .signal(signal: 11), words: ""))
    }

    @Test("A missing check or one that is not a program can't be started")
    func missing() async throws {
        for words in [["no-such-program-1"], ["/etc/passwd"], ["/no/such/check"]] {
            guard
                case .checkFailed(.notStarted(let reason), _)? = try await check(words).disagreement
            else {
                Issue.record("\(words)")
                continue
            }
            #expect(reason.contains(words[0]))
        }
    }

    @Test("A check that takes too long is killed with its children")
    func timeout() async throws {
        let folder = try TemporaryDirectory()
        let script = "echo begun >&2; sleep 600 & echo $! > \(folder.path("pid")); wait"
        let found = try await check(shell: script, timeout: .milliseconds(700))
        #expect(
            found.disagreement
                == .checkFailed(cause: .timedOut(timeoutNanoseconds: 700_000_000), words: "begun"))
        let text = try String(contentsOfFile: folder.path("pid"), encoding: .utf8)
        let process = try #require(Int32(text.filter(\.isNumber)))
        #expect(await eventually { !isAlive(process) })
    }

    @Test("Of a huge output, the end is kept; bytes that are not UTF-8 are replaced")
    func outputs() async throws {
        let huge = try await check(
            shell:
                "yes aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | head -c 40000000; echo; echo rows=1 digest=00"
        )
        #expect(huge.record?.rows == 1 && huge.digest == "00")
        let invalid = try await check(shell: #"printf '\377\376 bad\n' >&2; exit 1"#)
        #expect(invalid.disagreement == .resultRejected(words: "\u{FFFD}\u{FFFD} bad"))
        let long = try await check(shell: "yes abcdefgh | head -c 30000 | tr -d '\\n' >&2; exit 1")
        guard case .resultRejected(let words)? = long.disagreement else {
            Issue.record("\(long)")
            return
        }
        #expect(words.utf8.count == 400)
    }

    @Test("The check has the environment and the folder of the trial")
    func surroundings() async throws {
        let folder = try TemporaryDirectory()
        try folder.write("#!/bin/sh\n[ \"$WANTED\" = yes ] && [ -e here ]\n", to: "check.sh")
        try folder.write("", to: "here")
        let environment = currentEnvironment().merging(["WANTED": "yes"]) { _, new in new }
        let words = ["/bin/sh", "check.sh"]
        #expect(
            try await check(words, environment: environment, folder: folder.path)
                .disagreement == nil)
        #expect(
            try await check(words, folder: folder.path).disagreement == .resultRejected(words: ""))
    }
}
