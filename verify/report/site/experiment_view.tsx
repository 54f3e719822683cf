/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * The page of an experiment: its sentences with their verdicts, curves with their spread, reported numbers
 * beside measured ones, and what was run.
 *
 * @module
 */

import type { VNode } from "preact";
import { paperOf, type Verdict } from "../../claim.ts";
import {
  type CellEvidence,
  type ComparisonEvidence,
  contradicts,
  type ExperimentEvidence,
  type MeasuredEvidence,
  type SentenceEvidence,
  type TableEvidence,
} from "../../experiment/evidence.ts";
import { paperNamed } from "../../papers.ts";
import { commandName } from "../../program.ts";
import { readNumber } from "../../tabular.ts";
import { claimName, experimentPage } from "./paths.ts";
import { FigureView } from "./figure_view.tsx";
import { counted, formatNumber } from "./numbers.ts";
import { PaperReference } from "./paper_reference.tsx";
import { renderPage } from "./page.tsx";
import { clip, Clipped, Formula, Label } from "./text.tsx";
import { VerdictBadge, VerdictIcon, VERDICTS } from "./verdict.tsx";

/** The page of an experiment, as the text of its file. */
export function renderExperiment(evidence: ExperimentEvidence): string {
  const { id, title, locus, about, profile, version, figures, tables, sentences } = evidence;
  const paper = paperOf(id);
  const json = `experiment+${claimName(id)}.json`;
  return renderPage({
    title: `${title} · ${id} · Assay`,
    root: "..",
    crumbs: [{ name: paper, href: "index.html" }, { name: claimName(id) }],
    foot: (
      <p>
        Assay <Clipped text={version} most={40} />, {profile} profile. All of this page is made from
        {" "}
        <a href={json}>{json}</a>; <code>{commandName("experiment")} {id}</code>{" "}
        goes on with its runs.
      </p>
    ),
    children: (
      <>
        <header class="title">
          <p class="eyebrow">
            <Clipped text={locus} most={200} /> · experiment · <code>{id}</code>
          </p>
          <h1>
            <Label text={title} />
          </h1>
          <p class="source">
            <PaperReference paper={paperNamed(paper, [])} />
          </p>
        </header>
        <div class="about">
          {about.map((paragraph) => (
            <p>
              <Label text={paragraph} most={1500} />
            </p>
          ))}
          <Runs evidence={evidence} />
        </div>
        {sentences.length > 0 && (
          <section aria-labelledby="sentences">
            <h2 id="sentences">What the paper says</h2>
            <p class="method">{methodOf(evidence)}</p>
            <div class="cards">{sentences.map((sentence) => <Sentence sentence={sentence} />)}</div>
          </section>
        )}
        {tables.map((table) => <ComparedTable table={table} />)}
        {figures.length > 0 && (
          <section aria-labelledby="figures">
            <h2 id="figures">Figures</h2>
            <div class="plots">{figures.map((figure) => <FigureView figure={figure} />)}</div>
          </section>
        )}
        <Settings evidence={evidence} />
      </>
    ),
  });
}

function methodOf({ randomness, errorProbability }: ExperimentEvidence): string {
  if (randomness === "none") return "No chance enters: one run says all, to rounding.";
  return "Each verdict rests on medians or rates over seeds. Their intervals are those of confidence " +
    `sequences, exact for any number of seeds: a verdict other than “inconclusive” is wrong with ` +
    `probability at most ${formatNumber(errorProbability)}, whenever the runs end.`;
}

/** How far the runs have come. */
function Runs({ evidence }: { evidence: ExperimentEvidence }): VNode {
  const { arms, seeds, failures, randomness, profile } = evidence;
  const finished = arms.reduce((sum, arm) => sum + arm.seeds.length, 0);
  const asked = seeds * arms.length;
  const of = randomness === "none"
    ? counted(arms.length, "arm")
    : `${counted(arms.length, "arm")} with ${counted(seeds, "seed")} each`;
  return (
    <>
      <p>
        With the {profile} profile, {of}:{" "}
        {finished === asked
          ? "all runs are finished."
          : `${finished} of ${asked} runs are finished.`}
      </p>
      {failures.length > 0 && (
        <aside class="remarks" aria-labelledby="failures">
          <h2 id="failures">Runs that failed</h2>
          <ul>
            {failures.slice(0, 20).map((failure) => (
              <li>
                <Clipped text={failure} most={600} />
              </li>
            ))}
          </ul>
        </aside>
      )}
    </>
  );
}

