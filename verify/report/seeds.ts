/**
 * Runs with several seeds: an ordinary report folder for each, below one whose page shows them
 * together.
 *
 * @module
 */

import { join } from "node:path";
import { paperOf, type VariantName, type Verdict } from "../claim.ts";
import type { Evidence } from "../evidence.ts";
import { evidenceIds } from "../evidence_file.ts";
import { comparePapers } from "../papers.ts";
import { UsageError } from "../usage_error.ts";
import { writeJson, writeWhole } from "./files.ts";
import { readReportFolder } from "./folder.ts";
import { type Run, runsOf } from "./runs.ts";
import { renderSeedsPage } from "./site/seeds_page.tsx";
import { writeAssets } from "./site/site.ts";

/** The file that marks a folder of several seeds. */
const MARK = "seeds.json";

/** What the mark names as its schema. */
const SEEDS_SCHEMA = "assay.seeds/1";

/** What is kept of a report folder: one of 64 whole ones would be too much. */
export interface SeedReport {
  /** The seed that the folder is named after. */
  readonly seed: number;
  /** The runs that its evidence comes from. */
  readonly runs: readonly Run[];
  /** Its claims, in its order. */
  readonly claims: readonly {
    readonly id: string;
    readonly title: string;
    readonly paperTitle: string | null;
    readonly variants: readonly {
      readonly name: VariantName;
      readonly verdict: Verdict;
      readonly expected: Verdict | null;
      readonly tightness: number | null;
    }[];
  }[];
  /** What could not be read. */
  readonly problems: readonly string[];
}

/** What the seeds say of a variant of a claim. */
export interface OverSeeds {
  /** The claim. */
  readonly id: string;
  /** Its title. */
  readonly title: string;
  /** The title of its paper, where its module gives one. */
  readonly paperTitle: string | null;
  /** The variant. */
  readonly variant: VariantName;
  /** The verdict that it is known to have. */
  readonly expected: Verdict | null;
  /** The seeds that gave each verdict; the most frequent one first. */
  readonly verdicts: readonly { readonly verdict: Verdict; readonly seeds: readonly number[] }[];
  /** The largest lhs/rhs that any seed met, and the first seed that did; null where there is none. */
  readonly tightest: { readonly tightness: number; readonly seed: number } | null;
}

/** The report folder of one of several seeds. */
export function seedFolder(folder: string, seed: number): string {
  return join(folder, `seed-${seed}`);
}

/** Whether a folder holds runs with several seeds. */
export function isOfSeeds(folder: string): boolean {
  try {
    return Deno.statSync(join(folder, MARK)).isFile;
  } catch {
    return false;
  }
}

/**
 * Refuses a folder of several seeds for what is of one run.
 *
 * @throws {UsageError} If it is such a folder.
 */
export function refuseSeeds(folder: string): void {
  if (!isOfSeeds(folder)) return;
  throw new UsageError(
    `${folder} holds runs with several seeds, each in a folder of its own: choose one of these, or ` +
      "another folder",
  );
}

/**
 * Marks a folder as one of several seeds.
 *
 * @throws {UsageError} If it holds the report of one run, or cannot be written.
 */
export function markSeeds(folder: string): void {
  if (isOfSeeds(folder)) return;
  if (evidenceIds(folder).length > 0) {
    throw new UsageError(
      `${folder} holds the report of one run: choose another folder for several`,
    );
  }
  writeJson(join(folder, MARK), { schema: SEEDS_SCHEMA });
}

/** The seeds whose reports lie in a folder, in their order. */
export function seedsIn(folder: string): number[] {
  return [...Deno.readDirSync(folder)].filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => /^seed-(-?\d+)$/.exec(name)?.[1])
    .filter((seed) => seed !== undefined).map(Number).sort((a, b) => a - b);
}

/** Reads what a folder holds of one of its seeds. */
export function readSeed(folder: string, seed: number): SeedReport {
  const { files, problems } = readReportFolder(seedFolder(folder, seed));
  const evidence = files.map(({ evidence }) => evidence);
  return {
    seed,
    runs: runsOf(evidence).map(({ version, seed, profile, arithmetics }) => ({
      version,
      seed,
      profile,
      arithmetics,
    })),
    claims: evidence.map(({ id, title, paperTitle, variants }) => ({
      id,
      title,
      paperTitle,
      variants: (Object.entries(variants) as [VariantName, Evidence["variants"]["printed"]][])
        .map(([name, { verdict, expected, tightness }]) => ({
          name,
          verdict,
          expected,
          tightness,
        })),
    })),
    problems,
  };
}

/** What all seeds say, by paper, claim and variant. */
export function overSeeds(reports: readonly SeedReport[]): OverSeeds[] {
  const found = reports.flatMap(({ seed, claims }) =>
    claims.flatMap(({ id, title, paperTitle, variants }) =>
      variants.map((variant) => ({ seed, id, title, paperTitle, ...variant }))
    )
  );
  return [...Map.groupBy(found, ({ id, name }) => `${id} ${name}`).values()].map((of) => {
    const { id, title, paperTitle, name, expected } = of[0]!;
    const verdicts = [...Map.groupBy(of, ({ verdict }) => verdict)]
      .map(([verdict, all]) => ({ verdict, seeds: all.map(({ seed }) => seed) }))
      .sort((a, b) => b.seeds.length - a.seeds.length);
    let tightest: OverSeeds["tightest"] = null;
    for (const { tightness, seed } of of) {
      if (tightness !== null && (tightest === null || tightness > tightest.tightness)) {
        tightest = { tightness, seed };
      }
    }
    return { id, title, paperTitle, variant: name, expected, verdicts, tightest };
  }).sort((a, b) => comparePapers(paperOf(a.id), paperOf(b.id)));
}

/** Writes the page that shows the seeds together. @throws {UsageError} If it cannot be written. */
export function writeSeedsPage(folder: string, reports: readonly SeedReport[]): void {
  writeAssets(folder);
  writeWhole(join(folder, "index.html"), renderSeedsPage(reports, overSeeds(reports)));
}
