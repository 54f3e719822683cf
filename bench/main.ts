/**
 * `deno task bench`: the speed of a claim, of an optimizer's step and of the engine, and how far it is
 * from what is aimed at, with the baselines measured in the same run.
 *
 * @module
 */

import { Command } from "commander";
import fc from "fast-check";
import { type Arithmetic, type Float32Backend, float64 } from "../lib/arithmetic/mod.ts";
import { theorem2 } from "../theorems/spgd/theorem_2.ts";
import { type Claim, defineClaim } from "../verify/claim.ts";
import { searchClaim } from "../verify/search.ts";
import { runAllClaims } from "./all_claims.ts";
import type { BackendAnswer, BackendRequest, Operation } from "./backend_worker.ts";
import { compare, type Comparison, type TargetRow } from "./comparison.ts";
import { lanczosStepComparison } from "./lanczos_step.ts";
import { svdComparison } from "./decompositions.ts";
import { duration, measure, type Measurement } from "./measure.ts";
import { positiveInteger } from "./options.ts";
import { falseForms, measureForms, summarize, summarizeGroups } from "./search.ts";
import { theorem2Comparison } from "./theorem_2.ts";

/** What is measured on every backend, with its title and sizes. */
const OPERATIONS: readonly {
  readonly operation: Operation;
  readonly title: string;
  readonly sizes: readonly number[];
  readonly sizeOf: (size: number) => string;
}[] = [
  {
    operation: "SPGD step",
    title: "One SPGD step on F(θ) = Aθ, A dense n×n: evaluating F and J, the SVD, the step",
    sizes: [10, 50, 200],
    sizeOf: (size) => `${size}×${size}`,
  },
  {
    operation: "product",
    title: "The product of two n×n matrices",
    sizes: [4, 16, 64, 256, 1024],
    sizeOf: (size) => `${size}×${size}`,
  },
  {
    operation: "network gradient",
    title: "A gradient of a network, 8–n–n–1 with tanh, on 256 samples",
    sizes: [32, 256],
    sizeOf: (size) => `n = ${size}`,
  },
];
const BACKENDS: readonly (Float32Backend | undefined)[] = [undefined, "wasm", "cpu", "tensorflow"];

/** What is measured against a script in Python. */
const COMPARISONS: readonly Comparison[] = [
  theorem2Comparison,
  svdComparison,
  lanczosStepComparison,
];

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(line + "\n"));
}

/** Columns of numbers are aligned to the right, columns of text to the left. */
function table(rows: readonly (readonly string[])[], isText = false): void {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? "")].length))
  );
  for (const row of rows) {
    const cells = row.map((cell, column) => {
      const padding = " ".repeat(widths[column]! - [...cell].length);
      return column === 0 || isText ? cell + padding : padding + cell;
    });
    write("  " + cells.join("   ").trimEnd());
  }
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

function measureOnBackend(request: BackendRequest): Promise<BackendAnswer> {
  const worker = new Worker(new URL("backend_worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<BackendAnswer>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  });
}

const command = new Command("deno task bench")
  .description("Speed, and how far it is from what is aimed at; see also deno task bench:search.")
  .option("--rounds <n>", "rounds of each comparison with Python", positiveInteger, 5)
  .option("--claims", "also run all claims on the quick profile, which takes minutes")
  .option("--search <seeds>", "also refute all false forms, two minutes a seed", positiveInteger)
  .parse([...Deno.args], { from: "user" });
const options = command.opts<{ rounds: number; claims?: true; search?: number }>();

write("Medians of several rounds after warming up; ± half the distance between the quartiles.\n");

const theorem = await measureSearch(theorem2(), 50);
write("spgd/theorem-2, float64, one process");
table([
  ["instances a second", (1 / theorem.median).toFixed(0)],
  ["one instance", duration(theorem)],
]);

const failures = new Set<string>();
for (const { operation, title, sizes, sizeOf } of OPERATIONS) {
  write(`\n${title}`);
  const rows = [["", ...sizes.map(sizeOf)]];
  for (const backend of BACKENDS) {
    const answer = await measureOnBackend({
      operation,
      sizes,
      ...(backend === undefined ? {} : { backend }),
    });
    rows.push(
      "failure" in answer
        ? [`float32 (${backend})`, ...sizes.map(() => "not loaded")]
        : [answer.name, ...answer.measurements.map(duration)],
    );
    if ("failure" in answer) failures.add(answer.failure);
  }
  table(rows);
}
for (const failure of failures) write(`  not loaded: ${failure}`);

const empty = await measureSearch(emptyClaim, 2000);
write("\nThe engine's own cost");
table([["one instance of an empty claim", duration(empty)]]);

const targetRows: TargetRow[] = [];
for (const comparison of COMPARISONS) {
  targetRows.push(...await compare(comparison, options.rounds));
}
targetRows.push(await claimsRow(), await searchRow());
write("\nWhat is aimed at, baselines measured in this run");
table([
  ["what", "now", "target"],
  ...targetRows.map(({ what, now, target }) => [what, now, target]),
], true);
async function claimsRow(): Promise<TargetRow> {
  const row = { what: "processor seconds a claim, quick, all claims", target: "0.75" };
  if (options.claims === undefined) {
    return { ...row, now: "not measured: it takes minutes, ask with --claims" };
  }
  const { claims, processorSeconds, seconds } = await runAllClaims();
  const now = `${(processorSeconds / claims).toFixed(2)} ` +
    `(${claims} claims, ${seconds.toFixed(0)} s on the clock)`;
  return { ...row, now };
}

async function searchRow(): Promise<TargetRow> {
  const row = {
    what: "seconds to refute, target phase over sampling alone",
    target: "0.5, no group above 1.05",
  };
  if (options.search === undefined) {
    return { ...row, now: "not measured: two minutes a seed, ask with --search 3" };
  }
  const measured = await measureForms(falseForms, options.search, () => {});
  const groups = summarizeGroups(measured)
    .map(([group, { ratios }]) => `${group} ${ratios.seconds.median.toFixed(2)}`);
  const all = summarize(measured).ratios.seconds.median.toFixed(2);
  return { ...row, now: `${all} (${groups.join(", ")}; ${options.search} seeds)` };
}
