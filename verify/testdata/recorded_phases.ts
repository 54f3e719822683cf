/**
 * What the phases of a search do, on record: which instances they try and count, what they climb to,
 * how an instance is shrunk, and which ones lie beside it. Confirming is left out, so that this takes
 * a second or two; see recorded_searches.ts for whole searches.
 *
 * After a change that is meant, write the record again and look at what differs:
 *
 *     deno run --allow-read --allow-write --allow-env verify/testdata/recorded_phases.ts
 *
 * @module
 */

import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import { nonzeroVector, realNumber } from "../../problems/mod.ts";
import { type Claim, defineClaim } from "../claim.ts";
import type { Confirmation } from "../evidence.ts";
import { violatedKeys } from "../judgement.ts";
import { Observer } from "../observer.ts";
import { type PhaseOptions, Phases } from "../phases.ts";
import { LARGE_INSTANCE } from "../profile.ts";
import { randomFor, sourceFor } from "../random.ts";
import type { Relation } from "../relation.ts";
import { Nudge, Regenerator } from "../search/mod.ts";
import { shrink } from "../shrink.ts";
import { generateSpecimen, Neighbours, type Specimen } from "../specimen.ts";
import { Digest } from "./digest.ts";

/** The file of what the phases did when it was last written. */
export const RECORD = new URL("recorded_phases.json", import.meta.url);

/** What is on record of some claims: enough to see what has changed, and that all is the same. */
export interface RecordedPhases {
  /** Of each phase, the budget, and the instances drawn and accepted. */
  readonly counts: readonly (readonly number[])[];
  /** The instances that hypotheses discarded, and the failures outside of variants. */
  readonly lost: readonly number[];
  /** Of each variant, the instances accepted, supporting, undecided and failed. */
  readonly tallies: readonly (readonly number[])[];
  /** The digest of every instance that was tried, and of all that was gathered. */
  readonly tried: string;
  /** The digest of what violations were looked at, and how hard. */
  readonly confirmed: string;
  /** What the first violation is shrunk to in some, and in fewer attempts, with what it took. */
  readonly shrunk: readonly unknown[];
  /** The digest of instances beside those that were generated, and beside what they are shrunk to. */
  readonly beside: string;
}

const second = { ...float64, name: "float32", unitRoundoff: 2 ** -24 } as Arithmetic<unknown>;

const atMost = (lhs: number, rhs: number, label = "size", more: Partial<Relation> = {}) => ({
  label,
  lhs,
  sense: "<=" as const,
  rhs,
  ...more,
});

/** A claim with only what matters here. */
function about<I, O>(
  id: string,
  part:
    & Partial<Claim<I, O>>
    & Pick<Claim<I, O>, "instances" | "observe">
    & { readonly relations: (observation: O, instance: I) => Relation[] },
): Claim {
  const { relations, ...rest } = part;
  return defineClaim<I, O>({
    id: `phases/${id}`,
    title: id,
    locus: "here",
    kind: "universal",
    hypotheses: [],
    variants: { printed: { statement: id, relations } },
    ...rest,
  });
}

const unit = fc.double({ min: -1, max: 1, noNaN: true });
const vector = fc.array(realNumber(), { minLength: 1, maxLength: 5 });
const sum = (xs: readonly number[]) => xs.reduce((total, x) => total + x, 0);
const norm = (xs: readonly number[]) => Math.hypot(...xs);

const variants = about<{ x: number; y: number }, number>("variants", {
  instances: fc.record({ x: realNumber({ minimum: -9, maximum: 9 }), y: unit }),
  hypotheses: [
    { name: "positive", statement: "x", holds: ({ x }) => x > -4 },
    { name: "own", statement: "y", holds: ({ y }) => y < 0.5, assumedBy: ["corrected"] },
    { name: "along", statement: "z", holdsAlong: (z) => z < 30, assumedBy: ["sharpened"] },
    { name: "bounded", statement: "w", holdsAlong: (z) => Math.max(0, z - 60) },
  ],
  observe: ({ x, y }) => x * x + y,
  relations: () => [],
  variants: {
    printed: {
      statement: "a",
      relations: (z, { x }) => [
        atMost(z, 20),
        { label: "identity", lhs: z - x * x, sense: "=", rhs: 0.25, scale: 1e13 },
        { label: "below", lhs: z, sense: ">=", rhs: -0.5, family: x > 0 ? "right" : "left" },
      ],
    },
    corrected: { statement: "b", relations: (z) => [atMost(z, 40), atMost(z, 50, "other")] },
    sharpened: {
      statement: "c",
      relations: (z) => {
        if (z > 25) throw new Error("the checker has a bug");
        return [atMost(z, 0.001, "tiny", { trivial: z < 0.0005 })];
      },
    },
  },
});

