"""The comparison of membudget's pipelines with other programs that do the same jobs."""
