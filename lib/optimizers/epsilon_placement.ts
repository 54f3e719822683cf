/**
 * Where ε enters the denominator that is made of a second moment v: `"inside"` the root, √(v + ε),
 * or `"outside"` of it, √v + ε.
 */
export type EpsilonPlacement = "inside" | "outside";
