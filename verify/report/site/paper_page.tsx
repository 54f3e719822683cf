/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * The page of a paper: its statements one after the other.
 *
 * @module
 */

import type { VNode } from "preact";
import type { Evidence } from "../../evidence.ts";
import { paperNamed } from "../../papers.ts";
import type { ExperimentEvidence } from "../../experiment/evidence.ts";
import type { Proof } from "../../proof.ts";
import { runName, runsOf } from "../runs.ts";
import { ExperimentList } from "./experiment_view.tsx";
import { claimName, claimPage, proofPage } from "./paths.ts";
import { counted } from "./numbers.ts";
import { renderPage } from "./page.tsx";
import { listed } from "./paper_reference.tsx";
import { clip, Clipped, Formula, Label } from "./text.tsx";
import { VARIANT_TITLES, VARIANTS, VerdictBadge } from "./verdict.tsx";

/** The most runs that are named. */
const MOST_RUNS = 8;

/** The page of a paper, with links to its proofs and experiments, as the text of its file. */
export function renderPaperPage(
  key: string,
  claims: readonly Evidence[],
  proofs: readonly Proof[],
  experiments: readonly ExperimentEvidence[],
): string {
  const { title, authors, year, arxiv } = paperNamed(key, claims);
  return renderPage({
    title: `${title} · Assay`,
    root: "..",
    crumbs: [{ name: key }],
    foot: runsOf(claims).slice(0, MOST_RUNS).map((run) => (
      <p>
        <Clipped text={runName(run)} />
      </p>
    )),
    children: (
      <>
        <header class="title">
          <p class="eyebrow">
            {authors.length === 0 && claims.every(({ paperTitle }) => paperTitle === null)
              ? "Collection"
              : "Paper"} · {counted(claims.length, "claim")}
          </p>
          <h1>
            <Clipped text={title} />
          </h1>
          {authors.length > 0 && (
            <p class="source">
              {listed(authors)}
              {year !== undefined && `, ${year}`}
              {arxiv !== undefined && (
                <>
                  , <a href={`https://arxiv.org/abs/${arxiv}`}>arXiv:{arxiv}</a>
                </>
              )}
            </p>
          )}
          {proofs.map(({ id, title }) => (
            <p class="source">
              <a href={proofPage(id)}>
                The proof of <Clipped text={title} most={120} />, link by link
              </a>
            </p>
          ))}
        </header>
        <ol class="digest">
          {claims.map((claim) => <Entry claim={claim} />)}
        </ol>
        <ExperimentList heading="Experiments" experiments={experiments} base="" />
      </>
    ),
  });
}

function Entry({ claim: { id, title, locus, variants } }: { claim: Evidence }): VNode {
  return (
    <li>
      <article aria-labelledby={`claim-${claimName(id)}`}>
        <h2 id={`claim-${claimName(id)}`}>
          <a href={claimPage(id)}>
            <Label text={title} />
          </a>
        </h2>
        <p class="where">
          <code>{claimName(id)}</code> · {clip(locus, 120)}
        </p>
        <dl>
          {VARIANTS.map((name) => {
            const variant = variants[name];
            return variant !== undefined && (
              <div>
                <dt>
                  {VARIANT_TITLES[name]} <VerdictBadge verdict={variant.verdict} />
                </dt>
                <dd class="scroll" tabIndex={0}>
                  <Formula tex={variant.statement} />
                </dd>
              </div>
            );
          })}
        </dl>
      </article>
    </li>
  );
}
