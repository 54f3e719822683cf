import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../lib/arithmetic/mod.ts";
import { type Claim, defineClaim } from "./claim.ts";
import { observeExample } from "./example.ts";
import { Observer, watched } from "./observer.ts";

interface Instance {
  readonly x: number;
}

const arithmetic = float64 as Arithmetic<unknown>;

/** A claim about a number that tells what it is asked. */
function telling(part: Partial<Claim<Instance, number>> = {}) {
  const asked: unknown[][] = [];
  const claim = defineClaim<Instance, number>({
    id: "test/telling",
    title: "t",
    locus: "l",
    kind: "universal",
    instances: fc.record({ x: fc.nat() }),
    hypotheses: [
      {
        name: "positive",
        statement: "p",
        holds: ({ x }) => {
          asked.push(["holds", x]);
          return x > 0;
        },
      },
      { name: "along", statement: "a", holdsAlong: (square) => Math.max(0, square - 100) },
      { name: "own", statement: "o", holds: ({ x }) => x !== 7, assumedBy: ["corrected"] },
      { name: "own along", statement: "o", holdsAlong: (z) => z !== 64, assumedBy: ["corrected"] },
    ],
    observe: ({ x }, { name }, refinement) => {
      asked.push(["observe", x, name, refinement]);
      return x * x;
    },
    variants: {
      printed: {
        statement: "p",
        relations: (square) => [{ label: "size", lhs: square, sense: "<=", rhs: 50 }],
      },
      corrected: {
        statement: "c",
        relations: (square, { x }) => [
          { label: "same", lhs: square, sense: "=", rhs: x * x },
          { label: "size", lhs: square, sense: "<=", rhs: 1 },
          { label: "same", lhs: square + 1, sense: "=", rhs: x * x },
        ],
      },
    },
    ...part,
  });
  return { asked, claim };
}

Deno.test("an instance is frozen, looked at, announced and observed, in this order", () => {
  const { asked, claim } = telling();
  const observer = new Observer(
    claim,
    (instance, name) => asked.push(["announce", instance, name]),
  );
  const instance = { x: 3, list: [{ y: 1 }] };
  assertEquals(observer.observe(instance, arithmetic, 1), { observation: 9 });
  assertEquals(asked, [
    ["holds", 3],
    ["announce", instance, "float64"],
    ["observe", 3, "float64", 1],
  ]);
  assert(Object.isFrozen(instance) && Object.isFrozen(instance.list[0]));
  assertEquals(observer.count, 1);
  // What is known to satisfy the hypotheses is not asked again.
  asked.length = 0;
  observer.observe(instance, arithmetic, 0);
  assertEquals(asked.map(([what]) => what), ["announce", "observe"]);
  assertEquals(observer.count, 2);
});

Deno.test("an instance that breaks a shared hypothesis is not observed", () => {
  const { asked, claim } = telling();
  const observer = new Observer(claim);
  const instance = { x: 0 };
  const shortfall = { hypothesis: "positive", remaining: 1, distance: Infinity };
  for (let run = 0; run < 2; run++) {
    assertEquals(observer.observe(instance, arithmetic, 0), { shortfall });
  }
  assertEquals(asked, [["holds", 0], ["holds", 0]]);
  assertEquals(observer.count, 0);
});

Deno.test("a run that breaks a shared hypothesis has a shortfall and no observation", () => {
  const { claim } = telling();
  const observer = new Observer(claim);
  const shortfall = { hypothesis: "along", remaining: 0, distance: 21 };
  assertEquals(observer.observe({ x: 11 }, arithmetic, 0), { shortfall });
  assertEquals(observer.count, 1);
});

Deno.test("an instance need not be an object", () => {
  const asked: unknown[] = [];
  const { claim } = telling({
    hypotheses: [{ name: "any", statement: "a", holds: (x) => asked.push(x) > 0 }],
    observe: () => 1,
  });
  const observer = new Observer(claim);
  for (const instance of [null, 5, "text", true]) {
    for (let run = 0; run < 2; run++) {
      assertEquals(observer.observe(instance, arithmetic, 0), { observation: 1 });
    }
  }
  assertEquals(asked.length, 8);
});

Deno.test("what is computed is computed in a scope, and a promise is no observation", () => {
  let depth = 0;
  const scoped = {
    ...float64,
    scope: <R>(body: () => R) => {
      depth++;
      try {
        return body();
      } finally {
        depth--;
      }
    },
  } as unknown as Arithmetic<unknown>;
  const depths: number[] = [];
  const { claim } = telling({ observe: () => depths.push(depth) });
  new Observer(claim).observe({ x: 1 }, scoped, 0);
  assertEquals([depths, depth], [[1], 0]);
  const late = telling({ observe: () => Promise.resolve(1) as unknown as number });
  assertThrows(
    () => new Observer(late.claim).observe({ x: 1 }, arithmetic, 0),
    TypeError,
    "test/telling: observe() returns a promise",
  );
});

