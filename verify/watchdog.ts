/**
 * Runs as a thread beside a worker process's search. It ends the process when that uses too much
 * memory or has lost its parent: the heap limit of V8 does not see typed arrays, and the search
 * itself may be in a loop that never gives anything else a turn. And it tells the pool which instance
 * the search is at, on standard error, where the search writes nothing.
 *
 * @module
 */

import { CurrentInstance } from "./current_instance.ts";
import { jsonLine, MESSAGE_START } from "./protocol.ts";

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

/** The instance is told at every so many of them. */
const LOOKS_PER_INSTANCE = 10;

/** A watch, with what the thread needs for it. */
export interface WatchedMemory extends Watch {
  /** That of a {@linkcode CurrentInstance}. */
  readonly memory: SharedArrayBuffer;
  /** What tells its lines from what claims write to standard error, in ASCII. */
  readonly secret: Uint8Array;
}

function write(text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stderr.writeSync(bytes));
}

/** A thread's `Deno.exit()` would end the thread only. No permission is needed to kill oneself. */
function end(): void {
  Deno.kill(Deno.pid, "SIGKILL");
}

if (import.meta.main) {
  const scope = globalThis as { onmessage?: (event: MessageEvent<WatchedMemory>) => void };
  scope.onmessage = ({ data }: MessageEvent<WatchedMemory>) => {
    const { memoryLimit, parent, memory } = data;
    const start = MESSAGE_START + new TextDecoder().decode(data.secret);
    const current = new CurrentInstance(memory);
    let looks = 0;
    setInterval(() => {
      const exceeded = Deno.memoryUsage().rss > memoryLimit;
      const instance = exceeded || looks++ % LOOKS_PER_INSTANCE === 0
        ? current.readNew()
        : undefined;
      try {
        if (instance !== undefined) write(start + jsonLine(instance));
        if (exceeded) write(start + MEMORY_EXCEEDED + "\n");
      } catch {
        // Who would read it is gone. An error would end this thread, and nobody would watch any more.
        end();
      }
      if (exceeded || Deno.ppid !== parent) end();
    }, INTERVAL);
  };
}
