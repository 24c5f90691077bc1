import Foundation
import HeapProfile
import RunStore
import TestSupport
import Testing

@testable import Reports

/// Exported profiles, as read by other tools' code.
@Suite("Profiles for other tools")
struct ProfileExportTests {
    private let record = Fixture.profiled()

    /// The sums that a format gives for the peak, in bytes.
    private struct Sums: Decodable {
        var peak_space: Int
        var inuse_space: Int
        var peak_objects: Int
        var inuse_objects: Int
        var alloc_objects: Int
        var alloc_space: Int
        var standard: String
        var period: [String]
        var names: [String]
        var stack: [String]
        var build_ids: [String]
        var dangling: Int
    }

    private func renderer(_ name: String) throws -> any ProfileRenderer {
        try #require(ProfileRenderers.all.first { $0.name == name })
    }

    private func bytes(_ name: String) throws -> [UInt8] {
        try renderer(name).contents(of: record)
    }

    @Test(
        "protobuf reads the pprof file: every value, name and stack, and nothing unknown",
        .enabled(if: PythonPackages.areWanted, "\(PythonPackages.variable) is set"))
    func pprof() async throws {
        let output = try await PythonPackages.run(
            Self.reader, input: Data(try bytes("pprof")).base64EncodedString())
        let sums = try JSONDecoder().decode(Sums.self, from: Data(output.utf8))
        let heap = record.heap
        #expect(abs(sums.peak_space - heap.peakBytes) <= heap.sites.count)
        #expect(abs(sums.inuse_space - heap.endBytes) <= heap.sites.count)
        #expect(abs(sums.peak_objects - heap.peakBytes / 1024) <= heap.sites.count)
        #expect(abs(sums.inuse_objects - heap.endBytes / 1024) <= heap.sites.count)
        #expect(abs(sums.alloc_space - 3 * heap.peakBytes) <= heap.sites.count)
        #expect(abs(sums.alloc_objects - heap.peakBytes / 256) <= heap.sites.count)
        #expect(sums.standard == "peak_space" && sums.period == ["space", "bytes", "524288"])
        #expect(sums.names.contains("App.Importer.loadAll _ZApp.Importer.loadAll /src/app.swift"))
        #expect(
            sums.stack == ["Array.append", "App.Importer.loadAll", "App.Importer.run", "main"])
        #expect(sums.build_ids == ["ab12"] && sums.dangling == 0)
        #expect(try abs(sums.peak_space - jsonPeak()) <= heap.sites.count)
        #expect(try await abs(sums.peak_space - foldedPeak()) <= heap.sites.count)
    }

    @Test("Folded stacks are lines of names and an integer, and add up to JSON's sites")
    func folded() async throws {
        #expect(try await abs(foldedPeak() - jsonPeak()) <= record.heap.sites.count)
        #expect(try abs(jsonPeak() - record.heap.peakBytes) <= 1)
    }

    @Test("For a command that died, JSON also has the memory that was live only at its end")
    func died() throws {
        struct Site: Decodable { var peak_bytes: Double, end_bytes: Double }
        struct Profile: Decodable { var sites: [Site] }
        func sites(_ record: ProfileRecord) throws -> [Site] {
            let json = Data(try renderer("json").contents(of: record))
            return try JSONDecoder().decode(Profile.self, from: json).sites
        }
        var record = record
        (record.heap.sites[0].peak.samples, record.heap.sites[0].peak.bytes) = (0, 0)
        #expect(try sites(record).count == record.heap.sites.count - 1)
        record.heap.threads = []
        let died = try sites(record)
        #expect(died.count == record.heap.sites.count && died.last?.peak_bytes == 0)
        let end = died.reduce(0) { $0 + $1.end_bytes }
        #expect(abs(end - Double(record.heap.endBytes)) < 1)
        let peak = died.reduce(0) { $0 + $1.peak_bytes }
        #expect(abs(peak - Double(record.heap.peakBytes)) < 1)
    }

    private func jsonPeak() throws -> Int {
        struct Site: Decodable { var peak_bytes: Double }
        struct Profile: Decodable { var sites: [Site] }
        let profile = try JSONDecoder().decode(Profile.self, from: Data(try bytes("json")))
        return Int(profile.sites.reduce(0) { $0 + $1.peak_bytes }.rounded())
    }

    /// Reads a line as flamegraph.pl does: `^(.*)\s+?(\d+(?:\.\d*)?)$`.
    private func foldedPeak() async throws -> Int {
        let output = try await Python.run(
            #"""
            import re, sys
            total = 0
            for line in sys.stdin.read().splitlines():
                stack, count = re.fullmatch(r"(.*)\s+?(\d+(?:\.\d*)?)", line).groups()
                assert all(stack.split(";")), line
                total += int(count)
            print(total)
            """#, input: String(decoding: try bytes("folded"), as: UTF8.self))
        return try #require(Int(output.split(separator: "\n").first ?? ""))
    }

    /// Reads a file by its schema, `proto/profile.proto` of google/pprof, which is written here as
    /// fields: name, number, type, and whether it is repeated.
    private static let reader = """
        import base64, json, sys
        from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
        from google.protobuf import unknown_fields
        SCHEMA = {
            "Profile": "1 sample_type ValueType* 2 sample Sample* 3 mapping Mapping*"
                " 4 location Location* 5 function Function* 6 string_table string*"
                " 7 drop_frames int64 8 keep_frames int64 9 time_nanos int64"
                " 10 duration_nanos int64 11 period_type ValueType 12 period int64"
                " 13 comment int64* 14 default_sample_type int64",
            "ValueType": "1 type int64 2 unit int64",
            "Sample": "1 location_id uint64* 2 value int64* 3 label Label*",
            "Label": "1 key int64 2 str int64 3 num int64 4 num_unit int64",
            "Mapping": "1 id uint64 2 memory_start uint64 3 memory_limit uint64"
                " 4 file_offset uint64 5 filename int64 6 build_id int64 7 has_functions bool"
                " 8 has_filenames bool 9 has_line_numbers bool 10 has_inline_frames bool",
            "Location": "1 id uint64 2 mapping_id uint64 3 address uint64 4 line Line*"
                " 5 is_folded bool",
            "Line": "1 function_id uint64 2 line int64 3 column int64",
            "Function": "1 id uint64 2 name int64 3 system_name int64 4 filename int64"
                " 5 start_line int64",
        }
        field = descriptor_pb2.FieldDescriptorProto
        SCALARS = {"int64": field.TYPE_INT64, "uint64": field.TYPE_UINT64,
                   "bool": field.TYPE_BOOL, "string": field.TYPE_STRING}
        file = descriptor_pb2.FileDescriptorProto(
            name="profile.proto", package="perftools.profiles", syntax="proto3")
        for name, text in SCHEMA.items():
            message, words = file.message_type.add(name=name), text.split()
            for number, label, kind in zip(words[::3], words[1::3], words[2::3]):
                base = kind.rstrip("*")
                one = message.field.add(
                    name=label, number=int(number), type=SCALARS.get(base, field.TYPE_MESSAGE),
                    label=field.LABEL_REPEATED if kind != base else field.LABEL_OPTIONAL)
                if base not in SCALARS: one.type_name = ".perftools.profiles." + base
        pool = descriptor_pool.DescriptorPool()
        pool.Add(file)
        kind = pool.FindMessageTypeByName("perftools.profiles.Profile")
        profile = message_factory.GetMessageClass(kind)()
        profile.ParseFromString(base64.b64decode(sys.stdin.read()))
        assert len(unknown_fields.UnknownFieldSet(profile)) == 0
        text = profile.string_table
        assert text[0] == ""
        types = [text[one.type] for one in profile.sample_type]
        sums = {name: sum(one.value[index] for one in profile.sample)
                for index, name in enumerate(types)}
        assert all(len(one.value) == len(types) for one in profile.sample)
        functions = {one.id: one for one in profile.function}
        locations = {one.id: one for one in profile.location}
        mappings = {one.id: one for one in profile.mapping}
        assert 0 not in functions and 0 not in locations and 0 not in mappings
        dangling = sum(id not in locations for one in profile.sample for id in one.location_id)
        dangling += sum(one.mapping_id not in mappings for one in profile.location)
        dangling += sum(line.function_id not in functions
                        for one in profile.location for line in one.line)
        largest = max(profile.sample, key=lambda one: one.value[types.index("peak_space")])
        stack = [text[functions[line.function_id].name]
                 for id in largest.location_id for line in locations[id].line]
        print(json.dumps({**sums, "standard": text[profile.default_sample_type],
            "period": [text[profile.period_type.type], text[profile.period_type.unit],
                       str(profile.period)],
            "names": [" ".join(text[part] for part in (one.name, one.system_name, one.filename))
                      for one in profile.function],
            "stack": stack, "build_ids": [text[one.build_id] for one in profile.mapping],
            "dangling": dangling}))
        """
}
