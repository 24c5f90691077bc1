// Every key is written, `null` for what is not known: Swift leaves nil out.

extension StrategyRecord {
    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(strategy, forKey: .strategy)
        try keys.encode(parameters, forKey: .parameters)
        try keys.encode(role, forKey: .role)
        try keys.encode(growth, forKey: .growth)
        try keys.encode(liveGrowth, forKey: .liveGrowth)
    }
}

extension GrowthRecord {
    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(metric, forKey: .metric)
        try keys.encode(growthClass, forKey: .growthClass)
        try keys.encode(candidates, forKey: .candidates)
        try keys.encode(curve, forKey: .curve)
        try keys.encode(floorBytes, forKey: .floorBytes)
        try keys.encode(bytesPerUnit, forKey: .bytesPerUnit)
        try keys.encode(residualShare, forKey: .residualShare)
        try keys.encode(doubts, forKey: .doubts)
        try keys.encode(breakPoint, forKey: .breakPoint)
    }
}

extension IntervalRecord {
    enum CodingKeys: String, CodingKey {
        case estimate, low, high
    }

    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(estimate, forKey: .estimate)
        try keys.encode(low, forKey: .low)
        try keys.encode(high, forKey: .high)
    }
}

extension BreakPointRecord {
    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(estimate, forKey: .estimate)
        try keys.encode(low, forKey: .low)
        try keys.encode(high, forKey: .high)
        try keys.encode(isFarExtrapolation, forKey: .isFarExtrapolation)
        try keys.encode(isVerified, forKey: .isVerified)
    }
}
