import Foundation
import TestSupport
import Testing

/// The scripts of a build, with programs in the PATH that only record their arguments.
@Suite("Commands run as root by a build and an installation")
struct BuildScriptsTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../..").standardized.path

    private let directory: TemporaryDirectory
    private let log: String

    init() throws {
        directory = try TemporaryDirectory()
        log = directory.path("log")
        // Without sqlite3, curl and python3, something is missing on every machine.
        for name in ["bash", "env", "dirname"] { try put("exec /usr/bin/\(name) \"$@\"", as: name) }
        try put("", as: "swift")
        try put("echo 1000", as: "id")
        try put("echo \"apt-get $*\" >> \(log)", as: "apt-get")
    }

    private func put(_ script: String, as name: String) throws {
        let path = try directory.write("#!/bin/sh\n\(script)\n", to: "bin/\(name)")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }

    /// Runs the bootstrap; optional headers are searched in one folder only.
    private func bootstrap(headers: String = "/usr/include") async throws -> Command.Result {
        try await Command.run(
            ["/bin/bash", "\(Self.root)/Scripts/bootstrap.sh"],
            environment: ["PATH": directory.path("bin"), "MEMBUDGET_INCLUDES": headers])
    }

    private var logged: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

    @Test("Every command run with sudo is printed first, word for word")
    func said() async throws {
        try put("echo \"sudo $*\" >> \(log)\nexit 0", as: "sudo")
        let result = try await bootstrap()
        #expect(result.status == 0, "\(result)")
        let said = result.standardError.split(separator: "\n").compactMap { line in
            line.hasPrefix("bootstrap: running: ") ? String(line.dropFirst(20)) : nil
        }
        let run = logged.split(separator: "\n").map(String.init).filter { $0.hasPrefix("sudo ") }
        #expect(said == run && !said.isEmpty)
        #expect(said.contains { $0.hasPrefix("sudo env DEBIAN_FRONTEND=noninteractive apt-get") })
    }

    @Test("If apt's lists don't contain a package, they are updated first, and no attempt fails")
    func listsFirst() async throws {
        try put("echo \"sudo $*\" >> \(log)", as: "sudo")
        try put("[ \"$1\" != -s ]", as: "apt-get")
        let result = try await bootstrap()
        #expect(result.status == 0, "\(result)")
        let commands = logged.split(separator: "\n").filter { $0.contains("apt-get") }
        #expect(commands.first?.hasSuffix("apt-get -q update") == true, "\(logged)")
    }

    @Test("Lists that contain all packages are not updated")
    func listsKnown() async throws {
        try put("echo \"sudo $*\" >> \(log)", as: "sudo")
        #expect(try await bootstrap().status == 0)
        #expect(!logged.contains("-q update"), "\(logged)")
    }

    @Test("Without sudo, nothing is run and the command is printed")
    func withoutSudo() async throws {
        let result = try await bootstrap()
        #expect(result.status == 1 && logged.isEmpty)
        #expect(result.standardError.contains("apt-get update && apt-get install -y"))
    }

    @Test(
        "Without ISA-L, the bootstrap prints a remark and succeeds, and the build omits it")
    func withoutISAL() async throws {
        try put("echo \"sudo $*\" >> \(log)", as: "sudo")
        try put("exit 100", as: "apt-cache")
        let result = try await bootstrap(headers: directory.path("none"))
        #expect(result.status == 0, "\(result)")
        #expect(result.standardError.contains("without libisal-dev, exports to XLSX"))
        #expect(!logged.contains("libisal-dev"))
        #expect(try await traits(headers: directory.path("none")) == "--traits PostgreSQL,XLSX\n")
    }

    @Test("If apt has ISA-L, the bootstrap installs it, and the build has every trait")
    func withISAL() async throws {
        try put("echo \"sudo $*\" >> \(log)", as: "sudo")
        try put("", as: "apt-cache")
        let result = try await bootstrap(headers: directory.path("none"))
        #expect(result.status == 0, "\(result)")
        #expect(logged.contains("--no-install-recommends libisal-dev\n"))
        _ = try directory.write("", to: "include/isa-l/igzip_lib.h")
        #expect(try await traits(headers: "/nowhere:" + directory.path("include")) == "")
    }

    private func traits(headers: String) async throws -> String {
        let result = try await Command.run(
            ["/bin/bash", "\(Self.root)/Scripts/traits.sh"],
            environment: ["MEMBUDGET_INCLUDES": headers])
        #expect(result.status == 0, "\(result)")
        return result.standardOutput
    }

    @Test("Installing builds nothing: without a build, the message says what to run")
    func install() async throws {
        try put("echo \"swift $*\" >> \(log)", as: "swift")
        try put("echo bootstrap >> \(log)", as: "sudo")
        let result = try await Command.run(
            [
                "make", "-C", Self.root, "install", "BUILD=\(directory.path("absent"))",
                "SWIFT=\(directory.path("bin/swift"))", "DESTDIR=\(directory.path("root"))",
            ])
        #expect(result.status == 2 && logged.isEmpty)
        #expect(result.standardError.contains("run 'make build' first"))
        #expect(!FileManager.default.fileExists(atPath: directory.path("root")))
    }
}
