#!/bin/bash
# One bench over the nodes of a Slurm cluster: each task of the array measures one shard, and
# slurm-merge.sh joins them. Arguments are those of `membudget bench`; RUN is a directory that all
# nodes share.
#
#   export RUN=$PWD/runs/nightly
#   array=$(sbatch --parsable slurm-shards.sh csv-ingest --all)
#   sbatch --dependency=afterany:"$array" slurm-merge.sh
#
# A task that lost its node comes back by itself and measures what is missing. To run shard 2 of 3
# once more, after a time limit for example: SHARDS=3 sbatch --array=2 slurm-shards.sh csv-ingest --all
#
#SBATCH --job-name=memory-bench
#SBATCH --array=1-3
#SBATCH --output=%x-%A-%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
# Whole nodes of one kind: neighbours would be measured too. Add --constraint for your cluster.
#SBATCH --exclusive
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
# Far above the largest budget: the budget has to stop a strategy, not Slurm.
#SBATCH --mem=8G
#SBATCH --time=02:00:00
# Before the time is up, membudget gets SIGTERM: it ends the trial it is at, and --resume continues.
#SBATCH --signal=B:TERM@60
set -eu

# Where these are unset, datasets are kept below $HOME and trials in /tmp. Both belong on a disk of
# the node: a network file system would be measured with them.
# export MEMBUDGET_CACHE=/scratch/$USER/membudget TMPDIR=/scratch/$USER

shard="$SLURM_ARRAY_TASK_ID/${SHARDS:-$SLURM_ARRAY_TASK_COUNT}"
mkdir -p "$RUN/shards"

# Slurm may start a task again while its first attempt still runs, if only slurmd was lost. This
# waits until that one has ended, and then measures what is missing.
exec 9> "$RUN/shards/$SLURM_ARRAY_TASK_ID.lock"
flock 9
exec membudget bench "$@" \
    --shard "$shard" --run-dir "$RUN/shards/$SLURM_ARRAY_TASK_ID" --resume --quiet
