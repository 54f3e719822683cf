/**
 * Evidence of every form that a site must show, and evidence that means harm.
 *
 * @module
 */

import {
  type Confirmation,
  type Evidence,
  EVIDENCE_SCHEMA,
  type Example,
  type NumberSpread,
  RATIO_EDGES,
  ratioBin,
  type Refutation,
  type VariantEvidence,
} from "../../../evidence.ts";
import type { Figure, PlottedFigure, TableFigure } from "../../../figure.ts";

/** Figures of every kind that is drawn over axes. */
export const FIGURES: readonly PlottedFigure[] = [
  {
    kind: "lines",
    title: "the objective f(θ_t) falls faster than predicted",
    x: { label: "iteration t" },
    y: { label: "objective f(θ_t)", scale: "log" },
    series: [
      { name: "f(θ_t)", role: "observed", points: points(40, (t) => 0.5 ** t) },
      { name: "(1 − αμ)^t f(θ_0)", role: "predicted", points: points(40, (t) => 0.8 ** t) },
      { name: "rounding", role: "floor", points: points(40, () => 1e-16) },
      { name: "1/t", role: "reference", points: points(40, (t) => 1 / (1 + t)) },
      // On a logarithmic axis there is no place for it.
      { name: "nothing", role: "observed", points: points(40, () => 0) },
    ],
  },
  {
    kind: "lines",
    title: "singular values of J",
    x: { label: "index" },
    y: { label: "singular value", scale: "log" },
    mark: "dots",
    series: [{ name: "σ_i", role: "observed", points: [[1, 2], [2, 1], [3, 0.01]] }],
  },
  {
    kind: "scaling",
    title: "steps grow like κ²",
    x: { label: "condition number κ", scale: "log" },
    y: { label: "steps", scale: "log" },
    points: [[1, 11], [2, 38], [4, 165], [8, 630]],
    slope: { estimate: 1.96, lower: 1.9, upper: 2.03 },
    predicted: 2,
  },
  {
    kind: "plane",
    title: "the path of the iterates",
    x: { label: "θ_1" },
    y: { label: "θ_2" },
    paths: [{ name: "gradient descent", role: "observed", points: [[0.0001, 0], [0, 0.0002]] }],
    points: [{ name: "θ*", role: "reference", at: [0, 0] }],
  },
];

function points(
  count: number,
  value: (t: number) => number,
): readonly (readonly [number, number])[] {
  return Array.from({ length: count }, (_, t) => [t, value(t)] as const);
}

const INSTANCE = {
  family: "linear",
  matrix: [[1, -0.25, 0], [0, 1e-7, 3]],
  start: [1, 2, 3],
  singularValues: [],
  stepSize: 0.12345678901234,
  parts: [{ kind: "rotation", halfTurns: 1 / 3 }, { kind: "reflection", axis: [0, 1] }],
};

/** An example, with figures. */
export function example(role: Example["role"]): Example {
  const violated = role === "counterexample";
  return {
    role,
    arithmetic: "float64",
    instance: INSTANCE,
    relations: [
      {
        label: "f(θ_t) <= (1 − αμ)^t f(θ_0)",
        lhs: violated ? 2 : 0.5,
        sense: "<=",
        rhs: 1,
        margin: violated ? -1 : 0.5,
        tolerance: 1e-13,
        violated,
        ratio: violated ? 2 : 0.5,
        radius: 1e-6,
        step: 0.25,
      },
      {
        label: "QᵀQ = I",
        family: "orthogonal",
        lhs: 1,
        sense: "=",
        rhs: 1,
        margin: 0,
        tolerance: 1e-13,
        violated: false,
        ratio: 0,
      },
    ],
    figures: FIGURES,
  };
}

