/**
 * `deno task bench`: the speed of a claim, of an optimizer's step and of the engine.
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, type Float32Backend, float64 } from "../lib/arithmetic/mod.ts";
import { theorem2 } from "../theorems/spgd/theorem_2.ts";
import { type Claim, defineClaim } from "../verify/claim.ts";
import { searchClaim } from "../verify/search.ts";
import { measure, type Measurement } from "./measure.ts";
import type { StepAnswer, StepRequest } from "./spgd_step.ts";

const SIZES = [10, 50, 200] as const;
const BACKENDS: readonly (Float32Backend | undefined)[] = [undefined, "wasm", "cpu", "tensorflow"];

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? "")].length))
  );
  for (const row of rows) {
    const cells = row.map((cell, column) => {
      const padding = " ".repeat(widths[column]! - [...cell].length);
      return column === 0 ? cell + padding : padding + cell;
    });
    write("  " + cells.join("   ").trimEnd());
  }
}

/** Seconds with three digits, in the unit that suits them, and their spread. */
function duration({ median, spread }: Measurement): string {
  const [factor, unit] = median < 1e-3 ? [1e6, "µs"] : median < 1 ? [1e3, "ms"] : [1, "s "];
  const digits = (factor * median).toPrecision(3);
  return `${Number(digits) >= 1000 ? Number(digits) : digits} ${unit} ±${percent(spread)}`;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(0).padStart(2)} %`;
}

/** The time of one instance of a claim: that of a search, over all that it observed. */
async function measureSearch(claim: Claim, instances: number): Promise<Measurement> {
  let observations = 0;
  const { median, ...rest } = await measure(
    async () => {
      const evidence = await searchClaim(claim, {
        seed: 1,
        profile: "quick",
        arithmetic: float64 as Arithmetic<unknown>,
        instances,
      });
      const { verdict, reason } = evidence.variants.printed;
      if (verdict !== "holds") throw new Error(`${claim.id} is ${verdict}: ${reason}`);
      observations = evidence.search.generate.accepted + evidence.search.target.accepted +
        evidence.hypotheses.reduce((sum, { role }) => sum + (role?.tried ?? 0), 0);
    },
    5,
  );
  return { median: median / observations, ...rest };
}

const emptyClaim = defineClaim<{ readonly x: number }, number>({
  id: "bench/empty",
  title: "nothing to compute",
  locus: "bench",
  kind: "universal",
  hypotheses: [],
  instances: fc.record({ x: fc.integer() }),
  observe: () => 1,
  variants: {
    printed: {
      statement: "1 = 1",
      relations: (one) => [{ label: "1 = 1", lhs: one, sense: "=", rhs: 1 }],
    },
  },
});

function measureSteps(request: StepRequest): Promise<StepAnswer> {
  const worker = new Worker(new URL("spgd_step.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<StepAnswer>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  });
}

write("Medians of several rounds after warming up; ± half the distance between the quartiles.\n");

const theorem = await measureSearch(theorem2(), 50);
write("spgd/theorem-2, float64, one process");
table([
  ["instances a second", (1 / theorem.median).toFixed(0)],
  ["one instance", duration(theorem)],
]);

write("\nOne SPGD step on F(θ) = Aθ, A dense n×n: evaluating F and J, the SVD, the step");
const rows = [["", ...SIZES.map((size) => `${size}×${size}`)]];
const failures: string[] = [];
for (const backend of BACKENDS) {
  const answer = await measureSteps({
    sizes: SIZES,
    ...(backend === undefined ? {} : { backend }),
  });
  rows.push(
    "failure" in answer
      ? [`float32 (${backend})`, ...SIZES.map(() => "not loaded")]
      : [answer.name, ...answer.measurements.map(duration)],
  );
  if ("failure" in answer) failures.push(answer.failure);
}
table(rows);
for (const failure of failures) write(`  not loaded: ${failure}`);

const empty = await measureSearch(emptyClaim, 2000);
write("\nThe engine's own cost");
table([["one instance of an empty claim", duration(empty)]]);
