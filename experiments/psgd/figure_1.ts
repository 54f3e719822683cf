/**
 * §4.1 and Fig. 1 of the paper of the claims `psgd`: the diagnostic quadratic.
 *
 * @module
 */

import { type Deflation, deflationDiagnostic } from "../../problems/mod.ts";
import {
  type Comparison,
  defineExperiment,
  type Experiment,
  medianIs,
  numberIs,
  type Results,
} from "../../verify/experiment/mod.ts";
import type { Figure, Series } from "../../verify/mod.ts";
import { exactSeries, median, medianSeries, numbersOf, quantile } from "../_over_seeds.ts";

/** A spectrum, a step size, and how long runs are. */
type Setting = {
  readonly dimension: number;
  /** λ_1. */
  readonly largest: number;
  /** λ_d. */
  readonly smallest: number;
  /** α. */
  readonly stepSize: number;
  readonly steps: number;
};

/** A curve of one run. */
type Curve = {
  readonly deflation: Deflation;
  /** L̂. */
  readonly largest: number;
  /** μ̂. */
  readonly smallest: number;
  /** K. */
  readonly noiseLevel: number;
  readonly bound: number;
  readonly steadyState: number;
  readonly exact: number;
  readonly measured: number;
  readonly looks: readonly {
    readonly step: number;
    readonly loss: number;
    readonly exact: number;
  }[];
};

type Outcome = readonly Curve[];

/** b. */
const BATCH = 32;

function nameOf({ dimension, largest, smallest, stepSize }: Setting): string {
  return `d = ${dimension}, λ from ${largest} to ${smallest}, α = ${stepSize}`;
}

/** The first one is shown in full. */
const SETTINGS: readonly Setting[] = [
  { dimension: 50, largest: 1, smallest: 1e-3, stepSize: 0.5, steps: 6000 },
  { dimension: 50, largest: 1, smallest: 1e-2, stepSize: 0.1, steps: 4000 },
  { dimension: 20, largest: 10, smallest: 1e-2, stepSize: 0.05, steps: 6000 },
  { dimension: 20, largest: 1, smallest: 1e-2, stepSize: 1, steps: 3000 },
];

const QUICK: readonly Setting[] = [
  { dimension: 6, largest: 1, smallest: 0.1, stepSize: 0.5, steps: 3000 },
  { dimension: 5, largest: 2, smallest: 0.2, stepSize: 0.5, steps: 3000 },
];

/** A deflation in words. */
function deflationName(deflation: Deflation): string {
  switch (deflation.part) {
    case "none":
      return "SGD";
    case "middle":
      return `middle, t = ${Number(deflation.target.toPrecision(2))}`;
    default:
      return `${deflation.part}, k = ${deflation.count}`;
  }
}

type Part = "top" | "middle" | "bottom";

/** The curves of a panel, as one run has them; those of plain SGD are elsewhere. */
function panelOf(outcome: Outcome, part: Part): Curve[] {
  return outcome.filter(({ deflation }) => deflation.part === part);
}

function plainOf(outcome: Outcome): Curve {
  return outcome.find(({ deflation }) => deflation.part === "none")!;
}

/** What hangs on no chance is the same for all seeds. */
function exactOf(results: Results<Outcome>, arm: string): Outcome {
  return results.of(arm)[0]!.outcome;
}

/** By how much rounding moves a quotient of these numbers, and more. */
const ROUNDING = 1e-9;

/** The quotients of a quantity in a panel, each over the one before it, SGD's first. */
function successive(outcome: Outcome, part: Part, read: (curve: Curve) => number): number[] {
  const values = [plainOf(outcome), ...panelOf(outcome, part)].map(read);
  return values.slice(1).map((value, index) => value / values[index]!);
}

/** The quotients of a quantity in a panel over SGD's. */
function overPlain(outcome: Outcome, part: Part, read: (curve: Curve) => number): number[] {
  return panelOf(outcome, part).map((curve) => read(curve) / read(plainOf(outcome)));
}

type Read = (curve: Curve) => number;
const largest: Read = (curve) => curve.largest;
const smallest: Read = (curve) => curve.smallest;
const noiseLevel: Read = (curve) => curve.noiseLevel;
const steadyState: Read = (curve) => curve.steadyState;
const measured: Read = (curve) => curve.measured;

