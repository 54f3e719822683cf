import { assert, assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Claim } from "../claim.ts";
import { checkFirstObservation } from "./first_observation.ts";

type Parts = Readonly<Record<string, unknown>>;

const arithmetic = float64 as Arithmetic<unknown>;
const wrong = { statement: "x", relations: () => [] };
const right = {
  statement: "x",
  relations: () => [{ label: "x", lhs: 1, sense: "=", rhs: 1 }],
};

/** What is said of a claim, and which instances it was asked to observe. */
function look(parts: Parts, seed = 1): { said: string | undefined; observed: unknown[] } {
  const observed: unknown[] = [];
  const claim = {
    id: "mine/claim",
    hypotheses: [],
    instances: fc.record({ x: fc.integer({ min: 0, max: 999 }) }),
    observe: (instance: unknown) => observed.push(instance),
    variants: { printed: right },
    ...parts,
  } as unknown as Claim;
  return { said: checkFirstObservation(claim, arithmetic, seed), observed };
}

Deno.test("one instance is observed that satisfies what all variants assume", () => {
  const large = { name: "large", holds: ({ x }: { x: number }) => x > 900 };
  assertEquals(look({}).observed.length, 1);
  const { observed } = look({ hypotheses: [large] });
  assert(observed.length === 1 && (observed[0] as { x: number }).x > 900, `${observed}`);
  // On the run, as many are observed as are drawn until one satisfies them.
  const along = { name: "along", holdsAlong: (count: number) => count === 7 };
  assertEquals(look({ hypotheses: [along] }).observed.length, 7);
  const never = { name: "never", holdsAlong: () => false };
  const tried = look({ hypotheses: [never], variants: { printed: wrong } });
  assertEquals([tried.observed.length, tried.said], [50, undefined]);
  assertEquals(new Set(tried.observed.map((instance) => JSON.stringify(instance))).size > 30, true);
  assertEquals(look({}).observed, look({}).observed);
  assertEquals(new Set([1, 2, 3, 4].map((seed) => JSON.stringify(look({}, seed)))).size > 1, true);
});

Deno.test("a variant is asked where the hypotheses hold that it alone assumes", () => {
  const own = (parts: Parts) => ({ name: "own", assumedBy: ["corrected"], ...parts });
  const variants = { printed: right, corrected: wrong };
  const said = "relations() of variants.corrected returns no relations";
  for (const parts of [{ holds: () => true }, { holds: () => 0 }, { holdsAlong: () => true }]) {
    assertMatch(
      look({ hypotheses: [own(parts)], variants }).said ?? "nothing",
      RegExp(
        `^${said.replaceAll(/[().]/g, "\\$&")}`,
      ),
    );
  }
  for (const parts of [{ holds: () => false }, { holds: () => 1e-9 }, { holdsAlong: () => 3 }]) {
    const { said, observed } = look({ hypotheses: [own(parts)], variants });
    assertEquals([said, observed.length], [undefined, 1]);
  }
  // One that the variant alone does not assume keeps nothing from being asked of it.
  const others = [own({ holds: () => false })];
  assertMatch(
    look({ hypotheses: others, variants: { printed: wrong, corrected: right } }).said ?? "nothing",
    /of variants\.printed/,
  );
});

Deno.test("what a function returns is told with its name, what it throws is not", () => {
  const said = (parts: Parts) => look(parts).said;
  const throws = () => {
    throw new Error("a bug");
  };
  assertEquals(
    said({ observe: () => Promise.resolve(1) }),
    "observe() returns a promise: it must return the observation itself, so compute it without await",
  );
  for (const question of ["holds", "holdsAlong"]) {
    const hypotheses = [{ name: 'x "y"', [question]: () => "yes" }];
    assertEquals(
      said({ hypotheses }),
      `${question}() of the hypothesis ${JSON.stringify('x "y"')} returns "yes": it must return ` +
        "true, false, or how far the hypothesis is from being met (0 if it is)",
    );
    assertEquals(said({ hypotheses: [{ name: "x", [question]: throws }] }), undefined);
  }
  const cannot = "that JSON cannot hold: an instance must be plain data, of numbers, strings, " +
    "booleans, null, arrays and objects";
  assertEquals(said({ instances: fc.constant(1n) }), `instances generates the bigint 1n ${cannot}`);
  assertEquals(
    said({ instances: fc.constant(undefined) }),
    `instances generates undefined ${cannot}`,
  );
  assertEquals(said({ observe: throws }), undefined);
  assertEquals(said({ variants: { printed: { relations: throws } } }), undefined);
  // An instance is seen as a file holds it.
  const dates = look({ instances: fc.constant({ x: new Date(0), y: undefined }) });
  assertEquals(dates.observed, [{ x: "1970-01-01T00:00:00.000Z" }]);
  // Methods of a hypothesis may use what else it has.
  const hypothesis = {
    name: "own",
    least: 5,
    holds() {
      return this.least === 5;
    },
  };
  assertEquals(look({ hypotheses: [hypothesis] }).observed.length, 1);
});
