import Foundation
import Glibc
import MemoryBudget
import TestSupport
import Testing

@testable import PipelineKit

/// A pipeline that only reports its input.
private struct Echo: Pipeline {
    let name = "echo"
    let about = "says \"hello\""
    let unit = "words"
    let datasetKinds = ["words", "lines"]
    let parameters = [
        Parameter(name: "batch", default: "10", about: "words a batch", kind: .integer(1...20))
    ]
    let strategies: [any Strategy] = [Shout(), Absent(), Broken(), Resume(), Serve()]
    let outputBytesPerInputByte: Double? = 1.5

    func verify(_ artefact: Artefact) throws -> VerifiedOutcome {
        var outcome = VerifiedOutcome(rows: artefact.input.count, digest: artefact.datasetKind)
        guard artefact.settings.integer("batch") != 10 else { return outcome }
        outcome.expectation = "odd"
        outcome.counts = [JobCount("calls", 5)]
        outcome.expected = ExpectedOutcome(rows: 1, rowsFailed: 2, digest: "3")
        return outcome
    }
}

/// A strategy that does as many units as the earlier result's path has characters.
private struct Resume: Strategy {
    let name = "resume"
    let about = "from an earlier result"

    func run(_ context: TrialContext) async throws {
        context.progress.advance(context.previous?.count ?? 0)
    }
}

/// A strategy that does as many units as its client order's path has characters.
private struct Serve: Strategy {
    let name = "serve"
    let about = "to a client"
    let usesClient = true
    let unavailableReason: String? = nil

    func run(_ context: TrialContext) async throws {
        context.progress.advance(context.clientOrder?.count ?? 0)
    }
}

private struct Shout: Strategy {
    let name = "shout"
    let about = "aloud"
    let nominalUnitsPerSecond: Double? = 2_000

    func run(_ context: TrialContext) async throws {
        context.progress.advance(context.settings.integer("batch"))
    }
}

private struct Absent: Strategy {
    let name = "absent"
    let about = "elsewhere"
    let unavailableReason: String? = "built without it"

    func run(_ context: TrialContext) async throws {}
}

private struct Broken: Strategy {
    struct Mishap: Error {}
    let name = "broken"
    let about = "never works"

    func run(_ context: TrialContext) async throws { throw Mishap() }
}

@Suite("The worker's command line")
struct WorkerTests {
    private let worker = Worker([Echo()])

    private func run(_ line: String, progress: TrialProgress = .unwatched()) async throws -> String
    {
        try await worker.perform(line.split(separator: " ").map(String.init), progress: progress)
    }

    @Test("A run passes the checked settings to the strategy")
    func running() async throws {
        let progress = TrialProgress.unwatched()
        let output = try await run(
            "run --output=/o --pipeline echo --set batch=7 --strategy shout"
                + " --dataset-kind words --input /i --units 3", progress: progress)
        #expect(output.isEmpty)
        #expect(progress.unitsDone == 7)
    }

    @Test("A run passes the path of an earlier result, if there is one", arguments: ["", "/abc"])
    func previous(path: String) async throws {
        let progress = TrialProgress.unwatched()
        let option = path.isEmpty ? "" : " --previous \(path)"
        _ = try await run(
            "run --pipeline echo --strategy resume --dataset-kind words --input /i --output /o"
                + option, progress: progress)
        #expect(progress.unitsDone == path.count)
    }

    @Test("A run passes the path of the client's order, if there is one")
    func clientOrder() async throws {
        for path in ["", "/abcd"] {
            let progress = TrialProgress.unwatched()
            let option = path.isEmpty ? "" : " --client-order \(path)"
            _ = try await run(
                "run --pipeline echo --strategy serve --dataset-kind words --input /i --output /o"
                    + option, progress: progress)
            #expect(progress.unitsDone == path.count)
        }
    }

