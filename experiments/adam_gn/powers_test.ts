import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomStream } from "../../lib/statistics/mod.ts";
import { judged, knownVerdicts, verdictsOf } from "../../verify/testdata/judged.ts";
import {
  comparePowers,
  conditionQuotients,
  drawCovariance,
  expectedSteps,
  simulatedSteps,
} from "./_powers.ts";
import { figure2 } from "./figure_2.ts";
import { figure8 } from "./figure_8.ts";

Deno.test("by hand: r of the witness of the claim adam-gn/claim-1, in both readings", () => {
  const { r, printedR } = conditionQuotients([
    [4, -1, -1, -1, 2],
    [-1, 1, 0, 0, -1],
    [-1, 0, 4, 0, 1],
    [-1, 0, 0, 9, 2],
    [2, -1, 1, 2, 4],
  ]);
  assertAlmostEquals(r, 10.68 / 9.29, 2e-3);
  assertAlmostEquals(printedR, 11.26 / 9.31, 2e-3);
});

Deno.test("by hand: steps of the expected loss along one direction", () => {
  // E ℓ shrinks by (1 − η)² + 2η²/B: 1/4 for the population, 3/4 for single samples.
  assertEquals(expectedSteps([1], [1], Infinity, 1 / 2, 100), 10);
  assertEquals(expectedSteps([1], [1], 1, 1 / 2, 100), Math.ceil(Math.log(1e-6) / Math.log(3 / 4)));
  assertEquals(expectedSteps([1], [1], 1, 1 / 2, 47), null);
  // Beyond 2/3 it does not shrink.
  assertEquals(expectedSteps([1], [1], 1, 0.67, 100_000), null);
});

Deno.test("the expected loss is that of Gaussian samples, along two directions", () => {
  // One step with η = 0.3 from δ = (1, 2), A = diag(1, 0.5): 4000 draws.
  const stream = randomStream(1, "two directions");
  const [eta, a, delta] = [0.3, [1, 0.5], [1, 2]];
  const draws = 40_000;
  let sum = 0;
  for (let k = 0; k < draws; k++) {
    const z = stream.vector(2, stream.normal);
    const inner = z[0]! * delta[0]! + z[1]! * delta[1]!;
    sum += delta.reduce((total, x, i) => total + (x - eta * a[i]! * z[i]! * inner) ** 2, 0);
  }
  const squares = delta.map((x) => x ** 2);
  const expected = squares.reduce((total, x, i) => {
    const step = eta * a[i]!;
    return total + (1 - step) ** 2 * x + step ** 2 * (x + 5);
  }, 0);
  assertAlmostEquals(sum / draws, expected, 0.05);
});

Deno.test("a simulated run takes about as long as it should, and is the same with the same stream", () => {
  const steps = (seed: number) =>
    simulatedSteps([[1, 0], [0, 4]], [1, 1 / 4], [1, -1], 1 / 4, randomStream(seed, "run"));
  assertEquals(steps(1), steps(1));
  // E log of the loss falls by some 0.3 a step.
  const mean = Array.from({ length: 50 }, (_, k) => steps(k)).reduce((a, b) => a + b, 0) / 50;
  assert(mean > 25 && mean < 90, String(mean));
});

Deno.test("Σ is drawn on the side that is wanted, the extreme one beyond the first", () => {
  for (const better of ["half", "one"] as const) {
    const r = (choice: "first" | "extreme of 100") =>
      conditionQuotients(
        drawCovariance({ better, condition: 100, choice }, randomStream(4, "covariance")),
      ).r;
    const [first, extreme] = [r("first"), r("extreme of 100")];
    assert(better === "half" ? first > 1 : first < 1);
    assert(better === "half" ? extreme > first : extreme < first);
  }
});

Deno.test("Figures 2 and 8: the known verdicts on the quick plan", async () => {
  for (const experiment of [figure2(), figure8()]) {
    const verdicts = verdictsOf(await judged(experiment));
    for (const [name, verdict] of Object.entries(knownVerdicts(experiment))) {
      assertEquals(verdicts[name], verdict, `${experiment.id} ${name}`);
    }
  }
});

Deno.test("teeth: with the powers exchanged both figures are the other way round", async () => {
  const exchanged: typeof comparePowers = (parameters, seed) =>
    comparePowers(parameters, seed, (sigma) => {
      const diagonal = sigma.map((row, i) => row[i]!);
      return { half: diagonal.map((x) => 1 / x), one: diagonal.map((x) => x ** -0.5) };
    });
  const [two, eight] = [
    verdictsOf(await judged(figure2(exchanged), { seeds: 30 })),
    verdictsOf(await judged(figure8(exchanged), { seeds: 30 })),
  ];
  assertEquals([two["half-is-faster"], two["condition-number-decides-mostly"]], [
    "refuted",
    "refuted",
  ]);
  assertEquals([eight["one-is-faster-or-close"], eight["one-is-faster"]], ["refuted", "refuted"]);
});
