import Glibc
import Testing

@testable import Harness

@Suite("Resident pages of a range")
struct PageMapTests {
    @Test("Only pages that were written to are resident")
    func written() throws {
        let page = Int(getpagesize())
        let start = try #require(
            mmap(nil, 8 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        defer { munmap(start, 8 * page) }
        madvise(start, 8 * page, Int32(MADV_NOHUGEPAGE))
        memset(start, 1, 3 * page)
        let address = UInt64(UInt(bitPattern: start))
        #expect(
            PageMap.residentBytes(of: getpid(), from: address, bytes: UInt64(8 * page)) == 3 * page)
    }

    @Test("The resident memory of a process without memory is unknown, not zero")
    func gone() throws {
        var child: pid_t = 0
        let name = try #require(strdup("/bin/true"))
        defer { free(name) }
        #expect(posix_spawn(&child, name, nil, nil, [name, nil], environ) == 0)
        var information = siginfo_t()
        #expect(waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) == 0)
        defer { waitpid(child, nil, 0) }
        #expect(PageMap.residentBytes(of: child, from: 1 << 20, bytes: 1 << 20) == nil)
    }
}
