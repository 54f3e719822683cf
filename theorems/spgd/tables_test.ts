/** What decides the claims about Tables 1 to 7, by hand, and what one changed digit makes of them. */

import { assert, assertEquals } from "@std/assert";
import { type Arithmetic, float64 } from "../../lib/arithmetic/mod.ts";
import type { Claim, PrintedTable, VariantName, Verdict } from "../../verify/mod.ts";
import { searchClaim } from "../../verify/search.ts";
import { TABLE_1, TABLE_2, TABLE_3, TABLE_4, TABLE_5, TABLE_6, TABLE_7 } from "./_tables.ts";
import {
  epochsClaim,
  fasterInEpochsClaim,
  fasterInTimeClaim,
  finalLossesClaim,
  networkScaleClaim,
  poissonEpochsClaim,
  poissonErrorsClaim,
  poissonOutperformsClaim,
  successRatesClaim,
} from "./tables.ts";

/** A table with one cell that is printed otherwise. */
function changed(table: PrintedTable, row: string, column: string, text: string): PrintedTable {
  const { columns, keys, rows } = table;
  const i = rows.findIndex((cells) => cells.slice(0, keys).join(" ") === row);
  const j = columns.indexOf(column);
  assert(i >= 0 && j >= keys && rows[i]![j] !== text);
  return { ...table, rows: rows.map((cells, k) => k === i ? cells.with(j, text) : cells) };
}

async function found(claim: Claim) {
  return (await searchClaim(claim, {
    seed: 1,
    profile: "quick",
    arithmetic: float64 as Arithmetic<unknown>,
  })).variants;
}

async function verdictOf(claim: Claim, name: VariantName = "printed"): Promise<Verdict> {
  return (await found(claim))[name]!.verdict;
}

/** What is on the left of each comparison, to three digits. */
function sides(claim: Claim, name: VariantName = "printed"): Record<string, string> {
  const { value: instance } = claim.instances.generate(undefined as never, undefined);
  const observation = claim.observe(instance, float64 as Arithmetic<unknown>, 0);
  return Object.fromEntries(
    claim.variants[name]!.relations(observation, instance)
      .map(({ label, lhs }) => [label, lhs.toPrecision(3)]),
  );
}

Deno.test("final losses: 8 of 24 quotients are above 10³, the least is 9.77", async () => {
  const lhs = sides(finalLossesClaim());
  assertEquals(Object.keys(lhs).length, 24);
  // 4.73e-1 / 2.52e-7, 3.93e-2 / 8.54e-8, 2.45e-4 / 1.24e-7, 2.08e-5 / 2.13e-6.
  assertEquals(lhs["n = 9, Median: Adam / SPGD"], "1.88e+6");
  assertEquals(lhs["n = 7, Median: Adam / SPGD"], "4.60e+5");
  assertEquals(lhs["n = 3, Worst: Adam / SPGD"], "1.98e+3");
  assertEquals(lhs["d = 5, Median: Adam / SPGD"], "9.77");
  const { printed, corrected } = await found(finalLossesClaim());
  assertEquals(printed.comparisons, { kept: 16, broken: 8, open: 0 });
  assertEquals(corrected!.comparisons, { kept: 24, broken: 0, open: 0 });
  // Where no cell of Adam were larger than 300 times that of SPGD, it would hold.
  const tame = [TABLE_1, TABLE_3].map((table) => ({
    ...table,
    rows: table.rows.map((row) => [
      ...row.slice(0, 2),
      ...row.slice(2).map(() => row[1] === "Adam" ? "2.0×10^{-5}" : "1.0×10^{-6}"),
    ]),
  }));
  assertEquals(await verdictOf(finalLossesClaim(tame)), "holds");
  const slower = changed(TABLE_3, "5 SPGD", "Median", "2.23×10^{-6}");
  assertEquals(await verdictOf(finalLossesClaim([TABLE_1, slower]), "corrected"), "refuted");
});

Deno.test("epochs: 13 quotients from 8.62 to 52.4", async () => {
  const each = sides(epochsClaim());
  assertEquals(Object.values(each), [
    ...["9.74", "14.8", "15.1", "25.7", "10.5", "18.4", "13.1", "31.3"],
    ...["14.1", "28.2", "8.62", "20.5", "52.4"],
  ]);
  const { printed, sharpened } = await found(epochsClaim());
  assertEquals([printed, sharpened!].map(({ verdict }) => verdict), ["holds", "holds"]);
  const slower = changed(TABLE_4, "5 SPGD", "10^{-4}: Epoch", "216");
  assertEquals(await verdictOf(epochsClaim([TABLE_2, slower]), "sharpened"), "refuted");
  // 3314/29 = 114.
  const faster = changed(TABLE_2, "5 SPGD", "10^{-5}: Epoch", "29");
  assertEquals(await verdictOf(epochsClaim([faster, TABLE_4])), "refuted");
});

Deno.test("success: SPGD's 16 rates are 100%, Adam's 8 at most 30%", async () => {
  const { printed } = await found(successRatesClaim());
  assertEquals(printed.comparisons, { kept: 24, broken: 0, open: 0 });
  const fails = changed(TABLE_2, "9 SPGD", "10^{-4}: Success", "90%");
  assertEquals(await verdictOf(successRatesClaim([fails, TABLE_4])), "refuted");
  const succeeds = changed(TABLE_4, "7 Adam", "10^{-4}: Success", "70%");
  assertEquals(await verdictOf(successRatesClaim([TABLE_2, succeeds])), "refuted");
});

