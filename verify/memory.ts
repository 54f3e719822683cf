/**
 * How much memory a worker process may use.
 *
 * @module
 */

/** What a worker may use at least, in MiB: less is not enough for an ordinary claim. */
export const LEAST_MEMORY = 768;

/** What a worker may use at most unless more is asked for, in MiB. */
const MOST_MEMORY = 4096;

/** The share of the machine's memory that all workers may use together. */
const SHARE = 1 / 2;

/** A heap that V8 limits may be so much larger than what the process may use. */
const HEAP_PER_MEMORY = 4 / 3;

/** V8's young generation may take one part in so many of the memory, in each of its halves … */
const YOUNG_PER_MEMORY = 64;

/** … but at least what it takes by default, in MiB. */
const LEAST_YOUNG = 16;

/**
 * What one of so many workers may use by default, in MiB: its part of half of the machine's memory,
 * within 768 MiB and 4 GiB.
 *
 * @param total The machine's memory, in bytes. Default: what the system says; reading it needs
 *   `--allow-sys`.
 */
export function memoryFor(jobs: number, total: number = Deno.systemMemoryInfo().total): number {
  const part = Math.floor((SHARE * total) / jobs / 2 ** 20);
  return Math.min(MOST_MEMORY, Math.max(LEAST_MEMORY, part));
}

/**
 * What V8 is told of a process that may use so much, in MiB. Its heap limit is for when the watchdog
 * does not get its turn, and higher, because V8 collects garbage for seconds on end before it admits
 * that its heap is full. Where there is room the young generation may grow further than by default: a
 * generator of a million numbers keeps all that it makes until it is done, and is copied to and fro.
 */
export function heapFlag(memory: number): string {
  const heap = Math.ceil(HEAP_PER_MEMORY * memory);
  const young = Math.max(LEAST_YOUNG, Math.floor(memory / YOUNG_PER_MEMORY));
  return `--v8-flags=--max-old-space-size=${heap},--max-semi-space-size=${young}`;
}
