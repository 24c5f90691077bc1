import BarcodeMigration
import CSVIngest
import HotelContracts
import PipelineKit
import TicketExportSQLite

let worker = Worker(
    [CSVIngest(), HotelContracts(), TicketExportSQLite(), BarcodeMigration()],
    extraCommands: ["scan": scanCommand])
await worker.main()
