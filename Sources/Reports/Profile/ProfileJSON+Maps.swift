internal import HeapProfile
internal import MemoryBudget

/// The anonymous maps of one caller, in a profile's JSON.
struct ExportedMaps: Encodable {
    private var function: String
    private var file: String?
    private var line: Int?
    private var module: String
    private var peak: HeapProfile.MapSum
    private var end: HeapProfile.MapSum
    private var stack: [ExportedFrame]

    /// Returns the maps of a profile, those with most resident memory at the peak first, then later
    /// ones; `nil` in profiles of earlier builds.
    static func all(of heap: HeapProfile) -> [Self]? {
        guard heap.maps != nil else { return nil }
        let maps = NamedMaps(heap)
        return (maps.all(at: .peak) + maps.all(at: .end).filter { $0.peak.count == 0 })
            .map(Self.init)
    }

    private init(_ caller: NamedMaps.Caller) {
        function = caller.frame?.function ?? ""
        file = caller.frame?.file
        line = caller.frame?.line
        module = caller.frame?.module ?? ""
        peak = caller.peak
        end = caller.end
        stack = caller.stack.map(ExportedFrame.init)
    }

    enum CodingKeys: String, StoredKey {
        case function, file, line, module, peak, end, stack
    }
}

/// A frame of a stack.
struct ExportedFrame: Encodable {
    var function: String
    var file: String?
    var line: Int?
    var module: String

    init(_ frame: NamedFrame) {
        function = frame.function
        file = frame.file
        line = frame.line
        module = frame.module
    }

    enum CodingKeys: String, StoredKey {
        case function, file, line, module
    }
}
