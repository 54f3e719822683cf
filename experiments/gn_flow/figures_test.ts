import { assert, assertEquals } from "@std/assert";
import { judgeSentence } from "../../verify/experiment/judge.ts";
import type { Results } from "../../verify/experiment/mod.ts";
import { housing } from "./figures.ts";

interface Outcome {
  readonly looks: readonly (readonly (number | null)[])[];
  readonly brokenOff: string | null;
}

/** λ_min, ‖grad‖ and ‖w − w_0‖ of a flow that behaves as the paper says, with a loss of its own. */
function falling(rate: number, floor: number, scaling: number): Outcome {
  return {
    looks: Array.from({ length: 61 }, (_, k) => {
      const t = k / 10;
      const fall = Math.exp(-rate * t);
      return [t, floor + 100 * fall, (1 - fall) / scaling, 10 * fall, 0.04];
    }),
    brokenOff: null,
  };
}

const BROKEN: Outcome = {
  looks: [[0, 100, 0, 1, 0.04], [0.1, 150, 1, null, 1e-9]],
  brokenOff: "the step is not finite",
};

/** Results in which every seed of an arm has the outcome that `of` gives. */
function resultsOf(of: (arm: string, scaling: number) => Outcome, seeds = 14): Results<never> {
  const runs = (arm: string) => {
    const scaling = Number(/α = (\d+),/.exec(arm)?.[1] ?? 1 / 8);
    return Array.from({ length: seeds }, (_, index) => ({
      seed: index + 1,
      outcome: of(arm, scaling),
      seconds: 1,
    }));
  };
  return {
    profile: "thorough",
    arms: housing.plan("thorough").arms.map(({ name }) => name),
    of: runs,
    observations: () => [],
  } as unknown as Results<never>;
}

const LIKE_THE_PAPER = (arm: string, scaling: number) =>
  arm.includes("1/8")
    ? BROKEN
    : arm.startsWith("Gauss-Newton")
    ? falling(2, Math.log2(scaling), scaling)
    : falling(0.3, Math.log2(scaling), scaling);

function verdicts(of: typeof LIKE_THE_PAPER): Record<string, string> {
  const results = resultsOf(of);
  return Object.fromEntries(
    housing.sentences.map(({ name, comparisons }) =>
      [name, judgeSentence(comparisons(results)).verdict] as const
    ),
  );
}

Deno.test("flows that behave as the paper says keep every sentence", () => {
  const found = verdicts(LIKE_THE_PAPER);
  assertEquals(Object.keys(found).length, 20);
  assertEquals(new Set(Object.values(found)), new Set(["holds"]));
});

Deno.test("each way of behaving otherwise breaks its own sentence", () => {
  const broken = (of: typeof LIKE_THE_PAPER) =>
    Object.entries(verdicts(of)).filter(([, verdict]) => verdict === "refuted")
      .map(([name]) => name).filter((name) => name.endsWith("-raw"))
      .map((name) => name.replace("-raw", ""));
  const isNewton = (arm: string) => arm.startsWith("Gauss-Newton");
  const changed =
    (change: (outcome: Outcome, arm: string, scaling: number) => Outcome) =>
    (arm: string, scaling: number) => change(LIKE_THE_PAPER(arm, scaling), arm, scaling);
  const quantity = (index: number, value: (k: number, scaling: number) => number) =>
    changed((outcome, arm, scaling) =>
      isNewton(arm) && scaling >= 8
        ? {
          ...outcome,
          looks: outcome.looks.map((look, k) =>
            look.map((entry, at) => at === index ? value(k, scaling) : entry)
          ),
        }
        : outcome
    );
  assertEquals(broken(quantity(4, (k) => k === 30 ? 1e-8 : 0.04)), ["eigenvalue-stays"]);
  assertEquals(broken(quantity(3, () => 10)), ["gradient-vanishes"]);
  assertEquals(broken(quantity(2, (_, scaling) => scaling)), ["confined-to-smaller-set"]);
  // Losses that fall with α, and slower than those of the gradient flow, and to larger ones.
  assertEquals(broken(quantity(1, (k, scaling) => 200 - k / 10 - scaling / 1000)), [
    "large-scaling-is-worse",
    "smaller-risk-exact",
    "smaller-risk-euler",
    "faster-to-the-end",
    "faster-early",
  ]);
  const steady = changed((outcome, arm) => arm.includes("1/8") ? falling(1, 0, 1) : outcome);
  assertEquals(broken(steady), ["eigenvalue-vanishes", "not-monotonic"]);
  // As fast as the gradient flow at first, and then on its own way.
  const late = quantity(
    1,
    (k, scaling) => Math.log2(scaling) + 100 * Math.exp(-0.03 * k) - k / 600,
  );
  assertEquals(broken(late).filter((name) => name.startsWith("faster")), [
    "faster-to-the-end",
    "faster-early",
  ]);
});

Deno.test("a run on made data or the true table is the same each time, and draws", async () => {
  const { arms } = housing.plan("quick");
  const newton = arms.find(({ name }) =>
    name === "Gauss-Newton flow, Euler, α = 8, standardized target"
  )!;
  const parameters = { ...(newton.parameters as Record<string, never>), data: "made" };
  const once = await housing.run(parameters, 1) as unknown as Outcome;
  assertEquals(await housing.run(parameters, 1) as unknown, once);
  assert(once.looks.length > 10 && once.looks.at(-1)![1]! < once.looks[0]![1]!);
  const other = await housing.run(parameters, 2) as unknown as Outcome;
  assert(other.looks[0]![1] !== once.looks[0]![1]);
  const results = resultsOf((arm) => arm.includes("1/8") ? BROKEN : once, 2);
  assertEquals(housing.figures!(results).length, 14);
});
