/**
 * What `assay init` and `assay new` write.
 *
 * @module
 */

import { VERSION } from "../version.ts";

/** A file: its path in the project, and its text. */
export type ProjectFile = readonly [path: string, text: string];

/** The configuration, with a link to the checkout that the package is, where it is one. */
function configuration(checkout: string | undefined): string {
  const link = checkout === undefined ? "" : `\n  "links": [${JSON.stringify(checkout)}],`;
  return `{${link}
  "imports": {
    "@assay/assay": "jsr:@assay/assay@^${VERSION}",
    "fast-check": "npm:fast-check@^4.10.2"
  },
  "fmt": { "lineWidth": 100 },
  "tasks": {
    "verify": "deno run -RWES --allow-run jsr:@assay/assay@^${VERSION}/cli verify claims/",
    "test": "deno test -RWES",
    "ok": "deno fmt --check && deno lint && deno check . && deno task test && deno task verify"
  }
}
`;
}

const README = `# Claims, put to the test

\`deno task verify\` searches every claim in \`claims/\` for a counterexample and writes \`reports/\`:
open \`reports/index.html\`. \`deno task test\` keeps the verdicts true, \`deno task ok\` is what CI runs.

| file                    | a claim on gradient descent on f(x) = λx²/2 that is   |
| ----------------------- | ----------------------------------------------------- |
| \`claims/inequality.ts\`  | an inequality: a step contracts                       |
| \`claims/identity.ts\`    | an identity: what a step does to f                    |
| \`claims/rate.ts\`        | a rate: the error of Euler's method is of first order |
| \`claims/limit.ts\`       | a limit: the iterates converge                        |
| \`claims/expectation.ts\` | an expectation, over random noise                     |

What to do next: change a number in one of them so that it is false, and see what \`deno task verify\`
finds. Then write your own:

    deno run -RWES --allow-run jsr:@assay/assay/cli new mine/theorem-1
`;

const TEST = `import { testClaims } from "@assay/assay/testing";

// Every module in claims/, those that \`assay new\` writes too.
const folder = new URL("claims/", import.meta.url);
for await (const { name } of Deno.readDir(folder)) {
  if (!name.endsWith(".ts")) continue;
  const { claims } = await import(new URL(name, folder).href);
  testClaims(claims, { reports: "reports", module: \`claims/\${name}\` });
}
`;

const WORKFLOW = `name: claims
on: [push, pull_request]
permissions:
  contents: read
jobs:
  verify:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: denoland/setup-deno@v2
        with:
          deno-version: v2.x
      - run: deno task ok
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: report
          path: reports
`;

const INEQUALITY = `/** An inequality: |x − αλx| ≤ max(|1 − αμ|, |1 − αL|) |x| for μ ≤ λ ≤ L. */

import fc from "fast-check";
import { defineClaim } from "@assay/assay/verify";

interface Instance {
  /** x. */
  readonly x: number;
  /** μ, λ and L, ascending. */
  readonly curvatures: readonly number[];
  /** α. */
  readonly stepSize: number;
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

const instances = (arrange: (curvatures: number[]) => number[]) =>
  fc.record({
    x: number(-10, 10),
    curvatures: fc.array(number(0.01, 10), { minLength: 3, maxLength: 3 })
      .map((values) => arrange([...values])),
    stepSize: number(0.01, 2),
  });

export const claims = [
  defineClaim<Instance, number>({
    id: "gd/contraction",
    title: "A step contracts by the worse of the two ends of the spectrum",
    locus: "a textbook",
    kind: "universal",
    hypotheses: [{
      name: "μ ≤ λ ≤ L",
      statement: "\\\\mu \\\\le \\\\lambda \\\\le L",
      holds: ({ curvatures: [mu, lambda, largest] }) => mu! <= lambda! && lambda! <= largest!,
      // Is it needed? Instances that may break it, and nothing else.
      without: instances((curvatures) => curvatures),
    }],
    instances: instances((curvatures) => curvatures.sort((a, b) => a - b)),
    // What the optimizer does.
    observe: ({ x, curvatures, stepSize }) => x - stepSize * curvatures[1]! * x,
    variants: {
      printed: {
        statement: "|x - \\\\alpha\\\\lambda x| \\\\le \\\\max(|1 - \\\\alpha\\\\mu|, |1 - \\\\alpha L|)\\\\,|x|",
        expected: "holds",
        relations: (next, { x, curvatures, stepSize }) => {
          const [mu, , largest] = curvatures;
          const factor = Math.max(Math.abs(1 - stepSize * mu!), Math.abs(1 - stepSize * largest!));
          return [{
            label: "contraction",
            lhs: Math.abs(next),
            sense: "<=",
            rhs: factor * Math.abs(x),
            // The numbers that were added on the way: rounding is measured against them.
            scale: Math.abs(x) + Math.abs(stepSize * largest! * x),
          }];
        },
      },
    },
  }),
];
`;