/** Each setting's comparisons. */
function forEachArm(
  results: Results<Outcome>,
  comparisons: (arm: string, outcome: Outcome) => readonly Comparison[],
): Comparison[] {
  return results.arms.flatMap((arm) => comparisons(arm, exactOf(results, arm)));
}

/** That a quantity stays as it is in a panel. */
function stays(label: string, outcome: Outcome, part: Part, read: Read): Comparison {
  const moved = overPlain(outcome, part, read).map((quotient) => Math.abs(quotient - 1));
  return numberIs(label, Math.max(...moved), ROUNDING, { atMost: 2 * ROUNDING });
}

/** What each curve of a panel has measured over SGD's in the same run, in the median. */
function measuredQuotients(
  results: Results<Outcome>,
  part: Part,
): Comparison[] {
  return forEachArm(
    results,
    (arm, outcome) =>
      panelOf(outcome, part).map(({ deflation }, index) =>
        medianIs(
          `${arm}: measured floor, ${deflationName(deflation)} over SGD`,
          numbersOf(results, arm, (one) => overPlain(one, part, measured)[index]!),
          { atMost: 1 },
        )
      ),
  );
}

/** By what factor the floor per K may differ between two targets: 2/(2 − αL̂) ≤ 2 while αL̂ ≤ 1. */
const TRACKING = 2;
/** A gain up to this factor is modest. */
const MODEST = 2;

/** The lowest quotient of two neighbours in the order of K, and how far the floor per K spreads. */
function trackingOf(
  outcome: Outcome,
  floor: Read,
): { readonly order: number; readonly spread: number } {
  const curves = panelOf(outcome, "middle").sort((a, b) => a.noiseLevel - b.noiseLevel);
  const floors = curves.map(floor);
  const perK = curves.map((curve) => floor(curve) / curve.noiseLevel);
  return {
    order: Math.min(...floors.slice(1).map((value, index) => value / floors[index]!)),
    spread: Math.max(...perK) / Math.min(...perK),
  };
}

const PANELS = [
  { part: "top", title: "Left: the k largest eigenvalues become the next one" },
  { part: "middle", title: "Middle: the eigenvalues 2 to k + 1 become t" },
  { part: "bottom", title: "Right: the k smallest eigenvalues become 1" },
] as const;

/** Where a curve stands on the horizontal axis of its panel. */
function placeOf({ deflation }: Curve): number {
  return deflation.part === "none"
    ? 0
    : deflation.part === "middle"
    ? deflation.target
    : deflation.count;
}

function figures(results: Results<Outcome>): Figure[] {
  return [
    ...results.arms.flatMap((arm) =>
      PANELS.map(({ part, title }) => floorsFigure(results, arm, part, `${title}; ${arm}`))
    ),
    ...PANELS.map(({ part, title }) =>
      runsFigure(results, results.arms[0]!, part, `${title}: loss along the runs`)
    ),
    ...results.arms.map((arm) => tableFigure(results, arm)),
  ];
}

/** Predicted floors over measured ones. */
function floorsFigure(results: Results<Outcome>, arm: string, part: Part, title: string): Figure {
  const outcome = exactOf(results, arm);
  const shown = (of: Outcome) =>
    part === "middle" ? panelOf(of, part) : [plainOf(of), ...panelOf(of, part)];
  const places = shown(outcome).map(placeOf);
  const plain = plainOf(outcome).steadyState;
  return {
    kind: "lines",
    title,
    x: part === "middle" ? { label: "t", scale: "log" } : { label: "k; 0 is SGD" },
    y: { label: "loss in the late stage", scale: "log" },
    series: [
      medianSeries(
        "measured",
        "observed",
        places.map((x, index) => ({
          x,
          values: numbersOf(results, arm, (one) => shown(one)[index]!.measured),
        })),
      ),
      exactSeries(
        "steady state",
        "predicted",
        shown(outcome).map((curve) => [placeOf(curve), curve.steadyState]),
      ),
      exactSeries(
        "bound αL̂K/(2μ̂)",
        "floor",
        shown(outcome).map((curve) => [placeOf(curve), curve.bound]),
      ),
      ...(part === "middle"
        ? [exactSeries("SGD’s steady state", "reference", places.map((x) => [x, plain]))]
        : []),
    ],
  };
}

