/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * How the numbers of the instances were spread over the search, in small histograms.
 *
 * @module
 */

import type { VNode } from "preact";
import type { NumberSpread } from "../../evidence.ts";
import { counted, formatCount, powerOfTen } from "./numbers.ts";
import { clip, Quantity } from "./text.tsx";

/** The most places that a page shows. */
const MOST_PLACES = 60;

/** The size of a histogram, in pixels. */
const [WIDTH, HEIGHT] = [132, 30];

/** Orders of magnitude from this one on, on either side, share a bar. */
const FAR_OUT = 20;

/** What is left free of a bar, so that neighbours are told apart. */
const GAP = 1;

interface Bar {
  /** Where it begins and ends, in the units of the axis. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A folded table: each place in the instances, its range, and how it was visited. */
export function SpreadsView({ numbers }: { numbers: readonly NumberSpread[] }): VNode {
  const caption = "The numbers in the instances, over the whole search";
  return (
    <details class="spreads">
      <summary>How the numbers of the instances were spread</summary>
      <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
        <table class="ruled">
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">where</th>
              <th scope="col" class="number">numbers</th>
              <th scope="col" class="number">zeros</th>
              <th scope="col" class="number">least</th>
              <th scope="col" class="number">largest</th>
              <th scope="col">by value</th>
              <th scope="col">by order of magnitude</th>
            </tr>
          </thead>
          <tbody>
            {numbers.slice(0, MOST_PLACES).map((spread) => <Row {...spread} />)}
          </tbody>
        </table>
      </div>
      <p class="note">
        What is smaller than {powerOfTen(-FAR_OUT)} or larger than {powerOfTen(FAR_OUT)}{" "}
        shares the outermost bar; 0 is of no order of magnitude.
      </p>
      {numbers.length > MOST_PLACES && (
        <p class="note">
          The first {MOST_PLACES} of {numbers.length} places; all are in the evidence file.
        </p>
      )}
    </details>
  );
}

function Row(
  { path, count, zeros, least, largest, byValue: { edges, counts }, byMagnitude }: NumberSpread,
): VNode {
  const values = counts.map((count, bin) => ({ from: edges[bin]!, to: edges[bin + 1]!, count }));
  const magnitudes = gathered(byMagnitude);
  return (
    <tr>
      <th scope="row">
        <code>{clip(path, 120)}</code>
      </th>
      <td class="number">{formatCount(count)}</td>
      <td class="number">{formatCount(zeros)}</td>
      <td class="number">
        <Quantity value={least} digits={4} />
      </td>
      <td class="number">
        <Quantity value={largest} digits={4} />
      </td>
      <td>
        <Histogram
          bars={values}
          name={`By value, ${counted(values.length, "bin")} from the least to the largest`}
        />
      </td>
      <td>
        <Histogram bars={magnitudes} name="By order of magnitude" />
        {byMagnitude.length > 0 && <span class="ends">{magnitudeEnds(byMagnitude)}</span>}
      </td>
    </tr>
  );
}

/** A bar an order of magnitude; what is far out is gathered, or a few denormals squeeze the rest. */
function gathered(magnitudes: NumberSpread["byMagnitude"]): Bar[] {
  const counts = new Map<number, number>();
  for (const { exponent, count } of magnitudes) {
    const place = Math.max(-FAR_OUT, Math.min(FAR_OUT, exponent));
    counts.set(place, (counts.get(place) ?? 0) + count);
  }
  return [...counts].map(([exponent, count]) => ({ from: exponent, to: exponent + 1, count }));
}

/** The orders of magnitude that a histogram reaches over: 10⁻³ to 10². */
function magnitudeEnds(magnitudes: NumberSpread["byMagnitude"]): string {
  const exponents = magnitudes.map(({ exponent }) => exponent);
  const [first, last] = [Math.min(...exponents), Math.max(...exponents)];
  return first === last ? powerOfTen(first) : `${powerOfTen(first)} to ${powerOfTen(last)}`;
}

/** Bars over an axis; one that holds anything is never too low to be seen. */
function Histogram({ bars, name }: { bars: readonly Bar[]; name: string }): VNode {
  const low = Math.min(...bars.map(({ from }) => from));
  const extent = Math.max(...bars.map(({ to }) => to)) - low;
  const most = Math.max(...bars.map(({ count }) => count));
  if (!(extent > 0 && extent < Infinity && most > 0)) return <span class="note">all the same</span>;
  const empty = bars.filter(({ count }) => count === 0).length;
  const place = (value: number) => WIDTH * (value - low) / extent;
  const path = bars.filter(({ count }) => count > 0).map(({ from, to, count }) => {
    const width = Math.max(0.5, place(to) - place(from) - GAP);
    const height = Math.max(1.5, HEIGHT * count / most);
    return `M${short(place(from))} ${HEIGHT}v${short(-height)}h${short(width)}v${short(height)}z`;
  }).join("");
  return (
    <svg
      class="histogram"
      viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`}
      width={WIDTH}
      height={HEIGHT + 1}
      role="img"
      aria-label={`${name}: at most ${formatCount(most)} in a bin, ${counted(empty, "empty bin")}`}
    >
      <path d={path} fill="var(--plot-blue)" />
      <path d={`M0 ${HEIGHT + 0.5}H${WIDTH}`} stroke="var(--plot-muted)" />
    </svg>
  );
}

function short(value: number): string {
  return String(Number(value.toFixed(2)));
}
