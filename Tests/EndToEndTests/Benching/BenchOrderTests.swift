import TestSupport
import Testing

extension EndToEnd {
    /// The order of trials is shuffled, and depends on the seed alone.
    @Suite struct BenchOrder {
        private func order(seed: Int) async throws -> [String] {
            let options = [
                "--scale", "200", "--scale", "400", "--trials", "3", "--seed", "\(seed)",
            ]
            return try await Benched("csv-ingest", options).order
        }

        @Test("The same seed gives the same order, another seed another")
        func seeded() async throws {
            let first = try await order(seed: 1)
            #expect(try await order(seed: 1) == first)
            let second = try await order(seed: 2)
            #expect(second != first)
            #expect(Set(second) == Set(first) && second.count == first.count)
        }

        @Test("Each round has every cell once, so that trials of a cell are spread over the run")
        func interleaved() async throws {
            let measured = try await order(seed: 5).filter { $0.contains("measured") }
            try #require(measured.count == 18)
            for round in 0..<3 {
                let part = measured[(round * 6)..<(round * 6 + 6)]
                #expect(part.allSatisfy { $0.hasSuffix(" \(round)") }, "\(measured)")
            }
        }
    }
}
