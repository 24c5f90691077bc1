import Files
import MemoryBudget

/// The state of an input file, which shows whether the file changed while a trial read it.
struct InputState: Equatable {
    private let stamp: FileStamp

    /// Reads the state of a file; `nil` for a folder, which would have to be walked, and for other
    /// types.
    init?(of path: String) {
        guard var stamp = FileStamp(of: path) else { return nil }
        // A new hard link to the file changes its metadata, but not its contents.
        stamp.changedNanoseconds = 0
        self.stamp = stamp
    }
}

extension ResultCheck {
    /// Records whether the input changed: a result computed from two states is neither right nor
    /// wrong.
    mutating func weighInput(before: InputState?, after: InputState?) {
        if disagreement != nil, before != after { disagreement = .inputChanged }
    }
}
