import Foundation
import Glibc
package import HTTPSource
import Synchronization

/// A small server on loopback, with a thread per connection, that counts connections as the kernel
/// sees them.
package final class CountingServer: Sendable {
    /// A function that returns the bytes to answer a path with; empty to close the connection
    /// instead.
    package typealias Answer = @Sendable (_ path: String, _ requestNumber: Int) -> [UInt8]

    /// The port on 127.0.0.1.
    package let port: Int
    private let listener: Int32
    private let answer: Answer
    private let state = Mutex(State())

    private struct State {
        var open: [Int32] = []
        var acceptedCount = 0
        var openCountMax = 0
    }

    /// Starts to listen.
    ///
    /// - Parameter answer: Receives a path, and the number of the request on its connection, from
    ///   1.
    package init(answer: @escaping Answer) {
        self.answer = answer
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) + getsockname(descriptor, $0, &length)
            }
        }
        precondition(status == 0 && listen(listener, 128) == 0, "a port of loopback is free")
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in accept() }
    }

    /// Answers like a source, each time after its latency.
    package convenience init(_ source: Source) {
        self.init { path, _ in
            let answer = source.answer(path: path, now: 0)
            usleep(UInt32(answer.delayMilliseconds) * 1000)
            return Self.whole(answer.body, status: answer.status)
        }
    }

    /// Returns an answer with its length.
    package static func whole(_ body: [UInt8], status: Int = 200) -> [UInt8] {
        Array("HTTP/1.1 \(status) x\r\ncontent-length: \(body.count)\r\n\r\n".utf8) + body
    }

    /// Stops listening; connections end when their clients close them.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        Glibc.close(listener)
    }

    /// The number of connections accepted so far.
    package var acceptedCount: Int { state.withLock { $0.acceptedCount } }
    /// The maximum number of connections open at once.
    package var openCountMax: Int { state.withLock { $0.openCountMax } }

    private func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { return }
            state.withLock { state in
                // A client that closed one connection before opening another doesn't have both.
                state.open.removeAll(where: Self.isEnded)
                state.open.append(descriptor)
                state.acceptedCount += 1
                state.openCountMax = max(state.openCountMax, state.open.count)
            }
            Thread.detachNewThread { [self] in serve(descriptor) }
        }
    }

    private static func isEnded(_ descriptor: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0
    }

    private func serve(_ descriptor: Int32) {
        var requestCount = 0
        while let path = Self.path(of: descriptor) {
            requestCount += 1
            let bytes = answer(path, requestCount)
            guard !bytes.isEmpty, Self.send(bytes, on: descriptor) else { break }
        }
        state.withLock { $0.open.removeAll { $0 == descriptor } }
        Glibc.close(descriptor)
    }

    /// Reads the path of the next request; `nil` at the end of the connection.
    private static func path(of descriptor: Int32) -> String? {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.ends(with: "\r\n\r\n".utf8) {
            guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
            head.append(byte)
        }
        let words = String(decoding: head, as: UTF8.self).split(separator: " ")
        return words.count > 1 ? String(words[1]) : nil
    }

    private static func send(_ bytes: [UInt8], on descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

extension Array where Element == UInt8 {
    fileprivate func ends(with other: String.UTF8View) -> Bool {
        count >= other.count && suffix(other.count).elementsEqual(other)
    }
}
