/**
 * What Figs. 2 and 8 of the paper of the claims `adam-gn` share: 5×5 covariances on which one power of
 * Gauss–Newton's diagonal conditions better than the other, and how fast both are on them.
 *
 * @module
 */

import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { float64 } from "../../lib/arithmetic/mod.ts";
import { haarOrthogonal, withEigenvalues } from "../../lib/linalg/mod.ts";
import { type RandomStream, randomStream } from "../../lib/statistics/mod.ts";
import {
  type Comparison,
  medianIs,
  type Plan,
  rateIs,
  type Results,
} from "../../verify/experiment/mod.ts";
import type { Figure, ProfileName } from "../../verify/mod.ts";
import { medianSeries, numbersOf, quantile } from "../_over_seeds.ts";
import { type StepSizeGrid, tuneStepSize } from "./_sweep.ts";

/** Which Σ is taken, of those that one seed draws. */
export type PowersParameters = {
  /** Where r(Σ) is to be: above 1, so that GN^{-1/2} conditions better, or below. */
  readonly better: "half" | "one";
  /** κ(Σ); Λ is geometric. */
  readonly condition: number;
  /** The first such Σ, or of 100 the one with the most extreme r. */
  readonly choice: "first" | "extreme of 100";
};

/** A number for each power. */
type Pair = { readonly half: number; readonly one: number };

/** What is found on one Σ. */
export type PowersOutcome = {
  /** Σ, by rows. */
  readonly sigma: readonly (readonly number[])[];
  /** κ(A(diag(Σ)^{-1}))/κ(A(diag(Σ)^{-1/2})). */
  readonly r: number;
  /** The same with diag(Σ^{-1}) and diag(Σ^{-1/2}), as A.3 prints r. */
  readonly printedR: number;
  /** Tr(A)/λ_min(A), the same quotient: what the bound for single samples hangs on. */
  readonly stochasticR: number;
  /** Steps with the population gradient. */
  readonly large: Pair;
  /** Steps of the expected loss with single samples. */
  readonly small: Pair;
  /** Steps of one run with single samples, at the step sizes of `small`. */
  readonly run: Pair;
};

/** d. */
const DIMENSION = 5;

/** The loss, over the first, to be reached. */
const TARGET = 1e-6;

/** No more steps are made. */
const MOST_STEPS = 200_000;

/** r differs by little, so that the search goes on to "finer" factors. */
const GRID: StepSizeGrid = {
  largest: 30,
  count: 16,
  finer: [2, 2 ** (1 / 2), 2 ** (1 / 4), 2 ** (1 / 8), 2 ** (1 / 16)],
};

type Rows = readonly (readonly number[])[];

/** A = P^{1/2}ΣP^{1/2} for a diagonal P: its eigenvalues, ascending, and eigenvectors as columns. */
function preconditioned(sigma: Rows, p: readonly number[]) {
  const root = p.map(Math.sqrt);
  const { values, vectors } = float64.symmetricEigendecomposition(
    float64.matrix(sigma.map((row, i) => row.map((x, j) => x * root[i]! * root[j]!))),
  );
  return { values, vectors: float64.toRows(vectors) };
}

/** κ(A), and Tr(A)/λ_min(A). */
function conditionOf(values: readonly number[]) {
  const trace = values.reduce((sum, value) => sum + value, 0);
  return { kappa: values.at(-1)! / values[0]!, stochastic: trace / values[0]! };
}

/** The two diagonals of eq. (3) in the identity basis: diag(Σ)^p. */
function diagonals(sigma: Rows): { readonly half: number[]; readonly one: number[] } {
  const diagonal = sigma.map((row, i) => row[i]!);
  return { half: diagonal.map((x) => x ** (-1 / 2)), one: diagonal.map((x) => 1 / x) };
}

/** r(Σ), in three readings. */
export function conditionQuotients(
  sigma: Rows,
): Pick<PowersOutcome, "r" | "printedR" | "stochasticR"> {
  const { half, one } = diagonals(sigma);
  const [ofHalf, ofOne] = [half, one].map((p) => conditionOf(preconditioned(sigma, p).values));
  const { values, vectors } = float64.symmetricEigendecomposition(float64.matrix(sigma));
  const columns = float64.toRows(vectors);
  const printed = (power: number) => {
    const p = columns.map((row) => row.reduce((sum, x, k) => sum + x * x * values[k]! ** power, 0));
    return conditionOf(preconditioned(sigma, p).values).kappa;
  };
  return {
    r: ofOne!.kappa / ofHalf!.kappa,
    printedR: printed(-1) / printed(-1 / 2),
    stochasticR: ofOne!.stochastic / ofHalf!.stochastic,
  };
}

