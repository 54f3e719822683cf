/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * Claims in a table: a row a claim, a column a variant.
 *
 * @module
 */

import type { VNode } from "preact";
import type { VariantName, Verdict } from "../../claim.ts";
import type { Evidence } from "../../evidence.ts";
import { isExpected } from "../files.ts";
import { claimName, claimPage } from "./paths.ts";
import { formatCount, formatRatio } from "./numbers.ts";
import { clip, Label } from "./text.tsx";
import { VARIANT_TITLES, VARIANTS, VerdictBadge } from "./verdict.tsx";

/** The longest text of a claim that the search looks through. */
const LONGEST_SEARCHED = 500;

/** What {@linkcode ClaimTable} shows. */
export interface ClaimTableProps {
  /** What the table is of. */
  readonly caption: string;
  /** The claims, in order. */
  readonly claims: readonly Evidence[];
  /** The way from the page to the paper's folder, with a slash at its end; may be empty. */
  readonly base: string;
}

/**
 * A table of the claims of one paper. On narrow screens rows become blocks, which takes the roles of
 * a table from them in some browsers: so they are stated.
 */
export function ClaimTable({ caption, claims, base }: ClaimTableProps): VNode {
  return (
    <table class="claims" role="table">
      <caption class="visually-hidden">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">Claim</th>
          {VARIANTS.map((name) => <th scope="col" role="columnheader">{VARIANT_TITLES[name]}</th>)}
          <th scope="col" role="columnheader" class="number">Largest ratio</th>
          <th scope="col" role="columnheader" class="number">Instances</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {claims.map((claim) => <ClaimRow claim={claim} base={base} />)}
      </tbody>
    </table>
  );
}

function ClaimRow({ claim, base }: { claim: Evidence; base: string }): VNode {
  const { id, title, locus, kind, variants } = claim;
  const { tightness, instances } = variants.printed;
  return (
    <tr
      role="row"
      data-verdict={variants.printed.verdict}
      data-text={clip(`${id} ${title} ${locus} ${kind}`, LONGEST_SEARCHED).toLowerCase()}
    >
      <th scope="row" role="rowheader">
        <a href={`${base}${claimPage(id)}`}>
          <Label text={title} most={160} />
        </a>
        <span class="where">
          <code>{claimName(id)}</code> · {clip(locus, 80)}
        </span>
      </th>
      {VARIANTS.map((name) => <VerdictCell claim={claim} name={name} />)}
      <td role="cell" class="number" data-name="largest ratio">
        {tightness === null
          ? <span class="note">–</span>
          : <Meter ratio={tightness} verdict={variants.printed.verdict} />}
      </td>
      <td role="cell" class="number" data-name="instances">{formatCount(instances)}</td>
    </tr>
  );
}

function VerdictCell({ claim, name }: { claim: Evidence; name: VariantName }): VNode {
  const variant = claim.variants[name];
  if (variant === undefined) return <td role="cell" class="absent"></td>;
  return (
    <td role="cell" data-name={VARIANT_TITLES[name].toLowerCase()}>
      <VerdictBadge verdict={variant.verdict} />
      {!isExpected(variant) && <strong class="unexpected">not expected</strong>}
    </td>
  );
}

/** A ratio, with a bar that is full at equality. */
function Meter({ ratio, verdict }: { ratio: number; verdict: Verdict }): VNode {
  const share = Math.max(0, Math.min(1, ratio));
  return (
    <span class={`meter ${verdict}`}>
      <Label text={formatRatio(ratio)} />
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${(100 * share).toFixed(1)}%` }}></span>
      </span>
    </span>
  );
}
