/**
 * A process that never ends by itself, watched by a watchdog that has an instance to tell and does not
 * find the parent that it was told of.
 *
 * @module
 */

import { CurrentInstance } from "../current_instance.ts";
import type { WatchedMemory } from "../watchdog.ts";

const current = new CurrentInstance();
current.write(JSON.stringify({ x: 1 }));
const watch: WatchedMemory = {
  memoryLimit: Infinity,
  parent: -1,
  memory: current.memory,
  secret: new TextEncoder().encode("secret"),
};
new Worker(new URL("../watchdog.ts", import.meta.url), { type: "module" }).postMessage(watch);
// The thread is started by this one.
setTimeout(() => {
  while (true);
}, 1000);
