import Foundation

/// An SQLite database that another program has locked.
package final class LockedDatabase {
    private let process = Process()
    private let hold = Pipe()
    private let mark: String

    private static let script = """
        import sqlite3, sys
        database = sqlite3.connect(sys.argv[1], isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        open(sys.argv[2], "w").close()
        sys.stdin.read()
        """

    /// Starts the program, which locks the database soon.
    ///
    /// - Parameter mark: Path of a file that it makes then.
    package init(_ database: String, mark: String) throws {
        self.mark = mark
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, database, mark]
        process.standardInput = hold
        try process.run()
    }

    /// Whether it has.
    package var isLocked: Bool { FileManager.default.fileExists(atPath: mark) }

    /// Ends the program, and waits until it has ended.
    package func release() {
        try? hold.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
