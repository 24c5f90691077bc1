import MemoryBudget
import PipelineKit
import Testing

@Suite("Settings")
struct SettingsTests {
    private let parameters = [
        Parameter(name: "batch", default: "1000", about: "rows", kind: .integer(1...5000)),
        Parameter(name: "fixes", default: "", about: "fixes", kind: .integers(1...7)),
        Parameter(name: "sorted", default: "false", about: "order", kind: .flag),
        Parameter(name: "form", default: "csv", about: "form", kind: .choice(["csv", "tsv"])),
    ]

    @Test("Settings that aren't given have their defaults")
    func defaults() throws {
        let settings = try Settings(for: parameters)
        #expect(settings.integer("batch") == 1000)
        #expect(settings.integers("fixes") == [])
        #expect(settings.flag("sorted") == false)
        #expect(settings.text("form") == "csv")
    }

    @Test("Given settings are parsed by their types, and the last of several counts")
    func assignments() throws {
        let settings = try Settings(
            [("batch", "1"), ("fixes", "1,3,7"), ("sorted", "true"), ("batch", "5000")],
            for: parameters)
        #expect(settings.integer("batch") == 5000)
        #expect(settings.integers("fixes") == [1, 3, 7])
        #expect(settings.flag("sorted"))
    }

    @Test(
        "An invalid value is refused with the valid ones",
        arguments: [
            ("batch", "0", "setting 'batch' is '0', not a whole number from 1 to 5000"),
            ("batch", "ten", "setting 'batch' is 'ten', not a whole number from 1 to 5000"),
            ("batch", "", "setting 'batch' is '', not a whole number from 1 to 5000"),
            (
                "fixes", "1,,2",
                "setting 'fixes' is '1,,2', not whole numbers from 1 to 7, separated by commas"
            ),
            ("sorted", "yes", "setting 'sorted' is 'yes', not true or false"),
            ("form", "xml", "setting 'form' is 'xml', not one of csv, tsv"),
        ])
    func refusal(name: String, value: String, message: String) throws {
        let error = #expect(throws: WorkerError.self) {
            try Settings([(name, value)], for: parameters)
        }
        #expect(error?.code == .badSetting)
        #expect(error?.message == message)
    }

    @Test("An unknown setting is refused, and the nearest one suggested")
    func unknown() {
        let near = #expect(throws: WorkerError.self) {
            try Settings([("bacth", "1")], for: parameters)
        }
        #expect(near?.message == "there is no setting 'bacth'; did you mean 'batch'?")
        let far = #expect(throws: WorkerError.self) {
            try Settings([("colour", "1")], for: parameters)
        }
        #expect(far?.message.hasSuffix("choose from batch, fixes, sorted, form") == true)
    }
}
