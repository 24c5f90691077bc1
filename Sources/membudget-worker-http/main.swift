import OpportunitySync
import ParallelFixtures
import PipelineKit

await Worker([ParallelFixtures(), OpportunitySync()]).main()
