import MemoryBudget
import Synchronization

/// Hands out the hotels of a dataset in their order, to several threads, and adds up what they make.
///
/// Each hotel is a function of its index, and what is added up does not depend on the order, so the
/// dataset is the same for any number of threads. A size in bytes is different: where it ends is only
/// known when all hotels before are done, so that one thread must do them all.
final class HotelQueue: Sendable {
    private let size: DatasetSize
    private let tree: GeneratedTree
    private let settings: ContractSettings
    private let state: Mutex<State>

    /// A hotel to make.
    struct Order: Sendable {
        let hotel: Hotel
        /// The most of its contracts to make.
        let filesMax: Int
        /// With so many bytes of them, no more are made.
        let bytesMax: Int
    }

    /// What was made.
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
        /// Of the current block of hotels.
        var destinations: Set<Int> = []
        /// Contracts that were handed out.
        var filesOrdered = 0
        var made = Made()
        /// Why nothing more is handed out.
        var error: (any Error)?

        /// Everything so far, with GENERAL.
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

    /// The next hotel; nil when the size is reached or something failed.
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

    /// Adds what was made of a hotel; the order does not matter.
    func add(_ made: Made) {
        state.withLock { $0.made.merge(made) }
    }

    /// Hands out nothing more; the first error is the one that `finish` throws.
    func stop(for error: any Error) {
        state.withLock { state in
            if state.error == nil { state.error = error }
        }
    }

    /// How far it has come.
    var made: Made { state.withLock { $0.total } }

    /// Writes the end of what it keeps open, when all threads are done.
    ///
    /// - Throws: What stopped it.
    func finish() throws -> Made {
        try state.withLock { state in
            if let error = state.error { throw error }
            let total = state.total
            try state.general.finish()
            return total
        }
    }
}
