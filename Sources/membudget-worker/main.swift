import CSVIngest
import PipelineKit

let worker = Worker([CSVIngest()], extraCommands: ["scan": scanCommand])
await worker.main()