function Sentence({ sentence }: { sentence: SentenceEvidence }): VNode {
  const { name, statement, locus, reading, verdict, expected, reason, comparisons } = sentence;
  return (
    <article class={`card ${verdict}`} id={name} aria-labelledby={`${name}-title`}>
      <header>
        <h3 id={`${name}-title`}>
          <Clipped text={locus} most={80} />
        </h3>
        <VerdictBadge verdict={verdict} />
      </header>
      <div class="statement scroll" tabIndex={0} role="group" aria-label="The sentence">
        <Formula tex={statement} />
      </div>
      <p class="meaning">
        <Label text={`Read as: ${reading}`} most={800} />
      </p>
      {reason !== null && (
        <p class="meaning">
          <Label text={`${REASONS[verdict]}: ${reason}.`} most={600} />
        </p>
      )}
      {contradicts(sentence) && (
        <p class="meta">
          <strong>Not the expected verdict: it was known as “{expected ?? "a verdict"}”.</strong>
        </p>
      )}
      {comparisons.length > 0 && <Comparisons comparisons={comparisons} />}
    </article>
  );
}

/** What a reason is a reason for. */
const REASONS: Readonly<Record<Verdict, string>> = {
  holds: "Holds",
  refuted: "Refuted",
  inconclusive: "Open",
  vacuous: "Vacuous",
  error: "Failed",
};

const STATUSES = { supported: "holds", violated: "refuted", undecided: "inconclusive" } as const;

