/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * The index: papers, their claims, verdicts, and the run that they are of.
 *
 * @module
 */

import type { VNode } from "preact";
import { paperOf, type VariantName } from "../../claim.ts";
import type { Evidence } from "../../evidence.ts";
import type { ExperimentEvidence } from "../../experiment/evidence.ts";
import { paperNamed } from "../../papers.ts";
import { commandName } from "../../program.ts";
import { isExpected } from "../files.ts";
import { describeOutcome } from "../findings.ts";
import { type Run, runsOf } from "../runs.ts";
import { ClaimTable } from "./claim_table.tsx";
import { ExperimentList } from "./experiment_view.tsx";
import { claimPage } from "./paths.ts";
import { counted, formatCount } from "./numbers.ts";
import { listed } from "./paper_reference.tsx";
import { renderPage } from "./page.tsx";
import { clip, Clipped } from "./text.tsx";
import {
  VARIANT_TITLES,
  VARIANTS,
  VERDICT_MEANINGS,
  VerdictBadge,
  VerdictIcon,
  VERDICTS,
} from "./verdict.tsx";

/** The most unexpected verdicts that are listed. */
const MOST_UNEXPECTED = 50;

/**
 * The index, as the text of its file.
 *
 * @param papers The claims, by paper.
 * @param date When the run began, if that is recorded.
 * @param experiments The experiments, by paper.
 */
export function renderIndexPage(
  papers: ReadonlyMap<string, readonly Evidence[]>,
  date: string | undefined,
  experiments: ReadonlyMap<string, readonly ExperimentEvidence[]>,
): string {
  const claims = [...papers.values()].flat();
  const all = [...experiments.values()].flat();
  return renderPage({
    title: "Assay report",
    root: ".",
    crumbs: [],
    foot: (
      <p>
        Made from the evidence files beside these pages; <code>{commandName("report")}</code>{" "}
        makes it again.
      </p>
    ),
    children: (
      <>
        <header class="title">
          <p class="eyebrow">Optimization theorems, put to the test</p>
          <h1>
            Report on {claims.length > 0 || all.length === 0
              ? counted(claims.length, "claim")
              : counted(all.length, "experiment")}
          </h1>
          {claims.length === 0 && all.length > 0
            ? <p class="lead">No claims were searched; the experiments stand below.</p>
            : <Outcome claims={claims} />}
        </header>
        {claims.length > 0 && (
          <>
            <div class="overview">
              <Counts claims={claims} />
              <RunFacts runs={runsOf(claims)} date={date} />
            </div>
            <Filter papers={papers} claims={claims} />
          </>
        )}
        {[...papers].filter(([, ofPaper]) => ofPaper.length > 0).map(([key, ofPaper]) => (
          <PaperSection name={key} claims={ofPaper} />
        ))}
        <p id="no-claim" class="note" hidden>No claim is like that.</p>
        {[...experiments].map(([key, ofPaper]) => (
          <ExperimentList
            heading={`Experiments of ${clip(paperNamed(key, papers.get(key) ?? []).title, 120)}`}
            experiments={ofPaper}
            base={`${key}/`}
          />
        ))}
      </>
    ),
  });
}