const IDENTITY = `/** An identity: f(x − αλx) = (1 − αλ)² f(x). */

import fc from "fast-check";
import { defineClaim } from "@assay/assay/verify";

interface Instance {
  readonly x: number;
  readonly curvature: number;
  readonly stepSize: number;
}

const f = ({ curvature }: Instance, x: number) => curvature * x ** 2 / 2;

export const claims = [
  defineClaim<Instance, number>({
    id: "gd/decrease",
    title: "What a step does to a quadratic",
    locus: "a textbook",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({
      x: fc.double({ min: -10, max: 10, noNaN: true }),
      curvature: fc.double({ min: 0.01, max: 10, noNaN: true }),
      stepSize: fc.double({ min: 0.01, max: 2, noNaN: true }),
    }),
    observe: (instance) =>
      f(instance, instance.x - instance.stepSize * instance.curvature * instance.x),
    variants: {
      printed: {
        statement: "f(x - \\\\alpha\\\\lambda x) = (1 - \\\\alpha\\\\lambda)^2 f(x)",
        expected: "holds",
        relations: (after, instance) => {
          const { curvature, stepSize, x } = instance;
          const share = stepSize * curvature;
          return [{
            label: "f after the step",
            lhs: after,
            sense: "=",
            rhs: (1 - share) ** 2 * f(instance, x),
            scale: (1 + share) ** 2 * f(instance, x),
          }];
        },
      },
    },
  }),
];
`;

const RATE =
  `/** A rate: the error of Euler's method at t = 1 on x' = −λx falls with the first power of the step. */

import fc from "fast-check";
import { defineClaim } from "@assay/assay/verify";
import { fitPowerLaw } from "@assay/assay/statistics";

interface Instance {
  readonly curvature: number;
}

const STEPS = [400, 800, 1600, 3200, 6400, 12800];

export const claims = [
  defineClaim<Instance, readonly number[]>({
    id: "gd/euler-order",
    title: "Euler's method is of first order",
    locus: "a textbook",
    kind: "scaling",
    hypotheses: [],
    instances: fc.record({ curvature: fc.double({ min: 0.2, max: 2, noNaN: true }) }),
    observe: ({ curvature }) =>
      STEPS.map((steps) => Math.abs((1 - curvature / steps) ** steps - Math.exp(-curvature))),
    variants: {
      printed: {
        statement: "|x_N - x(1)| \\\\sim N^{-1}",
        expected: "holds",
        relations: (errors) => {
          const { exponent, interval } = fitPowerLaw(STEPS, errors);
          return [{ label: "exponent", lhs: exponent, sense: "=", rhs: -1, uncertainty: interval }];
        },
      },
    },
  }),
];
`;

const LIMIT = `/** A limit: x_k → 0 for 0 < αλ < 2. */

import fc from "fast-check";
import {
  type LimitObservation,
  limitRelation,
  observeLimit,
  sequenceOf,
} from "@assay/assay/limits";
import { defineClaim } from "@assay/assay/verify";

interface Instance {
  readonly start: number;
  /** αλ. */
  readonly share: number;
}

export const claims = [
  defineClaim<Instance, LimitObservation>({
    id: "gd/convergence",
    title: "Gradient descent on a quadratic converges",
    locus: "a textbook",
    kind: "limit",
    hypotheses: [],
    instances: fc.record({
      start: fc.double({ min: 0.1, max: 10, noNaN: true }),
      share: fc.double({ min: 0.1, max: 1.9, noNaN: true }),
    }),
    observe: ({ start, share }, _arithmetic, refinement) =>
      observeLimit(sequenceOf([start], ([x]) => [x! - share * x!]), {
        exact: [0],
        scale: start,
        refinement,
      }),
    variants: {
      printed: {
        statement: "0 < \\\\alpha\\\\lambda < 2: \\\\quad x_k \\\\to 0",
        expected: "holds",
        relations: (seen) => [limitRelation("the distance of x_k from 0 in the end = 0", seen)],
      },
    },
  }),
];
`;

