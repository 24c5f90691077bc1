import Files
import Glibc
import Synchronization

/// Files that stay open after they are read, for those that are read a hundred times per second.
///
/// Not for `cgroup.procs`: version 1 answers repeated reads of the same open file from a list that
/// may be a second old.
final class KeptOpen: CgroupFiles {
    private let files: any CgroupFiles
    private let descriptors = Mutex<[String: Int32]>([:])

    /// Creates a reader of a hierarchy's files.
    init(_ files: any CgroupFiles) {
        self.files = files
    }

    deinit {
        for descriptor in descriptors.withLock({ $0.values }) { close(descriptor) }
    }

    func read(_ path: String) -> String? {
        descriptors.withLock { descriptors in
            if let descriptor = descriptors[path] { return Self.text(of: descriptor) }
            let descriptor = files.openForReading(path)
            guard descriptor >= 0 else { return files.read(path) }
            descriptors[path] = descriptor
            return Self.text(of: descriptor)
        }
    }

    /// Returns the whole text of an open file; `nil` if it can't be read.
    private static func text(of descriptor: Int32) -> String? {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { return nil }
        return contents(of: descriptor).map { String(decoding: $0, as: UTF8.self) }
    }

    func openForReading(_ path: String) -> Int32 { files.openForReading(path) }
    func write(_ text: String, to path: String) -> Int32? { files.write(text, to: path) }
    func canWrite(_ path: String) -> Bool { files.canWrite(path) }
    func makeDirectory(_ path: String) -> Int32? { files.makeDirectory(path) }
    func removeDirectory(_ path: String) -> Int32? { files.removeDirectory(path) }
    func hold(_ path: String, mode: FileLock.Mode) -> CgroupHold? { files.hold(path, mode: mode) }
    func entries(_ path: String) -> [String] { files.entries(path) }
    func openForWriting(_ path: String) -> Int32 { files.openForWriting(path) }
}
