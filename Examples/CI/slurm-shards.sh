#!/bin/bash
# One bench over the nodes of a Slurm cluster: each task of the array measures one shard, and
# slurm-merge.sh joins them. Arguments are those of `membudget bench`. RUN is a directory that all
# nodes share, and the same for every attempt.
#
#   export RUN=$PWD/runs/nightly
#   array=$(sbatch --parsable slurm-shards.sh csv-ingest --all)
#   sbatch --dependency=afterany:"$array" slurm-merge.sh
#
# A task whose node was lost is queued again by Slurm and measures what is missing. One that ran out
# of time is queued again by hand: SHARDS=3 sbatch --array=2 slurm-shards.sh csv-ingest --all
#
#SBATCH --job-name=memory-bench
#SBATCH --array=1-3
#SBATCH --output=%x-%A-%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
# Whole nodes, so that no neighbour is measured too. Add --constraint for nodes of one kind.
#SBATCH --exclusive
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
# Far above the largest budget: the budget has to stop a strategy, not Slurm.
#SBATCH --mem=8G
#SBATCH --time=02:00:00
# A minute before the time is up membudget is told to end, which keeps all finished trials.
#SBATCH --signal=B:TERM@60
set -eu

# Datasets are kept in $MEMBUDGET_CACHE (else below $HOME), files of trials in $TMPDIR (else /tmp).
# Name folders on a disk of the node: a network file system would be measured with them.
# export MEMBUDGET_CACHE=/scratch/$USER/membudget TMPDIR=/scratch/$USER

shard=$SLURM_ARRAY_TASK_ID
mkdir -p "$RUN/shards"

# If only slurmd was lost, the first attempt still measures when Slurm starts the second one. This
# waits until the first one has ended.
exec 9> "$RUN/shards/$shard.lock"
flock 9

exec membudget bench "$@" --shard "$shard/${SHARDS:-$SLURM_ARRAY_TASK_COUNT}" \
    --run-dir "$RUN/shards/$shard" --resume --quiet
