import ServiceProcess

// The jobs of the pipelines as services, a subcommand for each. Its first line of output is its port.
await ServiceProcess(name: "membudget-serve", usage: Services.usage).main { words in
    try await Services.run(words)
}
