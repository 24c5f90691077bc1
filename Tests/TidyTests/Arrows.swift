/// The allowed dependencies between targets, maintained by hand.
enum Arrows {
    /// The modules, of this package and of others, that each target declares and imports: exactly
    /// these.
    static let allowed: [String: Set<String>] = [
        // Basic types and arithmetic.
        "MemoryBudget": [],
        "CGaugePage": [],
        "CSampleTable": [],
        "CUnwind": [],
        "CLauncher": [],
        "CLinux": [],
        "CRevision": [],
        "CScan": [],
        // The system: files, processes.
        "Files": ["MemoryBudget"],
        "Processes": ["MemoryBudget", "Files", "Threads", "CLinux"],
        // The measuring side: no pipelines, and a single target reads files.
        "ScenarioFiles": ["MemoryBudget", "Files", "Yams"],
        "Harness": [
            "MemoryBudget", "Files", "Processes", "Threads", "CGaugePage", "CLauncher", "CLinux",
            "CSampleTable", "CUnwind", "HeapProfile",
        ],
        "PostgreSQLCluster": ["MemoryBudget", "Files", "Processes"],
        "HeapProfile": ["MemoryBudget", "Files", "Processes", "CSampleTable"],
        "RunStore": ["MemoryBudget", "Files", "HeapProfile"],
        "Judging": ["MemoryBudget", "RunStore"],
        "Reports": ["MemoryBudget", "Files", "HeapProfile", "RunStore", "Judging"],
        "Datasets": [
            "MemoryBudget", "Files", "Processes", "SQLiteStore", "PostgreSQLCluster", "HTTPSource",
            "StreamedJSON", "Threads", "CLinux", "CInflate", "GRDB",
        ],
        // The source that jobs fetch from: its responses, without a server, and the server.
        "HTTPSource": ["MemoryBudget"],
        "HTTPServing": [
            "HummingbirdCore", "HTTPTypes", "Logging", "NIOCore", "NIOExtras", "NIOHTTP1",
            "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOPosix",
        ],
        "HTTPSourceServer": [
            "HTTPServing", "HTTPSource", "HummingbirdCore", "HTTPTypes", "NIOCore",
        ],
        "membudget-source": ["HTTPSource", "HTTPSourceServer"],
        "Dashboard": [
            "MemoryBudget", "Files", "HTTPServing", "Reports", "RunStore", "HTTPTypes", "NIOCore",
        ],
        "Bench": [
            "MemoryBudget", "Files", "Processes", "ScenarioFiles", "Harness", "RunStore",
            "Judging", "Reports", "Datasets",
        ],
        "membudget": [
            "Bench", "CRevision", "MemoryBudget", "Files", "Processes", "ScenarioFiles", "Harness",
            "RunStore", "Judging", "Reports", "Dashboard", "Datasets", "PostgreSQLCluster",
            "ArgumentParser",
        ],
        // Both sides: threads; and databases, which workers write and read, and which some datasets
        // are.
        "Threads": [],
        "SQLiteStore": ["GRDB", "GRDBSQLite"],
        // The measured side: nothing of the harness, and nothing that raises a floor.
        "PipelineKit": ["MemoryBudget", "Threads", "CGaugePage", "CSampleTable"],
        "ResultDatabase": ["MemoryBudget", "PipelineKit", "SQLiteStore", "GRDB"],
        "CSVIngest": [
            "MemoryBudget", "PipelineKit", "SQLiteStore", "ResultDatabase", "CScan", "GRDB",
            "SwiftCSV",
        ],
        "HotelContracts": [
            "MemoryBudget", "PipelineKit", "SQLiteStore", "Threads", "CInflate", "GRDB",
            "GRDBSQLite",
        ],
        "TicketExport": ["MemoryBudget", "PipelineKit"],
        "TicketReading": [
            "MemoryBudget", "PipelineKit", "SQLiteStore", "TicketExport", "GRDB", "GRDBSQLite",
        ],
        "TicketExportSQLite": [
            "MemoryBudget", "PipelineKit", "TicketExport", "TicketReading", "GRDB",
        ],
        "BarcodeMigration": [
            "MemoryBudget", "PipelineKit", "SQLiteStore", "ResultDatabase", "TicketExport",
            "TicketReading", "GRDB", "GRDBSQLite",
        ],
        "TicketExportPostgreSQL": ["MemoryBudget", "PipelineKit", "TicketExport", "CPostgreSQL"],
        "TicketExportXLSX": [
            "MemoryBudget", "PipelineKit", "Threads", "TicketExport", "TicketReading",
            "CXLSXWriter", "CMinizip", "CISAL", "XLSXReader", "GRDB",
        ],
        "Multipart": ["CScan"],
        "CSVUpload": [
            "MemoryBudget", "PipelineKit", "Threads", "HTTPServing", "Multipart", "CSVIngest",
            "HummingbirdCore", "HTTPTypes", "NIOCore",
        ],
        "UploadService": [
            "CSVUpload", "HTTPServing", "Multipart", "PipelineKit", "HummingbirdCore", "HTTPTypes",
            "NIOCore",
        ],
        "membudget-bench-upload": [
            "CSVUpload", "HTTPServing", "Multipart", "PipelineKit", "HummingbirdCore", "HTTPTypes",
            "NIOCore", "NIOHTTP1", "NIOPosix",
        ],
        // Reads all kinds of files without running their contents.
        "membudget-fuzz": [
            "MemoryBudget", "Files", "ScenarioFiles", "RunStore", "Judging", "Reports", "Dashboard",
            "HeapProfile", "Harness", "Datasets", "PipelineKit", "CSVIngest", "HotelContracts",
            "Multipart", "HTTPClient", "StreamedJSON", "CSampleTable", "XLSXReader",
        ],
        "HTTPClient": ["MemoryBudget", "NIOCore", "NIOHTTP1", "NIOPosix"],
        "StreamedJSON": ["HTTPClient"],
        "ParallelFixtures": [
            "MemoryBudget", "PipelineKit", "SQLiteStore", "ResultDatabase", "HTTPClient",
            "StreamedJSON", "GRDB", "GRDBSQLite",
        ],
        "OpportunitySync": [
            "MemoryBudget", "PipelineKit", "SQLiteStore", "ResultDatabase", "HTTPClient",
            "StreamedJSON", "GRDB", "GRDBSQLite",
        ],
        // Syncs as a service, next to the workers.
        "SyncService": [
            "MemoryBudget", "HTTPServing", "PipelineKit", "HummingbirdCore", "HTTPTypes",
        ],
        "membudget-sync": [
            "SyncService", "ServiceProcess", "OpportunitySync", "HTTPClient", "PipelineKit",
        ],
        "ServiceProcess": ["MemoryBudget", "PipelineKit"],
        // Exports over HTTP, as a service and as a job.
        "TicketService": [
            "HTTPServing", "MemoryBudget", "PipelineKit", "Threads", "TicketExport",
            "TicketReading", "GRDB", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOHTTPTypes",
        ],
        "TicketExportHTTP": [
            "HTTPServing", "MemoryBudget", "PipelineKit", "TicketExport", "TicketReading",
            "TicketService", "GRDB", "HTTPTypes",
        ],
        "membudget-serve": [
            "HTTPServing", "PipelineKit", "ServiceProcess", "TicketExportXLSX", "TicketService",
            "UploadService",
        ],
        "XLSXReader": ["CMinizip", "CExpat"],
        "CPostgreSQL": [],
        "CXLSXWriter": [],
        "CMinizip": [],
        "CISAL": [],
        "CInflate": [],
        "CExpat": [],
        "membudget-worker": [
            "PipelineKit", "CSVIngest", "HotelContracts", "TicketExportSQLite", "BarcodeMigration",
        ],
        "membudget-worker-http": ["PipelineKit", "ParallelFixtures", "OpportunitySync"],
        "membudget-worker-postgres": ["PipelineKit", "TicketExportPostgreSQL"],
        "membudget-worker-server": ["PipelineKit", "CSVUpload", "TicketExportHTTP"],
        "membudget-worker-xlsx": ["PipelineKit", "TicketExportXLSX"],
    ]

