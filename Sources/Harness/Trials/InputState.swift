import Files
import MemoryBudget

/// The state of an input file, to tell whether somebody changed it while a trial read it.
struct InputState: Equatable {
    private let stamp: FileStamp

    /// Looks at a file; nil for a folder, which would have to be walked, and for what is no file.
    init?(of path: String) {
        guard var stamp = FileStamp(of: path) else { return nil }
        // A new link to the file changes its inode, and nothing of its content.
        stamp.changedNanoseconds = 0
        self.stamp = stamp
    }
}

extension ResultCheck {
    /// Takes into account whether the input stayed as it was: of two states of it no result is right,
    /// and none is wrong.
    mutating func weighInput(before: InputState?, after: InputState?) {
        if disagreement != nil, before != after { disagreement = .inputChanged }
    }
}