const rare = about<readonly number[], number>("rare", {
  instances: fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 3, maxLength: 3 }),
  hypotheses: [
    { name: "near", statement: "x", holds: (xs) => Math.max(0, Math.abs(xs[0]! - 77) - 5) },
    { name: "small", statement: "y", holds: (xs) => Math.max(0, Math.abs(xs[1]!) - 60) },
    { name: "odd", statement: "z", holds: (xs) => xs[2]! % 2 !== 0 },
  ],
  observe: (xs) => sum(xs),
  relations: (total) => [atMost(total, 590)],
});

const never = about<number, number>("never", {
  instances: fc.nat(1000),
  hypotheses: [{ name: "never", statement: "x", holds: () => false }],
  observe: (x) => x,
  relations: (x) => [atMost(x, 1)],
});

const witness = about<{ x: number; n: number }, number>("witness", {
  kind: "existence",
  instances: fc.record({ x: realNumber(), n: fc.nat(300) }),
  observe: ({ x, n }) => x * n,
  relations: (z, { n }) => [
    { label: "large", lhs: z, sense: ">=", rhs: 700 },
    { label: "few", lhs: n, sense: "<=", rhs: 120 },
  ],
});

const failing = about<readonly number[], number>("failing", {
  instances: vector.map((xs) => {
    if (xs.length === 3) throw new Error("no three");
    return xs;
  }),
  observe: (xs) => {
    if (xs[0]! > 5) throw new Error("the observation fails");
    return norm(xs);
  },
  relations: (size, xs) => {
    if (xs[0]! < -5) throw new Error("the variant fails");
    return [atMost(size, 9), atMost(size, 1e-3, "never")];
  },
});

const broken = about<number, number>("broken", {
  instances: fc.nat(),
  observe: () => {
    throw new Error("broken");
  },
  relations: () => [],
});

const brokenInTurns = about<number, number>("broken-in-turns", {
  instances: fc.nat(),
  observe: (x) => {
    if (x % 2 === 0) throw new Error("broken");
    return x;
  },
  relations: () => {
    throw new Error("broken too");
  },
});

const local = about<{ x: number }, number>("local", {
  kind: "local",
  instances: fc.record({ x: unit }),
  observe: ({ x }) => x,
  relations: (x) =>
    [1, 0.1, 0.01, 0.001].map((radius) =>
      atMost(x * radius, 0.3 * radius ** 1.2, "near", { neighbourhood: { radius } })
    ),
});

/** A claim that computes in the arithmetic, and what it finds there. */
const computed = about<readonly number[], { readonly dot: number; readonly isFine: boolean }>(
  "computed",
  {
    instances: nonzeroVector(1, 4),
    observe: (xs, arithmetic) => {
      const isCoarse = arithmetic.unitRoundoff > 1e-10;
      if (isCoarse && xs.length === 4) throw new RangeError("too long");
      if (xs.length === 1) return { dot: xs[0]!, isFine: true };
      const [dot] = arithmetic.toArray(arithmetic.vector(xs));
      return { dot: dot! - 1, isFine: !isCoarse };
    },
    relations: ({ dot, isFine }, xs) => {
      if (!isFine && xs[0]! > 7) throw new Error("fails in the second arithmetic alone");
      return [atMost(isFine ? 0.4 : dot, xs[0]! < -3 ? 0.3 : 0.5)];
    },
  },
);

const text = about<{ words: string[]; day: string }, number>("text", {
  instances: fc.record({
    words: fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 }),
    day: fc.constantFrom("Monday", "Sunday"),
  }),
  observe: ({ words, day }) => words.join("").length + (day === "Sunday" ? 1 : 0),
  relations: (length) => [atMost(length, 8)],
});

