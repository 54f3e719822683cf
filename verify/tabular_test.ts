import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { type Arithmetic, float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { type Claim, defineClaim } from "./claim.ts";
import { checkFirstObservation } from "./door/first_observation.ts";
import { MalformedClaim } from "./door/malformed_claim.ts";
import { storableFigures } from "./figure.ts";
import evidenceSchema from "./schemas/evidence.json" with { type: "json" };
import { searchClaim } from "./search.ts";
import {
  below,
  compare,
  medianOf,
  type PrintedTable,
  quotient,
  readingOf,
  Tables,
  tabularClaim,
} from "./tabular.ts";

const TABLE: PrintedTable = {
  locus: "Table 1",
  caption: "Losses",
  columns: ["n", "Optimizer", "Loss", "Success"],
  keys: 2,
  rows: [
    ["3", "Adam", "1.28×10^{-6}", "90%"],
    ["3", "SPGD", "1.6×10^{-7}", "100%"],
    ["5", "Adam", "–", "—%"],
    ["5", "SPGD", "3", "0.40"],
  ],
};

/** The table with another text in one cell. */
function changed(row: number, column: number, text: string): PrintedTable {
  const rows = TABLE.rows.map((cells) => [...cells]);
  rows[row]![column] = text;
  return { ...TABLE, rows };
}

/** "Adam's loss is at least so many times SPGD's." */
function lossesClaim(table: PrintedTable, factor = 8): Claim {
  return tabularClaim({
    id: "mine/losses",
    title: "SPGD's loss is smaller",
    locus: "§1, Table 1",
    tables: [table],
    variants: {
      printed: {
        statement: "\\text{smaller}",
        comparisons: (tables) => [
          compare(
            "n = 3: Adam / SPGD",
            quotient(
              tables.number("Table 1", "3 Adam", "Loss"),
              tables.number("Table 1", "3 SPGD", "Loss"),
            ),
            { atLeast: factor },
          ),
          compare(
            "n = 3: success of SPGD",
            readingOf(tables.number("Table 1", "3 SPGD", "Success")),
            { atLeast: 95 },
          ),
        ],
      },
    },
  });
}

const float32 = await loadFloat32({ size: "small" });

function search(claim: Claim) {
  return searchClaim(claim, {
    seed: 1,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
    secondArithmetic: float32 as Arithmetic<unknown>,
  });
}

Deno.test("cells are read as they are printed, with half a unit of their last digit", () => {
  const tables = new Tables([TABLE]);
  const read = (row: string, column: string) => {
    const { value, precision } = tables.number("Table 1", row, column);
    return [value, precision];
  };
  assertEquals(read("3 Adam", "Loss"), [1.28e-6, 5e-9]);
  assertEquals(read("3 SPGD", "Loss"), [1.6e-7, 5e-9]);
  assertEquals(read("3 Adam", "Success"), [90, 0.5]);
  assertEquals(read("5 SPGD", "Loss"), [3, 0.5]);
  assertEquals(read("5 SPGD", "Success"), [0.4, 0.005]);
  assertEquals(tables.numberIfAny("Table 1", "5 Adam", "Loss"), undefined);
  assertEquals(tables.numberIfAny("Table 1", "5 Adam", "Success"), undefined);
  assertEquals(tables.rows("Table 1"), ["3 Adam", "3 SPGD", "5 Adam", "5 SPGD"]);
  const cell = (text: string) =>
    new Tables([changed(0, 2, text)]).number("Table 1", "3 Adam", "Loss");
  assertEquals(cell("10^{-5}").value, 1e-5);
  assertEquals(cell("−2.5×10^{3}").value, -2500);
  assertEquals(cell("−2.5×10^{3}").precision, 50);
});

Deno.test("a malformed cell is an error that names table, row and column", () => {
  const malformed = ["", " 3", "1.28x10^{-6}", "1.28×10^-6", "1e-6", "1,000", "90 %", "1.", "n/a"];
  for (const text of malformed) {
    const { message } = assertThrows(() => new Tables([changed(1, 2, text)]), MalformedClaim);
    assertStringIncludes(message, 'Table 1, row "3 SPGD", column "Loss": the cell ');
    assertStringIncludes(message, JSON.stringify(text));
  }
});

Deno.test("tables that are none are errors, and so are cells that do not exist", () => {
  const message = (tables: readonly PrintedTable[]) =>
    assertThrows(() => new Tables(tables), MalformedClaim).message;
  const short = { ...TABLE, rows: [...TABLE.rows.slice(0, 3), ["5", "SPGD", "3"]] };
  assertEquals(
    message([short]),
    'Table 1, row "5 SPGD": it has 3 cells, but there are 4 columns',
  );
  assertEquals(message([changed(1, 1, "Adam")]), 'Table 1 has two rows of the name "3 Adam"');
  assertEquals(message([TABLE, TABLE]), 'the claim has two tables of the name "Table 1"');
  const tables = new Tables([TABLE]);
  const ask = (...place: [string, string, string]) =>
    assertThrows(() => tables.number(...place), MalformedClaim).message;
  assertEquals(ask("Table 2", "3 Adam", "Loss"), 'the claim has no "Table 2"');
  assertStringIncludes(ask("Table 1", "3 adam", "Loss"), "there is no such row (there are 3 Adam,");
  assertStringIncludes(ask("Table 1", "3 Adam", "Time"), "there is no such column");
  assertEquals(
    ask("Table 1", "5 Adam", "Loss"),
    'Table 1, row "5 Adam", column "Loss": there is none',
  );
});

Deno.test("a quotient is as uncertain as its cells make it, and a median as its readings", () => {
  const tables = new Tables([TABLE]);
  const loss = (row: string) => tables.number("Table 1", row, "Loss");
  const { value, uncertainty, cells } = quotient(loss("3 Adam"), loss("3 SPGD"));
  assert(Math.abs(value - 8) < 1e-12);
  // 1.285/1.55 − 1.28/1.6 in units of 10.
  assert(Math.abs(uncertainty - (12.85 / 1.55 - 8)) < 1e-9, `${uncertainty}`);
  assertEquals(cells, [loss("3 Adam"), loss("3 SPGD")]);
  const reading = (value: number, uncertainty: number) => ({ value, uncertainty, cells: [] });
  const [one, two, three] = [reading(5, 0.1), reading(1, 0.3), reading(2, 0.2)];
  assertEquals(medianOf([one, two, three]), reading(2, 0.3));
  assertEquals(medianOf([one, three]), reading(3.5, 0.2));
  assertEquals(below("less", one, two).relations, [
    { lhs: 5, sense: "<=", rhs: 1, uncertainty: 0.4 },
  ]);
});

Deno.test("one digit changed flips the verdict", async () => {
  const verdict = async (table: PrintedTable) =>
    (await search(lossesClaim(table))).variants.printed.verdict;
  assertEquals(await verdict(TABLE), "holds");
  assertEquals(await verdict(changed(0, 2, "1.08×10^{-6}")), "refuted");
  assertEquals(await verdict(changed(1, 2, "1.9×10^{-7}")), "refuted");
  assertEquals(await verdict(changed(1, 2, "1.6×10^{-6}")), "refuted");
  assertEquals(await verdict(changed(1, 3, "90%")), "refuted");
  // 1.26/1.6 is 7.9, and 1.26/1.55 is 8.1.
  assertEquals(await verdict(changed(0, 2, "1.26×10^{-6}")), "inconclusive");
});

Deno.test("the tables are the only instance, and every comparison has to be decided", async () => {
  const { kind, search: done, numbers, health, variants: { printed } } = await search(
    lossesClaim(TABLE),
  );
  assertEquals(kind, "tabular");
  assertEquals(done.generate, { budget: 1, drawn: 1, accepted: 1 });
  assertEquals(done.target, { budget: 0, drawn: 0, accepted: 0 });
  assertEquals([numbers, health], [[], []]);
  assertEquals(printed.comparisons, { kept: 2, broken: 0, open: 0 });
  assertEquals(printed.secondArithmetic, null);
  const open = (await search(lossesClaim(changed(0, 2, "1.26×10^{-6}")))).variants.printed;
  assertEquals(open.comparisons, { kept: 1, broken: 0, open: 1 });
  assertEquals(
    open.reason,
    'the precision of the printed numbers leaves "n = 3: Adam / SPGD" open',
  );
  const failed = (await search(lossesClaim(changed(3, 2, "three")))).variants.printed;
  assertEquals(failed.verdict, "error");
  assertStringIncludes(failed.reason!, 'Table 1, row "5 SPGD", column "Loss"');
});

Deno.test("a number with hardly a digit decides what is farther off than that digit", async () => {
  const compared = (table: PrintedTable, more: string) =>
    search(tabularClaim({
      id: "mine/order",
      title: "It is less",
      locus: "Table 1",
      tables: [table],
      variants: {
        printed: {
          statement: "x \\le y",
          comparisons: (tables) => [below(
            "less",
            readingOf(tables.number("Table 1", "5 SPGD", "Loss")),
            readingOf(tables.number("Table 1", more, "Success")),
          )],
        },
      },
    }));
  // 3 ± 0.5 against 90 ± 0.5, 4 ± 0.5, 3.1 ± 0.05, 2 ± 0.5, 1 ± 0.5.
  const verdicts: string[] = [];
  for (const text of ["90%", "4.1", "3.1", "2.6", "1"]) {
    const found = await compared(changed(1, 3, text), "3 SPGD");
    verdicts.push(found.variants.printed.verdict);
  }
  assertEquals(verdicts, ["holds", "holds", "inconclusive", "inconclusive", "refuted"]);
});

Deno.test("the counterexample is the table, with its cells marked, in valid evidence", async () => {
  const evidence = await search(lossesClaim(changed(0, 2, "1.08×10^{-6}")));
  const { printed } = evidence.variants;
  assertEquals(printed.comparisons, { kept: 1, broken: 1, open: 0 });
  const { confirmation, shrinkSteps } = printed.refutation!;
  assertEquals(confirmation.label, "n = 3: Adam / SPGD");
  assertEquals(confirmation.perturbations.wanted, 0);
  assertEquals([confirmation.tightened, confirmation.secondArithmetic], ["violated", "not run"]);
  assertEquals(shrinkSteps, 0);
  const [figure, ...more] = printed.example!.figures;
  assertEquals(more, []);
  assert(figure?.kind === "table");
  assertEquals(figure.rows[0], ["3", "Adam", "1.08×10^{-6}", "90%"]);
  assertEquals(figure.marks, [
    { row: 0, column: 2, status: "broken", comparisons: ["n = 3: Adam / SPGD"] },
    { row: 1, column: 2, status: "broken", comparisons: ["n = 3: Adam / SPGD"] },
    { row: 1, column: 3, status: "kept", comparisons: ["n = 3: success of SPGD"] },
  ]);
  const isEvidence = new Ajv2020({ strict: false }).compile(evidenceSchema);
  assert(isEvidence(JSON.parse(JSON.stringify(evidence))), JSON.stringify(isEvidence.errors));
});

Deno.test("a cell of several comparisons is marked by the worst, and names those", () => {
  const claim = tabularClaim({
    id: "mine/twice",
    title: "One cell, three comparisons",
    locus: "Table 1",
    tables: [TABLE],
    variants: {
      printed: {
        statement: "x",
        comparisons: (tables) => {
          const success = readingOf(tables.number("Table 1", "3 Adam", "Success"));
          return [
            compare("kept", success, { atLeast: 50 }),
            compare("broken", success, { atLeast: 95 }),
            compare("broken too", success, { atMost: 80 }),
          ];
        },
      },
    },
  });
  const instance = { tables: [TABLE] };
  const observation = claim.observe(instance, float64 as Arithmetic<unknown>, 0);
  const [figure] = storableFigures(claim.figures!(observation, instance, "printed"));
  assert(figure?.kind === "table");
  assertEquals(figure.marks, [
    { row: 0, column: 3, status: "broken", comparisons: ["broken", "broken too"] },
  ]);
});

Deno.test("two comparisons of one label are an error", async () => {
  const claim = tabularClaim({
    id: "mine/labels",
    title: "Labels",
    locus: "Table 1",
    tables: [TABLE],
    variants: {
      printed: {
        statement: "x",
        comparisons: (tables) => {
          const success = readingOf(tables.number("Table 1", "3 Adam", "Success"));
          return [compare("same", success, { atLeast: 1 }), compare("same", success, {})];
        },
      },
    },
  });
  const { printed } = (await search(claim)).variants;
  assertEquals(printed.verdict, "error");
  assertStringIncludes(printed.reason!, "mine/labels (printed) has two comparisons of the name");
});

Deno.test("the door lets in no tabular claim with hypotheses, a cost or several instances", () => {
  const base = {
    id: "mine/table",
    title: "A table",
    locus: "Table 1",
    kind: "tabular" as const,
    hypotheses: [],
    instances: fc.constant<unknown>({ tables: [TABLE] }),
    observe: () => 1,
    variants: {
      printed: {
        statement: "1 \\le 2",
        relations: () => [{ label: "1 <= 2", lhs: 1, sense: "<=" as const, rhs: 2 }],
      },
    },
  };
  const hypothesis = { name: "positive", statement: "x > 0", holds: () => true };
  const refused = (more: object) =>
    assertThrows(() => defineClaim({ ...base, ...more }), MalformedClaim).message;
  assertStringIncludes(refused({ hypotheses: [hypothesis] }), "a tabular claim has none, since");
  assertStringIncludes(refused({ cost: 2 }), "cost: a tabular claim has none: leave it out");
  assertStringIncludes(
    refused({ hypotheses: [hypothesis], vacuous: { hypotheses: ["positive"], reason: "so" } }),
    "vacuous: a tabular claim has none",
  );
  const check = (claim: Claim) => checkFirstObservation(claim, float64 as Arithmetic<unknown>, 1);
  assertEquals(check(defineClaim(base)), undefined);
  assertStringIncludes(
    check(defineClaim({ ...base, instances: fc.double() }))!,
    "instances generates more than one instance: a tabular claim has its tables alone",
  );
  assertStringIncludes(
    check(lossesClaim(changed(0, 2, "1.28×10-6")))!,
    'Table 1, row "3 Adam", column "Loss": the cell "1.28×10-6" is no number',
  );
});
