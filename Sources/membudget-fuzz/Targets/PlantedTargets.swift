/// Targets with a known failure, each in its own way.
enum PlantedTargets {
    static let all = [trap, endless, greedy]

    private static let seeds: @Sendable (FuzzPlace) -> [[UInt8]] = { _ in [Array("12".utf8)] }

    /// An overflow, as a sum of two counts has.
    private static let trap = FuzzTargetMaker("planted-trap", seeds: seeds) { input, _ in
        guard let number = Int(String(decoding: input, as: UTF8.self)) else { return }
        print(number + 1_000_000_000_000_000_000)
    }

    private static let endless = FuzzTargetMaker("planted-hang", seeds: seeds) { input, _ in
        var count: UInt64 = 0
        while input.first == UInt8(ascii: "-") { count &+= 1 }
    }

    private static let greedy = FuzzTargetMaker("planted-memory", seeds: seeds) { input, _ in
        guard input.count > 4 else { return }
        let bytes = [UInt8](repeating: 1, count: 64 << 30)
        print(bytes.count)
    }
}
