/**
 * A worker that does runs of experiments, one after the other.
 *
 * @module
 */

import { loadModule } from "../load_module.ts";
import type { Experiment, Json } from "./experiment.ts";

/** What a worker is asked for: one run. */
export interface RunRequest {
  /** The URL of the module that exports the experiments as `experiments`. */
  readonly module: string;
  /** The experiment's id. */
  readonly id: string;
  /** The arm's parameters. */
  readonly parameters: Json;
  /** The seed. */
  readonly seed: number;
}

/** What it answers. */
export type RunAnswer =
  | { readonly outcome: Json; readonly seconds: number }
  | { readonly error: string };

/** A worker's side of its messages. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<RunRequest>) => void) | null;
  postMessage(answer: RunAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data }) => scope.postMessage(await answer(data));

async function answer({ module, id, parameters, seed }: RunRequest): Promise<RunAnswer> {
  try {
    const { experiments } = await loadModule(module) as { experiments: readonly Experiment[] };
    const experiment = experiments.find((one) => one.id === id)!;
    const start = performance.now();
    const outcome = await experiment.run(parameters, seed);
    const seconds = (performance.now() - start) / 1000;
    const place = notJson(outcome, "the outcome");
    if (place !== undefined) return { error: place };
    return { outcome, seconds };
  } catch (error) {
    return { error: error instanceof Error ? error.stack ?? error.message : String(error) };
  }
}

/** What in a value JSON does not hold, which would come back as something else. */
function notJson(value: unknown, place: string): string | undefined {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? undefined : `${place} is ${value}: give null instead`;
    case "string":
    case "boolean":
      return undefined;
    case "object":
      if (value === null) return undefined;
      for (const [key, part] of Object.entries(value)) {
        const found = notJson(part, Array.isArray(value) ? `${place}[${key}]` : `${place}.${key}`);
        if (found !== undefined) return found;
      }
      return undefined;
    default:
      return `${place} is of the type ${typeof value}, which JSON does not hold`;
  }
}