/** UΛUᵀ with a geometric Λ from 1 to `condition`, drawn until it fits. */
export function drawCovariance(
  { better, condition, choice }: PowersParameters,
  stream: RandomStream,
): number[][] {
  const random = xoroshiro128plus(stream.index(2 ** 31));
  const eigenvalues = Array.from(
    { length: DIMENSION },
    (_, k) => condition ** (k / (DIMENSION - 1)),
  );
  const draw = () => {
    const sigma = withEigenvalues(eigenvalues, haarOrthogonal(random, DIMENSION));
    const { half, one } = diagonals(sigma);
    const [ofHalf, ofOne] = [half, one].map((p) => conditionOf(preconditioned(sigma, p).values));
    const r = ofOne!.kappa / ofHalf!.kappa;
    return { sigma, advantage: better === "half" ? r : 1 / r };
  };
  if (choice === "first") {
    for (;;) {
      const { sigma, advantage } = draw();
      if (advantage > 1) return sigma;
    }
  }
  let best = draw();
  for (let k = 1; k < 100; k++) {
    const next = draw();
    if (next.advantage > best.advantage) best = next;
  }
  return best.sigma;
}

/**
 * E ℓ after each step relative to the first until the target: the squares v_i of A^{1/2}P^{-1/2}Δ along
 * A's eigenvectors become (1 − ηa_i)²v_i + (η²/B)a_i²(v_i + Σv), eq. (16) for B = 1; E ℓ = ½Σv.
 *
 * @param batchSize B; ∞ for the population gradient.
 * @returns The steps; null if they are more than `limit`.
 */
export function expectedSteps(
  values: readonly number[],
  squares: readonly number[],
  batchSize: number,
  stepSize: number,
  limit: number,
): number | null {
  let v = [...squares];
  const sum = () => v.reduce((total, x) => total + x, 0);
  const first = sum();
  for (let steps = 0; steps <= limit; steps++) {
    const total = sum();
    if (total <= TARGET * first) return steps;
    if (!(total < 1e12 * first)) return null;
    v = v.map((x, i) => {
      const a = stepSize * values[i]!;
      return (1 - a) ** 2 * x + a ** 2 * (x + total) / batchSize;
    });
  }
  return null;
}

/** The steps of one run with single samples x ~ N(0, Σ), until the loss ½ΔᵀΣΔ is first at the target. */
export function simulatedSteps(
  sigma: Rows,
  p: readonly number[],
  start: readonly number[],
  stepSize: number,
  stream: RandomStream,
): number {
  const { values, vectors } = float64.symmetricEigendecomposition(float64.matrix(sigma));
  const columns = float64.toRows(vectors);
  const root = columns.map((row) => row.map((x, k) => x * Math.sqrt(values[k]!)));
  const loss = (error: readonly number[]) =>
    sigma.reduce(
      (sum, row, i) => sum + error[i]! * row.reduce((inner, x, j) => inner + x * error[j]!, 0),
      0,
    ) / 2;
  let error = [...start];
  const target = TARGET * loss(start);
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (loss(error) <= target) return steps;
    const z = stream.vector(DIMENSION, stream.normal);
    const x = root.map((row) => row.reduce((sum, entry, k) => sum + entry * z[k]!, 0));
    const inner = x.reduce((sum, entry, i) => sum + entry * error[i]!, 0);
    error = error.map((entry, i) => entry - stepSize * p[i]! * x[i]! * inner);
  }
  return MOST_STEPS;
}

/** Draws Σ and the start, and runs both powers. */
export function comparePowers(
  parameters: PowersParameters,
  seed: number,
  powers: (sigma: Rows) => { readonly half: readonly number[]; readonly one: readonly number[] } =
    diagonals,
): PowersOutcome {
  const stream = randomStream(seed, "powers of Gauss-Newton");
  const sigma = drawCovariance(parameters, stream.substream("covariance"));
  const drawn = stream.substream("start");
  const start = drawn.vector(DIMENSION, drawn.normal);
  const preconditioners = powers(sigma);
  const steps = (power: "half" | "one") => {
    const p = preconditioners[power];
    const { values, vectors } = preconditioned(sigma, p);
    // Along A's eigenvectors, A^{1/2}P^{-1/2}Δ.
    const squares = values.map((value, k) =>
      value *
      vectors.reduce((sum, row, i) => sum + row[k]! * start[i]! / Math.sqrt(p[i]!), 0) ** 2
    );
    const tuned = (batchSize: number) =>
      tuneStepSize(
        (stepSize, limit) => expectedSteps(values, squares, batchSize, stepSize, limit),
        MOST_STEPS,
        GRID,
      );
    const [large, small] = [tuned(Infinity), tuned(1)];
    return {
      large: large.steps ?? MOST_STEPS,
      small: small.steps ?? MOST_STEPS,
      run: simulatedSteps(sigma, p, start, small.stepSize ?? 0, stream.substream("samples")),
    };
  };
  const [half, one] = [steps("half"), steps("one")];
  const pair = (read: (steps: typeof half) => number): Pair => ({
    half: read(half),
    one: read(one),
  });
  return {
    sigma,
    ...conditionQuotients(sigma),
    large: pair(({ large }) => large),
    small: pair(({ small }) => small),
    run: pair(({ run }) => run),
  };
}

