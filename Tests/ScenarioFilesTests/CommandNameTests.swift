import MemoryBudget
import ScenarioFiles
import Testing

@Suite("The name of a command")
struct CommandNameTests {
    @Test(
        "The name is that of the script, or else that of the program",
        arguments: [
            (["python3", "import.py", "orders.csv"], "import"),
            (["/usr/bin/env", "python3", "-u", "./tools/Load All.py"], "env"),
            (["python3.12", "-X", "dev", "tools/load_all.py"], "load-all"),
            (["python3", "-m", "importer.main"], "importer-main"),
            (["node", "b.js"], "b"), (["java", "-jar", "build/app.jar"], "app"),
            (["./import"], "import"), (["./Import Data.sh"], "import-data"),
            (["perl", "clean", "x"], "clean"), (["ruby", "-e", "puts 1"], "ruby"),
            (["sh", "-c", "x y.sh"], "sh"), (["/usr/bin/python3.11"], "python3-11"),
            (["___"], "my-command"), (["日本"], "my-command"), (["a.tar"], "a-tar"),
        ])
    func names(words: [String], name: String) {
        #expect(CommandName.name(of: words) { $0 == "clean" } == name)
    }

    @Test("Names of several commands are unique")
    func unique() {
        #expect(
            CommandName.unique(["a", "b", "a", "a", "a-2"]) == ["a", "b", "a-2", "a-3", "a-2-2"])
    }
}
