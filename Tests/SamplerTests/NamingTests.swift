import Testing

@testable import HeapProfile

@Suite("Names of a profile's frames")
struct NamingTests {
    /// A symbolizer that knows one name, or fails.
    private struct FakeSymbolizer: Symbolizer {
        struct Broken: Error {}
        var isBroken: Bool

        func functions(
            at addresses: [UInt64], in path: String, timeout: Duration
        ) async throws -> [[SourceFunction]] {
            if isBroken { throw Broken() }
            return addresses.map { _ in [SourceFunction(symbol: "found")] }
        }
    }

    /// A symbolizer that knows the source of the first address only.
    private struct LibrarySymbolizer: Symbolizer {
        func functions(
            at addresses: [UInt64], in path: String, timeout: Duration
        ) async throws -> [[SourceFunction]] {
            addresses.indices.map { index in
                let file = index == 0 ? "/src/.build/checkouts/GRDB.swift/GRDB/Row.swift" : nil
                return [SourceFunction(symbol: "$s4GRDB3RowV3runyyF", file: file)]
            }
        }
    }

    private func profile(by symbolizer: (any Symbolizer)?) async throws -> HeapProfile {
        let trial = try await SampledTrial.run(["sort", "/etc/passwd"], interval: 4096)
        let table = try #require(trial.largest)
        let map = AddressMap(parsing: "0-7fffffffffff r-xp 00000000 08:02 1 /bin/sh")
        var builder = ProfileBuilder(map: map, symbolizer: symbolizer)
        return await builder.profile(of: table)
    }

    @Test("A symbolizer that fails leaves addresses, and the profile says so")
    func failing() async throws {
        let heap = try await profile(by: FakeSymbolizer(isBroken: true))
        #expect(heap.namesMissing == .symbolizerFailed)
        #expect(!heap.sites.isEmpty && heap.frames.allSatisfy(\.functions.isEmpty))
        #expect(heap.namingFrame(of: 0)?.function.hasPrefix("sh+0x") == true)
    }

    @Test("Without a symbolizer there are addresses, and the profile says so")
    func missing() async throws {
        let heap = try await profile(by: nil)
        #expect(heap.namesMissing == .noSymbolizer)
        #expect(!heap.frames.isEmpty && heap.frames.allSatisfy(\.functions.isEmpty))
    }

    @Test("With a symbolizer, every frame has a name, and nothing is missing")
    func named() async throws {
        let heap = try await profile(by: FakeSymbolizer(isBroken: false))
        #expect(heap.namesMissing == nil)
        #expect(heap.frames.allSatisfy { $0.functions.first?.name == "found" })
    }

    @Test("One source of a library's module identifies its functions without a source")
    func library() async throws {
        let heap = try await profile(by: LibrarySymbolizer())
        #expect(heap.frames.count > 1)
        #expect(heap.frames.allSatisfy { $0.functions.first?.role == .library })
    }

    @Test(
        "Samples represent as many blocks as are live, also at the peak"
    )
    func counts() async throws {
        let trial = try await SampledTrial.run(["sort", "/etc/passwd"], interval: 4096)
        let table = try #require(trial.largest)
        for site in table.sites {
            #expect(site.atPeak.count >= Double(site.atPeak.samples))
            #expect(abs(site.total.count - site.totalCount) < 1e-6 * (1 + site.totalCount))
            #expect((site.atEnd.samples == 0) == (site.atEnd.count == 0))
        }
    }
}
