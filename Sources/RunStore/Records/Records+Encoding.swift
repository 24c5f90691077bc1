internal import MemoryBudget

// As in a trial, every key is there: `null` for what is not known.

extension CellRecord {
    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(strategy, forKey: .strategy)
        try keys.encode(scale, forKey: .scale)
        try keys.encode(role, forKey: .role)
        try keys.encode(parameters, forKey: .parameters)
        try keys.encode(budget, forKey: .budget)
        try keys.encode(verdict, forKey: .verdict)
        try keys.encode(floorRSSBytes, forKey: .floorRSSBytes)
        try keys.encode(needRSSBytes, forKey: .needRSSBytes)
        try keys.encode(needUnitsPerSecond, forKey: .needUnitsPerSecond)
        try keys.encode(needEstimate, forKey: .needEstimate)
        try keys.encode(summary, forKey: .summary)
        try keys.encode(trials, forKey: .trials)
        try keys.encode(rejected, forKey: .rejected)
    }
}

extension RejectedUnit {
    /// Writes every key, `null` for what there is not.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(file, forKey: .file)
        try keys.encode(line, forKey: .line)
        try keys.encode(reason, forKey: .reason)
    }
}

extension CellSummary {
    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(peakRSSBytes, forKey: .peakRSSBytes)
        try keys.encode(judged, forKey: .judged)
        try keys.encode(censoredTrials, forKey: .censoredTrials)
        try keys.encode(atLeastBytes, forKey: .atLeastBytes)
        try keys.encode(wallNanoseconds, forKey: .wallNanoseconds)
        try keys.encode(unitsPerSecond, forKey: .unitsPerSecond)
        try keys.encode(bytesPerSecond, forKey: .bytesPerSecond)
    }
}

extension RunRecord {
    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(schema, forKey: .schema)
        try keys.encode(tool, forKey: .tool)
        try keys.encode(startedAt, forKey: .startedAt)
        try keys.encode(finishedAt, forKey: .finishedAt)
        try keys.encode(environment, forKey: .environment)
        try keys.encode(seed, forKey: .seed)
        try keys.encode(commandLine, forKey: .commandLine)
        try keys.encode(plan, forKey: .plan)
        try keys.encode(shards, forKey: .shards)
        try keys.encode(scenarios, forKey: .scenarios)
        try keys.encode(gate, forKey: .gate)
    }
}

extension EnvironmentRecord {
    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(kernel, forKey: .kernel)
        try keys.encode(architecture, forKey: .architecture)
        try keys.encode(cpus, forKey: .cpus)
        try keys.encode(memoryBytes, forKey: .memoryBytes)
        try keys.encode(pageSizeBytes, forKey: .pageSizeBytes)
        try keys.encode(thp, forKey: .thp)
        try keys.encode(swapBytes, forKey: .swapBytes)
        try keys.encode(allocator, forKey: .allocator)
        try keys.encode(cLibrary, forKey: .cLibrary)
        try keys.encode(swift, forKey: .swift)
        try keys.encode(traits, forKey: .traits)
        try keys.encode(enforcement, forKey: .enforcement)
        try keys.encode(noiseFloor, forKey: .noiseFloor)
    }
}

extension ScenarioRecord {
    /// Writes every key, `null` for what is not known.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(name, forKey: .name)
        try keys.encode(about, forKey: .about)
        try keys.encode(path, forKey: .path)
        try keys.encode(unit, forKey: .unit)
        try keys.encode(budget, forKey: .budget)
        try keys.encode(trials, forKey: .trials)
        try keys.encode(timeoutNanoseconds, forKey: .timeoutNanoseconds)
        try keys.encode(dataset, forKey: .dataset)
        try keys.encode(input, forKey: .input)
        try keys.encode(unavailable, forKey: .unavailable)
        try keys.encode(strategies, forKey: .strategies)
        try keys.encode(cells, forKey: .cells)
    }
}
