import TestSupport

/// The requirements of formats that other programs read, written from their specifications and
/// checked with Python's parsers.
enum ExchangeRules {
    /// The rules that the schemas of the Jenkins plugin (`junit-10.xsd`) and of Ant share.
    static func junit(_ text: String) async throws -> String {
        try await Python.run(junitRules, input: text)
    }

    /// The properties, types and required members of the used parts of SARIF 2.1.0.
    static func sarif(_ text: String) async throws -> String {
        try await Python.run(sarifRules, input: text)
    }

    private static let junitRules = #"""
        import re, sys, xml.etree.ElementTree as tree
        root = tree.fromstring(sys.stdin.buffer.read())
        allowed = {
            "testsuites": (set(), {"testsuite"}),
            "testsuite": ({"name", "id", "package", "timestamp", "hostname", "tests", "failures",
                "errors", "skipped", "time"}, {"properties", "testcase", "system-out", "system-err"}),
            "properties": (set(), {"property"}), "property": ({"name", "value"}, set()),
            "testcase": ({"name", "classname", "time"}, {"skipped", "error", "failure"}),
            "failure": ({"type", "message"}, set()), "error": ({"type", "message"}, set()),
            "skipped": ({"type", "message"}, set()), "system-out": (set(), set()),
            "system-err": (set(), set()),
        }
        def check(element):
            attributes, children = allowed[element.tag]
            assert set(element.attrib) == attributes, (element.tag, element.attrib)
            for child in element:
                assert child.tag in children, (element.tag, child.tag)
                check(child)
        assert root.tag == "testsuites"
        check(root)
        for number, suite in enumerate(root):
            order = [child.tag for child in suite]
            cases = suite.findall("testcase")
            assert order == ["properties"] + ["testcase"] * len(cases) + ["system-out", "system-err"]
            assert suite.get("id") == str(number) and suite.get("name").strip()
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp"))
            assert re.fullmatch(r"\d+\.\d{3}", suite.get("time"))
            for name, tag in [("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]:
                assert int(suite.get(name)) == len(suite.findall("testcase/" + tag)), name
            assert int(suite.get("tests")) == len(cases)
            for property in suite.iter("property"):
                assert property.get("name").strip()
            for case in cases:
                assert len(case) <= 1 and case.get("name").strip() and float(case.get("time")) >= 0
                kinds = [f"{child.tag} {child.get('type')}" for child in case]
                print(case.get("name"), *kinds, sep=" | ")
        """#

    private static let sarifRules = #"""
        import json, re, sys
        log = json.load(sys.stdin)
        assert set(log) == {"$schema", "version", "runs"} and log["version"] == "2.1.0"
        [run] = log["runs"]
        assert set(run) <= {"tool", "invocations", "originalUriBaseIds", "columnKind", "results"}
        bases = run["originalUriBaseIds"]
        assert all(set(base) == {"description"} for base in bases.values())
        assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
        driver = run["tool"]["driver"]
        assert set(driver) == {"name", "version", "rules"} and driver["name"]
        rules = [rule["id"] for rule in driver["rules"]]
        assert len(set(rules)) == len(rules)
        for rule in driver["rules"]:
            assert set(rule) == {"id", "name", "shortDescription"}
            assert set(rule["shortDescription"]) == {"text"}
        for invocation in run["invocations"]:
            assert isinstance(invocation["executionSuccessful"], bool)
            for key in set(invocation) - {"executionSuccessful"}:
                assert key in ("startTimeUtc", "endTimeUtc")
                assert re.fullmatch(r"[-\d]{10}T[:.\d]+Z", invocation[key])
        for result in run["results"]:
            assert set(result) == {"ruleId", "ruleIndex", "level", "message", "locations",
                "partialFingerprints"}
            assert rules[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in ("none", "note", "warning", "error")
            assert isinstance(result["message"]["text"], str) and result["message"]["text"]
            assert all(isinstance(v, str) for v in result["partialFingerprints"].values())
            place = ""
            for location in result["locations"]:
                [(key, physical)] = location.items()
                assert key == "physicalLocation"
                artifact = physical["artifactLocation"]
                uri = artifact["uri"]
                is_absolute = uri.startswith("file:///")
                assert set(artifact) == ({"uri"} if is_absolute else {"uri", "uriBaseId"})
                assert is_absolute or artifact["uriBaseId"] in bases
                assert re.fullmatch(r"[A-Za-z0-9\-._~/%:]*", uri), uri
                line = physical["region"]["startLine"]
                assert isinstance(line, int) and line >= 1
                place = f"{uri}:{line}"
            print(result["level"], result["ruleId"], place)
        """#
}
