#!/bin/bash
# Joins what slurm-shards.sh measured. Its log is the report, its status that of the unsharded run.
# It runs whatever became of the array: a shard that is missing is named.
#
#SBATCH --job-name=memory-bench-merge
#SBATCH --output=%x-%j.log
#SBATCH --open-mode=append
#SBATCH --ntasks=1
#SBATCH --mem=512M
#SBATCH --time=00:10:00
set -eu

status=0
membudget merge "$RUN"/shards/*/ --output "$RUN/whole" || status=$?
if [ -d "$RUN/whole" ]; then
    membudget report "$RUN/whole" --format markdown,html,svg --output "$RUN/report"
fi
exit "$status"
