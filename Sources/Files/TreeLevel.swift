internal import Glibc

/// A folder that is being walked.
final class TreeLevel {
    let name: [CChar]
    let identity: FileIdentity
    let owner: uid_t
    /// The descriptor of the folder; -1 while it is closed.
    private(set) var descriptor: Int32
    /// The subfolders still to be entered.
    var pending: [[CChar]] = []
    /// The number of times the folder was listed.
    var passes = 0

    /// Takes over the descriptor of a folder; `nil` if it can't be examined.
    init?(taking descriptor: Int32, name: [CChar]) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            Glibc.close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.name = name
        identity = FileIdentity(status)
        owner = status.st_uid
    }

    deinit {
        close()
    }

    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }

    /// Reopens the folder through `..` of a subfolder; returns false if that leads elsewhere.
    func reopen(from child: TreeLevel) -> Bool {
        guard descriptor < 0 else { return true }
        let opened = openat(child.descriptor, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard opened >= 0 else { return false }
        guard FileIdentity(ofOpen: opened) == identity else {
            Glibc.close(opened)
            return false
        }
        descriptor = opened
        return true
    }
}
