import ServiceProcess

// Serves the jobs of the pipelines, one per subcommand. Its first line of output is its port.
await ServiceProcess(name: "membudget-serve", usage: Services.usage).main { words in
    try await Services.run(words)
}
