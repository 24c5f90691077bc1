import Multipart
import Testing

@Suite("Headers of forms and their parts")
struct HeaderTests {
    private func boundary(_ contentType: String?) throws -> String {
        try MultipartBoundary(contentType: contentType).description
    }

    private func code(_ contentType: String?) -> MultipartError.Code? {
        do {
            _ = try MultipartBoundary(contentType: contentType)
            return nil
        } catch {
            return error.code
        }
    }

    @Test(
        "The boundary of a request is parsed, quoted or not",
        arguments: [
            ("multipart/form-data; boundary=abc", "abc"),
            ("Multipart/Form-Data;BOUNDARY=abc", "abc"),
            ("multipart/form-data; charset=utf-8; boundary=\"a b:c\"", "a b:c"),
            ("multipart/form-data; boundary=a=b; x=y", "a=b"),
            ("multipart/form-data ;\tboundary = abc ;", "abc"),
        ])
    func boundaries(contentType: String, expected: String) throws {
        #expect(try boundary(contentType) == expected)
    }

    @Test("A boundary may have up to 70 bytes, of the characters in the standard")
    func badBoundaries() {
        let long = String(repeating: "x", count: 70)
        #expect(code("multipart/form-data; boundary=\(long)") == nil)
        for boundary in [long + "x", "", "\"a \"", "a@b", "é", "\"a\r\""] {
            #expect(code("multipart/form-data; boundary=\(boundary)") == .badBoundary)
        }
        #expect(code("multipart/form-data") == .badBoundary)
        #expect(code("multipart/form-data; boundary=a; boundary=b") == .badBoundary)
        for other in [
            "text/csv", "multipart/mixed; boundary=a", "", "multipart/form-data; \"", nil,
        ] {
            #expect(code(other) == .notFormData)
        }
    }

    private func parts(_ headers: String) throws -> Parsed {
        try parse("--b\r\n\(headers)\r\n\r\nx\r\n--b--")
    }

    @Test(
        "Names are parsed as browsers and curl write them",
        arguments: [
            (#"name="file"; filename="a.csv""#, "file", "a.csv"),
            (#"name=file; filename=a.csv"#, "file", "a.csv"),
            (#"name="a%22b"; filename="c%0D%0Ad""#, "a\"b", "c\r\nd"),
            (#"name="a\"b"; filename="c\\d""#, "a\"b", #"c\d"#),
            (#"name="f"; filename="C:\temp\a.csv""#, "f", #"C:\temp\a.csv"#),
            (#"name="f"; filename="100%25;x=y""#, "f", "100%25;x=y"),
            (
                #"name="f"; filename="plain"; filename*=UTF-8''na%C3%AFve%20a.csv"#, "f",
                "naïve a.csv"
            ),
            (#"name="f"; filename*=iso-8859-1'en'%A3.csv"#, "f", "£.csv"),
            (#"name="ü"; filename="日本.csv""#, "ü", "日本.csv"),
            (#"name=""; filename="""#, "", ""),
        ])
    func names(parameters: String, name: String, filename: String) throws {
        let parsed = try parts("Content-Disposition: form-data; \(parameters)")
        #expect(parsed.error == nil)
        #expect(parsed.parts.map(\.name) == [name])
        #expect(parsed.parts.map(\.filename) == [filename])
    }

    @Test("Other headers are skipped, and a folded one continues")
    func otherHeaders() throws {
        let parsed = try parts(
            "X-Other: 1\r\ncontent-disposition:form-data;\r\n name=\"a\"\r\nContent-Type: text/csv")
        #expect(parsed.parts.map(\.name) == ["a"] && parsed.error == nil)
    }

    @Test(
        "Malformed headers of a part are refused",
        arguments: [
            "X: 1", "Content-Disposition: form-data", "Content-Disposition: attachment; name=a",
            "Content-Disposition: form-data; name=\"a", "no colon", ": empty", "a b: c", " folded",
            "Content-Disposition: form-data; name=a; name=b",
            "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b",
            "Content-Disposition: form-data; name=a; filename*=UTF-8''%zz",
            "Content-Disposition: form-data; name=a\nX: 1",
        ])
    func badHeaders(headers: String) throws {
        let parsed = try parts(headers)
        #expect(parsed.error == .badHeader && parsed.parts.isEmpty)
    }

    @Test("Headers may have the maximum size, and no more, in chunks of any size")
    func headerLimit() throws {
        let headers = "Content-Disposition: form-data; name=a\r\n\r\n"
        var limits = MultipartLimits()
        for chunkByteCount in [1, 7, .max] {
            let body = "--b\r\n\(headers)x\r\n--b--"
            limits.headerByteCountMax = headers.utf8.count
            #expect(
                try parse(body, chunkByteCount: chunkByteCount, limits: limits).error == nil)
            limits.headerByteCountMax -= 1
            let parsed = try parse(body, chunkByteCount: chunkByteCount, limits: limits)
            #expect(parsed.error == .headerTooLong && parsed.byteOffset == 5)
        }
    }

    @Test("Padding is limited like headers")
    func paddingLimit() throws {
        var limits = MultipartLimits()
        limits.headerByteCountMax = 100
        let blanks = String(repeating: " ", count: 101)
        #expect(try parse("--b\(blanks)\r\n", limits: limits).error == .headerTooLong)
        #expect(try parse("--b\(blanks.dropLast())", limits: limits).error == .incomplete)
    }

    @Test("A form may have the maximum number of parts, and no more")
    func partLimit() throws {
        var limits = MultipartLimits()
        limits.partCountMax = 3
        let parts = (0..<3).map { part("p\($0)", "x") }.joined()
        #expect(try parse(parts + "--b--", limits: limits).error == nil)
        #expect(try parse(parts + part("p3", "x") + "--b--", limits: limits).error == .tooManyParts)
    }
}