Deno.test("a variant's own hypotheses are on the instance, then on what is observed of it", () => {
  const { claim } = telling();
  const observer = new Observer(claim);
  const own = (variant: "printed" | "corrected", x: number) =>
    observer.ownShortfall(variant, x * x, { x })?.hypothesis;
  assertEquals([own("printed", 7), own("corrected", 7)], [undefined, "own"]);
  assertEquals([own("printed", 8), own("corrected", 8)], [undefined, "own along"]);
  assertEquals(own("corrected", 6), undefined);
});

Deno.test("an instance is judged for a variant unless that breaks one of its hypotheses", () => {
  const { claim } = telling();
  const observer = new Observer(claim);
  const statuses = (variant: "printed" | "corrected", x: number) => {
    const judgement = observer.judge(variant, { x }, arithmetic, 0);
    return judgement && [...judgement].map(([label, { status }]) => `${label} ${status}`);
  };
  assertEquals(statuses("printed", 7), ["size supported"]);
  assertEquals(statuses("printed", 9), ["size violated"]);
  assertEquals(statuses("printed", 0), undefined);
  assertEquals(statuses("printed", 11), undefined);
  assertEquals(statuses("corrected", 7), undefined);
  assertEquals(statuses("corrected", 8), undefined);
  assertEquals(statuses("corrected", 1), ["same violated", "size supported"]);
  // In a coarse arithmetic rounding may explain more.
  const coarse = { ...float64, unitRoundoff: 2 ** -9 } as Arithmetic<unknown>;
  const judgement = observer.judge("printed", { x: 8 }, coarse, 0)!;
  assertEquals([...judgement.values()].map(({ status }) => status), ["undecided"]);
});

Deno.test("an arithmetic is used when something is computed in it, and not by its name", () => {
  const { arithmetic: seen, isUsed } = watched(arithmetic);
  assertEquals([seen.name, seen.unitRoundoff, seen.backend], ["float64", 2 ** -53, "ml-matrix"]);
  assertEquals(seen.scope(() => 5), 5);
  assertEquals(isUsed(), false);
  assertEquals(seen.toArray(seen.vector([1, 2])), [1, 2]);
  assertEquals(isUsed(), true);
});

Deno.test("an example holds what was observed, the worst relation of each label and the figures", () => {
  const { claim } = telling({
    figures: (square, { x }) => [{
      kind: "lines",
      title: `of ${square}`,
      x: { label: "k" },
      y: { label: "value" },
      series: [{ name: "a", role: "observed", points: [[0, 1], [1, x]] }],
    }],
  });
  const example = observeExample(claim, "corrected", { x: 2 }, arithmetic, "tightest");
  assertEquals([example.role, example.arithmetic, example.instance], [
    "tightest",
    "float64",
    { x: 2 },
  ]);
  assertEquals(
    example.relations.map(({ label, lhs, sense, rhs }) => [label, lhs, sense, rhs]),
    [["same", 5, "=", 4], ["size", 4, "<=", 1]],
  );
  assertEquals(example.figures.map(({ title }) => title), ["of 4"]);
  assertEquals(
    observeExample(telling().claim, "printed", { x: 2 }, arithmetic, "error").figures,
    [],
  );
});

Deno.test("an instance that breaks a hypothesis is no example", () => {
  const { claim } = telling();
  const observe = (variant: "printed" | "corrected", x: number) =>
    observeExample(claim, variant, { x }, arithmetic, "witness");
  for (
    const [variant, x, hypothesis] of [
      ["printed", 0, "positive"],
      ["printed", 11, "along"],
      ["corrected", 7, "own"],
      ["corrected", 8, "own along"],
    ] as const
  ) {
    const error = assertThrows(() => observe(variant, x), RangeError);
    assertEquals(error.message, `the instance breaks the hypothesis "${hypothesis}"`);
  }
  assertEquals(observe("printed", 8).relations.length, 1);
});

Deno.test("figures that cannot be drawn are none, and it is said why", () => {
  const { claim } = telling({
    figures: () => {
      throw new Error("no ink");
    },
  });
  const told: string[] = [];
  const tell = (message: string) => told.push(message);
  const example = observeExample(claim, "printed", { x: 2 }, arithmetic, "tightest", tell);
  assertEquals([example.figures, told], [[], ["Error: no ink"]]);
  assertEquals(example.relations.length, 1);
  // Nobody needs to listen.
  assertEquals(observeExample(claim, "printed", { x: 2 }, arithmetic, "tightest").figures, []);
});
