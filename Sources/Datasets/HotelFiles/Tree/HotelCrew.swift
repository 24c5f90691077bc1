import Threads

/// The threads that generate hotels: the caller's, which reports progress, and helpers.
struct HotelCrew {
    let queue: HotelQueue
    let tree: GeneratedTree
    let settings: ContractSettings

    /// The number of bytes between two progress reports.
    private static let reportBytes = 1 << 20

    /// Generates all hotels of the queue; a failure, or an error of `report`, stops it.
    func run(threadCount: Int, report: (HotelQueue.Made) throws -> Void) {
        // With fewer threads than requested the bytes are the same.
        let helpers = (1..<threadCount).compactMap { _ in
            try? DedicatedThread(orThrow: Failure.init) { [self] in work { _ in } }
        }
        work(report)
        for helper in helpers { helper.join() }
    }

    /// The system could not start a thread; the number is the reason.
    private struct Failure: Error {
        let number: Int32
    }

    private func work(_ report: (HotelQueue.Made) throws -> Void) {
        var maker = HotelMaker(tree: tree, settings: settings)
        var reportedBytes = 0
        do {
            while let order = try queue.next() {
                queue.add(try maker.make(order))
                let made = queue.made
                guard made.bytes - reportedBytes >= Self.reportBytes else { continue }
                reportedBytes = made.bytes
                try report(made)
            }
        } catch {
            queue.stop(for: error)
        }
    }
}

/// A generator of one hotel after another: its files and their correct result.
private struct HotelMaker: ~Copyable {
    let tree: GeneratedTree
    private var writer: ContractWriter

    init(tree: GeneratedTree, settings: ContractSettings) {
        self.tree = tree
        writer = ContractWriter(settings: settings)
    }

    mutating func make(_ order: HotelQueue.Order) throws -> HotelQueue.Made {
        var made = HotelQueue.Made()
        writer.records.tally = RecordTally()
        repeat {
            let name = writer.writeFile(of: order.hotel, contract: made.files)
            try tree.write(writer.records.output, to: name, of: order.hotel.destination)
            made.files += 1
            made.bytes += writer.records.output.count
        } while made.files < order.filesMax && made.bytes < order.bytesMax
        writer.endHotel()
        made.tally = writer.records.tally
        return made
    }
}
