/**
 * Cycles of a run.
 *
 * @module
 */

import { type Block, distance } from "./_horizon.ts";

/** The longest period that is looked for. */
const LONGEST_PERIOD = 512;

/** A cycle. */
export interface Cycle {
  /** p. */
  readonly period: number;
  /** x_{N−p+1}, …, x_N. */
  readonly points: readonly (readonly number[])[];
}

/**
 * The cycle that the last three blocks are in, with its least period; see `observeLimit`.
 *
 * @param magnitude What the points are rounded on the scale of.
 */
export function findCycle(
  blocks: readonly Block[],
  magnitude: number,
  unitRoundoff: number,
): Cycle | null {
  if (blocks.length < 3) return null;
  const [quarter, half, full] = blocks.slice(-3) as [Block, Block, Block];
  const { tail } = full;
  const at = (i: number) => tail[tail.length - 1 - i]!;
  const level = 64 * unitRoundoff * magnitude;
  const longest = Math.min(LONGEST_PERIOD, Math.floor(tail.length / 4), quarter.tail.length);
  // Noise about a limit may repeat itself too.
  const least = Math.max(1e-4, 1000 * 64 * unitRoundoff) * magnitude;
  for (let period = 2; period <= longest; period++) {
    if (distance(at(0), at(period)) > level) continue;
    const points = tail.slice(-period);
    const amplitude = Math.max(...points.map((point) => distance(point, points[0]!)));
    if (amplitude < least) continue;
    const repeats = (lag: number) => distance(at(lag), at(lag + period)) <= level;
    if (!Array.from({ length: 3 * period }, (_, lag) => lag).every(repeats)) continue;
    if (
      [half, quarter].every((old) => agrees(full, old, period, magnitude * unitRoundoff))
    ) return { period, points };
  }
  return null;
}

/** Whether a period at the end of a block is where it was at the end of an older one. */
function agrees(full: Block, old: Block, period: number, unit: number): boolean {
  const lag = full.horizon - old.horizon;
  const level = (64 + 4 * lag) * unit;
  for (let i = 0; i < period; i++) {
    const before = ((i - lag) % period + period) % period;
    const gap = distance(
      full.tail[full.tail.length - 1 - i]!,
      old.tail[old.tail.length - 1 - before]!,
    );
    if (gap > level) return false;
  }
  return true;
}
