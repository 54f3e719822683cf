/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * A proof, drawn: a box for each link, arrows down to what is derived from it.
 *
 * @module
 */

import type { VNode } from "preact";
import type { Link } from "./chain.ts";
import { claimPage } from "./paths.ts";
import { Label } from "./text.tsx";
import { VerdictIcon } from "./verdict.tsx";

/** The measures of the drawing, in rem. */
const BOX = { width: 8.1, height: 5.7, gap: 0.6, below: 1.9 } as const;

/** So many boxes stand beside each other at most, as fit on a screen. */
const MOST_BESIDE = 7;

/** How often layers are ordered anew, by what is derived from them. */
const SWEEPS = 4;

/** Where a box stands, in boxes and gaps. */
export interface Place {
  /** The link. */
  readonly link: Link;
  /** The layer; 0 is the top. */
  readonly layer: number;
  /** How far to the right, in boxes; half a box is possible. */
  readonly column: number;
}

/**
 * Lays out the links: each in a layer above all that are derived from it, as far down as that and the
 * width of a layer allow, so that arrows are short and what is proved stands alone at the bottom.
 * Where a layer is full, the links with the longest way from the top take precedence.
 */
export function layOut(links: readonly Link[]): readonly Place[] {
  const index = new Map(links.map(({ step }, k) => [step.name, k]));
  const from = links.map(({ step }) => step.from.map((name) => index.get(name)!));
  const onto = links.map((_, k) => links.map((_, j) => j).filter((j) => from[j]!.includes(k)));
  const depth: number[] = [];
  for (const above of from) depth.push(1 + Math.max(-1, ...above.map((j) => depth[j]!)));
  const last = links.length - 1;
  const leadsOn = links.map((_, k) => k).filter((k) => k !== last && onto[k]!.length > 0);
  const levels = [[last]];
  let open = leadsOn;
  while (open.length > 0) {
    const ready = open.filter((k) => !onto[k]!.some((j) => open.includes(j)))
      .sort((one, other) => depth[other]! - depth[one]! || other - one).slice(0, MOST_BESIDE);
    levels.push(ready);
    open = open.filter((k) => !ready.includes(k));
  }
  const layer = new Array<number>(links.length).fill(0);
  levels.forEach((members, level) => members.forEach((k) => layer[k] = levels.length - 1 - level));
  // What leads nowhere stays high.
  for (let k = 0; k < last; k++) {
    if (onto[k]!.length === 0) layer[k] = 1 + Math.max(-1, ...from[k]!.map((j) => layer[j]!));
  }
  const layers = Array.from(
    { length: 1 + Math.max(...layer) },
    (_, l) => links.map((_, k) => k).filter((k) => layer[k] === l),
  );
  const width = Math.max(...layers.map((members) => members.length));
  const column = new Array<number>(links.length).fill((width - 1) / 2);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const members of layers.toReversed()) {
      const wanted = (k: number) => mean([...onto[k]!].map((j) => column[j]!)) ?? column[k]!;
      const sorted = members.map((k) => ({ k, at: wanted(k) })).sort((a, b) => a.at - b.at);
      spread(sorted.map(({ at }) => at), width).forEach((at, position) => {
        column[sorted[position]!.k] = at;
      });
    }
  }
  return links.map((link, k) => ({ link, layer: layer[k]!, column: column[k]! }));
}

function mean(numbers: readonly number[]): number | undefined {
  if (numbers.length === 0) return undefined;
  return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
}

/** Ascending places, moved apart to distances of at least 1 within 0 and width − 1. */
function spread(wanted: readonly number[], width: number): readonly number[] {
  const places: number[] = [];
  for (const at of wanted) places.push(Math.max(at, (places.at(-1) ?? -Infinity) + 1));
  const shift = mean(places.map((at, k) => at - wanted[k]!)) ?? 0;
  const shifted = places.map((at) => at - shift);
  shifted.forEach((at, k) => shifted[k] = Math.max(at, k));
  for (let k = shifted.length - 1; k >= 0; k--) {
    shifted[k] = Math.min(shifted[k]!, width - 1 - (shifted.length - 1 - k));
  }
  return shifted;
}

