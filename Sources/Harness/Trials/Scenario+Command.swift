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
        guard case .command(let template) = job else { return [] }
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
