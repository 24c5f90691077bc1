import PipelineKit
import TicketExportPostgreSQL

let worker = Worker([TicketExportPostgreSQL()])
await worker.main()
