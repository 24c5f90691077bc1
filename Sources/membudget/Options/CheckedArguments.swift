import Files
import MemoryBudget
import Processes

/// The command line, checked before it is parsed.
enum CheckedArguments {
    /// Returns the arguments as text.
    ///
    /// - Throws: ``Failure`` 64 if an argument is not UTF-8, because its text would name another
    ///   file. The command of `run` is not checked; it is passed on byte for byte.
    static func texts() throws(Failure) -> [String] {
        let arguments = ProgramArguments.exact.dropFirst()
        let own =
            arguments.first == Array("run".utf8)
            ? arguments.prefix { $0 != Array("--".utf8) } : arguments
        for argument in own where String(validating: argument, as: UTF8.self) == nil {
            throw Failure(
                .usage,
                "the argument '\(displayText(argument))' is not UTF-8; only the command after"
                    + " 'run --' may be")
        }
        return Array(ProgramArguments.texts.dropFirst())
    }

    /// Throws if an environment variable names a folder that is not UTF-8, for the same reason.
    ///
    /// - Parameter needsCache: Whether to check the folder of the dataset cache too.
    static func checkFolders(needsCache: Bool) throws(Failure) {
        let block = environmentBlock(currentEnvironment())
        func value(_ name: String) -> [UInt8]? {
            environmentValue(name, in: block).flatMap { $0.isEmpty ? nil : $0 }
        }
        let places = ["MEMBUDGET_CACHE", "XDG_CACHE_HOME", "HOME"]
        let cache = needsCache ? places.first { value($0) != nil } : nil
        for name in ["TMPDIR", "MEMBUDGET_LIBEXEC", cache].compactMap(\.self) {
            guard let folder = value(name), String(validating: folder, as: UTF8.self) == nil
            else { continue }
            throw Failure(
                .usage,
                "\(name) is '\(displayText(folder))', which is not UTF-8; set it to another"
                    + " folder")
        }
    }
}