/** The arms' name. */
function armOf({ better, condition, choice }: PowersParameters): string {
  return `κ(Σ) = ${condition}, ${choice === "first" ? "the first Σ" : `of 100 Σ the one`} with ${
    choice === "first" ? "" : "the "
  }${
    better === "half"
      ? (choice === "first" ? "r > 1" : "largest r")
      : choice === "first"
      ? "r < 1"
      : "least r"
  }`;
}

/** What a profile runs. */
export function powersPlan(better: "half" | "one", profile: ProfileName): Plan<PowersParameters> {
  const conditions = profile === "quick" ? [100] : [10, 100, 1000];
  const seeds = profile === "thorough" ? 300 : 100;
  const arms = conditions.flatMap((condition) =>
    (["first", "extreme of 100"] as const).map((choice): PowersParameters => ({
      better,
      condition,
      choice,
    }))
  );
  return {
    seeds,
    arms: arms.map((parameters) => ({ name: armOf(parameters), parameters })),
    settings: [
      { name: "d", value: String(DIMENSION), source: "printed" },
      { name: "Σ", value: "UΛUᵀ with a fixed Λ, U drawn", source: "printed" },
      { name: "basis, p", value: "identity, −1/2 and −1", source: "printed" },
      { name: "η", value: "by factors of 3, then 2, 2^{1/2}, …, 2^{1/16}", source: "printed" },
      { name: "seeds", value: `${seeds}, to decide; printed are 10`, source: "chosen" },
      { name: "Λ", value: `geometric from 1 to ${conditions.join(", ")}`, source: "chosen" },
      { name: "batch sizes", value: "∞ and 1", source: "chosen" },
      { name: "θ^{(0)} − θ*", value: "N(0, I)", source: "chosen" },
      { name: "target", value: "10⁻⁶ of the first loss", source: "chosen" },
    ],
  };
}

/** What both experiments are about. */
export const ABOUT: readonly string[] = [
  "Linear regression on inputs x ~ N(0, Σ) with the preconditioner diag(Σ)^p in the identity basis. r(Σ) is " +
  "the condition number of A(P) = P^{1/2}ΣP^{1/2} for P = diag(Σ)^{-1} over that for P = diag(Σ)^{-1/2}: where " +
  "it is above 1, GN^{-1/2} conditions better. (A.3 prints it with diag(Σ^p) in the place of diag(Σ)^p.)",
  "Printed are d = 5, that Λ is fixed and U is drawn until r(Σ) is on the right side, and that both large and " +
  "small batches are used. Λ, the batch sizes and the two matrices are not. Here each seed draws them: the " +
  "first one that fits, and of 100 the one with the most extreme r.",
  "Large batches are population gradients, small ones single samples. Counted are the steps until the loss is " +
  "10⁻⁶ of the first: with single samples until the expected loss is, which a recursion gives exactly, and " +
  "beside it those of one run. Each power has the step size with which the (expected) steps are fewest.",
];

type Count = "large" | "small" | "run";

/** What is counted, for people. */
const COUNTS: Readonly<Record<Count, string>> = {
  large: "population gradient",
  small: "single samples, expected loss",
  run: "single samples, one run",
};

/** Steps of GN^{-1} over steps of GN^{-1/2}. */
function quotientOf(outcome: PowersOutcome, count: Count): number {
  return outcome[count].one / outcome[count].half;
}

/** For each arm and count: the median of the steps of GN^{-1} over those of GN^{-1/2}. */
export function medianQuotients(
  results: Results<PowersOutcome>,
  side: { readonly atLeast: number } | { readonly atMost: number },
): Comparison[] {
  return results.arms.flatMap((arm) =>
    (["large", "small", "run"] as const).map((count) =>
      medianIs(
        `${arm}, ${COUNTS[count]}: steps of GN^{-1} over those of GN^{-1/2}`,
        results.observations(arm, (outcome) => quotientOf(outcome, count)),
        side,
      )
    )
  );
}

