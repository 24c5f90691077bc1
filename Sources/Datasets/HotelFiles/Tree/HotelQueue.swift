import MemoryBudget
import Synchronization

/// A queue that passes the hotels of a dataset, in order, to several threads and sums the results.
///
/// Each hotel depends only on its index, and the sums don't depend on the order, so the dataset is
/// the same for any number of threads. A dataset of a given size in bytes is different: its end is
/// only known once all earlier hotels are done, so one thread must generate them all.
final class HotelQueue: Sendable {
    private let size: DatasetSize
    private let tree: GeneratedTree
    private let settings: ContractSettings
    private let state: Mutex<State>

    /// A hotel to generate.
    struct Order: Sendable {
        let hotel: Hotel
        /// The maximum number of contracts to generate.
        let filesMax: Int
        /// The generation stops when the contracts reach this many bytes.
        let bytesMax: Int
    }

    /// The sums of the generated hotels.
    struct Made: Sendable {
        var files = 0
        var bytes = 0
        var tally = RecordTally()

        mutating func merge(_ other: Made) {
            files += other.files
            bytes += other.bytes
            tally.merge(other.tally)
        }
    }

    private struct State {
        let general: GeneralFiles
        var nextHotel = 0
        /// The destinations of the current block of hotels.
        var destinations: Set<Int> = []
        /// The number of contracts given to threads.
        var filesOrdered = 0
        var made = Made()
        /// The error that stopped the queue.
        var error: (any Error)?

        /// The sums so far, including GENERAL.
        var total: Made {
            var total = made
            total.bytes += general.byteCount
            total.tally.merge(general.tally)
            return total
        }

        mutating func add(_ hotel: Hotel, to tree: GeneratedTree) throws {
            nextHotel += 1
            if hotel.index % Destination.hotelsOfBlock == 0 { destinations.removeAll() }
            if destinations.insert(hotel.destination.index).inserted {
                try tree.add(hotel.destination)
                try general.add(hotel.destination)
            }
            try general.add(hotel)
        }
    }

    init(_ size: DatasetSize, tree: GeneratedTree, settings: ContractSettings) throws {
        self.size = size
        self.tree = tree
        self.settings = settings
        let general = try GeneralFiles(in: tree, settings: settings)
        state = Mutex(State(general: general))
    }

    /// Returns the next hotel; `nil` when the size is reached or something failed.
    func next() throws -> Order? {
        try state.withLock { state in
            let bytes = state.made.bytes + state.general.byteCount
            guard state.error == nil, !size.isReached(units: state.filesOrdered, bytes: bytes)
            else { return nil }
            let hotel = Hotel(index: state.nextHotel, seed: settings.seed)
            try state.add(hotel, to: tree)
            var filesMax = hotel.contractCount
            var bytesMax = Int.max
            switch size {
            case .units(let scale): filesMax = min(filesMax, scale.units - state.filesOrdered)
            case .bytes(let count):
                bytesMax = count.bytes - state.made.bytes - state.general.byteCount
            }
            state.filesOrdered += filesMax
            return Order(hotel: hotel, filesMax: filesMax, bytesMax: bytesMax)
        }
    }

    /// Adds the result of a hotel; the order doesn't matter.
    func add(_ made: Made) {
        state.withLock { $0.made.merge(made) }
    }

    /// Stops the queue; `finish` throws the first error.
    func stop(for error: any Error) {
        state.withLock { state in
            if state.error == nil { state.error = error }
        }
    }

    /// The sums so far.
    var made: Made { state.withLock { $0.total } }

    /// Finishes the files of `GENERAL`, when all threads are done.
    ///
    /// - Throws: The error that stopped the queue.
    func finish() throws -> Made {
        try state.withLock { state in
            if let error = state.error { throw error }
            let total = state.total
            try state.general.finish()
            return total
        }
    }
}
