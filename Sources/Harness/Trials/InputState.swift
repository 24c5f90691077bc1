import Glibc
import MemoryBudget

/// The state of an input file, to tell whether somebody changed it while a trial read it.
struct InputState: Equatable {
    private let device: dev_t
    private let number: ino_t
    private let byteCount: off_t
    private let changedSeconds: Int
    private let changedNanoseconds: Int

    /// Looks at a file; nil for a folder, which would have to be walked, and for what is no file.
    init?(of path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        (device, number, byteCount) = (status.st_dev, status.st_ino, status.st_size)
        (changedSeconds, changedNanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
}

extension ResultCheck {
    /// Takes into account whether the input stayed as it was: of two states of it no result is right,
    /// and none is wrong.
    mutating func weighInput(before: InputState?, after: InputState?) {
        if disagreement != nil, before != after { disagreement = .inputChanged }
    }
}
