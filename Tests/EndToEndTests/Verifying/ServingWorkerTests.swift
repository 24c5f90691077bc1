import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Strategies that are servers: the harness runs their client, outside the measurement.
    @Suite struct ServingWorkers {
        private func bench(_ strategy: String) async throws -> Benched {
            let workplace = try Workplace()
            let folder = try ServingWorker.install(in: workplace)
            try workplace.directory.write(
                """
                scenario: served
                about: A feed that is uploaded
                pipeline: served
                dataset: { kind: csv-rows, seed: 42 }
                scales: [500]
                budget: { peak-rss: 256MiB }
                trials: 1
                timeout: 60s
                allocator: system
                strategies:
                  \(strategy): {}
                """, to: "served.yaml")
            let run = try await Benched(
                "served.yaml", [], in: workplace, environment: ["MEMBUDGET_LIBEXEC": folder])
            #expect(workplace.processes.isEmpty, "a client or a server was left behind")
            return run
        }

        @Test("The data sent by the client is checked")
        func taking() async throws {
            let run = try await bench("taking")
            #expect(run.cell("taking")["verdict"].text == "within", "\(run.result)")
        }

        @Test(
            "A client that is refused shows the missing program, in its own words",
            arguments: [("refusing", "507"), ("dropping", "Empty reply")])
        func refusing(strategy: String, words: String) async throws {
            let run = try await bench(strategy)
            let trial = try #require(run.trials("measured").first)
            #expect(trial["outcome"].text == "wrong_result", "\(run.result)")
            #expect(trial["evidence"]["detail"].text?.contains("the client: ") == true)
            #expect(trial["evidence"]["detail"].text?.contains(words) == true, "\(trial)")
        }

        @Test("A server that fails before it listens is reported as such")
        func failing() async throws {
            let run = try await bench("failing")
            let trial = try #require(run.trials("measured").first)
            #expect(trial["outcome"].text == "failed", "\(run.result)")
            #expect(trial["stderr_tail"].text?.contains("before it listened") == true, "\(trial)")
        }
    }
}