function runsFigure(results: Results<Outcome>, arm: string, part: Part, title: string): Figure {
  const outcome = exactOf(results, arm);
  const indices = outcome.flatMap(({ deflation }, index) =>
    deflation.part === "none" || deflation.part === part ? [index] : []
  )
    // A plot has room for four curves and what is expected of each.
    .filter((_, place, all) => all.length <= 4 || place !== 2);
  return {
    kind: "lines",
    title,
    x: { label: "steps", scale: "log" },
    y: { label: "loss", scale: "log" },
    series: indices.flatMap((index): Series[] => {
      const { deflation, looks } = outcome[index]!;
      const name = deflationName(deflation);
      const over = (read: (look: Curve["looks"][number]) => number) =>
        looks.flatMap(({ step }, at) =>
          step === 0
            ? []
            : [{ x: step, values: numbersOf(results, arm, (one) => read(one[index]!.looks[at]!)) }]
        );
      const exact = medianSeries(`${name}, exact`, "predicted", over((look) => look.exact));
      return [
        medianSeries(name, "observed", over((look) => look.loss)),
        { name: exact.name, role: exact.role, points: exact.points },
      ];
    }),
  };
}

const shortly = (value: number) => String(Number(value.toPrecision(3)));

function tableFigure(results: Results<Outcome>, arm: string): Figure {
  return {
    kind: "table",
    title: `${arm}: constants, floors, and measured over exact in %`,
    locus: "All curves",
    columns: [
      "deflation",
      "L̂",
      "μ̂",
      "K",
      "αL̂K/(2μ̂)",
      "steady state",
      "exact",
      "measured",
      "over exact",
      "quartiles",
    ],
    keys: 1,
    rows: exactOf(results, arm).map((curve, index) => {
      const of = (read: Read) => numbersOf(results, arm, (one) => read(one[index]!));
      const relative = of((one) => 100 * one.measured / one.exact);
      return [
        deflationName(curve.deflation),
        ...[curve.largest, curve.smallest, curve.noiseLevel, curve.bound, curve.steadyState]
          .map(shortly),
        shortly(median(of((one) => one.exact))),
        shortly(median(of(measured))),
        median(relative).toFixed(1),
        [1, 3].map((k) => quantile(relative, k / 4).toFixed(1)).join(" to "),
      ];
    }),
    marks: [],
  };
}

