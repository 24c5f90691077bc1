/// Targets with known failures, each of another kind.
enum PlantedTargets {
    static let all = [trap, endless, greedy]

    private static let seeds: @Sendable (FuzzPlace) -> [[UInt8]] = { _ in [Array("12".utf8)] }

    /// A target that fails by an overflow, as in a sum of two counts.
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