/** The drawing. Who cannot see it has the list of links. */
export function ChainView({ links }: { links: readonly Link[] }): VNode {
  const places = layOut(links);
  const width = (1 + Math.max(...places.map(({ column }) => column))) * (BOX.width + BOX.gap) -
    BOX.gap;
  const height = (1 + Math.max(...places.map(({ layer }) => layer))) * (BOX.height + BOX.below) -
    BOX.below;
  const left = ({ column }: Place) => rounded(column * (BOX.width + BOX.gap));
  const top = ({ layer }: Place) => rounded(layer * (BOX.height + BOX.below));
  const named = new Map(places.map((place) => [place.link.step.name, place]));
  return (
    <div class="scroll chain-frame" tabIndex={0} role="group" aria-label="The chain, drawn">
      <div
        class="chain"
        aria-hidden="true"
        style={`width: ${rounded(width)}rem; height: ${rounded(height)}rem`}
      >
        <svg viewBox={`0 0 ${rounded(width)} ${rounded(height)}`}>
          {places.flatMap((to) =>
            to.link.step.from.map((name) => named.get(name)!).map((from) => (
              <Arrow
                isFalse={from.link.status === "refuted"}
                from={[left(from) + BOX.width / 2, top(from) + BOX.height]}
                to={[left(to) + BOX.width / 2, top(to)]}
              />
            ))
          )}
        </svg>
        {places.map((place) => <Box link={place.link} left={left(place)} top={top(place)} />)}
      </div>
    </div>
  );
}

type Point = readonly [x: number, y: number];

function Arrow(
  { from: [x, y], to: [u, v], isFalse }: { from: Point; to: Point; isFalse: boolean },
): VNode {
  const bend = Math.min(1.4, (v - y) / 2);
  const [end, wing] = [rounded(v - 0.3), rounded(v - 0.45)];
  const path = `M${rounded(x)} ${rounded(y)}C${rounded(x)} ${rounded(y + bend)} ${rounded(u)} ${
    rounded(end - bend)
  } ${rounded(u)} ${end}`;
  const tip = `M${rounded(u - 0.22)} ${wing}L${rounded(u)} ${rounded(v - 0.05)}L${
    rounded(u + 0.22)
  } ${wing}z`;
  return (
    <g class={isFalse ? "arrow refuted" : "arrow"}>
      <path class="shaft" d={path} />
      <path class="tip" d={tip} />
    </g>
  );
}

function Box({ link, left, top }: { link: Link; left: number; top: number }): VNode {
  const { step: { name, says, claim }, status } = link;
  const props = {
    class: `link ${linkClass(link)}`,
    style: `left: ${left}rem; top: ${top}rem; width: ${BOX.width}rem; height: ${BOX.height}rem`,
  };
  const inside = (
    <>
      <strong>
        <Label text={name} most={40} />
      </strong>
      <span class="word">
        <LinkWord link={link} />
      </span>
      <span class="says">
        <Label text={says} most={120} />
      </span>
    </>
  );
  // The list has the same links for the keyboard.
  return status === "not run"
    ? <div {...props}>{inside}</div>
    : <a {...props} href={claimPage(claim)} tabIndex={-1}>{inside}</a>;
}

/** The classes of a link: its verdict, and whether it rests on a false one. */
export function linkClass({ status, breaks }: Link): string {
  const verdict = status === "not run" ? "not-run" : status;
  return status !== "refuted" && breaks.length > 0 ? `${verdict} rests` : verdict;
}

/** What became of a link, by shape and word. */
export function LinkWord({ link: { status, enters } }: { link: Link }): VNode {
  if (status === "not run") return <>not in this run</>;
  return (
    <>
      <VerdictIcon verdict={status} />
      {enters ? "error enters" : status === "refuted" ? "false" : status}
    </>
  );
}

function rounded(x: number): number {
  return Math.round(x * 100) / 100;
}
