/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * The page of a proof: its links as a chain, each with its verdict.
 *
 * @module
 */

import type { VNode } from "preact";
import { paperOf } from "../../claim.ts";
import type { Evidence } from "../../evidence.ts";
import { paperNamed } from "../../papers.ts";
import type { Proof } from "../../proof.ts";
import { runName, runsOf } from "../runs.ts";
import { fateOf, type Link, linksOf, remarkOn } from "./chain.ts";
import { ChainView, linkClass, LinkWord } from "./chain_view.tsx";
import { claimName, claimPage } from "./paths.ts";
import { counted } from "./numbers.ts";
import { renderPage } from "./page.tsx";
import { PaperReference } from "./paper_reference.tsx";
import { clip, Clipped, Label } from "./text.tsx";

/** The most runs that are named. */
const MOST_RUNS = 8;

/**
 * The page of a proof, as the text of its file.
 *
 * @param claims The evidence of the claims of its paper.
 */
export function renderProofPage(proof: Proof, claims: readonly Evidence[]): string {
  const { id, title, steps } = proof;
  const paper = paperOf(id);
  const ids = new Set(steps.map(({ claim }) => claim));
  const ofProof = claims.filter(({ id }) => ids.has(id));
  const links = linksOf(proof, ofProof);
  const name = clip(title, 120);
  return renderPage({
    title: `The proof of ${name} · ${paper} · Assay`,
    root: "..",
    crumbs: [{ name: paper, href: "index.html" }, { name: `proof of ${name}` }],
    foot: runsOf(ofProof).slice(0, MOST_RUNS).map((run) => (
      <p>
        <Clipped text={runName(run)} />
      </p>
    )),
    children: (
      <>
        <header class="title">
          <p class="eyebrow">Proof · {counted(links.length, "link")}</p>
          <h1>
            The proof of <Label text={name} />
          </h1>
          <p class="source">
            <PaperReference paper={paperNamed(paper, claims)} />
          </p>
          <p class="lead">
            {fateOf(links).map((sentence) => (
              <>
                <Label text={sentence} most={1000} />
                {" "}
              </>
            ))}
          </p>
        </header>
        <section aria-labelledby="chain">
          <h2 id="chain">The chain</h2>
          <Legend />
          <ChainView links={links} />
        </section>
        <section aria-labelledby="links">
          <h2 id="links">Link by link</h2>
          <p class="note">
            Each link as the paper prints it, with the links that the paper derives it from.
          </p>
          <ol class="links">
            {links.map((link, index) => <Item link={link} index={index} links={links} />)}
          </ol>
        </section>
      </>
    ),
  });
}

function Legend(): VNode {
  return (
    <p class="note">
      An arrow leads from a link to what is derived from it. A thick frame: the link is false;{" "}
      <q>error enters</q>{" "}
      where nothing that it is directly derived from was refuted. A dashed frame: it was not refuted
      itself, but a link that it rests on was. The same stands in words below.
    </p>
  );
}

function Item(
  { link, index, links }: { link: Link; index: number; links: readonly Link[] },
): VNode {
  const { step: { name, says, claim, from }, status } = link;
  const positionOf = (wanted: string) => links.findIndex(({ step }) => step.name === wanted);
  return (
    <li id={`link-${index}`}>
      <h3>
        {status === "not run" ? <Label text={name} most={40} /> : (
          <a href={claimPage(claim)}>
            <Label text={name} most={40} />
          </a>
        )}{" "}
        <span class={`badge ${linkClass(link)}`}>
          <LinkWord link={link} />
        </span>
      </h3>
      <p>
        <Label text={says} most={120} /> <span class="where">({claimName(claim)})</span>
      </p>
      <p class="meta">
        {from.length > 0 && (
          <>
            Derived from {from.map((above, k) => (
              <>
                {k === 0 ? "" : k === from.length - 1 ? " and " : ", "}
                <a href={`#link-${positionOf(above)}`}>
                  <Label text={above} most={40} />
                </a>
              </>
            ))}.{" "}
          </>
        )}
        <Label text={remarkOn(link, links)} most={1000} />
      </p>
    </li>
  );
}
