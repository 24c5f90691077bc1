import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Only commands that act on signals handle them.
    @Suite struct StopSignalTests {
        /// Starts a command whose output isn't read, waits until it blocks, and sends a signal.
        private static let script = """
            import array, fcntl, os, signal, subprocess, sys, termios, time
            program, name, *command = sys.argv[1:]
            number = getattr(signal, name)
            reader, writer = os.pipe()
            fcntl.fcntl(writer, 1031, 4096)
            process = subprocess.Popen([program] + command, stdout=writer)
            os.close(writer)
            count = array.array('i', [0])
            for _ in range(3000):
                fcntl.ioctl(reader, termios.FIONREAD, count)
                if count[0] >= 4096 or process.poll() is not None: break
                time.sleep(0.01)
            process.send_signal(number)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
            print(process.wait() == -number)
            """

        @Test(
            "A command that only reads and prints ends at once", arguments: ["SIGINT", "SIGTERM"])
        func reading(signal: String) async throws {
            let workplace = try Workplace()
            let run = try await Benched("csv-ingest", smallIngest, in: workplace)
            #expect(run.result.status == 0, "\(run.result)")
            for command in [
                ["report", "run", "--format", "html"],
                ["compare", "run", "run", "--format", "json"],
                ["list"],
            ] {
                let result = try await workplace.run(
                    ["python3", "-c", Self.script, Products.path("membudget"), signal] + command)
                #expect(result.standardOutput == "True\n", "\(command): \(result)")
            }
        }

        @Test("Waiting for another process's dataset ends at a signal, with 128 plus its number")
        func waiting() async throws {
            let workplace = try Workplace()
            let cache = workplace.directory.path("cache")
            try workplace.directory.write("", to: "cache/datasets/lock")
            let script = """
                exec 9< \(cache)/datasets/lock; flock -x 9
                $M bench csv-ingest --scale 10 --quiet & pid=$!
                until grep -q ingest .membudget/runs/*/run.json 2>/dev/null; do sleep 0.05; done
                sleep 0.2; kill -TERM $pid; wait $pid; echo $?
                """
            let result = try await workplace.run(
                [
                    "bash", "-c",
                    script.replacingOccurrences(
                        of: "bench csv-ingest", with: "bench \(shippedScenario("csv-ingest"))"),
                ],
                environment: ["M": try Products.path("membudget"), "MEMBUDGET_CACHE": cache])
            #expect(result.standardOutput == "143\n", "\(result)")
        }
    }
}