    /// Modules of the toolchain; Foundation is checked separately.
    static let system: Set<String> = [
        "Swift", "Glibc", "Synchronization", "Dispatch", "FoundationEssentials", "Foundation",
        "_StringProcessing", "_Concurrency",
    ]

    /// Targets linked into measured processes, where loading Foundation adds 9 to 11 MiB to the
    /// floor.
    static let measured: Set<String> = [
        "Threads", "PipelineKit", "SQLiteStore", "ResultDatabase", "CSVIngest", "HotelContracts",
        "TicketExport",
        "TicketReading", "TicketExportSQLite", "BarcodeMigration", "TicketExportPostgreSQL",
        "TicketExportXLSX", "XLSXReader", "HTTPClient", "StreamedJSON", "ParallelFixtures",
        "OpportunitySync", "HTTPServing", "Multipart", "CSVUpload", "TicketService",
        "TicketExportHTTP", "membudget-worker",
        "membudget-worker-http", "membudget-worker-postgres", "membudget-worker-server",
        "membudget-worker-xlsx",
    ]

    /// Files of measured targets that may import Foundation, each for a reason.
    static let foundationFiles: Set<String> = [
        // GRDB has Foundation in its public interface, so it is linked in any case.
        "Sources/Pipelines/CSVIngest/Storing/RowStore.swift",
        "Sources/SQLiteStore/DatabaseQueue+Files.swift",
    ]