/** A variant that holds, unless it is told otherwise. */
export function variant(changes: Partial<VariantEvidence> = {}): VariantEvidence {
  const counts = new Array<number>(RATIO_EDGES.length + 1).fill(0);
  counts[ratioBin(0.5)] = 390;
  counts[ratioBin(0.95)] = 10;
  return {
    statement: String.raw`f(\theta_t) \le (1 - \alpha\mu)^t f(\theta_0), \qquad \mu > 0`,
    verdict: "holds",
    expected: "holds",
    reason: null,
    tightness: 0.95,
    instances: 400,
    discarded: 12,
    undecided: 3,
    labels: [{
      label: "f(θ_t) <= (1 − αμ)^t f(θ_0)",
      supported: 400,
      violated: 0,
      undecided: 3,
      fading: 1,
      trivial: 2,
      largestRatio: 0.95,
      largestRatioPhase: "target",
      attainedBy: { ...INSTANCE, stepSize: 1 },
      distribution: { edges: RATIO_EDGES, counts },
      foundPhase: null,
      foundAfter: null,
    }],
    example: example("tightest"),
    refutation: null,
    furtherRefutations: [],
    failures: null,
    error: null,
    secondArithmetic: { instances: 25, supported: 20, contradicted: 0, undecided: 5 },
    ...changes,
  };
}

/** How a violation was confirmed, unless it is told otherwise. */
export function confirmation(changes: Partial<Confirmation> = {}): Confirmation {
  return {
    label: "f(θ_t) <= (1 − αμ)^t f(θ_0)",
    rounding: {
      method: "random rounding",
      runs: 20,
      violated: 20,
      mean: 1,
      spread: 2.5e-16,
      digits: { lhs: 15.6, rhs: null },
    },
    perturbations: { wanted: 20, tried: 20, violated: 20 },
    tightened: "violated",
    secondArithmetic: "unresolved",
    confirmed: true,
    reason: null,
    ...changes,
  };
}

/** A refutation, with its confirmation changed. */
export function refutation(changes: Partial<Confirmation> = {}): Refutation {
  return {
    confirmation: confirmation(changes),
    found: { ...INSTANCE, start: Array.from({ length: 300 }, (_, index) => index / 7) },
    shrinkSteps: 33,
    replay: "deno task verify --replay FILE",
  };
}

/** A variant that is refuted, as expected, by two of its relations; on some instances it fails. */
export function refuted(): VariantEvidence {
  const label = "‖θ_t − θ_0‖ <= R";
  const further = example("counterexample");
  return variant({
    verdict: "refuted",
    expected: "refuted",
    tightness: 57.4,
    example: further,
    refutation: refutation(),
    furtherRefutations: [{
      example: {
        ...further,
        instance: { start: Array.from({ length: 35 }, (_, index) => index + 1 / 3) },
        relations: [
          { ...further.relations[0]!, label, lhs: 7.5, rhs: 7, margin: -0.5, ratio: 7.5 / 7 },
        ],
        figures: [],
      },
      refutation: refutation({
        label,
        rounding: null,
        perturbations: { wanted: 20, tried: 6, violated: 6 },
        tightened: "not run",
        secondArithmetic: "not run",
      }),
    }],
    failures: { count: 3, message: "RangeError: the matrix is singular", instance: INSTANCE },
  });
}

/** How the numbers of the instances were spread. */
export const NUMBERS: readonly NumberSpread[] = [
  {
    path: ".start[]",
    count: 1200,
    least: -3,
    largest: 1000,
    zeros: 12,
    byValue: {
      edges: Array.from({ length: 21 }, (_, k) => -3 + k * 1003 / 20),
      counts: Array.from({ length: 20 }, (_, k) => k === 7 ? 0 : 60 - 3 * k),
    },
    byMagnitude: [-300, -2, -1, 0, 1, 2, 3]
      .map((exponent, k) => ({ exponent, count: 10 + 40 * k })),
  },
  {
    path: ".start.length",
    count: 400,
    least: 3,
    largest: 3,
    zeros: 0,
    byValue: { edges: [], counts: [] },
    byMagnitude: [{ exponent: 0, count: 400 }],
  },
];

