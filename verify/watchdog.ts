/// <reference lib="deno.worker" />
/**
 * Runs as a thread beside a worker process's search and ends the process when it uses too much
 * memory or has lost its parent: the heap limit of V8 does not see typed arrays, and the search
 * itself may be in a loop that never gives anything else a turn.
 *
 * @module
 */

/** What the watchdog writes to standard error before it ends a process for its use of memory. */
export const MEMORY_EXCEEDED = "assay: memory limit exceeded";

/** What the watchdog looks at. */
export interface Watch {
  /** The most memory that the process may use, in bytes. */
  readonly memoryLimit: number;
  /** The process without which this one has no purpose. */
  readonly parent: number;
}

/** The time between two looks, in milliseconds. */
const INTERVAL = 20;

if (import.meta.main) {
  self.onmessage = ({ data: { memoryLimit, parent } }: MessageEvent<Watch>) => {
    setInterval(() => {
      const exceeded = Deno.memoryUsage().rss > memoryLimit;
      if (exceeded) Deno.stderr.writeSync(new TextEncoder().encode(MEMORY_EXCEEDED + "\n"));
      // A thread's Deno.exit() would end the thread only. No permission is needed to kill oneself.
      if (exceeded || Deno.ppid !== parent) Deno.kill(Deno.pid, "SIGKILL");
    }, INTERVAL);
  };
}
