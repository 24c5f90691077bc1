internal import MemoryBudget

/// A profile in pprof's format (`proto/profile.proto` of google/pprof).
///
/// ```swift
/// func pprof(_ profile: HeapProfile) -> [UInt8] { PprofProfile(profile).bytes }
/// ```
///
/// It is not compressed; readers accept the format with and without gzip.
package struct PprofProfile: Sendable {
    private let profile: HeapProfile

    /// Creates the export of a profile.
    package init(_ profile: HeapProfile) { self.profile = profile }

    /// The kinds of values of each stack, in the order of ``values(of:)``.
    private static let types = [
        ("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"),
        ("inuse_space", "bytes"), ("peak_objects", "count"), ("peak_space", "bytes"),
    ]

    /// The contents of the file.
    package var bytes: [UInt8] {
        var file = PprofFile(profile)
        return file.encoded(types: Self.types, values: values)
    }

    /// The values of each site.
    private var values: [[UInt64]] {
        let peak = scaled(at: .peak)
        let end = scaled(at: .end)
        return profile.sites.indices.map { index in
            let site = profile.sites[index]
            return [
                UInt64(site.totalCount.rounded()), UInt64(site.total.bytes.rounded()),
                UInt64(site.end.count.rounded()), end[index] ?? 0,
                UInt64(site.peak.count.rounded()), peak[index] ?? 0,
            ]
        }
    }

    private func scaled(at moment: HeapMoment) -> [Int: UInt64] {
        let estimates = profile.estimates(at: moment)
        return Dictionary(
            uniqueKeysWithValues: estimates.map {
                ($0.site, UInt64(max(0, whole($0.bytes.estimate))))
            })
    }
}

/// The parts of the file while it is written; texts and functions are stored once.
private struct PprofFile {
    private let profile: HeapProfile
    private var texts: [String: Int] = ["": 0]
    private var textList = [""]
    private var functions: [HeapProfile.Function: Int] = [:]
    private var functionMessages: [ProtobufMessage] = []

    init(_ profile: HeapProfile) { self.profile = profile }

    mutating func encoded(types: [(String, String)], values: [[UInt64]]) -> [UInt8] {
        var file = ProtobufMessage()
        for type in types { file.add(1, valueType(type)) }
        for (site, values) in zip(profile.sites, values) where values.contains(where: { $0 > 0 }) {
            var sample = ProtobufMessage()
            sample.add(1, packed: site.stack.map { UInt64($0 + 1) })
            sample.add(2, packed: values)
            file.add(2, sample)
        }
        for (index, module) in profile.modules.enumerated() {
            file.add(3, mapping(module, id: index + 1))
        }
        for (index, frame) in profile.frames.enumerated() {
            file.add(4, location(frame, id: index + 1))
        }
        for message in functionMessages { file.add(5, message) }
        let period = valueType(("space", "bytes"))
        let standard = text(types.last?.0 ?? "")
        for text in textList { file.add(6, text) }
        file.add(11, period)
        file.add(12, profile.sampleIntervalBytes)
        file.add(14, standard)
        return file.bytes
    }

    private mutating func text(_ text: String) -> Int {
        if let known = texts[text] { return known }
        textList.append(text)
        texts[text] = textList.count - 1
        return textList.count - 1
    }

    private mutating func valueType(_ type: (String, String)) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, text(type.0))
        message.add(2, text(type.1))
        return message
    }

    private mutating func mapping(_ module: HeapProfile.Module, id: Int) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, id)
        message.add(5, text(module.path))
        message.add(6, text(module.buildID ?? ""))
        message.add(7, 1)
        message.add(8, 1)
        message.add(9, 1)
        message.add(10, 1)
        return message
    }

    private mutating func location(_ frame: HeapProfile.Frame, id: Int) -> ProtobufMessage {
        var message = ProtobufMessage()
        message.add(1, id)
        message.add(2, frame.module.map { $0 + 1 } ?? 0)
        message.add(3, frame.address)
        for function in frame.functions {
            var line = ProtobufMessage()
            line.add(1, self.function(function))
            line.add(2, function.line ?? 0)
            message.add(4, line)
        }
        return message
    }

    private mutating func function(_ function: HeapProfile.Function) -> Int {
        var nameless = function
        nameless.line = nil
        if let known = functions[nameless] { return known }
        let id = functionMessages.count + 1
        var message = ProtobufMessage()
        message.add(1, id)
        message.add(2, text(function.name))
        message.add(3, text(function.symbol))
        message.add(4, text(function.file ?? ""))
        functionMessages.append(message)
        functions[nameless] = id
        return id
    }
}
