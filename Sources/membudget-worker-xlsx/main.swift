import PipelineKit
import TicketExportXLSX

let worker = Worker([TicketExportXLSX()])
await worker.main()
