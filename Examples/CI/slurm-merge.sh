#!/bin/bash
# Joins the shards of slurm-shards.sh. Its log is the report, and its exit status that of the unsharded run.
# It runs even if tasks of the array failed, and then reports the missing shards.
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