const EXPECTATION =
  `/** An expectation: E (x − α(λx + ζ))² ≤ (1 − αλ)²x² + α²σ² for noise ζ = ±σ. */

import fc from "fast-check";
import {
  type DecidedEstimate,
  meanConfidence,
  randomStream,
  relationOfEstimate,
} from "@assay/assay/statistics";
import { defineClaim } from "@assay/assay/verify";

interface Instance {
  readonly x: number;
  /** αλ. */
  readonly share: number;
  /** ασ. */
  readonly noise: number;
  readonly seed: number;
}

const bound = ({ x, share, noise }: Instance) => ((1 - share) * x) ** 2 + noise ** 2;

export const claims = [
  defineClaim<Instance, DecidedEstimate>({
    id: "gd/noise",
    title: "What noise adds to a step, in expectation",
    locus: "a textbook",
    kind: "statistical",
    hypotheses: [],
    instances: fc.record({
      x: fc.double({ min: 0.5, max: 2, noNaN: true }),
      share: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
      noise: fc.double({ min: 0.01, max: 1, noNaN: true }),
      seed: fc.integer({ min: 0 }),
    }),
    observe(instance, _arithmetic, refinement) {
      const { x, share, noise, seed } = instance;
      // Other numbers where a violation is confirmed.
      const { uniform } = randomStream(seed, "noise", refinement);
      const draw = () => ((1 - share) * x - noise * (uniform() < 0.5 ? -1 : 1)) ** 2;
      return meanConfidence(draw, {
        lower: 0,
        upper: ((1 - share) * x + noise) ** 2 * (1 + 1e-12),
        decide: { threshold: bound(instance), sense: "<=" },
        maximumSamples: 5_000 * 4 ** refinement,
      });
    },
    variants: {
      printed: {
        statement: "\\\\mathbb E x_+^2 \\\\le (1 - \\\\alpha\\\\lambda)^2 x^2 + \\\\alpha^2\\\\sigma^2",
        expected: "holds",
        relations: (estimate, instance) => [{
          label: "E x₊² <= bound",
          sense: "<=",
          rhs: bound(instance),
          ...relationOfEstimate(estimate, "<="),
        }],
      },
    },
  }),
];
`;

/**
 * A small project: a claim of each kind that a newcomer needs, its test, its CI.
 *
 * @param checkout The checkout that the project links to; undefined where it takes the package from its
 *   registry.
 */
export const projectFiles = (checkout: string | undefined): readonly ProjectFile[] => [
  ["deno.json", configuration(checkout)],
  ["README.md", README],
  [".gitignore", "reports/\n"],
  ["claims_test.ts", TEST],
  [".github/workflows/claims.yml", WORKFLOW],
  ["claims/inequality.ts", INEQUALITY],
  ["claims/identity.ts", IDENTITY],
  ["claims/rate.ts", RATE],
  ["claims/limit.ts", LIMIT],
  ["claims/expectation.ts", EXPECTATION],
];

/** A claim to begin with, under an id. */
export function newClaim(id: string): ProjectFile {
  const [paper, name] = id.split("/") as [string, string];
  return [
    `claims/${paper}_${name}.ts`,
    `/** ${id}: what is asserted, and why it is true or false. */

import fc from "fast-check";
import { defineClaim } from "@assay/assay/verify";

/** All that the hypotheses admit: the nastiest too. */
interface Instance {
  readonly x: number;
}

export const claims = [
  defineClaim<Instance, number>({
    id: ${JSON.stringify(id)},
    title: "What it says in a few words",
    locus: "Theorem 1",
    kind: "universal",
    hypotheses: [],
    instances: fc.record({ x: fc.double({ min: -10, max: 10, noNaN: true }) }),
    // Run the optimizer; return the numbers that the statement speaks of.
    observe: ({ x }) => x ** 2,
    variants: {
      printed: {
        statement: "x^2 \\\\ge 0",
        expected: "holds",
        relations: (value) => [{ label: "square", lhs: value, sense: ">=", rhs: 0 }],
      },
    },
  }),
];
`,
  ];
}
