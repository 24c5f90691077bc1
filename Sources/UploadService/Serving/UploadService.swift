import CSVUpload
package import HTTPServing
import HummingbirdCore
import NIOCore
package import PipelineKit

/// A service that loads uploaded CSV files into databases, on a port of the loopback interface
/// only.
///
/// ```swift
/// let service = try UploadService(UploadService.Configuration(folder: "uploads"))
/// try await service.run { print("port \($0)") } stop: { try await Task.sleep(for: .seconds(60)) }
/// ```
package struct UploadService: Sendable {
    /// The settings of a service.
    package struct Configuration: Sendable {
        /// The folder for the databases, which must exist.
        package var folder: String
        /// The port to listen on; 0, the default, for a free one.
        package var port = 0
        /// The maximum size of a request's body, in bytes; 16 GiB by default.
        package var byteCountMax = 16 << 30
        /// The number of rows per commit; 1,000 by default.
        package var batchRowCount = 1000
        /// The maximum number of simultaneous uploads; others are refused with 503. 8 by default.
        package var uploadCountMax = 8
        /// An additional delay of each commit, in milliseconds, to simulate a slow database; 0 by
        /// default.
        package var commitDelayMilliseconds = 0
        /// The limits on clients; that of a body is ``byteCountMax``.
        package var bounds = ServerBounds()

        /// Creates the default configuration for a folder.
        package init(folder: String) {
            self.folder = folder
        }
    }

    private let configuration: Configuration
    private let register: UploadRegister

    /// Creates a service that doesn't listen yet.
    ///
    /// - Throws: ``WorkerError`` if the folder or a setting is invalid.
    package init(_ configuration: Configuration) throws(WorkerError) {
        self.configuration = configuration
        let settings = try Settings(
            [
                ("batch", "\(configuration.batchRowCount)"),
                ("max-bytes", "\(configuration.byteCountMax)"),
                ("database-delay-ms", "\(configuration.commitDelayMilliseconds)"),
            ], for: CSVUpload().parameters)
        register = UploadRegister(
            folder: try UploadFolder(configuration.folder), settings: settings,
            runningCountMax: configuration.uploadCountMax)
    }

    /// Serves until `stop` returns; then running uploads are ended after their current batch, and
    /// no others started.
    ///
    /// - Parameter onListening: Called with the port once connections are accepted.
    package func run(
        onListening: @escaping @Sendable (Int) async -> Void,
        stop: @escaping @Sendable () async throws -> Void
    ) async throws {
        var bounds = configuration.bounds
        bounds.bodyByteCountMax = configuration.byteCountMax
        let register = register
        let server = LoopbackServer(
            port: configuration.port, bounds: bounds,
            events: EventRoute("/uploads/events", feed: register.hub),
            bodies: StreamedBodies { request, body, writer, channel in
                let exchange = UploadExchange(register: register, channel: channel)
                let answer = await exchange.answer(request, body: body)
                try await answer.send(to: request.method, with: writer)
            })
        let telling = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: .milliseconds(250))
                register.publishRunning()
            }
        }
        defer { telling.cancel() }
        try await server.run(onListening: onListening) {
            try await stop()
            register.stop()
        }
    }
}
