import Foundation

/// An SQLite database that is locked by another program.
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

    /// Starts the program, which locks the database shortly afterwards.
    ///
    /// - Parameter mark: The path of a file that it then creates.
    package init(_ database: String, mark: String) throws {
        self.mark = mark
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", Self.script, database, mark]
        process.standardInput = hold
        try process.run()
    }

    /// Whether the program has locked the database.
    package var isLocked: Bool { FileManager.default.fileExists(atPath: mark) }

    /// Ends the program, and waits for its end.
    package func release() {
        try? hold.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