    /// A target as declared in the manifest.
    struct Target: Decodable {
        var name: String
        /// The path from the package's root.
        var path: String
        /// The kind: `library`, `executable`, `test`, …
        var type: String
        var targetDependencies: [String]?
        var productDependencies: [String]?

        enum CodingKeys: String, CodingKey {
            case name, path, type
            case targetDependencies = "target_dependencies"
            case productDependencies = "product_dependencies"
        }

        var dependencies: [String] {
            (targetDependencies ?? []) + (productDependencies ?? [])
        }
    }

    /// Returns the differences between the manifest and `listed`, in either direction.
    static func findings(
        in targets: [Target], listed: [String: Set<String>] = allowed
    ) -> [Finding] {
        let sources = targets.filter { $0.path.hasPrefix("Sources/") }
        let gone = Set(listed.keys).subtracting(sources.map(\.name)).sorted().map {
            finding("there is no target \($0): remove it from Arrows.swift")
        }
        return gone
            + sources.flatMap { target -> [Finding] in
                guard let allowed = listed[target.name] else {
                    return [finding("say in Arrows.swift what \(target.name) may import")]
                }
                return differences(of: target, from: allowed)
            }
    }

    private static func differences(of target: Target, from allowed: Set<String>) -> [Finding] {
        let declared = Set(target.dependencies)
        let unlisted = declared.subtracting(allowed).sorted().map {
            finding("\(target.name) depends on \($0)")
        }
        let stale = allowed.subtracting(declared).sorted().map {
            finding("\(target.name) doesn't depend on \($0): remove it from Arrows.swift")
        }
        return unlisted + stale
    }

    /// Returns the targets and products that a target depends on indirectly.
    static func reached(from name: String, in targets: [Target]) -> Set<String> {
        var reached: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            let dependencies = targets.first { $0.name == next }?.dependencies ?? []
            waiting += dependencies.filter { reached.insert($0).inserted }
        }
        return reached
    }

    private static func finding(_ message: String) -> Finding {
        Finding(path: "Package.swift", line: 1, message: message)
    }
}