    @Test("A result doesn't replace a pipe or a device")
    func special() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let error = await #expect(throws: WorkerError.self) {
            try await run(
                "run --pipeline echo --strategy shout --dataset-kind words --input /i --output \(path)"
            )
        }
        #expect(error?.code == .badSetting && error?.message.contains(path) == true)
        removeFile(path)
        #expect(FileManager.default.fileExists(atPath: path))
        let file = try directory.write("text", to: "file")
        removeFile(file)
        #expect(!FileManager.default.fileExists(atPath: file))
    }

    @Test("A verification prints its outcome as JSON")
    func verifying() async throws {
        let output = try await run(
            "verify --pipeline echo --dataset-kind lines --input /abc --output /o")
        let expected =
            #"{"rows":4,"digest":"lines","expectation":null,"expected":null,"remark":null,"counts":null}"#
            + "\n"
        #expect(output == expected)
    }

    @Test("A verification gets the run's settings, which may change the correct result")
    func verifyingWithSettings() async throws {
        let output = try await run(
            "verify --pipeline echo --dataset-kind lines --input /abc --output /o --set batch=7")
        let found = try JSONDecoder().decode(VerifiedOutcome.self, from: Data(output.utf8))
        #expect(found.expectation == "odd")
        #expect(found.expected == ExpectedOutcome(rows: 1, rowsFailed: 2, digest: "3"))
        #expect(found.counts == [JobCount("calls", 5)])
    }

    @Test("The description is one line of JSON that names everything")
    func describing() async throws {
        let output = try await run("describe")
        #expect(output.filter { $0 == "\n" }.count == 1)
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
        let expected: NSDictionary = [
            "schema": "membudget.worker/2",
            "pipelines": [
                [
                    "name": "echo", "about": "says \"hello\"", "unit": "words",
                    "dataset_kinds": ["words", "lines"],
                    "parameters": [
                        [
                            "name": "batch", "default": "10", "about": "words a batch",
                            "accepts": ["kind": "integer", "minimum": 1, "maximum": 20],
                        ] as [String: Any]
                    ],
                    "output_bytes_per_input_byte": 1.5,
                    "strategies": [
                        strategy("shout", "aloud", NSNull()),
                        strategy("absent", "elsewhere", "built without it"),
                        strategy("broken", "never works", NSNull()),
                        strategy("resume", "from an earlier result", NSNull()),
                        strategy("serve", "to a client", NSNull()),
                    ],
                ] as [String: Any]
            ],
        ]
        #expect(object as? NSDictionary == expected)
    }

    private func strategy(_ name: String, _ about: String, _ reason: Any) -> [String: Any] {
        [
            "name": name, "about": about, "available": reason is NSNull,
            "unavailable_reason": reason,
            "nominal_units_per_second": name == "shout" ? 2_000 : NSNull(),
            "uses_client": name == "serve",
            "nominal_halving_units": NSNull(), "nominal_bytes_per_unit": NSNull(),
        ]
    }

    @Test(
        "An invalid command line is refused with one sentence",
        arguments: [
            ("", 64, "a command is missing; choose from describe, run and verify"),
            ("frob", 64, "'frob' is not a command; choose from describe, run and verify"),
            ("describe me", 64, "unexpected argument 'me'"),
            ("run", 64, "--pipeline is missing"),
            ("run --pipeline", 64, "--pipeline has no value"),
            ("run --pipeline ecko", 64, "there is no pipeline 'ecko'; did you mean 'echo'?"),
            (
                "run --pipeline echo --strategy z", 64,
                "there is no strategy 'z'; choose from shout, absent, broken, resume, serve"
            ),
            ("run --pipeline echo --strategy shout", 64, "--dataset-kind is missing"),
            ("RUN", 64, "--input is missing"),
            ("RUN --input /i", 64, "--output is missing"),
            ("RUN --input /i --input /j", 64, "--input is given 2 times"),
            ("RUN --input /i --output /o --frob 1", 64, "unexpected argument '--frob'"),
            ("RUN --input /i --output /o more", 64, "unexpected argument 'more'"),
            (
                "RUN --input /i --output /o --units x", 64,
                "--units is 'x', not a whole number of at least 0"
            ),
            ("RUN --input /i --output /o --set batch", 64, "--set is 'batch', not NAME=VALUE"),
            (
                "RUN --input /i --output /o --set batch=0", 65,
                "setting 'batch' is '0', not a whole number from 1 to 20"
            ),
            (
                "run --pipeline echo --strategy absent --dataset-kind words --input /i --output /o",
                69, "strategy 'absent' is unavailable: built without it"
            ),
            (
                "run --pipeline echo --strategy broken --dataset-kind words --input /i --output /o",
                70, "internal error: Mishap()"
            ),
        ])
    func refusal(line: String, status: Int, sentence: String) async throws {
        let start = "run --pipeline echo --strategy shout --dataset-kind words"
        do {
            _ = try await run(line.replacing("RUN", with: start))
            Issue.record("'\(line)' was accepted")
        } catch {
            let report = Worker.report(error)
            #expect(Int(report.status) == status)
            #expect(report.sentence == "membudget-worker: \(sentence)")
        }
    }

    @Test("A message of several lines becomes one sentence on one line")
    func oneLine() {
        let report = Worker.report(WorkerError(.io, "first\nsecond\r\nthird"))
        #expect(report.sentence == "membudget-worker: first second third")
        #expect(report.status == 74)
    }
}