function Outcome({ claims }: { claims: readonly Evidence[] }): VNode {
  const unexpected = claims.flatMap((claim) =>
    VARIANTS.flatMap((name) => {
      const variant = claim.variants[name];
      return variant === undefined || isExpected(variant) ? [] : [{ claim, name, variant }];
    })
  );
  if (claims.length === 0) return <p class="lead">There is no evidence in this folder.</p>;
  const outcome = describeOutcome(claims.flatMap(({ variants }) => Object.values(variants)));
  if (unexpected.length === 0) return <p class="lead">{outcome}</p>;
  return (
    <div class="lead">
      <p>
        <strong>{outcome}</strong>
      </p>
      <ul>
        {unexpected.slice(0, MOST_UNEXPECTED).map(({ claim: { id }, name, variant }) => (
          <li>
            <a href={`${paperOf(id)}/${claimPage(id)}`}>{id}</a>,{" "}
            {VARIANT_TITLES[name].toLowerCase()}
            : <VerdictBadge verdict={variant.verdict} /> instead of{" "}
            {variant.expected ?? "a verdict"}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How many of each variant have each verdict: the columns add up to the last row. */
function Counts({ claims }: { claims: readonly Evidence[] }): VNode {
  const count = (name: VariantName, verdict?: string) =>
    claims.filter(({ variants }) => {
      const variant = variants[name];
      return variant !== undefined && (verdict === undefined || variant.verdict === verdict);
    }).length;
  const met = VERDICTS.filter((verdict) => VARIANTS.some((name) => count(name, verdict) > 0));
  return (
    <table class="counts">
      <caption>Verdicts</caption>
      <thead>
        <tr>
          <td></td>
          {VARIANTS.map((name) => <th scope="col" class="number">{VARIANT_TITLES[name]}</th>)}
        </tr>
      </thead>
      <tbody>
        {met.map((verdict) => (
          <tr>
            <th scope="row">
              <VerdictBadge verdict={verdict} />
              <span class="meaning">{VERDICT_MEANINGS[verdict]}</span>
            </th>
            {VARIANTS.map((name) => <CountCell count={count(name, verdict)} />)}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">statements</th>
          {VARIANTS.map((name) => <CountCell count={count(name)} />)}
        </tr>
      </tfoot>
    </table>
  );
}

function CountCell({ count }: { count: number }): VNode {
  return <td class={count === 0 ? "number zero" : "number"}>{formatCount(count)}</td>;
}

function RunFacts({ runs, date }: { runs: readonly Run[]; date: string | undefined }): VNode {
  return (
    <section class="run" aria-labelledby="run">
      <h2 id="run">{runs.length > 1 ? `${runs.length} runs` : "The run"}</h2>
      {runs.slice(0, 8).map(({ version, seed, profile, arithmetics }) => (
        <dl class="facts">
          <div>
            <dt>version</dt>
            <dd>
              <Clipped text={version} most={40} />
            </dd>
          </div>
          <div>
            <dt>profile</dt>
            <dd>{profile}</dd>
          </div>
          <div>
            <dt>seed</dt>
            <dd>{String(seed)}</dd>
          </div>
          {arithmetics.map(({ name, backend }) => (
            <div>
              <dt>{name}</dt>
              <dd>
                <Clipped text={backend} most={60} />
              </dd>
            </div>
          ))}
        </dl>
      ))}
      <dl class="facts">
        <div>
          <dt>date</dt>
          <dd>
            {date === undefined ? "not recorded" : <time dateTime={date}>{minute(date)}</time>}
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** The controls of the filter; they show only where the script runs that they need. */
function Filter(
  { papers, claims }: {
    papers: ReadonlyMap<string, readonly Evidence[]>;
    claims: readonly Evidence[];
  },
): VNode {
  const printed = VERDICTS.map((verdict) => ({
    verdict,
    count: claims.filter(({ variants }) => variants.printed.verdict === verdict).length,
  })).filter(({ count }) => count > 0);
  return (
    <form class="filter" id="filter" role="search" aria-label="Claims" hidden>
      <div class="field grow">
        <label for="filter-text">Search</label>
        <input
          id="filter-text"
          type="search"
          autocomplete="off"
          spellcheck={false}
          placeholder="title, id, place in the paper"
          aria-keyshortcuts="/"
        />
        <kbd aria-hidden="true">/</kbd>
      </div>
      <div class="field">
        <label for="filter-paper">Paper</label>
        <select id="filter-paper">
          <option value="">all papers ({claims.length})</option>
          {[...papers].map(([key, ofPaper]) => (
            <option value={key}>{`${key} (${ofPaper.length})`}</option>
          ))}
        </select>
      </div>
      <fieldset>
        <legend>Verdict as printed</legend>
        {printed.map(({ verdict, count }) => (
          <label class={`chip ${verdict}`}>
            <input type="checkbox" name="verdict" value={verdict} checked />
            <VerdictIcon verdict={verdict} />
            {verdict} <span class="count" data-count={verdict}>{formatCount(count)}</span>
          </label>
        ))}
      </fieldset>
      <p class="shown" role="status">
        <span id="shown">{formatCount(claims.length)}</span> of {counted(claims.length, "claim")}
      </p>
    </form>
  );
}

function PaperSection({ name, claims }: { name: string; claims: readonly Evidence[] }): VNode {
  const paper = paperNamed(name, claims);
  return (
    <section class="paper" data-paper={name} aria-labelledby={`paper-${name}`}>
      <h2 id={`paper-${name}`}>
        <a href={`${name}/index.html`}>
          <Clipped text={paper.title} most={160} />
        </a>
      </h2>
      <p class="source">
        {paper.authors.length > 0 && `${listed(paper.authors)}, `}
        {paper.year !== undefined && `${paper.year} · `}
        {counted(claims.length, "claim")}
      </p>
      <ClaimTable
        caption={`The claims of ${clip(paper.title, 120)}`}
        claims={claims}
        base={`${name}/`}
      />
    </section>
  );
}

/** 2026-11-21T04:42:37.000Z → 2026-11-21 04:42 UTC; what is of another form stays as it is. */
function minute(date: string): string {
  return clip(date, 40).replace(/^([\d-]+)T(\d\d:\d\d):[\d.]+Z$/, "$1 $2 UTC");
}
