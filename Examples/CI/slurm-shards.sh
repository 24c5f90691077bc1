#!/bin/bash
# Splits one bench over the nodes of a Slurm cluster: each task of the array measures one shard, and
# slurm-merge.sh joins them. The arguments are those of `membudget bench`. RUN is a folder that all nodes
# share; it must be the same for every attempt.
#
#   export RUN=$PWD/runs/nightly
#   array=$(sbatch --parsable slurm-shards.sh csv-ingest --all)
#   sbatch --dependency=afterany:"$array" slurm-merge.sh
#
# Slurm requeues a task whose node was lost, and the task then resumes its shard. Resubmit a task that ran
# out of time yourself: SHARDS=3 sbatch --array=2 slurm-shards.sh csv-ingest --all
#
#SBATCH --job-name=memory-bench
#SBATCH --array=1-3
#SBATCH --output=%x-%A-%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
# Whole nodes, so that other jobs don't disturb the measurement. Add --constraint for nodes of one kind.
#SBATCH --exclusive
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
# Far above the largest budget, because a strategy must be stopped by its budget rather than by Slurm.
#SBATCH --mem=8G
#SBATCH --time=02:00:00
# Stops membudget a minute before the time limit, so that all finished trials are kept.
#SBATCH --signal=B:TERM@60
set -eu

# Datasets are cached in $MEMBUDGET_CACHE (default: in $HOME). Servers of some pipelines keep
# their files in $TMPDIR (default: /tmp). Set both to folders on a local disk. Trials write
# below the run's folder, so their times include its file system.
# export MEMBUDGET_CACHE=/scratch/$USER/membudget TMPDIR=/scratch/$USER

shard=$SLURM_ARRAY_TASK_ID
mkdir -p "$RUN/shards"

# If only slurmd was lost, the first attempt may still be running when Slurm starts the second one. This
# lock waits until the first one has ended.
exec 9> "$RUN/shards/$shard.lock"
flock 9

exec membudget bench "$@" --shard "$shard/${SHARDS:-$SLURM_ARRAY_TASK_COUNT}" \
    --run-dir "$RUN/shards/$shard" --resume --quiet