/** For the arms of the first fitting Σ: how often the better conditioned power is no slower. */
export function agreementRates(
  results: Results<PowersOutcome>,
  better: "half" | "one",
  rate: number,
): Comparison[] {
  return results.arms.filter((arm) => arm.includes("the first Σ")).flatMap((arm) =>
    (["large", "small"] as const).map((count) =>
      rateIs(
        `${arm}, ${COUNTS[count]}: the better conditioned power needs no more steps`,
        results.of(arm).map(({ outcome }) => {
          const quotient = quotientOf(outcome, count);
          return better === "half" ? quotient >= 1 : quotient <= 1;
        }),
        { atLeast: rate },
      )
    )
  );
}

/** What the paper says decides. */
export const COMPARISON = String
  .raw`\text{the comparison of } \text{GN}^{-1} \text{ and } \text{GN}^{-1/2}
  \text{ amounts to comparing the condition number of a particular matrix, for both population and
  stochastic settings.}`;

const shortly = (value: number) => String(Number(value.toPrecision(3)));

/** Steps against r, and the most extreme matrices. */
export function powersFigures(results: Results<PowersOutcome>): Figure[] {
  return [
    ...results.arms.filter((arm) => arm.includes("the first Σ")).map((arm): Figure => ({
      kind: "lines",
      title: `${arm}: steps of GN^{-1} over those of GN^{-1/2}, one point a seed`,
      x: { label: "r(Σ)", scale: "log" },
      y: { label: "quotient of the steps", scale: "log" },
      mark: "dots",
      series: [
        ...(["large", "small"] as const).map((count) => ({
          name: COUNTS[count],
          role: "observed" as const,
          points: results.of(arm).map(({ outcome }) =>
            [outcome.r, quotientOf(outcome, count)] as const
          ).sort(([a], [b]) => a - b),
        })),
        {
          name: "r",
          role: "reference",
          points: numbersOf(results, arm, ({ r }) => r).sort((a, b) => a - b).map((r) =>
            [r, r] as const
          ),
        },
      ],
    })),
    {
      kind: "lines",
      title: "Quotient of the steps by arm, in the order of the table below",
      x: { label: "arm" },
      y: { label: "steps of GN^{-1} over GN^{-1/2}", scale: "log" },
      mark: "dots",
      series: (["large", "small", "run"] as const).map((count) =>
        medianSeries(
          COUNTS[count],
          "observed",
          results.arms.map((arm, index) => ({
            x: index + 1,
            values: numbersOf(results, arm, (outcome) => quotientOf(outcome, count)),
          })),
        )
      ),
    },
    {
      kind: "table",
      title: "Medians over seeds, with the deciles of r",
      locus: "All arms",
      columns: ["arm", "r", "deciles", "r as in A.3", "Tr(A)/λ_min(A)", ...Object.values(COUNTS)],
      keys: 1,
      rows: results.arms.map((arm) => {
        const of = (read: (outcome: PowersOutcome) => number, share = 1 / 2) =>
          shortly(quantile(numbersOf(results, arm, read), share));
        const r = (outcome: PowersOutcome) => outcome.r;
        return [
          arm,
          of(r),
          `${of(r, 0.1)} to ${of(r, 0.9)}`,
          of(({ printedR }) => printedR),
          of(({ stochasticR }) => stochasticR),
          ...(["large", "small", "run"] as const).map((count) =>
            of((outcome) => quotientOf(outcome, count))
          ),
        ];
      }),
      marks: [],
    },
    ...witnessTables(results),
  ];
}

/** The most extreme Σ of each arm: what it does, and itself. */
function witnessTables(results: Results<PowersOutcome>): Figure[] {
  const witnesses = results.arms.map((arm) => ({
    arm,
    ...[...results.of(arm)].sort((a, b) =>
      Math.abs(Math.log(b.outcome.r)) - Math.abs(Math.log(a.outcome.r))
    )[0]!,
  }));
  const steps = ({ half, one }: Pair) => `${half} / ${one}`;
  return [
    {
      kind: "table",
      title: "Of each arm the Σ with the most extreme r: steps of GN^{-1/2} / GN^{-1}",
      locus: "Witnesses",
      columns: ["arm", "seed", "r", ...Object.values(COUNTS)],
      keys: 1,
      rows: witnesses.map(({ arm, seed, outcome }) => [
        arm,
        String(seed),
        shortly(outcome.r),
        steps(outcome.large),
        steps(outcome.small),
        steps(outcome.run),
      ]),
      marks: [],
    },
    {
      kind: "table",
      title: "The lower triangles of these Σ",
      locus: "Witnesses",
      columns: ["arm", ...witnesses[0]!.outcome.sigma.map((_, i) => `row ${i + 1}`)],
      keys: 1,
      rows: witnesses.map(({ arm, outcome: { sigma } }) => [
        arm,
        ...sigma.map((row, i) => row.slice(0, i + 1).map(shortly).join("; ")),
      ]),
      marks: [],
    },
  ];
}
