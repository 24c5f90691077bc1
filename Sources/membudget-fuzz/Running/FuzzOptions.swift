import MemoryBudget

/// The options of the command line.
struct FuzzOptions {
    static let help = """
        usage: membudget-fuzz [--seconds N] [--seed N] [--target NAME]… [--input FILE] [--list]

        Feeds mutated scenario files, runs, baselines, contracts and other inputs to their readers,
        in separate processes, and reports every input that ends a process or takes too much time or
        memory. Run it in the root of the repository. Failing inputs are saved in .build/fuzz.

        """

    var seconds = 60
    var seed = UInt64.random(in: 0..<1_000_000_000)
    var targets = FuzzTargets.all.map(\.name)
    /// The file to read once, in this process.
    var input: String?
    let repository = "."
    let saved = ".build/fuzz"

    /// Parses the arguments.
    ///
    /// - Throws: ``FuzzError`` if an argument is invalid.
    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        var chosen: [String] = []
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw FuzzError("\(option) needs a value") }
            switch option {
            case "--seconds": seconds = try Self.number(value, of: option)
            case "--seed": seed = try UInt64(Self.number(value, of: option))
            case "--input": input = value
            case "--target":
                guard FuzzTargets.maker(named: value) != nil else {
                    throw FuzzError("unknown target '\(value)'; use --list to see all targets")
                }
                chosen.append(value)
            default: throw FuzzError("unknown option '\(option)'")
            }
        }
        if !chosen.isEmpty { targets = chosen }
    }

    private static func number(_ text: String, of option: String) throws -> Int {
        guard let number = Int(text), (0...1_000_000_000).contains(number) else {
            throw FuzzError("\(option) takes a number up to 1000000000")
        }
        return number
    }
}
