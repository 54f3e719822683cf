#!/bin/bash
# A run of all claims as an array of Slurm, and one report of it. In the checkout, which all nodes see:
#
#     array=$(sbatch --parsable examples/schedulers/slurm-array.sh)
#     sbatch --dependency=afterany:$array --wrap 'deno task merge reports/shards/* --out reports/all'
#
# A shard that was ended is submitted again by itself: sbatch --array=5 examples/schedulers/slurm-array.sh
# More shards than machines are no harm; more than the claims can be dealt to stay empty.

#SBATCH --job-name=assay
#SBATCH --array=1-16
#SBATCH --cpus-per-task=2
# A worker a core, one more that looks at counterexamples again, and what starts them.
#SBATCH --mem-per-cpu=2500M
#SBATCH --time=02:00:00

# How many shards there are does not follow from which of them are submitted again.
shards=${ASSAY_SHARDS:-16}
out=${ASSAY_OUT:-reports/shards}

# The same for every shard: merging refuses what is not of one run. ASSAY_ARGUMENTS may say more, as in
# sbatch --export=ALL,ASSAY_ARGUMENTS='spgd --seed 7'.
# shellcheck disable=SC2086
exec deno task verify ${ASSAY_ARGUMENTS:---profile standard} \
  --jobs "${SLURM_CPUS_PER_TASK:-1}" --memory 1400 \
  --shard "$SLURM_ARRAY_TASK_ID/$shards" --out "$out/$SLURM_ARRAY_TASK_ID"