/** The experiment, with the library's diagnostic or what a test puts in its place. */
export function figure1(diagnostic: typeof deflationDiagnostic = deflationDiagnostic): Experiment {
  return defineExperiment<Setting, Outcome>({
    id: "psgd/figure-1",
    title: "The diagnostic quadratic: which eigenvalues to deflate",
    locus: "Section 4.1, Figure 1",
    about: [
      "SGD in a metric M on f(w) = ½wᵀAw, with gradients Aw + ζ of which Cov ζ = (σ²/b)A; M is I but for " +
      "chosen eigenvectors of A, along which it changes the eigenvalue λ of M^{-1/2}AM^{-1/2} into " +
      "another one. What the theory speaks of is then known: L̂ and μ̂, the largest and the smallest of " +
      "these eigenvalues; K = (σ²/b)Tr(M⁻¹A); the expected loss at each step by a recursion, and its limit.",
      "Printed: the model, a log-uniform spectrum, Q drawn from the Haar measure, a fixed step size, 30 " +
      "runs, and three groups of deflations. The numbers and formulas are lost in the text that we have: " +
      "what is in square brackets below is put in by us. The dimension, the spectrum and the step size are " +
      "chosen, several of each; σ = 1 and b = 32 only scale the loss.",
      "Each seed draws Q, the start w_1 ~ N(0, I), which its curves share, and the noise of each. The floor is the " +
      "loss's average over the second half of a run. It stands beside its exact expectation, the exact " +
      "steady state, and the floor of the bound of Theorem 3.2, αL̂K/(2μ̂).",
      "In the middle panel L̂ and μ̂ are to stay: so the largest eigenvalue is left alone, and those after " +
      "it get the common value t. Had it been moved too, L̂ would have fallen.",
    ],
    revision: 1,
    randomness: "seeds",
    plan(profile) {
      const settings = profile === "quick" ? QUICK : SETTINGS;
      const list = (read: (setting: Setting) => number) => settings.map(read).join(", ");
      return {
        seeds: profile === "thorough" ? 30 : 16,
        arms: settings.map((parameters) => ({ name: nameOf(parameters), parameters })),
        settings: [
          { name: "model, noise covariance", value: "½wᵀAw, (σ²/b)A", source: "printed" },
          {
            name: "runs",
            value: profile === "thorough" ? "30" : "16",
            source: profile === "thorough" ? "printed" : "scaled",
          },
          { name: "step size", value: "fixed", source: "printed" },
          { name: "α", value: list(({ stepSize }) => stepSize), source: "chosen" },
          { name: "d", value: list(({ dimension }) => dimension), source: "chosen" },
          { name: "λ_1", value: list(({ largest }) => largest), source: "chosen" },
          { name: "λ_d", value: list(({ smallest }) => smallest), source: "chosen" },
          { name: "σ, b", value: `1, ${BATCH}`, source: "chosen" },
          { name: "steps", value: list(({ steps }) => steps), source: "chosen" },
          { name: "k", value: "a tenth, a fifth, two and three fifths of d", source: "chosen" },
          {
            name: "t",
            value: "λ_d(λ_1/λ_d)^p, p = 0.95, 2/3, 0.4; k two fifths of d",
            source: "chosen",
          },
          { name: "w_1", value: "N(0, I)", source: "chosen" },
        ],
      };
    },
    run: (parameters, seed) => diagnostic({ ...parameters, batch: BATCH, seed }),
    sentences: [
      {
        name: "closed-forms",
        statement: String
          .raw`\text{all the quantities in our theory } [\dots] \text{ admit closed forms. This
          allows us to directly compute}
          \text{the geometry– and noise–dependent metrics } [\dots]
          \text{ and verify their influence on rate and floor.}`,
        locus: "Section 4",
        reading:
          "in the median over seeds the floor of each curve, over its expectation by the exact " +
          "recursion, lies between 0.9 and 1.1",
        expected: "holds",
        comparisons: (results) =>
          forEachArm(results, (arm, outcome) =>
            outcome.flatMap(({ deflation }, index) => {
              const values = numbersOf(results, arm, (one) =>
                one[index]!.measured / one[index]!.exact);
              const label = `${arm}: measured over exact, ${deflationName(deflation)}`;
              return [
                medianIs(label, values, { atLeast: 0.9 }),
                medianIs(label, values, { atMost: 1.1 }),
              ];
            })),
      },
      {
        name: "left-constants",
        statement: String
          .raw`\text{Deflating the } [k] \text{ largest eigenvalues (left panel) } [\dots]
          \text{ reduces the smoothness constant } [\hat L]
          \text{and the noise level } [K]
          \text{ while leaving } [\hat\mu] \text{ unchanged}`,
        locus: "Section 4.1",
        reading:
          "L̂ and K fall from SGD to the first k and from each k to the next; μ̂ stays, to rounding",
        expected: "holds",
        comparisons: (results) =>
          forEachArm(results, (arm, outcome) => [
            numberIs(
              `${arm}: the largest quotient of successive L̂`,
              Math.max(...successive(outcome, "top", largest)),
              ROUNDING,
              { atMost: 1 },
            ),
            numberIs(
              `${arm}: the largest quotient of successive K`,
              Math.max(...successive(outcome, "top", noiseLevel)),
              ROUNDING,
              { atMost: 1 },
            ),
            stays(`${arm}: μ̂'s relative change`, outcome, "top", smallest),
          ]),
      },
      {
        name: "left-floor",
        statement: String.raw`\text{yielding a lower noise floor}`,
        locus: "Section 4.1, on the left panel",
        reading:
          "the exact steady state falls from each k to the next, and in the median over seeds each " +
          "measured floor is below SGD's in the same run",
        expected: "holds",
        comparisons: (results) => [
          ...forEachArm(results, (arm, outcome) => [
            numberIs(
              `${arm}: the largest quotient of successive steady states`,
              Math.max(...successive(outcome, "top", steadyState)),
              ROUNDING,
              { atMost: 1 },
            ),
          ]),
          ...measuredQuotients(results, "top"),
        ],
      },
      {
        name: "middle-constants",
        statement: String
          .raw`\text{To isolate the effect of the noise term, the middle panel fixes } [k].
          \text{ It deflates the top } [k] \text{ eigenvalues into a common value } [t]
          \text{lying between }
          [\dots] \text{ so that } [\hat L] \text{ and } [\hat\mu] \text{ remain unchanged while } [K]
          \text{ varies.}`,
        locus: "Section 4.1",
        reading: "L̂ and μ̂ stay, to rounding; the largest K is at least 1.5 times the smallest",
        expected: "holds",
        comparisons: (results) =>
          forEachArm(results, (arm, outcome) => {
            const levels = panelOf(outcome, "middle").map(noiseLevel);
            return [
              stays(`${arm}: L̂'s relative change`, outcome, "middle", largest),
              stays(`${arm}: μ̂'s relative change`, outcome, "middle", smallest),
              numberIs(
                `${arm}: the largest K over the smallest`,
                Math.max(...levels) / Math.min(...levels),
                ROUNDING,
                { atLeast: 1.5 },
              ),
            ];
          }),
      },
      {
        name: "middle-floor",
        statement: String.raw`\text{The resulting steady-state losses track this change in } [K],
          \text{ in line with the predicted noise-floor scaling.}`,
        locus: "Section 4.1",
        reading:
          "a larger K has a larger floor, and the floor per K differs between targets by a factor of " +
          "at most 2, which the exact floor allows for αL̂ ≤ 1: the exact steady states, and the measured " +
          "floors in the median over seeds",
        expected: "holds",
        comparisons: (results) =>
          forEachArm(results, (arm, outcome) => {
            const exact = trackingOf(outcome, steadyState);
            const of = (read: (tracking: typeof exact) => number) =>
              numbersOf(results, arm, (one) => read(trackingOf(one, measured)));
            const order = `${arm}: least quotient of floors from a K to the next larger`;
            const spread = `${arm}: largest floor per K over the smallest`;
            return [
              numberIs(`${order}, exact`, exact.order, ROUNDING, { atLeast: 1 }),
              numberIs(`${spread}, exact`, exact.spread, ROUNDING, { atMost: TRACKING }),
              medianIs(`${order}, measured`, of((one) => one.order), { atLeast: 1 }),
              medianIs(`${spread}, measured`, of((one) => one.spread), { atMost: TRACKING }),
            ];
          }),
      },
      {
        name: "right-constants",
        statement: String.raw`\text{Deflating the smallest eigenvalues (right panel) } [\dots]
          \text{ does increase } [\hat\mu], \text{ but it simultaneously enlarges } [K].`,
        locus: "Section 4.1",
        reading: "μ̂ and K rise from SGD to the first k and from each k to the next",
        expected: "holds",
        comparisons: (results) =>
          forEachArm(results, (arm, outcome) => [
            numberIs(
              `${arm}: the least quotient of successive μ̂`,
              Math.min(...successive(outcome, "bottom", smallest)),
              ROUNDING,
              { atLeast: 1 },
            ),
            numberIs(
              `${arm}: the least quotient of successive K`,
              Math.min(...successive(outcome, "bottom", noiseLevel)),
              ROUNDING,
              { atLeast: 1 },
            ),
          ]),
      },
      {
        name: "right-gain",
        statement: String
          .raw`\text{The two effects counterbalance each other, yielding only modest overall
          gains}`,
        locus: "Section 4.1, on the right panel",
        reading:
          "a gain is a floor that is not higher than SGD's: the exact steady state of each k, and in " +
          "the median over seeds each measured floor over SGD's in the same run",
        expected: "refuted",
        comparisons: (results) => [
          ...forEachArm(results, (arm, outcome) => {
            const quotients = overPlain(outcome, "bottom", steadyState);
            return panelOf(outcome, "bottom").map(({ deflation }, index) =>
              numberIs(
                `${arm}: steady state, ${deflationName(deflation)} over SGD`,
                quotients[index]!,
                ROUNDING,
                { atMost: 1 },
              )
            );
          }),
          ...measuredQuotients(results, "bottom"),
        ],
      },
      {
        name: "right-prediction",
        statement: String
          .raw`\text{yielding only modest overall gains, consistent with the predicted
          noise-floor behavior.}`,
        locus: "Section 4.1, on the right panel",
        reading:
          `what is predicted is the bound's floor αL̂K/(2μ̂), and a gain is modest if for no k it is ` +
          `below SGD's by a factor of more than ${MODEST}`,
        expected: "refuted",
        comparisons: (results) =>
          forEachArm(results, (arm, outcome) => {
            const quotients = overPlain(outcome, "bottom", ({ bound }) => bound);
            return [
              numberIs(`${arm}: the largest bound over SGD's`, Math.max(...quotients), ROUNDING, {
                atMost: 1,
              }),
              numberIs(`${arm}: the least bound over SGD's`, Math.min(...quotients), ROUNDING, {
                atLeast: 1 / MODEST,
              }),
            ];
          }),
      },
    ],
    figures,
  });
}
