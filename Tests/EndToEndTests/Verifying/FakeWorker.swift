import Foundation
import TestSupport

/// A worker that runs the job and then damages the result, in a folder for `MEMBUDGET_LIBEXEC`.
///
/// The job is that of the real worker; only the damage is added, so a harness that trusts the
/// worker would not notice it.
enum FakeWorker {
    /// The answer to `describe`, and the damage that each strategy does to the table.
    private static let script = """
        import json, os, sqlite3, subprocess, sys
        real = os.path.join(os.path.dirname(os.path.abspath(__file__)), "membudget-worker")
        harms = {
            "honest": "",
            "dropping": "DELETE FROM products WHERE rowid = 7",
            "doubling": "INSERT INTO products SELECT * FROM products WHERE rowid = 7",
            "changing": "UPDATE products SET price = price + 0.01 WHERE rowid = 7",
            "swapping": "UPDATE products SET name = sku, sku = name WHERE rowid = 7",
            "vanishing": None,
            "garbling": None,
        }
        def described():
            strategies = [{"name": name, "about": name, "available": True,
                "unavailable_reason": None} for name in harms]
            strategies.append({"name": "absent", "about": "not here", "available": False,
                "unavailable_reason": "built without it"})
            return {"schema": "membudget.worker/2", "pipelines": [{"name": "spoilt", "about":
                "A feed that is spoilt", "unit": "rows", "dataset_kinds": ["csv-rows"],
                "parameters": [], "strategies": strategies}]}
        arguments = sys.argv[1:]
        if arguments == ["describe"]:
            print(json.dumps(described()))
            sys.exit(0)
        options = dict(zip(arguments[1::2], arguments[2::2]))
        arguments[arguments.index("spoilt")] = "csv-ingest"
        if arguments[0] == "verify":
            os.execv(real, [real] + arguments)
        arguments[arguments.index("--strategy") + 1] = "streamed"
        status = subprocess.call([real] + arguments)
        harm, output = harms[options["--strategy"]], options["--output"]
        if options["--strategy"] == "vanishing":
            os.remove(output)
        elif options["--strategy"] == "garbling":
            open(output, "wb").write(b"no database")
        elif harm:
            database = sqlite3.connect(output)
            database.execute(harm)
            database.commit()
            database.close()
        sys.exit(status)
        """

    /// Writes the worker next to links to the real programs; returns the folder.
    static func install(in workplace: Workplace) throws -> String {
        try install(script, in: workplace)
    }

    /// Installs any program as a worker.
    static func install(_ text: String, in workplace: Workplace) throws -> String {
        let folder = workplace.directory.path("libexec")
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for name in [
            "membudget-worker", "membudget-selftest", "membudget-launcher", "libmembudget-agent.so",
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/" + name, withDestinationPath: Products.path(name))
        }
        let path = try workplace.directory.write(
            "#!/usr/bin/env python3\n" + text, to: "libexec/membudget-worker-fake")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return folder
    }
}
