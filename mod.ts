/**
 * Assay puts optimization theorems to the test: claims, the search for counterexamples, and the
 * optimizers and problems that claims are made of.
 *
 * @example A claim that is false, and the instance that shows it
 * ```ts
 * import fc from "fast-check";
 * import { defineClaim, float64, searchClaim } from "./mod.ts";
 *
 * const claim = defineClaim<{ x: number }, number>({
 *   id: "readme/square",
 *   title: "A square is at least its root",
 *   locus: "README",
 *   kind: "universal",
 *   hypotheses: [],
 *   instances: fc.record({ x: fc.double({ min: 0, max: 10, noNaN: true }) }),
 *   observe: ({ x }) => x,
 *   variants: {
 *     printed: {
 *       statement: "x^2 \\ge x",
 *       relations: (x) => [{ label: "x² >= x", lhs: x * x, sense: ">=", rhs: x }],
 *     },
 *   },
 * });
 * const { variants } = await searchClaim(claim, { seed: 1, profile: "quick", arithmetic: float64 });
 * if (variants.printed.verdict !== "refuted") throw new Error(variants.printed.verdict);
 * ```
 *
 * @module
 */

export * from "./lib/arithmetic/mod.ts";
export * from "./verify/mod.ts";
