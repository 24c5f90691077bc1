import TestSupport

/// A worker whose strategies are servers, in a folder for `MEMBUDGET_LIBEXEC`: a form is uploaded
/// to it, and the real worker stores the rows of its file.
enum ServingWorker {
    private static let script = #"""
        import email, http.server, json, os, subprocess, sys
        real = os.path.join(os.path.dirname(os.path.abspath(__file__)), "membudget-worker")
        arguments = sys.argv[1:]
        if arguments == ["describe"]:
            print(json.dumps({"schema": "membudget.worker/2", "pipelines": [{"name": "served",
                "about": "A feed that is uploaded", "unit": "rows", "dataset_kinds": ["csv-rows"],
                "parameters": [], "strategies": [{"name": name, "about": name, "available": True,
                "unavailable_reason": None, "uses_client": True}
                for name in ("taking", "refusing", "dropping", "failing")]}]}))
            sys.exit(0)
        options = dict(zip(arguments[1::2], arguments[2::2]))
        arguments[arguments.index("served")] = "csv-ingest"
        if arguments[0] == "verify":
            os.execv(real, [real] + arguments)
        strategy = options["--strategy"]
        if strategy == "failing":
            sys.exit("failed before it listened")
        class Uploads(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                if strategy == "dropping":
                    return
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.server.form = email.message_from_bytes(
                    b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n" + body)
                self.send_response(200 if strategy == "taking" else 507)
                self.end_headers()
            def log_message(self, *words):
                pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Uploads)
        order = options["--client-order"]
        with open(order + ".part", "w") as file:
            file.write('form = "file=@%s"\n' % options["--input"])
            file.write('url = "http://127.0.0.1:%d/"\nfail\nsilent\nshow-error\n' % server.server_port)
        os.rename(order + ".part", order)
        server.handle_request()
        if strategy != "taking":
            sys.exit(0)
        [part] = server.form.get_payload()
        path = options["--output"] + ".csv"
        open(path, "wb").write(part.get_payload(decode=True))
        subprocess.check_call([real, "run", "--pipeline", "csv-ingest", "--strategy", "streamed",
            "--dataset-kind", "csv-rows", "--input", path, "--output", options["--output"]])
        """#

    /// Writes the worker next to links to the real programs; returns the folder.
    static func install(in workplace: Workplace) throws -> String {
        try FakeWorker.install(script, in: workplace)
    }
}
