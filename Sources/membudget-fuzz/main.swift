import Files
import Glibc

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    exit(try await run(arguments))
} catch {
    tell("membudget-fuzz: \(error)\n", on: STDERR_FILENO)
    exit(2)
}

/// Runs the command given by the arguments.
///
/// - Returns: The exit status: 1 if there was a failure.
func run(_ arguments: [String]) async throws -> Int32 {
    if let order = FuzzOrder(arguments: arguments) {
        try await FuzzChild(order: order).run()
        return 0
    }
    switch arguments {
    case ["--help"]: tell(FuzzOptions.help)
    case ["--list"]: FuzzTargets.all.forEach { tell($0.name + "\n") }
    default:
        let options = try FuzzOptions(arguments)
        let folder = try FreshFolder(in: environmentTemporaryFolder(), prefix: "membudget-fuzz")
        defer { folder.remove() }
        guard let input = options.input else {
            return try FuzzCampaign(options: options, folder: folder.path).run() ? 0 : 1
        }
        try await read(input, by: options, in: folder.path)
    }
    return 0
}

/// Reads one file in this process, where a debugger can be attached.
func read(_ path: String, by options: FuzzOptions, in folder: String) async throws {
    guard let name = options.targets.first, options.targets.count == 1,
        let maker = FuzzTargets.maker(named: name)
    else { throw FuzzError("--input needs one --target") }
    guard let bytes = RegularFile.start(of: path, byteCountMaximum: 1 << 21) else {
        throw FuzzError("can't read \(path)")
    }
    let target = try await maker.make(FuzzPlace(repository: options.repository, folder: folder))
    do {
        try await target.run(bytes)
        tell("read\n")
    } catch {
        tell("refused: \(error)\n")
    }
}
