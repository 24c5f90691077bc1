import MemoryBudget

/// The options of the command line.
struct FuzzOptions {
    static let help = """
        usage: membudget-fuzz [--seconds N] [--seed N] [--target NAME]… [--input FILE] [--list]

        Reads changed scenario files, runs, baselines, contracts and so on, in processes of their
        own, and tells of every input that ends one, takes too long or too much memory. It is run in
        the root of the repository. Inputs that show a failure are kept in .build/fuzz.

        """

    var seconds = 60
    var seed = UInt64.random(in: 0..<1_000_000_000)
    var targets = FuzzTargets.all.map(\.name)
    /// A file to be read once, in this process.
    var input: String?
    let repository = "."
    let saved = ".build/fuzz"

    /// Reads the arguments.
    ///
    /// - Throws: ``FuzzError`` with what is wrong.
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
                    throw FuzzError("there is no target '\(value)'; --list names them")
                }
                chosen.append(value)
            default: throw FuzzError("'\(option)' is no option")
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
