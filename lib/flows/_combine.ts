/** base + factor·Σ_j weights_j·vectors_j, over as many vectors as there are weights. */
export function combine(
  base: readonly number[],
  factor: number,
  weights: readonly number[],
  vectors: readonly (readonly number[])[],
): number[] {
  const result = new Array<number>(base.length);
  for (let i = 0; i < base.length; i++) {
    let sum = 0;
    for (let j = 0; j < weights.length; j++) {
      if (weights[j] !== 0) sum += weights[j]! * vectors[j]![i]!;
    }
    result[i] = base[i]! + factor * sum;
  }
  return result;
}

/** Whether all entries are finite. */
export function isFinitePoint(point: readonly number[]): boolean {
  for (let i = 0; i < point.length; i++) {
    if (!Number.isFinite(point[i]!)) return false;
  }
  return true;
}
