import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/arithmetic/mod.ts";
import {
  iterate,
  preconditionByGaussNewton,
  signDescent,
  stateless,
} from "../../lib/optimizers/mod.ts";
import { chain, scale } from "../../lib/optimizers/mod.ts";
import { powerLawProbabilities, reparameterizedLogistic } from "../../problems/mod.ts";
import { judged, knownVerdicts, verdictsOf } from "../../verify/testdata/judged.ts";
import { type Candidate, tune } from "./_full_batch.ts";
import { tuneStepSize } from "./_sweep.ts";
import { figure1Left, METHODS } from "./figure_1_left.ts";
import { diagonalGaussNewton, figure1Right } from "./figure_1_right.ts";

Deno.test("step sizes are looked for by factors of 3, then by finer ones around the best", () => {
  const seen: number[] = [];
  const grid = { largest: 9, count: 4, finer: [2, Math.SQRT2] };
  const best = tuneStepSize(
    (stepSize, limit) => {
      seen.push(stepSize);
      const steps = Math.round(100 * Math.abs(Math.log(stepSize / 1.5)));
      return steps <= limit ? steps : null;
    },
    1000,
    grid,
  );
  // 1 is 41 away and 2 is 29; √2 is the nearest at 6.
  assertEquals(seen.slice(0, 6), [9, 3, 1, 1 / 3, 2, 1 / 2]);
  assertAlmostEquals(best.stepSize!, Math.SQRT2, 1e-15);
  assertEquals(best.steps, 6);
  assertEquals(tuneStepSize(() => null, 10), { steps: null, stepSize: null });
});

Deno.test("a loss that passes the target has not arrived", () => {
  const line = (start: number) => ({
    map: { gradient: <T>(_: unknown, theta: T) => theta },
    excess: ([x]: readonly number[]) => x! ** 2,
    start: [start],
  });
  const sign: Candidate = {
    setting: "none",
    direction: (arithmetic) => stateless((gradient) => arithmetic.apply("sign", gradient)),
  };
  // Three steps of 10/9 lead to 1e-6, and the next away again; small steps are too many.
  assertEquals(tune(line(10 / 3 + 1e-6), [sign], "constant").steps, null);
  // One that is halved stays.
  assert(tune(line(10 / 3 + 1e-6), [sign], "swept").every !== null);
  const identity: Candidate = {
    setting: "none",
    direction: () => stateless((gradient) => gradient),
  };
  // By hand: the grid has 10/9·2^{-1/4} = 0.934, which leaves 0.0657 each time: 4 steps to 1.9e-5.
  const { steps, stepSize, losses } = tune(line(1), [identity], "constant");
  assertAlmostEquals(stepSize!, 10 / 9 * 2 ** -0.25, 1e-12);
  assertEquals([steps, losses.length], [4, 5]);
  assertAlmostEquals(losses[1]!, (1 - stepSize!) ** 2, 1e-15);
});

Deno.test("Figure 1, left: the known verdicts on the quick plan", async () => {
  const experiment = figure1Left();
  const evidence = await judged(experiment);
  const verdicts = verdictsOf(evidence);
  for (const [name, verdict] of Object.entries(knownVerdicts(experiment))) {
    assertEquals(verdicts[name], verdict, name);
  }
  // Without decay Adam is no faster.
  assert(verdicts["adam-is-faster-constant-steps"] !== "holds");
  assertEquals(evidence.figures.map(({ kind }) => kind), ["lines", "table"]);
});

Deno.test("teeth: in the eigenbasis Gauss–Newton wins, and is not gradient descent", async () => {
  const evidence = await judged(figure1Left({
    ...METHODS,
    "GN^{-1}": [{
      setting: "none",
      direction: (arithmetic) =>
        preconditionByGaussNewton(arithmetic, { power: -1, basis: "eigenbasis" }),
    }],
    "Adam": METHODS.Adam.slice(0, 1),
  }));
  const verdicts = verdictsOf(evidence);
  for (
    const name of [
      "adam-is-faster",
      "adam-is-faster-same-schedules",
      "adam-is-faster-constant-steps",
      "gauss-newton-is-gradient-descent",
    ]
  ) assertEquals(verdicts[name], "refuted", name);
});

Deno.test("Figure 1, right: the known verdicts on the quick plan; teeth: not of gradient descent", async () => {
  const experiment = figure1Right();
  assertEquals(verdictsOf(await judged(experiment)), knownVerdicts(experiment));
  const slow = await judged(figure1Right({
    "GN^{-1}": (problem) => [{
      setting: "α = 0",
      direction: (arithmetic) => diagonalGaussNewton(arithmetic, problem, 0),
    }],
    "Adam": () => METHODS["gradient descent"],
  }));
  assertEquals(new Set(Object.values(verdictsOf(slow))), new Set(["refuted"]));
});

Deno.test("the diagonal Gauss–Newton step is the library's", () => {
  const problem = reparameterizedLogistic({
    inputs: powerLawProbabilities(4, 0.6),
    labels: [0.75, 0.7, 0.75, 0.6],
  });
  const theta = [0.3, 1.2, 0.8, 0.5];
  const step = (
    direction: ReturnType<typeof diagonalGaussNewton<ReturnType<typeof float64.vector>>>,
  ) => iterate(float64, problem, chain(direction, scale(float64, -0.5)), theta, { steps: 1 });
  const own = step(diagonalGaussNewton(float64, problem, 1e-3));
  const library = step(preconditionByGaussNewton(float64, {
    ridge: 1e-3,
    gaussNewton: (context) =>
      float64.diagonal(float64.toArray(problem.gaussNewtonDiagonal(float64, context.theta))),
  }));
  for (const [i, entry] of own.entries()) assertAlmostEquals(entry, library[i]!, 1e-14);
  // And Adam's with β₂ = 0 is sign descent.
  const sign = iterate(float64, problem, signDescent(float64, { stepSize: 0.5 }), theta, {
    steps: 1,
  });
  const zero = METHODS.Adam.find(({ setting }) => setting === "β₂ = 0, α = 0")!;
  assertEquals(
    iterate(float64, problem, chain(zero.direction(float64), scale(float64, -0.5)), theta, {
      steps: 1,
    }),
    sign,
  );
});
