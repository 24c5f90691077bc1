// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

/// Optimizes for size. Every worker links all of this code, which is part of its floor: it is a
/// third of a MiB smaller this way, and none of it is on a hot path.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// Returns a library of this package, in Swift 6 mode with all strictness options of the compiler.
func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil,
    linking settings: [LinkerSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path, swiftSettings: strict,
        linkerSettings: settings)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude,
        swiftSettings: strict)
}

/// The commit of the build, set by the Makefile; `nil` if unknown or not a valid name.
let commit = Context.environment["MEMBUDGET_COMMIT"].flatMap { text in
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        ? text : nil
}

/// Returns a C library, hardened against exploits of its mistakes by stack protectors and size
/// checks. The Makefile uses the same flags.
func cLibrary(_ name: String, exclude: [String] = []) -> Target {
    .target(
        name: name, exclude: exclude,
        cSettings: [
            .unsafeFlags(["-fstack-protector-strong"]),
            // Works only with optimization.
            .define("_FORTIFY_SOURCE", to: "2", .when(configuration: .release)),
        ])
}

/// Resolves all library symbols at the start, and makes their tables read-only afterwards.
let boundAtStart: [LinkerSetting] = [
    .unsafeFlags(
        ["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"],
        .when(configuration: .release))
]

/// Returns a program of this package.
func program(
    _ name: String, _ dependencies: [Target.Dependency],
    linking settings: [LinkerSetting] = boundAtStart
) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, swiftSettings: strict, linkerSettings: settings)
}

/// Lowers the floor of workers. A position-independent program relocates its data at the start,
/// which makes 1.8 MiB of it resident; resolving all symbols would add another 0.3 MiB.
let lowFloor: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "-no-pie"], .when(configuration: .release))
]

// Dependencies on other packages that several targets share.
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let hummingbird: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")

