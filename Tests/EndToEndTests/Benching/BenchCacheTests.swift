import Foundation
import TestSupport
import Testing

extension EndToEnd {
    /// Peaks are independent of how the worker's file was read into the page cache.
    @Suite struct BenchCache {
        /// Stores a file in large pieces, as a linker or a backup may leave it.
        private func readThrough(_ path: String) throws {
            let descriptor = open(path, O_RDONLY)
            try #require(descriptor >= 0)
            defer { close(descriptor) }
            fsync(descriptor)
            posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
            var page = [UInt8](repeating: 0, count: 4096)
            while read(descriptor, &page, page.count) > 0 {}
        }

        private func floorBytes() async throws -> Int {
            let run = try await Benched(
                "csv-ingest",
                ["--strategy", "streamed", "--scale", "1k", "--trials", "3", "--no-need"])
            return try #require(run.cell("streamed")["floor_rss_bytes"].integer)
        }

        @Test("The peak is the same after a worker's file was read from end to end")
        func readWorker() async throws {
            let before = try await floorBytes()
            try readThrough(Products.path("membudget-worker"))
            let after = try await floorBytes()
            // Without the countermeasure, 10 MiB more on Linux 6.18.
            #expect(abs(after - before) < 2 << 20, "\(before) and \(after) bytes")
        }
    }
}
