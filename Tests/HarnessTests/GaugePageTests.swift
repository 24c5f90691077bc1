import CGaugePage
import Files
import Glibc
import Processes
import Testing

@testable import Harness

@Suite("The gauge page")
struct GaugePageTests {
    /// Runs `body` with a page, and with the page as a program maps it.
    private func withPage(
        _ body: (GaugePage, UnsafeMutablePointer<gauge_page>) throws -> Void
    ) throws {
        let folder = try FreshFolder(in: "/tmp", prefix: "membudget-test")
        defer { folder.remove() }
        let page = try GaugePage(path: "\(folder.path)/gauges")
        let file = open(page.path, O_RDWR | O_CLOEXEC)
        defer { close(file) }
        let size = Int(GAUGE_PAGE_BYTES)
        let mapping = try #require(
            mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0))
        defer { munmap(mapping, size) }
        try body(page, mapping.bindMemory(to: gauge_page.self, capacity: 1))
    }

    @Test("Each side reads what the other writes")
    func bothSides() throws {
        try withPage { page, mapped in
            page.name(process: 77)
            page.setAgentInterval(.milliseconds(3))
            #expect(mapped.pointee.magic == GAUGE_PAGE_MAGIC && mapped.pointee.process_id == 77)
            #expect(mapped.pointee.agent_interval_ns == 3_000_000)
            mapped.pointee.worker_attached = 1
            mapped.pointee.units_done = 5
            gauge_page_set_phase(mapped, "loading")
            #expect(page.read().hasWorker && page.read().unitsDone == 5)
            #expect(page.readPhase() == "loading")
        }
    }

    @Test("A page truncated by the program crashes nothing, and reads as empty")
    func cutOff() throws {
        try withPage { page, mapped in
            mapped.pointee.worker_attached = 1
            mapped.pointee.units_done = 5
            #expect(truncate(page.path, 0) == 0)
            #expect(!page.read().hasWorker && page.read().unitsDone == 0)
            #expect(page.readPhase() == nil && page.readAllocatorVersion() == nil)
            page.beginImage()
            #expect(!page.read().hasAgent)
        }
    }

    @Test("Impossible counts are limited to values that can be added and stored")
    func absurd() throws {
        try withPage { page, mapped in
            mapped.pointee.units_done = .max
            mapped.pointee.units_failed = .max
            mapped.pointee.units_total = .max
            mapped.pointee.live_bytes = .max
            let gauges = page.read()
            #expect(gauges.unitsDone == GaugePage.maximum && gauges.liveBytes == GaugePage.maximum)
            let sum = gauges.unitsDone + gauges.unitsFailed
            #expect(!sum.multipliedReportingOverflow(by: 100).overflow)
        }
    }

    @Test("The agent must have been in every image that the process ran")
    func images() throws {
        try withPage { page, mapped in
            page.beginImage()
            #expect(!page.read().hasAgent)
            mapped.pointee.agent_attached = 1
            #expect(page.read().hasAgent)
            page.beginImage()
            #expect(!page.read().hasAgent && mapped.pointee.agent_attached == 0)
            mapped.pointee.agent_attached = 1
            #expect(page.read().hasAgent)
            // One image without the agent, and another with it.
            page.beginImage()
            page.beginImage()
            mapped.pointee.agent_attached = 1
            #expect(!page.read().hasAgent)
        }
    }

    @Test("If executions are not reported, an image without the agent is still noticed")
    func unseenImages() throws {
        var images = ProgramImages()
        images.note(running: 1, attached: nil)
        #expect(images.lackedAgent)
        images.note(running: 1, attached: 1)
        #expect(!images.lackedAgent)
        images.note(running: 2, attached: 1)
        #expect(images.lackedAgent)
        #expect(readImage(of: getpid()) != nil && readImage(of: 900_000_001) == nil)
    }
}