let package = Package(
    name: "membudget",
    products: [
        .executable(name: "membudget", targets: ["membudget"]),
        .executable(name: "membudget-serve", targets: ["membudget-serve"]),
        .executable(name: "membudget-source", targets: ["membudget-source"]),
        .executable(name: "membudget-sync", targets: ["membudget-sync"]),
        .executable(name: "membudget-worker", targets: ["membudget-worker"]),
        .executable(name: "membudget-worker-http", targets: ["membudget-worker-http"]),
        .executable(name: "membudget-worker-postgres", targets: ["membudget-worker-postgres"]),
        .executable(name: "membudget-worker-server", targets: ["membudget-worker-server"]),
        .executable(name: "membudget-worker-xlsx", targets: ["membudget-worker-xlsx"]),
    ],
    traits: [
        .trait(name: "PostgreSQL", description: "Exports from PostgreSQL, with libpq"),
        .trait(name: "XLSX", description: "Exports to XLSX, with libxlsxwriter"),
        .trait(name: "ISAL", description: "Faster exports to XLSX, compressed with ISA-L"),
        .default(enabledTraits: ["PostgreSQL", "XLSX", "ISAL"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: [
        // Basic types and arithmetic: no Foundation, no input or output.
        .target(name: "MemoryBudget", swiftSettings: strict + small),
        // System calls and shared memory, in C because Swift can't import them.
        cLibrary("CGaugePage"),
        // The data written by the sampler; the Makefile builds the sampler itself.
        cLibrary("CSampleTable"),
        cLibrary("CLinux"),
        // The commit of a build; in C, because Swift has no defines with values.
        .target(
            name: "CRevision",
            cSettings: commit.map { [.define("MEMBUDGET_COMMIT", to: "\"\($0)\"")] } ?? []),
        // Reads stacks of other processes, with a library that is loaded on demand.
        cLibrary("CUnwind"),
        // The messages of the launcher; the Makefile builds the program itself.
        cLibrary("CLauncher", exclude: ["launcher.c", "steady.c"]),
        // Vector instructions chosen at run time, which only C supports.
        cLibrary("CScan"),
        // Shared by the measuring and the measured side: system threads.
        library("Threads"),
        // The only wrappers of the system: files and folders, processes and pipes.
        library("Files", ["MemoryBudget"]),
        library("Processes", ["MemoryBudget", "Files", "Threads", "CLinux"]),
        // The measuring side.
        library(
            "ScenarioFiles", ["MemoryBudget", "Files", .product(name: "Yams", package: "Yams")]),
        library(
            "Harness",
            [
                "MemoryBudget", "Files", "Processes", "Threads", "CGaugePage", "CLauncher",
                "CLinux", "CSampleTable", "CUnwind", "HeapProfile",
            ]),
        library("PostgreSQLCluster", ["MemoryBudget", "Files", "Processes"]),
        // Heap profiles: samples, symbols, estimates, and formats of other tools.
        // The C++ library contains its demangler.
        library(
            "HeapProfile", ["MemoryBudget", "Files", "Processes", "CSampleTable"],
            linking: [.linkedLibrary("stdc++")]),
        library("RunStore", ["MemoryBudget", "Files", "HeapProfile"]),
        library("Judging", ["MemoryBudget", "RunStore"]),
        library("Reports", ["MemoryBudget", "Files", "HeapProfile", "RunStore", "Judging"]),
        library(
            "Datasets",
            [
                "MemoryBudget", "Files", "Processes", "SQLiteStore", "PostgreSQLCluster",
                "HTTPSource", "StreamedJSON", "Threads", "CLinux", "CInflate", grdb,
            ],
            // Unpacks a user's own archives, to check the results of a worker.
            linking: [.linkedLibrary("z")]),
        // Bulk writing and reading of SQLite databases.
        library("SQLiteStore", [grdb, grdbSQLite]),
        // HTTP servers on the loopback interface, with limits for clients.
        library(
            "HTTPServing",
            [
                hummingbird, httpTypes, nioCore, nioHTTP1, nioHTTPTypes, nioPosix,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ]),
        // The HTTP source that jobs fetch from: its responses, and its server.
        library("HTTPSource", ["MemoryBudget"]),
        library(
            "HTTPSourceServer", ["HTTPServing", "HTTPSource", hummingbird, httpTypes, nioCore]),
        program("membudget-source", ["HTTPSource", "HTTPSourceServer"]),
        // The live page: the current state of a run, over Server-Sent Events.
        library(
            "Dashboard",
            ["MemoryBudget", "Files", "HTTPServing", "Reports", "RunStore", httpTypes, nioCore]),
        // Planning, preparing, running, resuming and searching, without a command line.
        library(
            "Bench",
            [
                "MemoryBudget", "Files", "Processes", "ScenarioFiles", "Harness", "RunStore",
                "Judging", "Reports", "Datasets",
            ]),
        program(
            "membudget",
            [
                "Bench", "CRevision", "MemoryBudget", "Files", "Processes", "ScenarioFiles",
                "Harness",
                "RunStore", "Judging", "Reports", "Dashboard", "Datasets", "PostgreSQLCluster",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // The measured side.
        library("PipelineKit", ["MemoryBudget", "Threads", "CGaugePage", "CSampleTable"]),
        // Reads result databases for verification.
        library(
            "ResultDatabase", ["MemoryBudget", "PipelineKit", "SQLiteStore", grdb]),
        library(
            "CSVIngest",
            [
                "MemoryBudget", "PipelineKit", "SQLiteStore", "ResultDatabase", "CScan", grdb,
                .product(name: "SwiftCSV", package: "SwiftCSV"),
            ],
            path: "Sources/Pipelines/CSVIngest"),
        // Only for types: the library that unpacks archives is loaded on demand.
        .systemLibrary(name: "CInflate", providers: [.apt(["zlib1g-dev", "libisal-dev"])]),
        library(
            "HotelContracts",
            [
                "MemoryBudget", "PipelineKit", "SQLiteStore", "Threads", "CInflate", grdb,
                grdbSQLite,
            ],
            path: "Sources/Pipelines/HotelContracts"),
        // Tickets: code shared by all exports, reading from SQLite, and the pipelines.
        library(
            "TicketExport", ["MemoryBudget", "PipelineKit"],
            path: "Sources/Pipelines/TicketExport"),
        library(
            "TicketReading",
            ["MemoryBudget", "PipelineKit", "SQLiteStore", "TicketExport", grdb, grdbSQLite],
            path: "Sources/Pipelines/TicketReading"),
        library(
            "TicketExportSQLite",
            ["MemoryBudget", "PipelineKit", "TicketExport", "TicketReading", grdb],
            path: "Sources/Pipelines/TicketExportSQLite"),
        library(
            "BarcodeMigration",
            [
                "MemoryBudget", "PipelineKit", "SQLiteStore", "ResultDatabase", "TicketExport",
                "TicketReading", grdb, grdbSQLite,
            ],
            path: "Sources/Pipelines/BarcodeMigration"),
        .systemLibrary(
            name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        library(
            "TicketExportPostgreSQL",
            [
                "MemoryBudget", "PipelineKit", "TicketExport",
                .target(name: "CPostgreSQL", condition: .when(traits: ["PostgreSQL"])),
            ],
            path: "Sources/Pipelines/TicketExportPostgreSQL"),
        .systemLibrary(
            name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(
            name: "CMinizip", pkgConfig: "minizip", providers: [.apt(["libminizip-dev"])]),
        .systemLibrary(
            name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        library("XLSXReader", ["CMinizip", "CExpat"]),
        library(
            "TicketExportXLSX",
            [
                "MemoryBudget", "PipelineKit", "Threads", "TicketExport", "TicketReading", grdb,
                .target(name: "CXLSXWriter", condition: .when(traits: ["XLSX"])),
                .target(name: "CMinizip", condition: .when(traits: ["XLSX"])),
                .target(name: "CISAL", condition: .when(traits: ["ISAL"])),
                .target(name: "XLSXReader", condition: .when(traits: ["XLSX"])),
            ],
            path: "Sources/Pipelines/TicketExportXLSX"),
        // Exports of tickets over HTTP, and their measurement in a worker. Without workbooks, whose
        // libraries would raise the worker's floor.
        library(
            "TicketService",
            [
                "HTTPServing", "PipelineKit", "Threads", "TicketExport", "TicketReading",
                "MemoryBudget", grdb, hummingbird, httpTypes, nioCore, nioHTTPTypes,
            ]),
        library(
            "TicketExportHTTP",
            [
                "HTTPServing", "MemoryBudget", "PipelineKit", "TicketExport", "TicketReading",
                "TicketService", grdb, httpTypes,
            ],
            path: "Sources/Pipelines/TicketExportHTTP"),
        program(
            "membudget-serve",
            [
                "HTTPServing", "PipelineKit", "ServiceProcess", "TicketExportXLSX",
                "TicketService", "UploadService",
            ]),
        // Fetching over HTTP with bounded memory.
        library("HTTPClient", ["MemoryBudget", nioCore, nioHTTP1, nioPosix]),
        // Parses forms with files as they arrive.
        library("Multipart", ["CScan"]),
        library(
            "CSVUpload",
            [
                "MemoryBudget", "PipelineKit", "Threads", "HTTPServing", "Multipart", "CSVIngest",
                hummingbird, httpTypes, nioCore,
            ],
            path: "Sources/Pipelines/CSVUpload"),
        // Uploads as a service: one database per upload, several at once, with progress.
        library(
            "UploadService",
            [
                "CSVUpload", "HTTPServing", "Multipart", "PipelineKit", hummingbird, httpTypes,
                nioCore,
            ]),
        // The servers that `make bench-upload` compares; not shipped.
        program(
            "membudget-bench-upload",
            [
                "CSVUpload", "HTTPServing", "Multipart", "PipelineKit", hummingbird, httpTypes,
                nioCore, nioHTTP1, nioPosix,
            ]),
        // Reads randomly mutated files, for `make fuzz`; not shipped.
        program(
            "membudget-fuzz",
            [
                "MemoryBudget", "Files", "ScenarioFiles", "RunStore", "Judging", "Reports",
                "Dashboard", "HeapProfile", "Harness", "Datasets", "PipelineKit", "CSVIngest",
                "HotelContracts", "Multipart", "HTTPClient", "StreamedJSON", "CSampleTable",
                .target(name: "XLSXReader", condition: .when(traits: ["XLSX"])),
            ]),
        // Parses JSON bodies as they arrive.
        library("StreamedJSON", ["HTTPClient"]),
        library(
            "ParallelFixtures",
            [
                "MemoryBudget", "PipelineKit", "SQLiteStore", "ResultDatabase", "HTTPClient",
                "StreamedJSON", grdb, grdbSQLite,
            ],
            path: "Sources/Pipelines/ParallelFixtures"),
        library(
            "OpportunitySync",
            [
                "MemoryBudget", "PipelineKit", "SQLiteStore", "ResultDatabase", "HTTPClient",
                "StreamedJSON", grdb, grdbSQLite,
            ],
            path: "Sources/Pipelines/OpportunitySync"),
        // Shared by service processes: help, the line with the port, and shutdown.
        library("ServiceProcess", ["MemoryBudget", "PipelineKit"]),
        // Syncs as a service: health, one sync at a time, metrics.
        library(
            "SyncService",
            ["MemoryBudget", "HTTPServing", "PipelineKit", hummingbird, httpTypes]),
        program(
            "membudget-sync",
            ["SyncService", "ServiceProcess", "OpportunitySync", "HTTPClient", "PipelineKit"]),
        // One worker per set of libraries, so that each floor is as low as its libraries allow.
        program(
            "membudget-worker",
            [
                "PipelineKit", "CSVIngest", "HotelContracts", "TicketExportSQLite",
                "BarcodeMigration",
            ], linking: lowFloor),
        program(
            "membudget-worker-http",
            ["PipelineKit", "ParallelFixtures", "OpportunitySync"], linking: lowFloor),
        program(
            "membudget-worker-postgres",
            ["PipelineKit", "TicketExportPostgreSQL"], linking: lowFloor),
        program(
            "membudget-worker-server",
            ["PipelineKit", "CSVUpload", "TicketExportHTTP"], linking: lowFloor),
        program("membudget-worker-xlsx", ["PipelineKit", "TicketExportXLSX"], linking: lowFloor),
        // Tests.
        .target(
            name: "TestSupport", dependencies: ["MemoryBudget"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("MemoryBudgetTests", ["MemoryBudget"]),
        tests(
            "ScenarioFilesTests",
            ["ScenarioFiles", "MemoryBudget", .product(name: "Yams", package: "Yams")]),
        tests("FilesTests", ["Files", "MemoryBudget"]),
        tests("ProcessesTests", ["Processes", "Files", "MemoryBudget"]),
        tests(
            "HarnessTests",
            ["Harness", "Files", "HeapProfile", "Processes", "MemoryBudget", "CGaugePage"]),
        tests("RunStoreTests", ["RunStore", "Files", "HeapProfile", "MemoryBudget"]),
        tests("JudgingTests", ["Judging", "RunStore", "MemoryBudget"]),
        tests("ReportsTests", ["Reports", "HeapProfile", "Judging", "RunStore", "MemoryBudget"]),
        tests("DashboardTests", ["Dashboard", "HTTPServing", "RunStore", "Files", "MemoryBudget"]),
        tests(
            "DatasetsTests",
            ["Datasets", "HTTPSource", "PostgreSQLCluster", "Files", "Processes", "MemoryBudget"]),
        tests(
            "BenchTests",
            [
                "Bench", "Files", "Harness", "Processes", "RunStore", "ScenarioFiles", "Judging",
                "Reports", "Datasets", "MemoryBudget",
            ]),
        tests(
            "PipelineKitTests",
            ["PipelineKit", "MemoryBudget", "Threads", "CGaugePage", "CSampleTable"]),
        tests(
            "CSVIngestTests",
            ["CSVIngest", "CScan", "SQLiteStore", "PipelineKit", "Datasets", "MemoryBudget", grdb]),
        tests(
            "HotelContractsTests",
            [
                "HotelContracts", "SQLiteStore", "PipelineKit", "Datasets", "MemoryBudget", grdb,
                grdbSQLite,
            ]),
        tests("SQLiteStoreTests", ["SQLiteStore", grdb]),
        tests("TicketExportTests", ["TicketExport", "PipelineKit", "MemoryBudget"]),
        tests(
            "TicketExportSQLiteTests",
            ["TicketExportSQLite", "Datasets", "PipelineKit", "MemoryBudget"]),
        tests(
            "BarcodeMigrationTests",
            ["BarcodeMigration", "Datasets", "PipelineKit", "MemoryBudget"]),
        tests(
            "PostgreSQLClusterTests",
            ["PostgreSQLCluster", "Datasets", "Files", "Processes", "MemoryBudget"]),
        tests(
            "TicketExportPostgreSQLTests",
            [
                "TicketExportPostgreSQL", "TicketExport", "PipelineKit", "PostgreSQLCluster",
                "Datasets", "MemoryBudget",
            ]),
        .target(
            name: "HTTPTestSupport", dependencies: ["HTTPClient", "HTTPSource"],
            path: "Tests/HTTPTestSupport", swiftSettings: strict),
        tests("HTTPSourceTests", ["HTTPSource", "MemoryBudget"]),
        tests(
            "HTTPSourceServerTests",
            ["HTTPSourceServer", "HTTPServing", "HTTPSource", "HTTPClient", "HTTPTestSupport"]),
        tests("SyncServiceTests", ["SyncService", "HTTPServing"]),
        tests(
            "HTTPServingTests",
            [
                "HTTPServing", httpTypes, hummingbird, nioCore, nioHTTPTypes,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ]),
        tests("HTTPClientTests", ["HTTPClient", "HTTPSource", "HTTPTestSupport"]),
        tests("StreamedJSONTests", ["StreamedJSON", "HTTPClient"]),
        tests(
            "ParallelFixturesTests",
            [
                "ParallelFixtures", "HTTPClient", "HTTPSource", "HTTPTestSupport", "StreamedJSON",
                "Datasets", "PipelineKit", "MemoryBudget",
            ]),
        tests(
            "OpportunitySyncTests",
            [
                "OpportunitySync", "HTTPClient", "HTTPSource", "HTTPTestSupport", "StreamedJSON",
                "SQLiteStore", "PipelineKit", "MemoryBudget", grdb,
            ]),
        tests(
            "TicketServiceTests",
            [
                "TicketService", "TicketExportSQLite", "TicketExportXLSX", "Datasets",
                "PipelineKit", "MemoryBudget",
            ]),
        tests(
            "TicketExportHTTPTests",
            ["TicketExportHTTP", "TicketService", "Datasets", "PipelineKit", "MemoryBudget"]),
        tests("XLSXReaderTests", ["XLSXReader"]),
        tests(
            "TicketExportXLSXTests",
            [
                "TicketExportXLSX", "TicketExportSQLite", "PipelineKit", "Datasets",
                "MemoryBudget", grdb,
            ]),
        tests("MultipartTests", ["Multipart"]),
        tests(
            "CSVUploadTests",
            [
                "CSVUpload", "UploadService", "HTTPServing", "PipelineKit", "Datasets",
                "MemoryBudget",
            ]),
        tests("EndToEndTests", ["MemoryBudget", "RunStore"]),
        tests("TestSupportTests", []),
        tests("SamplerTests", ["HeapProfile"], exclude: ["Programs"]),
        tests("HeapProfileTests", ["HeapProfile", "MemoryBudget", "CSampleTable"]),
        tests("AgentTests", ["CGaugePage"]),
        tests("TidyTests", [], exclude: ["Resources"]),
    ]
)
