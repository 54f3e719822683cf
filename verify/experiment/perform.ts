/**
 * Performing an experiment: the runs that are not stored yet, on several workers, within a budget of
 * time.
 *
 * @module
 */

import type { Arm, Experiment, Json, Plan, Results } from "./experiment.ts";
import type { ProfileName } from "../profile.ts";
import type { StoredRun, StoredRuns } from "./stored_runs.ts";
import type { RunAnswer, RunRequest } from "./worker.ts";

/** What is performed. */
export interface PerformOptions {
  /** The module that exports the experiment among `experiments`. */
  readonly module: string;
  /** Which plan. */
  readonly profile: ProfileName;
  /** How many seeds, from 1 on. Default: what the plan says. */
  readonly seeds?: number;
  /** How many runs go on at once. */
  readonly jobs: number;
  /** After how many seconds no run goes on or is begun. Default: never. */
  readonly budget?: number;
  /** Told of each run that is stored or was found stored. */
  readonly onRun?: (arm: string, seed: number, run: StoredRun, wasStored: boolean) => void;
  /** Told of stored runs that are damaged. */
  readonly onDamage?: (message: string) => void;
}

/** What has come of it. */
export interface Performed {
  /** The plan. */
  readonly plan: Plan<Json>;
  /** How many seeds were asked for. */
  readonly seeds: number;
  /** The finished runs. */
  readonly results: Results<Json>;
  /** How many runs are not finished, because the budget ended. */
  readonly unfinished: number;
  /** The runs that failed, a line each. */
  readonly failures: readonly string[];
}

interface Task {
  readonly arm: Arm<Json>;
  readonly seed: number;
}

/**
 * Performs what is not stored yet, seed by seed, and stores each run as it ends.
 *
 * @throws {UsageError} If a stored run cannot be read or written.
 */
export async function perform(
  experiment: Experiment,
  stored: StoredRuns,
  options: PerformOptions,
): Promise<Performed> {
  const { profile, jobs, budget = Infinity, onRun, onDamage = () => {} } = options;
  const plan = experiment.plan(profile);
  const seeds = experiment.randomness === "none" ? 1 : options.seeds ?? plan.seeds;
  const finished = new Map(plan.arms.map(({ name }) => [name, new Map<number, StoredRun>()]));
  const tasks: Task[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    for (const arm of plan.arms) {
      const run = stored.read(arm, seed, onDamage);
      if (run === undefined) tasks.push({ arm, seed });
      else {
        finished.get(arm.name)!.set(seed, run);
        onRun?.(arm.name, seed, run, true);
      }
    }
  }
  const failures: string[] = [];
  let unfinished = 0;
  const deadline = performance.now() + 1000 * budget;
  const work = async () => {
    let worker: RunWorker | undefined;
    while (true) {
      const task = tasks.shift();
      if (task === undefined) break;
      const left = (deadline - performance.now()) / 1000;
      const { arm, seed } = task;
      const before = [...finished.get(arm.name)!.values()].map(({ seconds }) => seconds);
      if (left <= 0 || (before.length > 0 && Math.min(...before) > left)) {
        unfinished++;
        continue;
      }
      worker ??= new RunWorker();
      const { id } = experiment;
      const request = { module: options.module, id, parameters: arm.parameters, seed };
      const answer = await worker.run(request, left);
      if (answer === undefined) {
        unfinished++;
        worker = undefined;
      } else if ("error" in answer) {
        failures.push(`${arm.name}, seed ${seed}: ${answer.error}`);
        // It may not have survived.
        worker.end();
        worker = undefined;
      } else {
        stored.write(arm, seed, answer.seconds, answer.outcome);
        const run = stored.read(arm, seed, onDamage)!;
        finished.get(arm.name)!.set(seed, run);
        onRun?.(arm.name, seed, run, false);
      }
    }
    worker?.end();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, work));
  return {
    plan,
    seeds,
    results: resultsOf(profile, finished),
    unfinished,
    failures,
  };
}

/** The outcomes of runs, by arm and seed. */
function resultsOf(
  profile: ProfileName,
  finished: ReadonlyMap<string, ReadonlyMap<number, StoredRun>>,
): Results<Json> {
  const of: Results<Json>["of"] = (arm) => {
    const runs = finished.get(arm);
    if (runs === undefined) {
      const known = [...finished.keys()].join("; ");
      throw new RangeError(`there is no arm ${JSON.stringify(arm)} in this plan: it has ${known}`);
    }
    return [...runs].sort(([a], [b]) => a - b)
      .map(([seed, { outcome, seconds }]) => ({ seed, outcome, seconds }));
  };
  return {
    profile,
    arms: [...finished.keys()],
    of,
    observations: (arm, read) => of(arm).map(({ outcome }) => read(outcome) ?? Infinity),
  };
}

/** Timers know no longer time, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A worker of one run at a time. */
class RunWorker {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

  /** Does a run; undefined, and the worker is gone, if it takes longer than so many seconds. */
  run(request: RunRequest, seconds: number): Promise<RunAnswer | undefined> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(seconds)
        ? setTimeout(() => {
          this.end();
          resolve(undefined);
        }, Math.min(1000 * seconds, LONGEST_TIMER))
        : undefined;
      const settle = (answer: RunAnswer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.#worker.onmessage = ({ data }: MessageEvent<RunAnswer>) => settle(data);
      this.#worker.onerror = (event) => {
        event.preventDefault();
        settle({ error: event.message });
      };
      this.#worker.postMessage(request);
    });
  }

  /** Ends it. */
  end(): void {
    this.#worker.terminate();
  }
}
