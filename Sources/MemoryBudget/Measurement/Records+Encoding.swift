// Synthesized encoding leaves out what is nil, and a reader that indexes a key of the contract then
// fails on exactly the trials that went wrong. So everything that is stored writes each of its keys,
// `null` for what was not read; reading takes both. A test compares the keys with the contract.

extension Observation {
    /// Writes every key; `null` is a figure that was not read.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(scenario, forKey: .scenario)
        try keys.encode(strategy, forKey: .strategy)
        try keys.encode(scale, forKey: .scale)
        try keys.encode(parameters, forKey: .parameters)
        try keys.encode(kind, forKey: .kind)
        try keys.encode(index, forKey: .index)
        try keys.encode(seed, forKey: .seed)
        try keys.encode(startedAt, forKey: .startedAt)
        try keys.encode(outcome, forKey: .outcome)
        try keys.encode(evidence, forKey: .evidence)
        try keys.encode(enforcement, forKey: .enforcement)
        try keys.encode(budget, forKey: .budget)
        try keys.encode(peakRSSBytes, forKey: .peakRSSBytes)
        try keys.encode(peakAnonBytes, forKey: .peakAnonBytes)
        try keys.encode(peakFileBytes, forKey: .peakFileBytes)
        try keys.encode(peakShmemBytes, forKey: .peakShmemBytes)
        try keys.encode(peakTreeBytes, forKey: .peakTreeBytes)
        try keys.encode(peakLiveBytes, forKey: .peakLiveBytes)
        try keys.encode(cgroupPeakBytes, forKey: .cgroupPeakBytes)
        try keys.encode(endRSSBytes, forKey: .endRSSBytes)
        try keys.encode(overshootBytes, forKey: .overshootBytes)
        try keys.encode(wallNanoseconds, forKey: .wallNanoseconds)
        try keys.encode(userNanoseconds, forKey: .userNanoseconds)
        try keys.encode(systemNanoseconds, forKey: .systemNanoseconds)
        try keys.encode(majorFaults, forKey: .majorFaults)
        try keys.encode(readBytes, forKey: .readBytes)
        try keys.encode(writtenBytes, forKey: .writtenBytes)
        try keys.encode(unitsDone, forKey: .unitsDone)
        try keys.encode(unitsTotal, forKey: .unitsTotal)
        try keys.encode(rowsFailed, forKey: .rowsFailed)
        try keys.encode(digest, forKey: .digest)
        try keys.encode(exit, forKey: .exit)
        try keys.encode(allocator, forKey: .allocator)
        try keys.encode(quality, forKey: .quality)
        try keys.encode(phase, forKey: .phase)
        try keys.encode(processCount, forKey: .processCount)
        try keys.encode(peakProcess, forKey: .peakProcess)
        try keys.encode(stderrTail, forKey: .stderrTail)
    }
}

extension ScaleRecord {
    /// Writes every key, `null` for what there is not.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(label, forKey: .label)
        try keys.encode(units, forKey: .units)
        try keys.encode(inputBytes, forKey: .inputBytes)
    }
}

extension EnforcementRecord {
    /// Writes every key, `null` for what there is not.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(requested, forKey: .requested)
        try keys.encode(tiers, forKey: .tiers)
        try keys.encode(missing, forKey: .missing)
        try keys.encode(limitBytes, forKey: .limitBytes)
    }
}

extension ExitRecord {
    /// Writes every key, `null` for what there is not.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(code, forKey: .code)
        try keys.encode(signal, forKey: .signal)
    }
}

extension AllocatorRecord {
    /// Writes every key, `null` for what there is not.
    package func encode(to encoder: any Encoder) throws {
        var keys = encoder.container(keyedBy: CodingKeys.self)
        try keys.encode(name, forKey: .name)
        try keys.encode(isAttached, forKey: .isAttached)
        try keys.encode(version, forKey: .version)
    }
}
