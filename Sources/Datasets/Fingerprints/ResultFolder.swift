import Files
import MemoryBudget

/// The fingerprint of a folder: of the relative paths and the contents of everything in it.
struct ResultFolder {
    let path: String
    let checkStop: () throws -> Void
    private var content = RowDigest()
    private var rowContent = RowDigest()
    private var hasRows = false
    private var rows = 0

    /// The maximum depth of nested folders.
    private static let depthMaximum = 256
    /// The suffixes of the files that SQLite keeps beside a database and reads together with it.
    private static let companions = ["-wal", "-shm", "-journal"]

    init(path: String, checkStop: @escaping () throws -> Void) {
        self.path = path
        self.checkStop = checkStop
    }

    consuming func fingerprint() throws -> ResultFingerprint {
        try add(path, relative: "", depth: 0)
        return ResultFingerprint(
            format: .folder, contentDigest: content.hexadecimal,
            rowsDigest: hasRows ? rowContent.hexadecimal : nil, rows: hasRows ? rows : nil)
    }

    private mutating func add(_ folder: String, relative prefix: String, depth: Int) throws {
        guard depth < Self.depthMaximum else {
            throw ResultError(
                "'\(prefix)' is nested more than \(Self.depthMaximum - 1) folders deep")
        }
        let names = try entries(of: folder)
        let all = Set(names)
        for name in names where !Self.isCompanion(name, among: all) {
            let (path, relative) = ("\(folder)/\(name)", prefix + name)
            switch FileKind(ofLink: path) {
            case .directory:
                add(relative, kind: "folder", content: "", rowContent: "")
                try add(path, relative: "\(relative)/", depth: depth + 1)
            case .regular: try add(path, relative: relative)
            case .link:
                let target = try Self.target(of: path)
                add(relative, kind: "link", content: target, rowContent: target)
            case .special, nil:
                throw ResultError("'\(relative)' in the output is neither a file nor a folder")
            }
        }
    }

    private func entries(of folder: String) throws -> [String] {
        do {
            return try Directory.names(in: folder)
        } catch {
            throw ResultError("\(error)")
        }
    }

    private mutating func add(_ path: String, relative: String) throws {
        let found = try ResultReader.file(path, checkStop: checkStop)
        let content = found.contentDigest ?? ""
        add(
            relative, kind: found.format.rawValue, content: content,
            rowContent: found.rowsDigest ?? content)
        if found.rowsDigest != nil { hasRows = true }
        rows += found.rows ?? 0
    }

    private mutating func add(
        _ relative: String, kind: String, content: String, rowContent: String
    ) {
        for isOfRows in [false, true] {
            var hash = RowHash()
            hash.addField(relative)
            hash.addField(kind)
            hash.addField(isOfRows ? rowContent : content)
            if isOfRows { self.rowContent.add(hash) } else { self.content.add(hash) }
        }
    }

    private static func isCompanion(_ name: String, among names: Set<String>) -> Bool {
        companions.contains { ending in
            name.hasSuffix(ending) && names.contains(String(name.dropLast(ending.count)))
        }
    }

    private static func target(of path: String) throws -> String {
        guard let target = linkTarget(of: path) else {
            throw ResultError("can't read the link '\(path)'")
        }
        return String(decoding: target, as: UTF8.self)
    }
}
