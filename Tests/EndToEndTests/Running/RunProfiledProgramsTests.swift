import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Programs that the sampler doesn't affect: same output, same errors, same status.
    @Suite struct RunProfiledPrograms {
        private static let python = """
            import json, subprocess, threading
            threads = [threading.Thread(target=lambda: json.loads("[1, {}]" * 1)) for _ in range(8)]
            [one.start() for one in threads]
            [one.join() for one in threads]
            print(subprocess.call(["sh", "-c", "exit 3"]), len(json.dumps(list(range(99999)))))
            raise SystemExit(4)
            """
        private static let node = """
            const list = [];
            for (let i = 0; i < 200000; i++) list.push({ i, text: "x" + i });
            const { spawnSync } = require("child_process");
            console.log(list.length, spawnSync("sh", ["-c", "exit 3"]).status);
            process.exit(4);
            """
        private static let sql = """
            create table t(a, b);
            with n(i) as (select 1 union all select i + 1 from n where i < 50000)
            insert into t select i, hex(i * i) from n;
            create index by_b on t(b);
            select count(*), sum(length(b)) from t;
            select nothing from nowhere;
            """
        private static let java = """
            public class Program {
                public static void main(String[] arguments) throws Exception {
                    java.util.List<byte[]> list = new java.util.ArrayList<>();
                    for (int i = 0; i < 100000; i++) list.add(new byte[100]);
                    Thread thread = new Thread(() -> System.out.println(list.size()));
                    thread.start();
                    thread.join();
                    System.exit(4);
                }
            }
            """
        private static let source = """
            #include <stdio.h>
            int main(void) { int unused = sizeof(char[1 << 8]); puts("done"); }
            """

        /// The programs and the files that they need, by name.
        private static let programs: [(name: String, command: [String])] = [
            ("python3", ["python3", "-c", python]),
            ("node", ["node", "-e", node]),
            ("java", ["java", "Program.java"]),
            ("sqlite3", ["sqlite3", ":memory:", sql]),
            ("gcc", ["gcc", "-Wall", "-O2", "-fno-diagnostics-color", "program.c"]),
        ].filter { Installed.has($0.0) }

        /// Runs a command bare and profiled, and expects no difference.
        private func compare(_ command: [String], allocator: String) async throws {
            let bare = try Workplace()
            let profiled = try Workplace()
            for place in [bare, profiled] {
                try place.directory.write(Self.java, to: "Program.java")
                try place.directory.write(Self.source, to: "program.c")
            }
            let expected = try await bare.run(command)
            let result = try await profiled.run(
                [
                    Products.path("membudget"), "run", "--quiet", "--allocator", allocator,
                    "--profile", "out", "--sample-interval", "16KiB", "--",
                ] + command)
            #expect(result.standardOutput == expected.standardOutput)
            #expect(result.standardError == expected.standardError)
            #expect(result.status == expected.status && result.signal == expected.signal)
            let profile = try await profiled.membudget("profile", "out", "--format", "json")
            #expect(JSON(profile.standardOutput)["peak_bytes"].integer ?? 0 > 0, "\(profile)")
        }

        @Test(
            "Profiled interpreters and compilers keep their output and status",
            arguments: programs.map(\.name), ["system", "jemalloc"])
        func others(_ name: String, allocator: String) async throws {
            let program = try #require(Self.programs.first { $0.name == name })
            try await compare(program.command, allocator: allocator)
        }

        @Test(
            "Profiled programs with many signals, forks or threads keep their output and status",
            arguments: ["signals", "forks", "threads"], ["system", "jemalloc"])
        func stress(_ kind: String, allocator: String) async throws {
            try await compare([selftest(), "stress", kind], allocator: allocator)
        }
    }
}
