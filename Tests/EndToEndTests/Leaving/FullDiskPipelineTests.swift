import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Every pipeline on disks that fill up at different stages.
    @Suite(.enabled(if: SmallDisk.isPossible, "mounting a small file system needs root"))
    struct FullDiskPipelines {
        /// The sizes of the disks, in KiB, rising; the last one has room for everything. The
        /// variable `MEMBUDGET_TEST_DISK_KIB=8,16,24,32` adds more sizes, for more stages.
        private static let sizes: [Int] = {
            let wanted = ProcessInfo.processInfo.environment["MEMBUDGET_TEST_DISK_KIB"] ?? "40,260"
            return wanted.split(separator: ",").compactMap { Int($0) } + [64 << 10]
        }()

        @Test(
            "A full disk at any stage ends with 74 and one sentence, and leaves no partial result")
        func everyPipeline() async throws {
            let workplace = try Workplace()
            let directory = workplace.directory
            let datasets = ["csv-rows": "2k", "tickets": "3k", "hotel-contracts": "4"]
            for (kind, scale) in datasets {
                let result = try await workplace.membudget(
                    "generate", kind, "--scale", scale, "--output", directory.path(kind))
                try #require(result.status == 0, "\(result)")
            }
            try directory.write(Self.program, to: "disks.py")
            let worker = URL(filePath: try Products.path("membudget")).deletingLastPathComponent()
            // In its own mount namespace, so that the mounts end with the process.
            let result = try await workplace.run(
                [
                    "unshare", "-m", "python3", directory.path("disks.py"), worker.path,
                    directory.path,
                ]
                    + Self.sizes.map { "\($0)" })
            #expect(result.status == 0 && result.standardError.isEmpty, "\(result)")
            let lines = result.standardOutput.split(separator: "\n").map(String.init)
            #expect(lines.filter { $0.hasPrefix("wrong") } == [])
            let strategies = lines.filter { $0.hasPrefix("done ") }
            #expect(strategies.count >= 20, "\(result)")
        }

        /// Runs every strategy on every disk: prints a line for each wrong end, and one for each
        /// strategy that was both stopped by a small disk and completed on a large one.
        private static let program = #"""
            import glob, json, os, subprocess, sys, time

            bin, base, sizes = sys.argv[1], sys.argv[2], [int(size) for size in sys.argv[3:]]
            disk = base + "/disk"
            os.mkdir(disk)
            subprocess.run(["mount", "--make-rprivate", "/"], check=True)

            def source():
                process = subprocess.Popen([bin + "/membudget-source"], stdout=subprocess.PIPE)
                return process, process.stdout.readline().decode().strip()

            def run(worker, arguments):
                """The worker's status and words; if it is a server, curl is its client."""
                order = f"{base}/order"
                if os.path.exists(order): os.unlink(order)
                worker = subprocess.Popen(
                    [f"{bin}/{worker}", "run", *arguments, "--client-order", order],
                    stderr=subprocess.PIPE, text=True)
                while worker.poll() is None and not os.path.exists(order): time.sleep(0.002)
                client = None
                if os.path.exists(order):
                    client = subprocess.Popen(["curl", "-q", "--config", order],
                                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                words = worker.communicate(timeout=60)[1]
                if client: client.wait()
                return worker.returncode, words

            def problems(status, words, pipeline):
                left = os.listdir(disk)
                kept = {"out.rejected.jsonl"}
                # These can be continued, and say that they aren't finished.
                if pipeline == "barcode-migration": kept.add("out.unfinished")
                if pipeline == "opportunity-sync": kept |= {"out", "out-wal", "out-shm", "out-journal"}
                if status == 0:
                    if "out" not in left: yield "no result"
                    kept = {"out", "out.rejected.jsonl"}
                else:
                    if status != 74: yield f"status {status}"
                    if words.count("\n") != 1 or not words.startswith("membudget-worker: "):
                        yield f"words {words!r}"
                if set(left) - kept: yield f"left {left}"

            def check(worker, pipeline, strategy, kind, input):
                statuses = set()
                for size in sizes:
                    subprocess.run(
                        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", disk], check=True)
                    status, words = run(worker, [
                        "--pipeline", pipeline, "--strategy", strategy, "--dataset-kind", kind,
                        "--input", input, "--output", disk + "/out"])
                    for problem in problems(status, words, pipeline):
                        print(f"wrong {pipeline} {strategy} on {size} KiB: {problem}")
                    subprocess.run(["umount", disk], check=True)
                    statuses.add(status)
                print("done" if statuses == {0, 74} else f"wrong {statuses}", pipeline, strategy)

            inputs = {
                "csv-ingest": f"{base}/csv-rows/data.csv",
                "csv-upload": f"{base}/csv-rows/data.csv",
                "hotel-contracts": f"{base}/hotel-contracts/contracts",
                "ticket-export": f"{base}/tickets/tickets.sqlite",
                "ticket-export-xlsx": f"{base}/tickets/tickets.sqlite",
                "barcode-migration": f"{base}/tickets/tickets.sqlite",
            }
            server, port = source()
            inputs["parallel-fixtures"] = f"http://127.0.0.1:{port}/4"
            inputs["opportunity-sync"] = f"http://127.0.0.1:{port}/2000"
            # The fixes of the fixtures' original job are one family, and they all write in the same way.
            alike = {"stream-results", "project-fields", "discard-batches", "validate-incrementally",
                     "lower-concurrency", "clear-intermediates", "adaptive-batch", "fixes"}
            for worker in ["", "-xlsx", "-server", "-http"]:
                worker = "membudget-worker" + worker
                described = json.loads(subprocess.run(
                    [f"{bin}/{worker}", "describe"], capture_output=True, text=True).stdout)
                for pipeline in described["pipelines"]:
                    name = pipeline["name"]
                    for strategy in pipeline["strategies"]:
                        if name not in inputs or strategy["name"] in alike: continue
                        if not strategy["available"]: continue
                        check(worker, name, strategy["name"], pipeline["dataset_kinds"][0], inputs[name])
            server.terminate()
            server.wait()
            """#
    }
}