const chained = about<number[][], number>("chained", {
  instances: fc.integer({ min: 1, max: 3 }).chain((n) =>
    fc.array(fc.array(realNumber(), { minLength: n, maxLength: n }), { minLength: 1, maxLength: 3 })
  ),
  observe: (rows) => Math.max(...rows.map(sum)),
  relations: (largest) => [atMost(largest, 12)],
});

const large = about<readonly number[], number>("large", {
  instances: fc.array(unit, { minLength: 1_500, maxLength: 1_600, size: "max" }),
  observe: (xs) => sum(xs),
  relations: (total) => [atMost(total, 20)],
});

const dear = about<{ text: string }, number>("dear", {
  instances: fc.nat(9).map((n) => ({ text: "x".repeat(3_400_000 + n) })),
  hypotheses: [{ name: "even", statement: "x", holds: ({ text }) => text.length % 2 === 0 }],
  observe: ({ text }) => text.length,
  relations: (length) => [atMost(length, 1e9)],
});

/** Claims that share their observations. */
const shared = {
  instances: fc.record({ x: fc.integer({ min: 0, max: 1000 }), y: unit }),
  observe: ({ x, y }: { x: number; y: number }) => x + y,
};
const family = [300, 900, 2000, 990, 800, 1000.5].map((bound) =>
  about<{ x: number; y: number }, number>(`bound-${bound}`, {
    ...shared,
    relations: (x) => {
      if (bound === 800 && x > 700 && x < 701) throw new Error("fails");
      return [atMost(x, bound)];
    },
  })
);

/** As many instances as most of the claims need. */
const few = { instances: 60, targetInstances: 150 };

/** What is tried: the claims of a group, and how. */
const runs: Readonly<
  Record<string, readonly [claims: readonly Claim[], options: Partial<PhaseOptions>]>
> = {
  variants: [[variants], { ...few, secondArithmetic: second }],
  rare: [[rare], { instances: 60, targetInstances: 300 }],
  never: [[never], { instances: 20, targetInstances: 90 }],
  witness: [[witness], few],
  failing: [[failing], few],
  broken: [[broken], { ...few, secondArithmetic: second }],
  "broken in turns": [[brokenInTurns], few],
  local: [[local], { ...few, secondArithmetic: second }],
  computed: [[computed], { instances: 200, targetInstances: 200, secondArithmetic: second }],
  text: [[text], few],
  chained: [[chained], { ...few, secondArithmetic: second }],
  large: [[large], { instances: 24, targetInstances: 6 }],
  dear: [[dear], { instances: 24, targetInstances: 20 }],
  family: [family, { instances: 90, targetInstances: 200 }],
  "until a violation": [family, { ...few, stopAtViolationOf: "printed" }],
  "until no violation": [family, { ...few, stopAtViolationOf: "corrected" }],
  "as the profile has it": [[{ ...chained, cost: 15 }], {}],
  "a group as the profile has it": [family.map((claim) => ({ ...claim, cost: 15 })), {}],
  "nothing climbed": [[text], { ...few, targetInstances: 0 }],
};

/** What the phases do with each of the claims. */
export async function recordedPhases(): Promise<Record<string, RecordedPhases>> {
  const found: Record<string, RecordedPhases> = {};
  for (const [name, [claims, options]] of Object.entries(runs)) {
    found[name] = await recorded(claims, options);
  }
  return found;
}

