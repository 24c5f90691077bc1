import CSVUpload
package import HTTPServing
import HummingbirdCore
import NIOCore
package import PipelineKit

/// Uploads of CSV files into databases behind a port of the loopback interface, and of no other.
package struct UploadService: Sendable {
    /// The settings of a service.
    package struct Configuration: Sendable {
        /// The folder of the databases; must exist.
        package var folder: String
        /// The port to listen on; 0, the default, for a free one.
        package var port = 0
        /// The longest request body, in bytes; default 16 GiB.
        package var byteCountMax = 16 << 30
        /// Rows per commit; default 1,000.
        package var batchRowCount = 1000
        /// The most uploads at once; others are refused with 503. Default 8.
        package var uploadCountMax = 8
        /// The time that each commit takes longer, in milliseconds, to try out a slow database; default 0.
        package var commitDelayMilliseconds = 0
        /// The bounds on whoever connects; the longest body is ``byteCountMax``.
        package var bounds = ServerBounds()

        /// The defaults for a folder.
        package init(folder: String) {
            self.folder = folder
        }
    }

    private let configuration: Configuration
    private let register: UploadRegister

    /// Creates a service that doesn't listen yet.
    ///
    /// - Throws: ``WorkerError`` if the folder or a setting is of no use.
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

    /// Serves until `stop` returns; then uploads that run are ended behind their last batch, and no
    /// others begun.
    ///
    /// - Parameter onListening: Gets the port once connections are taken.
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
