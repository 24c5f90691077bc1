import Files
import Glibc

/// The parent side of fuzzing, which starts children, watches them, and reports the inputs that
/// ended one.
struct FuzzCampaign {
    /// The maximum processor time per input.
    private static let inputNanoseconds = 5_000_000_000
    /// The maximum time per input in which a child uses little processor time.
    private static let idleNanoseconds = 60_000_000_000
    /// The maximum number of failures per target; more would add no information.
    private static let findingsMaximum = 5

    let options: FuzzOptions
    /// The folder that children write to.
    let folder: String

    /// Runs every target for its share of the time.
    ///
    /// - Returns: Whether there were no failures.
    func run() throws -> Bool {
        let names = options.targets
        let part = options.seconds * 1_000_000_000 / max(1, names.count)
        say("seed \(options.seed), \(names.count) targets, \(options.seconds) s")
        var count: UInt64 = 0
        var findings: [FuzzFinding] = []
        for name in names {
            let (read, found) = try run(name, for: part)
            count += read
            findings += found
            say("\(name): \(read) inputs, \(found.count) failures")
        }
        say("\(count) inputs, \(findings.count) failures")
        return findings.isEmpty
    }

    private func run(
        _ target: String, for nanoseconds: Int
    ) throws -> (count: UInt64, findings: [FuzzFinding]) {
        let end = FuzzClock.now() + nanoseconds
        var next: UInt64 = 0
        var findings: [FuzzFinding] = []
        repeat {
            let left = max(0, end - FuzzClock.now())
            let order = FuzzOrder(
                target: target, seed: options.seed, first: next, nanoseconds: left,
                repository: options.repository, folder: "\(folder)/\(target)")
            let (last, failure) = try watch(order)
            guard let failure else { return (last, findings) }
            let finding = try FuzzFinding(failure, number: last, of: order, savingTo: options.saved)
            say(finding.description)
            findings.append(finding)
            next = last + 1
        } while findings.count < Self.findingsMaximum && FuzzClock.now() < end
        return (next, findings)
    }

    /// Runs a child until it ends.
    ///
    /// - Returns: The number of its last input and that input's failure; `nil` for none.
    private func watch(_ order: FuzzOrder) throws -> (last: UInt64, failure: String?) {
        try? Directory.remove(order.folder)
        try Directory.make(order.folder)
        defer { try? Directory.remove(order.folder + "/place") }
        let child = try ChildProcess(order.arguments, output: order.folder + "/said")
        var seen = (number: UInt64?.none, at: FuzzClock.now(), processor: 0)
        while true {
            let ended = child.end()
            let number = FuzzProgress.number(in: order.folder)
            if let ended {
                guard let number else {
                    throw FuzzError("\(order.target): can't start: \(FuzzFinding.said(order))")
                }
                return (number, ended == .exited(0) ? nil : "ended by \(ended)")
            }
            let now = FuzzClock.now()
            let processor = FuzzClock.processorTime(of: child.id) ?? seen.processor
            if number != seen.number { seen = (number, now, processor) }
            let isBusy = processor - seen.processor > Self.inputNanoseconds
            if number != nil, isBusy || now - seen.at > Self.idleNanoseconds {
                child.kill()
                return (number ?? 0, isBusy ? "not read within 5 s" : "hung without computing")
            }
            usleep(20_000)
        }
    }

    private func say(_ text: String) { tell("fuzz: \(text)\n") }
}

/// Writes a text immediately, without buffering.
func tell(_ text: String, on descriptor: Int32 = STDOUT_FILENO) {
    _ = Array(text.utf8).withUnsafeBytes { writeAll($0, to: descriptor) }
}

/// An input that ended a child or made it hang.
struct FuzzFinding: CustomStringConvertible {
    let description: String

    /// Saves the input in a folder.
    init(
        _ failure: String, number: UInt64, of order: FuzzOrder, savingTo folder: String
    ) throws {
        try Directory.make(folder)
        let path = "\(folder)/\(order.target)-\(order.seed)-\(number)"
        let input = RegularFile.start(of: order.folder + "/input", byteCountMaximum: 1 << 21) ?? []
        try AtomicFile.write(input, to: path)
        description =
            "FAILED \(order.target): \(failure), input \(number) of seed \(order.seed), saved as"
            + " \(path); to reproduce, use --target \(order.target) --input \(path)\n"
            + Self.said(order)
    }

    /// Returns the end of a child's output.
    static func said(_ order: FuzzOrder) -> String {
        let bytes = RegularFile.start(of: order.folder + "/said", byteCountMaximum: 1 << 20) ?? []
        return String(decoding: bytes.suffix(2_000), as: UTF8.self)
    }
}
