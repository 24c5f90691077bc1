import Glibc
import PipelineKit

/// A folder that an archive's tree is extracted to, for the duration of a trial.
struct ExtractedTree {
    let path: String

    /// Creates the folder.
    ///
    /// - Throws: ``WorkerError`` with code `badSetting` if it exists.
    init(_ path: String) throws(WorkerError) {
        self.path = path
        guard mkdir(path, 0o700) == 0 else {
            let code: WorkerError.Code = errno == EEXIST ? .badSetting : .io
            throw WorkerError(
                code, "cannot create folder '\(path)' to extract to", underlying: SystemError.last)
        }
        for name in [ContractFolders.general, ContractFolders.destinations] {
            try make(SystemPath("\(path)/\(name)"))
        }
    }

    /// Removes the folder with its contents, without following links.
    func remove() {
        Self.remove(SystemPath(path))
    }

    private static func remove(_ folder: SystemPath) {
        if let reader = try? DirectoryReader(folder) {
            while let entry = try? reader.next() {
                let path = folder.appending(entry.name)
                if path.withCString({ unlink($0) }) != 0, errno == EISDIR { remove(path) }
            }
        }
        _ = folder.withCString { rmdir($0) }
    }

    /// Extracts every file of an archive's tree, and rejects damaged ones.
    ///
    /// - Throws: ``WorkerError`` with code `io` if the disk is full.
    func extract(_ archive: ContractArchive, rejected: RejectedUnits) throws(WorkerError) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 64)
        defer { memory.deallocate() }
        var number = 0
        while let file = try archive.next() {
            number += 1
            let reader: ContractReader
            do throws(WorkerError) {
                reader = try file.open()
            } catch {
                try rejected.add(file: file.name, line: 0, reason: error.reasonOfRejection)
                continue
            }
            let descriptor = try create(file, number: number)
            defer { close(descriptor) }
            while case let count = try reader.read(into: memory), count > 0 {
                try write(UnsafeRawBufferPointer(rebasing: memory[..<count]), to: descriptor)
            }
        }
    }

    /// Creates a file for an entry, under another name if an earlier entry had the same name.
    private func create(_ file: ContractFile, number: Int) throws(WorkerError) -> Int32 {
        guard case .entry(let entry, _) = file.place else {
            preconditionFailure("an archive returns only entries")
        }
        var folder = SystemPath(path)
        for part in entry.parts.dropLast() { folder = folder.appending(SystemPath(bytes: part)) }
        if file.isContract { try make(folder) }
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        for name in [SystemPath(bytes: entry.parts.last ?? []), SystemPath("~\(number)")] {
            let descriptor = folder.appending(name).withCString { open($0, flags, 0o600) }
            if descriptor >= 0 { return descriptor }
            guard errno == EEXIST else { break }
        }
        throw failure()
    }

    private func make(_ folder: SystemPath) throws(WorkerError) {
        guard folder.withCString({ mkdir($0, 0o700) }) == 0 || errno == EEXIST else {
            throw failure()
        }
    }

    private func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32
    ) throws(WorkerError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count < 0, errno != EINTR { throw failure() }
            rest = UnsafeRawBufferPointer(rebasing: rest[max(count, 0)...])
        }
    }

    private func failure() -> WorkerError {
        let error = SystemError.last
        return WorkerError(.io, "cannot extract the archive to '\(path)'", underlying: error)
    }
}