function Comparisons({ comparisons }: { comparisons: readonly ComparisonEvidence[] }): VNode {
  return (
    <details class="data" open={comparisons.length <= 4}>
      <summary>{counted(comparisons.length, "comparison")}</summary>
      <div class="scroll" tabIndex={0} role="group" aria-label="Comparisons">
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col" class="key">what</th>
              <th scope="col">measured</th>
              <th scope="col">should be</th>
              <th scope="col"></th>
            </tr>
          </thead>
          <tbody>
            {comparisons.map(({ label, of, measured, sense, threshold, status }) => (
              <tr>
                <th scope="row">
                  <Label text={of === "no chance" ? label : `${label} (${of})`} most={160} />
                </th>
                <td>
                  <Label text={describeMeasured(measured)} />
                </td>
                <td>
                  <Label text={`${sense === "<=" ? "≤" : "≥"} ${formatNumber(threshold, 3)}`} />
                </td>
                <td class={`status ${STATUSES[status]}`}>
                  <VerdictIcon verdict={STATUSES[status]} />
                  <span class="visually-hidden">{status}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

/** A measured number with its interval: "86 (80 to 91)". */
function describeMeasured({ value, lower, upper }: MeasuredEvidence): string {
  const middle = value === null ? "–" : formatNumber(value, 3);
  return lower === null && upper === null ? middle : `${middle} (${rangeOf(lower, upper)})`;
}

function rangeOf(lower: number | null, upper: number | null): string {
  return `${lower === null ? "−∞" : formatNumber(lower, 3)} to ` +
    (upper === null ? "∞" : formatNumber(upper, 3));
}

/** How a reported number lies to the seeds' values; undefined where it is no number or they have none. */
function agreement(printed: string, { spread }: MeasuredEvidence): string | undefined {
  const reported = readNumber(printed)?.value;
  if (spread === undefined || reported === undefined) return undefined;
  const [least, greatest] = spread;
  if (least === null || reported < least) return "reported below all seeds";
  return greatest !== null && reported > greatest ? "reported above all seeds" : "within the seeds";
}

/** A reported table, each number over what was measured of it. */
function ComparedTable({ table }: { table: TableEvidence }): VNode {
  const { locus, caption, columns, keys, rows } = table;
  const name = locus.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return (
    <section aria-labelledby={name}>
      <h2 id={name}>
        <Clipped text={locus} most={80} />, reported and measured
      </h2>
      <p>
        <Label text={caption} most={400} />{" "}
        Below each reported number: what was measured, with its interval and the number of seeds.
      </p>
      <div class="scroll" tabIndex={0} role="group" aria-label={clip(locus, 80)}>
        <table class="numbers compared">
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th scope="col" class={index < keys ? "key" : undefined}>
                  <Label text={column} most={80} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                {row.map((cell, index) =>
                  index < keys
                    ? (
                      <th scope="row">
                        <Label text={String(cell)} most={80} />
                      </th>
                    )
                    : <ComparedCell cell={cell} />
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ComparedCell({ cell }: { cell: CellEvidence }): VNode {
  if (typeof cell === "string") {
    return (
      <td>
        <Label text={cell} most={80} />
      </td>
    );
  }
  return (
    <td>
      <Label text={cell.printed} most={80} />
      <span class="measured">
        {"measured" in cell
          ? (
            <>
              <Label text={describeMeasured(cell.measured)} />
              <span class="note">{noteOn(cell.printed, cell.measured)}</span>
            </>
          )
          : <span class="note">not run here: {duration(cell.notRun)}</span>}
      </span>
    </td>
  );
}

/** The seeds, their values, and whether the reported number is among them. */
function noteOn(printed: string, measured: MeasuredEvidence): string {
  const { seeds, spread } = measured;
  const values = spread === undefined || seeds < 2
    ? counted(seeds, "seed")
    : `${counted(seeds, "seed")}, ${rangeOf(...spread)}`;
  const place = agreement(printed, measured);
  return place === undefined ? values : `${values}; ${place}`;
}

/** Seconds as people say them. */
export function duration(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 3600)} h`;
}

const SOURCES = {
  printed: "printed",
  scaled: "scaled down from what is printed",
  chosen: "chosen; the paper does not say",
} as const;

function Settings({ evidence: { settings, arms } }: { evidence: ExperimentEvidence }): VNode {
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">What was run</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label="Hyperparameters">
        <table class="numbers">
          <thead>
            <tr>
              <th scope="col" class="key">hyperparameter</th>
              <th scope="col">value</th>
              <th scope="col">source</th>
            </tr>
          </thead>
          <tbody>
            {settings.map(({ name, value, source }) => (
              <tr>
                <th scope="row">
                  <Label text={name} most={120} />
                </th>
                <td>
                  <Label text={value} most={200} />
                </td>
                <td>{SOURCES[source]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details class="data">
        <summary>{counted(arms.length, "arm")}</summary>
        <ul>
          {arms.map(({ name, seeds }) => (
            <li>
              <Label text={name} most={160} />: {seedsOf(seeds)}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function seedsOf(seeds: readonly number[]): string {
  if (seeds.length === 0) return "no finished run";
  if (seeds.length === 1) return `seed ${seeds[0]}`;
  const isRange = seeds.every((seed, index) => seed === seeds[0]! + index);
  return isRange ? `seeds ${seeds[0]} to ${seeds.at(-1)}` : `seeds ${seeds.join(", ")}`;
}

/** Experiments with their verdicts, for the index and the page of a paper. */
export function ExperimentList(
  { heading, experiments, base }: {
    heading: string;
    experiments: readonly ExperimentEvidence[];
    base: string;
  },
): VNode | null {
  if (experiments.length === 0) return null;
  const name = `experiments-${paperOf(experiments[0]!.id)}`;
  return (
    <section class="experiments" aria-labelledby={name}>
      <h2 id={name}>{heading}</h2>
      <ul>
        {experiments.map(({ id, title, locus, sentences }) => (
          <li>
            <a href={`${base}${experimentPage(id)}`}>
              <Label text={title} most={160} />
            </a>{" "}
            {tally(sentences).map(([verdict, count]) => (
              <>
                <VerdictBadge verdict={verdict} /> {count > 1 && `×${count} `}
              </>
            ))}
            <span class="where">
              <code>{claimName(id)}</code> · {clip(locus, 80)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How many sentences have each verdict, in the order in which verdicts are counted. */
function tally(sentences: readonly SentenceEvidence[]): [Verdict, number][] {
  return VERDICTS
    .map((verdict): [Verdict, number] => [
      verdict,
      sentences.filter((sentence) => sentence.verdict === verdict).length,
    ])
    .filter(([, count]) => count > 0);
}
