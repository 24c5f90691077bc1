import MemoryBudget
import Testing

@Suite("Placeholders of a command")
struct CommandTemplateTests {
    @Test(
        "A word in braces is a placeholder; every other brace is literal",
        arguments: [
            ("", []), ("plain", []), ("{input}", ["input"]),
            ("a{input}b{scale}c", ["input", "scale"]),
            ("{a}{a}", ["a", "a"]), ("{_x-1}", ["_x-1"]), ("{ print $1 }", []), ("{}", []),
            ("{1}", []), ("{-a}", []), ("{a b}", []), ("{a", []), ("a}", []), ("{{a}}", ["a"]),
            ("{{a}", ["a"]), ("{\n}", []), ("{é}", []), ("}{", []), ("{a}{", ["a"]),
        ])
    func finding(argument: String, names: [String]) {
        #expect(CommandTemplate.placeholders(in: argument) == names)
    }

    @Test("Without values, every argument expands to itself")
    func identity() {
        for argument in ["", "{", "}", "{a}", "x{a}y{", "{{a}}", "{ print }", "{é}{}", "{a{b}c}"] {
            #expect(CommandTemplate.expand(argument, values: [:]) == argument)
        }
    }

    @Test("Unclosed braces are literal, however many there are")
    func manyBraces() {
        let braces = String(repeating: "{", count: 200_000)
        #expect(CommandTemplate.placeholders(in: braces + "a}") == ["a"])
        #expect(CommandTemplate.expand(braces, values: [:]) == braces)
    }

    @Test("Values replace their placeholders, and are not expanded again")
    func expanding() {
        let values = ["input": "/a b/{output}", "scale": "10", "output": "never"]
        #expect(
            CommandTemplate.expand("--in={input}:{scale}{other}{", values: values)
                == "--in=/a b/{output}:10{other}{")
    }

    @Test("There are seven built-in placeholders")
    func builtIn() {
        #expect(
            CommandTemplate.Placeholder.allCases.map(\.rawValue)
                == ["input", "previous", "output", "scale", "strategy", "here", "libexec"])
    }
}
