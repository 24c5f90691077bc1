import CGaugePage
import Foundation
import TestSupport

/// A program run with the preloaded agent, and the resulting gauge page.
struct AgentTrial {
    let result: Command.Result
    let page: gauge_page

    /// The script writes its own process ID into the page, as the harness does with its child's,
    /// and execs.
    private static let launcher = """
        import os, struct, sys
        path, pid = sys.argv[1], int(sys.argv[2]) or os.getpid()
        with open(path, 'r+b') as page:
            page.seek(16)
            page.write(struct.pack('<Q', pid))
        environment = dict(os.environ, LD_PRELOAD=sys.argv[3], MEMBUDGET_GAUGE_PAGE=path)
        os.execvpe(sys.argv[4], sys.argv[4:], environment)
        """

    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - magic: The first word of the page.
    /// - processIdentifier: The process that the page names; default is the command.
    ///   - withJemalloc: Whether jemalloc is preloaded before the agent.
    static func run(
        _ command: [String], magic: UInt64 = UInt64(GAUGE_PAGE_MAGIC), processIdentifier: Int = 0,
        withJemalloc: Bool = true
    ) async throws -> AgentTrial {
        let directory = try TemporaryDirectory()
        var page = gauge_page()
        page.magic = magic
        page.version = UInt64(GAUGE_PAGE_VERSION)
        let used = withUnsafeBytes(of: page) { Array($0) }
        let padding = [UInt8](repeating: 0, count: Int(GAUGE_PAGE_BYTES) - used.count)
        let path = try directory.write(used + padding, to: "gauges")
        let agent = try Products.path("libmembudget-agent.so")
        let preload = withJemalloc ? "libjemalloc.so.2:\(agent)" : agent
        let result = try await Command.run(
            ["python3", "-c", launcher, path, "\(processIdentifier)", preload] + command)
        return AgentTrial(result: result, page: try read(path))
    }

    private static func read(_ path: String) throws -> gauge_page {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: gauge_page.self) }
    }
}
