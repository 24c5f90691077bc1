import ParallelFixtures
import PipelineKit

await Worker([ParallelFixtures()]).main()
