import MemoryBudget
import Testing

@Suite("The class of a command's baselines")
struct BaselineClassTests {
    @Test("The class is a name or a command that prints it; by default there is none")
    func read() throws {
        #expect(try scenario(command("[a]")).baselineClass == nil)
        #expect(
            try scenario(command("[a]", "baseline-class: numpy 2")).baselineClass
                == .name("numpy-2"))
        #expect(
            try scenario(command("[a]", #"baseline-class: ["{here}/v", --version]"#)).baselineClass
                == .command(["{here}/v", "--version"]))
    }

    @Test("Mistakes are reported at their position")
    func mistaken() {
        let long = String(repeating: "x", count: 101)
        for text in [
            long, #""""#, #"" ""#, #""a\\nb""#.replacing("\\\\", with: "\\"), "numpy/2", "é",
        ] {
            #expect(
                mistakes(command("[a]", "baseline-class: \(text)")) == [
                    "3:17 'baseline-class' is at most 100 letters, digits, '.', '_' and '-', or a command"
                        + " that ends with such a line → [python3, --version]"
                ], "\(text)")
        }
        #expect(
            mistakes(command("[a]", "baseline-class:")) == [
                "3:1 'baseline-class' has no value → [python3, --version]"
            ])
        #expect(
            mistakes(command("[a]", "baseline-class: { of: python3 }")) == [
                "3:17 'baseline-class' must be a list → [python3, --version]"
            ])
        #expect(
            mistakes(command("[a]", #"baseline-class: ["{input}"]"#)) == [
                "3:18 unknown placeholder '{input}' (known: {here}, {libexec})"
            ])
    }

    @Test("A pipeline can't have a class")
    func ofPipeline() {
        #expect(
            mistakes(pipeline("baseline-class: x")) == [
                "6:1 'baseline-class' is for scenarios with a 'command': a pipeline's baselines are"
                    + " classed by how its worker was built"
            ])
    }
}