/** The evidence of a claim that holds, unless it is told otherwise. */
export function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    schema: EVIDENCE_SCHEMA,
    version: "0.1.0",
    seed: 1,
    profile: "quick",
    id: "spgd/theorem-1",
    title: "Gradient descent converges linearly near a regular zero",
    locus: "Theorem 1, eq. (8)",
    kind: "local",
    module: null,
    paperTitle: null,
    arithmetics: [{ name: "float64", backend: "ml-matrix" }, { name: "float32", backend: "wasm" }],
    hypotheses: [
      {
        name: "constant rank",
        statement: String.raw`\operatorname{rank} J_F(\theta) \equiv r`,
        discarded: 12,
        assumedBy: null,
        role: { role: "not testable alone", tried: 0, counterexample: null, reason: null },
      },
      {
        name: "admissible step size",
        statement: String.raw`0 < \alpha \le 1/L`,
        discarded: 0,
        assumedBy: null,
        role: { role: "needed", tried: 18, counterexample: INSTANCE, reason: null },
      },
      {
        name: "bounded noise",
        statement: String.raw`\|\xi_t\| \le \sigma`,
        discarded: 300,
        assumedBy: null,
        role: {
          role: "could not be told",
          tried: 4,
          counterexample: null,
          reason: "the checker timed out where it is dropped",
        },
      },
    ],
    health: ["printed: the right side is trivially true on 380 of 400 instances"],
    search: {
      generate: { budget: 200, drawn: 212, accepted: 200 },
      target: { budget: 200, drawn: 200, accepted: 200 },
      shrink: { observations: 41 },
      confirm: { observations: 22 },
    },
    numbers: NUMBERS,
    variants: { printed: variant() },
    ...changes,
  };
}

/** Claims of three papers with every verdict; the last one's verdict is not the expected one. */
export function everyVerdict(): Evidence[] {
  const failed = variant({
    verdict: "error",
    expected: null,
    reason: "the checker threw",
    tightness: null,
    labels: [],
    example: { ...example("error"), relations: [], figures: [] },
    error: { message: "the matrix is singular", stack: "RangeError: …\n    at observe" },
    secondArithmetic: null,
  });
  const mine = { module: "my claims.ts", paperTitle: "Steps towards nothing" };
  return [
    evidence({ variants: { printed: refuted(), corrected: variant(), sharpened: refuted() } }),
    evidence({ id: "spgd/lemma-1", title: "VΣ^{-1/2}Uᵀ is bounded", kind: "universal" }),
    evidence({
      id: "calibration/vacuous",
      variants: {
        printed: variant({
          verdict: "vacuous",
          expected: "vacuous",
          reason: "no instance satisfies the hypotheses",
          tightness: null,
          labels: [],
          example: null,
        }),
      },
    }),
    evidence({
      id: "calibration/inconclusive",
      variants: { printed: variant({ verdict: "inconclusive", expected: "inconclusive" }) },
    }),
    evidence({ ...mine, id: "mine/index", seed: 7, variants: { printed: failed } }),
    evidence({
      ...mine,
      id: "mine/surprise",
      variants: { printed: variant({ expected: "refuted" }) },
    }),
  ];
}

/** Text that does harm where it is taken for anything but text. */
export const HARM: readonly string[] = [
  `<script>document.title = "harm"</script>`,
  `</title></script></style></svg></pre><img src=x onerror='document.title = "harm"'>`,
  `" onmouseover="document.title = 'harm'" x="`,
  String.raw`\input{/etc/passwd} \includegraphics{x.png} \href{javascript:harm()}{x}`,
  String.raw`\htmlClass{harm}{x} \url{javascript:harm()} \def\a{\a\a}\a {{{`,
  "\u202e\u0000\u0008\ud800 [x](javascript:harm()) `` | *",
];

/** The length of the longest text in evidence that means harm. */
export const LONGEST_HARM = 2_000_000;

/** A table of two rows, with cells that keep a sentence, break it, and leave it open. */
export const TABLE: TableFigure = {
  kind: "table",
  title: "Losses over 10^{2} runs",
  locus: "Table 3",
  columns: ["n", "Optimizer", "Median", "10^{-4}: Success"],
  keys: 2,
  rows: [["3", "Adam", "1.28×10^{-6}", "90%"], ["3", "SPGD", "1.6×10^{-7}", "–"]],
  marks: [
    { row: 0, column: 2, status: "broken", comparisons: ["n = 3, Median: Adam / SPGD"] },
    { row: 0, column: 3, status: "kept", comparisons: ["success", "success again"] },
    { row: 1, column: 2, status: "open", comparisons: ["n = 3, Median: SPGD"] },
  ],
};

