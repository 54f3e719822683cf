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
 * The heap limit of V8 for a process that may use so much, both in MiB, should its watchdog not get
 * its turn. It is higher because V8 collects garbage for seconds on end before it admits that its heap
 * is full.
 */
export function heapLimitFor(memory: number): number {
  return Math.ceil(HEAP_PER_MEMORY * memory);
}