async function recorded(
  claims: readonly Claim[],
  options: Partial<PhaseOptions>,
): Promise<RecordedPhases> {
  const tried = new Digest();
  const looked = new Digest();
  const observer = new Observer(claims[0]!, (instance, name) => tried.tell(name, instance));
  const phases = new Phases(observer, claims, {
    seed: 3,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
    ...options,
  });
  let violator:
    | { readonly claim: Claim; readonly label: string; readonly at: Specimen }
    | undefined;
  let asked = 0;
  let turns = 0;
  await phases.run((tally, label, specimen, effort) => {
    if (tally.name === "printed") violator ??= { claim: tally.claim, label, at: specimen };
    looked.tell(tally.key, label, specimen.text, effort);
    // Some are accidents.
    return Promise.resolve({ confirmed: ++asked % 4 === 0 } as Confirmation);
  }, () => turns++);
  tried.tell(phases.spread.summary(), phases.spread.remarks(), turns, phases.accepted);
  for (const tally of phases.tallies) {
    const { key, labels, tightness, tightest, witness, second, secondUnused, violations } = tally;
    tried.tell(key, labels, tightness, tightest, witness?.text, second, secondUnused);
    for (const [label, { kept, count, confirmed, isDoubtful }] of violations) {
      tried.tell(label, kept.map(({ text }) => text), count, confirmed?.specimen.text, isDoubtful);
    }
    tried.tell(tally.independentSupports, tally.failures.first?.instance);
  }
  return {
    counts: Object.values(phases.counts).map((
      { budget, drawn, accepted },
    ) => [budget, drawn, accepted]),
    lost: [...phases.discarded.values(), phases.failures.count],
    tallies: phases.tallies.map((
      { accepted, supported, undecided, failures },
    ) => [accepted, supported, undecided, failures.count]),
    tried: tried.text(),
    confirmed: looked.text(),
    ...shrunkAndBeside(claims[0]!, violator),
  };
}

/** A longer JSON takes too long to look at again and again. */
const LONG = 1e6;

function shrunkAndBeside(
  claim: Claim,
  violator: { readonly claim: Claim; readonly label: string; readonly at: Specimen } | undefined,
): Pick<RecordedPhases, "shrunk" | "beside"> {
  const digest = new Digest();
  const specimens: Specimen[] = [];
  for (let run = 0; run < 4; run++) {
    try {
      const biasFactor = run % 2 === 0 ? undefined : 3;
      const fresh = sourceFor("beside", claim.id, run);
      specimens.push(generateSpecimen(claim, { draws: [], biasFactor }, fresh));
    } catch {
      digest.tell("the generator throws");
    }
  }
  const shrunk: unknown[] = [];
  if (violator !== undefined) {
    const { label, at } = violator;
    const observer = new Observer(violator.claim);
    const isKept = ({ json }: Specimen) => {
      try {
        const judgement = observer.judge("printed", json, float64 as Arithmetic<unknown>, 0);
        return judgement !== undefined && violatedKeys(judgement).includes(label);
      } catch {
        return false;
      }
    };
    const isLarge = at.cost > LARGE_INSTANCE;
    const [last] = (isLarge ? [20] : [150, 25, 7, 1, 0]).map((attempts) => {
      let steps = 0;
      const onStep = () => steps++;
      const found = shrink(at, { claim: violator.claim, attempts, onStep, keeps: isKept });
      const simplest = found.steps.at(-1)!;
      shrunk.push([simplest.text.slice(0, 80), found.attempts, steps]);
      digest.tell(found.steps.map(({ text, size, cost }) => [text, size, cost]), simplest.path);
      return simplest;
    }) as [Specimen];
    specimens.push(last, at);
  }
  // It generates the first neighbour of every specimen.
  const first = new Regenerator(claim.instances, new Nudge(randomFor("first", claim.id)));
  for (const [index, specimen] of specimens.entries()) {
    const { text, size, cost, path, json } = specimen;
    digest.tell(text, size, cost, path);
    // There is nothing to move in a long text.
    if (size > LONG) continue;
    digest.tell(json);
    const isLarge = cost > LARGE_INSTANCE;
    for (const most of isLarge ? [undefined] : [undefined, 1, 3]) {
      const neighbours = new Neighbours(
        claim.instances,
        specimen,
        randomFor("neighbours", claim.id, index),
        most,
        most === 3 ? first : undefined,
      );
      const isEmptyFirst = index % 2 === 0 ? neighbours.isEmpty : undefined;
      const beside = Array.from({ length: 5 }, () => neighbours.next() ?? "none");
      digest.tell(isEmptyFirst, beside, neighbours.isEmpty);
    }
    // Of large ones these are generated again.
    digest.tell(specimen.recording.draws, specimen.recording.widths, specimen.value.value);
  }
  return { shrunk, beside: digest.text() };
}

if (import.meta.main) {
  await Deno.writeTextFile(RECORD, JSON.stringify(await recordedPhases(), null, 2) + "\n");
}