/** A tabular claim that two comparisons of three break. */
export function tabular(): Evidence {
  const label = "n = 3, Median: Adam / SPGD";
  const broken = example("counterexample").relations[0]!;
  const shown: Example = {
    ...example("counterexample"),
    instance: { tables: [{ rows: TABLE.rows }] },
    relations: [
      { ...broken, label, uncertainty: 0.05 },
      { ...broken, label: "success" },
      { ...broken, label: "success again", violated: false, ratio: 0.5, lhs: 0.5, margin: 0.5 },
    ],
    figures: [TABLE],
  };
  return evidence({
    id: "spgd/tables-of-losses",
    kind: "tabular",
    hypotheses: [],
    health: [],
    numbers: [],
    variants: {
      printed: variant({
        verdict: "refuted",
        expected: "refuted",
        instances: 1,
        comparisons: { kept: 1, broken: 2, open: 1 },
        example: shown,
        refutation: refutation({ label }),
        furtherRefutations: [{
          example: { ...shown, figures: [] },
          refutation: refutation({ label: "success" }),
        }],
        secondArithmetic: null,
      }),
    },
  });
}

/** Evidence whose every text means harm, or is far too long. */
export function hostileEvidence(): Evidence[] {
  const texts = [...HARM, "x ".repeat(LONGEST_HARM / 2), "{".repeat(LONGEST_HARM)];
  return texts.map((text, index) => {
    const axis = { label: text };
    const figures: readonly Figure[] = [
      {
        kind: "lines",
        title: text,
        x: axis,
        y: { ...axis, scale: "log" },
        series: Array.from({ length: 30 }, () => ({
          name: text,
          role: "observed" as const,
          points: [[-1e308, 1e-320], [0, 1], [1, 1e308]] as const,
        })),
      },
      {
        kind: "scaling",
        title: text,
        x: axis,
        y: axis,
        points: [[1, 1], [1, 1]],
        slope: { estimate: 1e300, lower: -1e300, upper: 1e300 },
        predicted: -1,
      },
      {
        kind: "plane",
        title: text,
        x: axis,
        y: axis,
        paths: [{ name: text, role: "predicted", points: [[1e299, -1e299], [1, 1]] }],
        points: [{ name: text, role: "floor", at: [5e-324, 0] }],
      },
      {
        kind: "table",
        title: text,
        locus: text,
        columns: Array<string>(200).fill(text),
        keys: 2,
        rows: Array.from({ length: 200 }, () => Array<string>(200).fill(text.slice(0, 100))),
        marks: [0, 1, 199].map((row) => ({
          row,
          column: row + 2,
          status: "broken",
          comparisons: [text, text],
        })),
      },
    ];
    const found = refuted();
    const relations = found.example!.relations.map((relation) => ({ ...relation, label: text }));
    const shown = { ...found.example!, instance: { [text]: [text, [[text]]] }, relations, figures };
    const hostile: VariantEvidence = {
      ...found,
      statement: text,
      reason: text,
      example: shown,
      labels: found.labels.map((label) => ({ ...label, label: text, attainedBy: text })),
      refutation: {
        ...found.refutation!,
        confirmation: confirmation({ label: text, confirmed: false, reason: text }),
        found: deep(text, 3000),
        replay: text,
      },
      furtherRefutations: Array.from({ length: 20 }, () => ({
        example: shown,
        refutation: { ...found.refutation!, confirmation: confirmation({ label: text }) },
      })),
      failures: { count: 1, message: text, instance: [text] },
      error: { message: text, stack: text },
    };
    return evidence({
      id: `hostile/claim-${index}`,
      version: text,
      title: text,
      locus: text,
      arithmetics: [{ name: "float64", backend: text }],
      hypotheses: [{
        name: text,
        statement: text,
        discarded: 0,
        assumedBy: null,
        role: { role: "needed", tried: 1, counterexample: text, reason: null },
      }, {
        name: text,
        statement: text,
        discarded: 0,
        assumedBy: null,
        role: { role: "could not be told", tried: 1, counterexample: null, reason: text },
      }],
      health: [text],
      module: text,
      paperTitle: text,
      numbers: [{
        path: text,
        count: 2,
        least: -1e308,
        largest: 1e308,
        zeros: 0,
        byValue: { edges: [-1e308, 0, 1e308], counts: [1, 1] },
        byMagnitude: Array.from({ length: 600 }, (_, k) => ({ exponent: k - 300, count: k })),
      }],
      variants: { printed: hostile, corrected: { ...hostile, refutation: null } },
    });
  });
}

function deep(text: string, levels: number): unknown {
  let value: unknown = text;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}
