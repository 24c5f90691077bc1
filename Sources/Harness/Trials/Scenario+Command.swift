package import MemoryBudget

extension Scenario {
    /// Returns the program and arguments of a cell's trial; empty for a pipeline, which a worker
    /// runs.
    ///
    /// - Parameters:
    ///   - input: The path of the data; `nil` leaves `{input}` unchanged.
    ///   - previous: The path of an earlier result; `nil` leaves `{previous}` unchanged.
    ///   - output: The path of the result; `nil` leaves `{output}` unchanged.
    ///   - here: The value of `{here}`: the folder of the scenario's file.
    ///   - libexec: The value of `{libexec}`.
    package func commandWords(
        of cell: Cell, input: String? = nil, previous: String? = nil, output: String? = nil,
        here: String, libexec: String
    ) -> [String] {
        guard let template = command(of: cell.strategy) else { return [] }
        return words(
            template, of: cell, input: input, previous: previous, output: output, here: here,
            libexec: libexec)
    }

    /// Returns the program that checks a cell's result, and its arguments; empty without a check.
    package func verificationWords(
        of cell: Cell, input: String? = nil, previous: String? = nil, output: String? = nil,
        here: String, libexec: String
    ) -> [String] {
        words(
            verification?.words ?? [], of: cell, input: input, previous: previous, output: output,
            here: here, libexec: libexec)
    }

    /// Returns the words of a template with the placeholders of a command, such as one that runs
    /// before a trial.
    ///
    /// - Parameters: The same as those of ``commandWords(of:input:previous:output:here:libexec:)``.
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
