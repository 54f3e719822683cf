/**
 * The page of a run with several seeds: what each claim's verdict hangs on.
 *
 * @module
 */

import type { VNode } from "preact";
import { paperOf } from "../../claim.ts";
import { paperNamed } from "../../papers.ts";
import { commandName } from "../../program.ts";
import { runName } from "../runs.ts";
import type { OverSeeds, SeedReport } from "../seeds.ts";
import { counted, formatRatio } from "./numbers.ts";
import { renderPage } from "./page.tsx";
import { claimName, claimPage } from "./paths.ts";
import { Clipped, Label } from "./text.tsx";
import { VARIANT_TITLES, VerdictBadge } from "./verdict.tsx";

/** The page, as the text of its file. */
export function renderSeedsPage(
  reports: readonly SeedReport[],
  statements: readonly OverSeeds[],
): string {
  const differing = statements.filter(({ verdicts }) => verdicts.length > 1).length;
  const papers = Map.groupBy(statements, ({ id }) => paperOf(id));
  // The seed apart, all should be the same.
  const runs = new Set(reports.flatMap(({ runs }) => runs.map((run) => nameWithoutSeed(run))));
  return renderPage({
    title: "Assay report: several seeds",
    root: ".",
    crumbs: [],
    foot: (
      <p>
        Made from the evidence files of each seed; <code>{commandName("report")}</code>{" "}
        makes it again.
      </p>
    ),
    children: (
      <>
        <header class="title">
          <p class="eyebrow">Optimization theorems, put to the test</p>
          <h1>Report on {counted(reports.length, "seed")}</h1>
          <p class="lead">
            {differing === 0
              ? `Each of ${
                counted(statements.length, "statement")
              } has the same verdict with every seed.`
              : `The verdicts of ${differing} of ${counted(statements.length, "statement")} ` +
                "depend on the seed."}
          </p>
        </header>
        <section aria-labelledby="seeds">
          <h2 id="seeds">Seeds</h2>
          <p>
            {reports.map(({ seed }, index) => (
              <>
                {index > 0 && ", "}
                <a href={`seed-${seed}/index.html`}>{String(seed)}</a>
              </>
            ))}
          </p>
          {[...runs].map((run) => (
            <p class="note">
              <Clipped text={run} />
            </p>
          ))}
        </section>
        {[...papers].map(([key, ofPaper]) => <PaperSection name={key} statements={ofPaper} />)}
      </>
    ),
  });
}

function nameWithoutSeed(run: Parameters<typeof runName>[0]): string {
  return runName(run).replace(`, seed ${run.seed}`, "");
}

function PaperSection(
  { name, statements }: { name: string; statements: readonly OverSeeds[] },
): VNode {
  return (
    <section aria-labelledby={`paper-${name}`}>
      <h2 id={`paper-${name}`}>
        <Clipped text={paperNamed(name, statements).title} most={160} />
      </h2>
      <div class="scroll" tabIndex={0} role="group" aria-label={`Verdicts by seed: ${name}`}>
        <table class="ruled">
          <thead>
            <tr>
              <th scope="col">claim</th>
              <th scope="col">variant</th>
              <th scope="col">verdict</th>
              <th scope="col">expected</th>
              <th scope="col" class="number">largest ratio</th>
            </tr>
          </thead>
          <tbody>{statements.map((statement) => <Row statement={statement} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ statement }: { statement: OverSeeds }): VNode {
  const { id, title, variant, expected, verdicts, tightest } = statement;
  const page = (seed: number) => `seed-${seed}/${paperOf(id)}/${claimPage(id)}`;
  return (
    <tr>
      <th scope="row">
        <a href={page(verdicts[0]!.seeds[0]!)}>
          <Label text={title} most={160} />
        </a>{" "}
        <code>{claimName(id)}</code>
      </th>
      <td>{VARIANT_TITLES[variant].toLowerCase()}</td>
      <td>
        {verdicts.map(({ verdict, seeds }, index) => (
          <div>
            <VerdictBadge verdict={verdict} /> {counted(seeds.length, "seed")}
            {index > 0 && (
              <>
                {": "}
                {seeds.map((seed, k) => (
                  <>
                    {k > 0 && ", "}
                    <a href={page(seed)}>{String(seed)}</a>
                  </>
                ))}
              </>
            )}
          </div>
        ))}
      </td>
      <td>{expected ?? "none"}</td>
      <td class="number">
        {tightest === null ? "–" : (
          <>
            {formatRatio(tightest.tightness)} <a href={page(tightest.seed)}>seed {tightest.seed}</a>
          </>
        )}
      </td>
    </tr>
  );
}
