import ServiceProcess
import SyncService

// Syncs a table with a source on request. Its first line of output is its port.
await ServiceProcess(name: "membudget-sync", usage: SyncOptions.usage).main { words in
    let options = try SyncOptions(words)
    let director = SyncDirector(try OpportunityRunner(options))
    try await SyncServer(director, port: options.port).run {
        ServiceProcess.announce(port: $0)
    } stop: {
        try await ServiceProcess.waitForStop()
    }
}
