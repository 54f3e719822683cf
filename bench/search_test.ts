import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Attempt, falseForms, measureForms, summarize, summarizeGroups } from "./search.ts";

const attempt = (observations: number, seconds: number, refuted = true): Attempt => ({
  refuted,
  observations,
  secondsUntilFound: seconds / 2,
  seconds,
});

Deno.test("ratios are of medians over the seeds; over the forms median and geometric mean", () => {
  const row = {
    name: "one",
    group: "narrow",
    seeds: 3,
    withTarget: [attempt(10, 1), attempt(30, 9), attempt(20, 2, false)],
    sampling: [attempt(40, 4), attempt(10, 8), attempt(90, 16)],
  } as const;
  const other = {
    ...row,
    group: "calibration",
    withTarget: row.sampling,
    sampling: [attempt(10, 1), attempt(10, 1), attempt(10, 1)],
  } as const;
  const { forms, refutedShare, ratios } = summarize([row, other]);
  assertEquals(forms, 2);
  assertAlmostEquals(refutedShare, 5 / 6);
  // 20/40 and 40/10; 2/8 and 8/1, and the same halved on both sides.
  assertAlmostEquals(ratios.observations.median, (0.5 + 4) / 2);
  assertAlmostEquals(ratios.observations.geometricMean, Math.sqrt(2));
  assertAlmostEquals(ratios.seconds.median, (0.25 + 8) / 2);
  assertAlmostEquals(ratios.secondsUntilFound.geometricMean, Math.sqrt(2));
  const groups = summarizeGroups([row, other]);
  assertEquals(groups.map(([name]) => name), ["calibration", "narrow"]);
  assertAlmostEquals(groups[1]![1].ratios.seconds.median, 0.25);
});

Deno.test("a form is refuted both ways, and the verdict takes longer than the violation", async () => {
  const form = falseForms.find(({ name }) => name === "calibration/polyak-step")!;
  const seen: string[] = [];
  const [row] = await measureForms([form], 1, ({ name }) => seen.push(name));
  assertEquals(seen, [form.name]);
  for (
    const { refuted, observations, secondsUntilFound, seconds } of [
      ...row!.withTarget,
      ...row!.sampling,
    ]
  ) {
    assert(refuted && observations >= 1);
    assert(0 < secondsUntilFound && secondsUntilFound < seconds);
  }
  // The samples before climbing starts are the same.
  assertEquals(row!.withTarget[0]!.observations, row!.sampling[0]!.observations);
});

Deno.test("what finds nothing counts as more observations than sampling may make", async () => {
  const form = falseForms.find(({ name }) => name === "calibration/polyak-step")!;
  const variant = form.claim.variants[form.variant]!;
  const holds = { ...variant, relations: () => [{ label: "1 = 1", lhs: 1, sense: "=", rhs: 1 }] };
  // Of so dear a claim each phase observes the fewest that there may be, 20.
  const dear = { ...form.claim, cost: 100, variants: { printed: holds } };
  const claim = dear as unknown as typeof form.claim;
  const [row] = await measureForms([{ ...form, claim, variant: "printed" }], 1, () => {});
  const [target, sampling] = [row!.withTarget[0]!, row!.sampling[0]!];
  assert(!target.refuted && !sampling.refuted);
  assertEquals(target.observations, 11 * (20 + 20));
  assertEquals(sampling.observations, target.observations);
});
