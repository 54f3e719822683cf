/** The figures of the claims: well-formed on whatever instance they are drawn of. */

import { assert, assertEquals } from "@std/assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import type { Axis, Claim, Figure, PlottedFigure } from "../verify/mod.ts";
import { storableFigures } from "../verify/figure.ts";
import evidenceSchema from "../verify/schemas/evidence.json" with { type: "json" };
import { claims as adamGaussNewton } from "./adam_gn/mod.ts";
import { claims as calibration } from "./calibration/mod.ts";
import { claims as gaussNewtonFlow } from "./gn_flow/mod.ts";
import { claims as psgd } from "./psgd/mod.ts";
import { claims as spgd } from "./spgd/mod.ts";

const isFigure = new Ajv2020().compile({
  $ref: "#/$defs/figure",
  $defs: evidenceSchema.$defs,
});

const isPlotted = (figure: Figure): figure is PlottedFigure => figure.kind !== "table";

/** The series, paths and points of a figure, by name. */
function parts(
  figure: PlottedFigure,
): (readonly [name: string, points: readonly (readonly number[])[]])[] {
  switch (figure.kind) {
    case "lines":
      return figure.series.map(({ name, points }) => [name, points]);
    case "scaling":
      return [["points", figure.points]];
    case "plane":
      return [
        ...figure.paths.map(({ name, points }) => [name, points] as const),
        ...figure.points.map(({ name, at }) => [name, [at]] as const),
      ];
  }
}

const isShown = ({ scale }: Axis, value: number) => scale !== "log" || value > 0;

/** Observations of instances that satisfy the hypotheses, with an instance each. */
function* observed(claim: Claim, count: number) {
  const candidates = fc.sample(claim.instances, { seed: 5, numRuns: 10 * count });
  const hypotheses = claim.hypotheses.filter(({ assumedBy }) => assumedBy === undefined);
  let accepted = 0;
  for (const instance of candidates) {
    if (hypotheses.some(({ holds }) => holds?.(instance) === false)) continue;
    const observation = claim.observe(instance, float64 as Arithmetic<unknown>, 0);
    if (hypotheses.some((one) => one.holdsAlong?.(observation, instance) === false)) continue;
    yield { instance, observation };
    if (++accepted === count) return;
  }
  throw new Error(`only ${accepted} instances of ${claim.id} satisfy the hypotheses`);
}

/** Tables have no axes; `verify/tabular_test.ts` looks at how they are marked. */
const plotting = spgd.filter(({ kind }) => kind !== "tabular");

for (
  const claim of [...plotting, ...psgd, ...adamGaussNewton, ...gaussNewtonFlow, ...calibration]
) {
  Deno.test(`${claim.id} draws figures that say what they show`, () => {
    for (const { instance, observation } of observed(claim, Math.ceil(24 / (claim.cost ?? 1)))) {
      const figures = claim.figures!(observation, instance, "printed").filter(isPlotted);
      assert(figures.length > 0);
      assertEquals(new Set(figures.map(({ title }) => title)).size, figures.length);
      for (const figure of figures) {
        const { title, x, y } = figure;
        const where = `${title}, ${JSON.stringify(instance)}`;
        for (const text of [title, x.label, y.label]) assert(text.trim().length > 0, where);
        const names = parts(figure).map(([name]) => name);
        assertEquals(new Set(names).size, names.length, `names repeat in ${where}`);
        // Something is to be seen, unless all that was observed vanishes to rounding.
        const [, first] = parts(figure)[0]!;
        assert(first.length > 0 && first.flat().every(Number.isFinite), where);
        const vanishes = first.every(([, value]) => value! <= 1e-12);
        assert(vanishes || first.some(([px, py]) => isShown(x, px!) && isShown(y, py!)), where);
      }
      for (const figure of storableFigures(figures)) {
        assert(isFigure(JSON.parse(JSON.stringify(figure))), JSON.stringify(isFigure.errors));
      }
      // Drawing leaves what it draws as it was, and is the same every time.
      assertEquals(claim.figures!(observation, instance, "printed"), figures);
    }
  });
}
