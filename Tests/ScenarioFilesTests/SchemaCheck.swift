import TestSupport

/// A program from PyPI that validates a file with a built-in schema, without a network.
struct SchemaCheck {
    let module: String
    let options: [String]

    init(_ module: String, _ options: [String]) {
        self.module = module
        self.options = options
    }

    /// Returns the status and the output of the program.
    func run(on path: String) async throws -> (status: Int, output: String) {
        let answer = try await PythonPackages.run(
            Self.program, arguments: [module] + options + [path])
        let lines = answer.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        return (Int(lines[0]) ?? -1, lines.count > 1 ? String(lines[1]) : "")
    }

    private static let program = """
        import subprocess, sys
        module = subprocess.run([sys.executable, "-m", *sys.argv[1:]], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)
        print(module.returncode)
        print(module.stdout)
        """
}
