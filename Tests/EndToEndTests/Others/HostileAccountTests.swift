import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// A second account on the machine that creates all predictable names.
    @Suite(.enabled(if: SmallDisk.isPossible, "other accounts and mounts need root"))
    struct HostileAccount {
        /// Fills the folder of temporary files as the second account, reports it, and then
        /// interferes with everything that appears there until it is killed.
        private static let hostile = """
            import os, random, socket, sys, time
            victim, own = "/tmp/victim", os.getpid()
            names = [".s.PGSQL.5432", ".s.PGSQL.5432.lock", "membudget", "membudget-runs", ".membudget",
                     "membudget-export-XXXXXX", "membudget-cache", "output", "work", "trial", "lock"]
            for number in [1, 2, 999999999] + list(range(own, own + 200)):
                names += [f"membudget-{number}-{ticks}-abcdef" for ticks in (0, 1, 5)]
                names += [f".probe.1.{number}.tmp", f"gauges-{number}-1", f"membudget-{number}"]
            kinds = [
                lambda path: os.symlink(victim, path), lambda path: os.symlink(victim + "/file", path),
                lambda path: os.symlink("/dev/zero", path), lambda path: os.mkfifo(path, 0o666),
                lambda path: os.mkdir(path, 0o777), lambda path: open(path, "w").close(),
                lambda path: socket.socket(socket.AF_UNIX).bind(path),
                lambda path: (os.mkdir(path), os.mkfifo(path + "/.lock"),
                              os.symlink(victim, path + "/data")),
            ]
            for index, name in enumerate(names):
                kinds[index % len(kinds)]("/tmp/" + name)
            theirs = set(os.listdir("/tmp"))
            open("/tmp/hostile-is-ready", "w").close()
            tried = [
                lambda path: os.rename(path, path + ".taken"), lambda path: os.symlink(victim, path + "/x"),
                lambda path: os.open(path, os.O_RDWR | os.O_NONBLOCK), lambda path: os.unlink(path),
                lambda path: os.rmdir(path), lambda path: os.link(path, path + ".linked"),
                lambda path: os.listdir(path), lambda path: os.mkfifo(path + "/.lock"),
                lambda path: open(path + "/data/postmaster.pid", "w"),
            ]
            got = open("/tmp/hostile-got", "w", buffering=1)
            while True:
                for name in os.listdir("/tmp"):
                    if name in theirs or not name.startswith(("membudget", ".")): continue
                    for index, attempt in enumerate(tried):
                        try: attempt("/tmp/" + name)
                        except OSError: continue
                        if os.path.exists("/tmp/" + name): print(index, name, file=got)
                time.sleep(0.001)
            """

        /// Returns the measured trials of a run, without their figures.
        private static let summary = """
            import json, sys
            for line in open(sys.argv[1]):
                trial = json.loads(line)
                if trial["kind"] == "measured":
                    print(*[trial.get(key) for key in ("scenario", "strategy", "outcome", "units_done",
                                                       "rows_failed", "digest")])
            """

        /// Runs in a separate mount namespace, with another /tmp that contains the programs.
        private static let script = """
            set -eu
            mount -t tmpfs -o mode=1777 tmpfs "$STAGE"
            mkdir "$STAGE/products" "$STAGE/helpers" "$STAGE/scenarios" "$STAGE/victim"
            mount --bind "$PRODUCTS" "$STAGE/products"
            mount --bind "$HELPERS" "$STAGE/helpers"
            mount --bind "$SCENARIOS" "$STAGE/scenarios"
            mount --move "$STAGE" /tmp
            echo precious > /tmp/victim/file
            chmod 600 /tmp/victim/file
            measure() {
                mkdir "/tmp/home-$1"
                chown "$2:$2" "/tmp/home-$1"
                cd "/tmp/home-$1"
                for job in csv-ingest:streamed $DATABASE; do
                    status=0
                    timeout 100 setpriv --reuid "$2" --regid "$2" --clear-groups \\
                        env -i "PATH=$PATH" "HOME=/tmp/home-$1" TMPDIR=/tmp NO_COLOR=1 \\
                        MEMBUDGET_LIBEXEC=/tmp/helpers "MEMBUDGET_CACHE=/tmp/home-$1/cache" \\
                        /tmp/products/membudget bench "/tmp/scenarios/${job%:*}.yaml" --scale 1k --trials 1 \\
                        --strategy "${job#*:}" --set batch=100 --budget 512MiB --quiet \\
                        --run-dir "run-${job%:*}" > out 2> errors || status=$?
                    echo "$1 status $status"
                    test "$status" = 0 || tail -5 errors
                    python3 -c "$SUMMARY" "run-${job%:*}/trials.jsonl" | sed "s/^/$1 /"
                done
                cd /
                rm -r "/tmp/home-$1"
            }
            measure alone 0
            # One in a home folder of root's is nobody else's.
            setpriv --reuid 64001 --regid 64001 --clear-groups /usr/bin/python3 -c "$HOSTILE" &
            other=$!
            trap 'kill -9 $other' EXIT
            until test -e /tmp/hostile-is-ready; do sleep 0.05; done
            find /tmp -xdev -maxdepth 1 | sort > /dev/shm/before-$$
            measure root 0
            # PostgreSQL's programs want an account that has a name.
            measure user "$(id -u nobody)"
            setpriv --reuid 0 env TMPDIR=/tmp HOME=/nonexistent MEMBUDGET_CACHE=/tmp/none \\
                /tmp/products/membudget clean > /dev/null
            find /tmp -xdev -maxdepth 1 | sort > /dev/shm/after-$$
            diff /dev/shm/before-$$ /dev/shm/after-$$ | grep -v hostile-got | grep '^[<>]' || true
            rm /dev/shm/before-$$ /dev/shm/after-$$
            echo "victim $(ls /tmp/victim) $(cat /tmp/victim/file)"
            cat /tmp/hostile-got
            """

        @Test("Runs as root and as a user give the same results next to a hostile second account")
        func sameResults() async throws {
            let workplace = try Workplace()
            let stage = try TemporaryDirectory()
            let programs = try Products.path("membudget")
            let products = URL(fileURLWithPath: programs).deletingLastPathComponent().path
            let database = Programs.hasPostgreSQL ? "ticket-export-postgresql:copy" : ""
            let result = try await workplace.run(
                ["unshare", "-m", "--propagation", "private", "bash", "-c", Self.script],
                environment: [
                    "STAGE": stage.path, "PRODUCTS": products, "DATABASE": database,
                    "HELPERS": ProcessInfo.processInfo.environment["MEMBUDGET_LIBEXEC"] ?? products,
                    "SCENARIOS": URL(fileURLWithPath: shippedScenario("csv-ingest"))
                        .deletingLastPathComponent().path,
                    "HOSTILE": Self.hostile, "SUMMARY": Self.summary,
                ])
            #expect(result.status == 0, "\(result)")
            let lines = result.standardOutput.split(separator: "\n").map(String.init)
            func told(_ who: String) -> [String] {
                lines.filter { $0.hasPrefix("\(who) ") }.map { String($0.dropFirst(who.count)) }
            }
            #expect(told("alone").count == (database.isEmpty ? 2 : 4), "\(result)")
            #expect(told("alone").allSatisfy { $0 == " status 0" || $0.contains("completed") })
            #expect(told("root") == told("alone"), "\(result)")
            #expect(told("user") == told("alone"), "\(result)")
            #expect(told("victim") == [" file precious"], "\(result)")
            // None of our files remain or were reached, and none of theirs were removed.
            let known = ["alone", "root", "user", "victim"]
            let others = lines.filter { line in !known.contains { line.hasPrefix("\($0) ") } }
            #expect(others.isEmpty, "\(result)")
        }
    }
}