Deno.test("faster in epochs: 18 quotients, the least 463/72 = 6.43", async () => {
  const each = sides(fasterInEpochsClaim());
  assertEquals(Object.keys(each).length, 18);
  assertEquals(each["d = 5, 10^{-3}: Epoch: Adam / SPGD"], "6.43");
  assertEquals(Math.min(...Object.values(each).map(Number)), 6.43);
  const slower = changed(TABLE_4, "5 SPGD", "10^{-3}: Epoch", "272");
  assertEquals(await verdictOf(fasterInEpochsClaim([TABLE_2, slower])), "refuted");
});

Deno.test("faster in time: at 10^{-4} the median quotient is (0.522 + 0.583)/2", async () => {
  assertEquals(Object.values(sides(fasterInTimeClaim())), ["0.553", "1.03"]);
  const { printed, corrected } = await found(fasterInTimeClaim());
  assertEquals(printed.refutation!.confirmation.label.slice(0, 17), "threshold 10^{-4}");
  assertEquals(printed.comparisons, { kept: 1, broken: 1, open: 0 });
  assertEquals(corrected!.comparisons, { kept: 8, broken: 0, open: 0 });
  const faster = changed(TABLE_2, "3 SPGD", "10^{-4}: Time", "0.06");
  assertEquals(await verdictOf(fasterInTimeClaim([faster, TABLE_4]), "corrected"), "refuted");
});

Deno.test("Poisson, epochs: factors from 3.38 to 13.7", async () => {
  assertEquals(Object.values(sides(poissonEpochsClaim())), [
    "3.38",
    "5.45",
    "3.60",
    "11.6",
    "9.10",
    "12.9",
    "13.7",
  ]);
  const { printed } = await found(poissonEpochsClaim());
  // 1585/291 = 5.45 rounds to 5.
  assertEquals(printed.comparisons, { kept: 3, broken: 4, open: 0 });
  const slower = changed(TABLE_6, "2 SPGD", "10^{-1}: Median", "333");
  assertEquals(await verdictOf(poissonEpochsClaim([slower]), "corrected"), "refuted");
});

Deno.test("Poisson, errors: 4.61, 7.82, 23.5 and 36.8, which is 1.57 orders", async () => {
  assertEquals(Object.values(sides(poissonErrorsClaim())), ["4.61", "7.82", "23.5", "36.8"]);
  assertEquals(Math.log10(0.112 / 0.00304).toFixed(2), "1.57");
  const { printed, sharpened } = await found(poissonErrorsClaim());
  for (const { comparisons } of [printed, sharpened!]) {
    assertEquals(comparisons, { kept: 4, broken: 0, open: 0 });
  }
  // 0.0727/0.00093 = 78.2, and 0.333/0.00142 = 235.
  const more = changed(TABLE_5, "4 Adam", "Median", "7.27×10^{-2}");
  assertEquals(await verdictOf(poissonErrorsClaim([more])), "holds");
  assertEquals(await verdictOf(poissonErrorsClaim([more]), "sharpened"), "refuted");
  const tooMuch = changed(TABLE_5, "6 Adam", "Median", "3.33×10^{-1}");
  assertEquals(await verdictOf(poissonErrorsClaim([tooMuch])), "refuted");
});

Deno.test("Poisson, by dimension: better in all 33 pairs, and the more so the larger d", async () => {
  const { printed, sharpened } = await found(poissonOutperformsClaim());
  assertEquals(printed.comparisons, { kept: 33, broken: 0, open: 0 });
  assertEquals(sharpened!.comparisons, { kept: 8, broken: 0, open: 0 });
  const worse = changed(TABLE_5, "4 SPGD", "Worst", "3.22×10^{-2}");
  assertEquals(await verdictOf(poissonOutperformsClaim([worse, TABLE_6])), "refuted");
  const even = changed(TABLE_6, "4 SPGD", "10^{-1}: Median", "190");
  assertEquals(await verdictOf(poissonOutperformsClaim([TABLE_5, even]), "sharpened"), "refuted");
});

Deno.test("networks: wherever the smaller ones end, one cell speaks against it", async () => {
  const { printed } = await found(networkScaleClaim());
  assertEquals(printed.example!.relations[0]!.lhs, 1);
  const [figure] = printed.example!.figures;
  assert(figure?.kind === "table");
  // LeNet's δ among the larger networks, or its k among the smaller ones.
  assertEquals(figure.marks.map(({ row, column }) => [row, column]), [[1, 2], [1, 3]]);
  const weaker = changed(TABLE_7, "LeNet-62k 2 Conv (6, 16) + 3 FC (120, 84, 10)", "SPGD: k", "10");
  assertEquals(await verdictOf(networkScaleClaim([weaker])), "holds");
  assertEquals(await verdictOf(networkScaleClaim([weaker]), "corrected"), "refuted");
  const [, leNet] = TABLE_7.rows;
  const stronger = changed(TABLE_7, leNet!.slice(0, 2).join(" "), "SPGD: δ", "10^{-4}");
  assertEquals(await verdictOf(networkScaleClaim([stronger])), "holds");
});
