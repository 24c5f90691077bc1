import MemoryBudget
import Testing

@testable import HeapProfile

/// Returns a profile of two sites, in one function each.
func twoSites(peak: Int = 300, samples: (Double, Double) = (100, 180)) -> HeapProfile {
    func function(_ name: String, line: Int) -> HeapProfile.Frame {
        HeapProfile.Frame(
            module: 0, address: UInt64(line),
            functions: [
                HeapProfile.Function(
                    name: name, symbol: name, file: "/src/app.c", line: line, role: .user)
            ])
    }
    func site(_ frame: Int, _ bytes: Double) -> HeapProfile.Site {
        let sum = HeapProfile.Sum(samples: 4, bytes: bytes, variance: bytes)
        return HeapProfile.Site(
            stack: [2, frame, 3], peak: sum, end: sum, total: sum, totalCount: 8,
            temporaryCount: 0)
    }
    let malloc = HeapProfile.Frame(
        module: nil, address: 1,
        functions: [HeapProfile.Function(name: "malloc", symbol: "malloc", role: .allocator)])
    return HeapProfile(
        processID: 7, sampleIntervalBytes: 10, firstSampleIntervalBytes: 10, peakBytes: peak,
        peakErrorBytes: 0, endBytes: peak, totalBytes: 1000, totalCount: 50, threadCount: 1,
        lostSampleCount: 0, samplingNanoseconds: 0,
        modules: [HeapProfile.Module(path: "/bin/app", buildID: "ab12")],
        frames: [
            function("load", line: 10), function("parse", line: 20), malloc,
            function("main", line: 30),
        ],
        sites: [site(0, samples.0), site(1, samples.1)])
}

@Suite("Estimates of sites")
struct EstimateTests {
    @Test("Sites add up to the counted bytes, largest first, within their intervals")
    func scaled() {
        let estimates = twoSites().estimates(at: .peak)
        #expect(estimates.map(\.site) == [1, 0])
        #expect(abs(estimates.reduce(0) { $0 + $1.bytes.estimate } - 300) < 1e-9)
        #expect(abs(estimates.reduce(0) { $0 + $1.share } - 1) < 1e-12)
        #expect(estimates.allSatisfy { $0.bytes.low >= 0 && $0.bytes.high <= 300 })
    }

    @Test("A single site holds all counted bytes, except what may not have been sampled")
    func single() {
        let estimates = twoSites(samples: (100, 0)).estimates(at: .peak)
        #expect(estimates.first?.bytes.estimate == 300)
        // One interval of 10 bytes, scaled by 3 like the samples.
        #expect(abs((estimates.first?.bytes.low ?? 0) - (300 - 1.96 * 30)) < 1e-9)
    }

    @Test("A site below four sampling intervals is below resolution")
    func resolution() {
        let estimates = twoSites(peak: 100, samples: (39, 61)).estimates(at: .peak)
        #expect(estimates.map(\.isBelowResolution) == [false, true])
    }

    @Test("A stack begins with the caller of malloc, and is named by the user's function")
    func stack() {
        let heap = twoSites()
        #expect(heap.stack(of: 0).map(\.function) == ["load", "main"])
        #expect(heap.namingFrame(of: 0)?.place == "app.c:10")
    }

    @Test("Lines with equal bytes are in the order of the profile, in every process")
    func ties() {
        var heap = twoSites()
        let lines = Array(40..<50)
        heap.sites = lines.map { line in
            let function = HeapProfile.Function(
                name: "at\(line)", symbol: "at\(line)", file: "/src/app.c", line: line, role: .user)
            heap.frames.append(
                HeapProfile.Frame(module: 0, address: UInt64(line), functions: [function]))
            var site = heap.sites[0]
            site.stack = [2, heap.frames.count - 1, 3]
            return site
        }
        #expect(NamedSites(heap, at: .peak).all.map { $0.line } == lines)
    }

    @Test("Without samples there are no estimates")
    func empty() {
        var heap = twoSites()
        heap.sites = []
        #expect(heap.estimates(at: .peak).isEmpty)
        #expect(NamedSites(heap, at: .peak).all.isEmpty)
        #expect(FoldedStacks(heap).text(at: .peak).isEmpty)
    }
}

@Suite("Stacks merged from their roots")
struct StackTreeTests {
    @Test("Callers come first, include what they called, and the largest is first")
    func merged() {
        let tree = StackTree(twoSites(), at: .peak)
        #expect(tree.roots.map(\.frame.function) == ["main"])
        #expect(tree.roots.first?.children.map(\.frame.function) == ["parse", "load"])
        #expect(abs(tree.bytes - 300) < 1e-9)
    }

    @Test("A site without a stack is kept")
    func stackless() {
        var heap = twoSites()
        heap.sites[0].stack = []
        let tree = StackTree(heap, at: .peak)
        #expect(tree.roots.map(\.frame.function) == ["main", "[no stack]"])
        #expect(abs(tree.bytes - 300) < 1e-9)
    }
}

@Suite("Exports for other tools")
struct ExportTests {
    @Test("Folded stacks have the root first and add up to the counted bytes")
    func folded() {
        #expect(
            FoldedStacks(twoSites()).text(at: .peak) == """
                main;load 107
                main;parse 193

                """)
    }

    @Test("Numbers are encoded like in Protocol Buffers")
    func protobuf() {
        var message = ProtobufMessage()
        message.add(1, 150)
        message.add(2, "testing")
        message.add(3, 0)
        message.add(4, packed: [3, 270, 86942])
        let expected: [UInt8] =
            [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8)
            + [0x22, 0x06, 0x03, 0x8E, 0x02, 0x9E, 0xA7, 0x05]
        #expect(message.bytes == expected)
    }
}
