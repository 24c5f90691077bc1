import CSVUpload
import PipelineKit
import TicketExportHTTP

await Worker([CSVUpload(), TicketExportHTTP()]).main()
