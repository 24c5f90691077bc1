package import MemoryBudget

extension Scenario {
    /// The program and arguments of a cell's trial; empty for a pipeline, which a worker runs.
    ///
    /// - Parameters:
    ///   - input: The path of the data; nil leaves `{input}` as it is written.
    ///   - previous: The path of an earlier result; nil leaves `{previous}` as it is written.
    ///   - output: The path of the result; nil leaves `{output}` as it is written.
    ///   - here: Where `{here}` is: the folder of the scenario's file.
    ///   - libexec: Where `{libexec}` is.
    package func commandWords(
        of cell: Cell, input: String? = nil, previous: String? = nil, output: String? = nil,
        here: String, libexec: String
    ) -> [String] {
        guard let template = command(of: cell.strategy) else { return [] }
        return words(
            template, of: cell, input: input, previous: previous, output: output, here: here,
            libexec: libexec)
    }

    /// The same of the program that checks a cell's result; empty without one.
    package func verificationWords(
        of cell: Cell, input: String? = nil, previous: String? = nil, output: String? = nil,
        here: String, libexec: String
    ) -> [String] {
        words(
            verification?.words ?? [], of: cell, input: input, previous: previous, output: output,
            here: here, libexec: libexec)
    }

    /// The words of a template that has the placeholders of the command, such as one that runs before a
    /// trial.
    ///
    /// - Parameters: As of the command.
    package func words(
        _ template: [String], of cell: Cell, input: String? = nil, previous: String? = nil,
        output: String? = nil, here: String, libexec: String
    ) -> [String] {
        var values = cell.parameters
        values["input"] = input
        values["previous"] = previous
        values["output"] = output
        values["scale"] = "\(cell.scale.units)"
        values["strategy"] = cell.strategy
        values["here"] = here
        values["libexec"] = libexec
        return template.map { CommandTemplate.expand($0, values: values) }
    }
}
