/// A set of the ids that a pass has seen.
protocol SeenIDs {
    /// Creates an empty set.
    init()
    /// Adds an id and returns the outcome.
    mutating func insert(_ id: UnsafeRawBufferPointer) -> IDInsertion
    /// Returns whether an id was added.
    func contains(_ id: UnsafeRawBufferPointer) -> Bool
}

/// The outcome of adding an id.
enum IDInsertion {
    case new
    case repeated
    /// The set can't hold the id.
    case refused
}

/// An id as a string that compares by its bytes, as in the database.
struct IDString: Hashable {
    private let text: String

    /// Copies an id.
    init(_ id: UnsafeRawBufferPointer) {
        text = String(decoding: id, as: UTF8.self)
    }

    static func == (left: IDString, right: IDString) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension Set<IDString>: SeenIDs {
    mutating func insert(_ id: UnsafeRawBufferPointer) -> IDInsertion {
        insert(IDString(id)).inserted ? .new : .repeated
    }

    func contains(_ id: UnsafeRawBufferPointer) -> Bool { contains(IDString(id)) }
}

extension OpportunityPage {
    /// Adds the page's ids to those seen, and returns the page's facts for the check.
    func facts(adding ids: inout some SeenIDs) -> PassCheck.Page {
        var (newCount, repeatedCount, refusedCount) = (0, 0, 0)
        bytes.withUnsafeBytes { bytes in
            for case let id? in records.lazy.map(\.id) {
                switch ids.insert(bytes.text(id)) {
                case .new: newCount += 1
                case .repeated: repeatedCount += 1
                case .refused: refusedCount += 1
                }
            }
        }
        var facts = facts(newCount: newCount, repeatedCount: repeatedCount)
        facts.refusedCount = refusedCount
        return facts
    }

    /// Returns whether every id of the page has been seen.
    func isSeen(in ids: some SeenIDs) -> Bool {
        bytes.withUnsafeBytes { bytes in
            records.allSatisfy { $0.id.map { ids.contains(bytes.text($0)) } ?? true }
        }
    }
}
