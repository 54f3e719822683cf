/**
 * A worker process: searches the claims that the pool sends it, one after the other.
 *
 * It reads its {@linkcode WorkerSetup} and then a {@linkcode Job} a line from standard input and
 * writes {@linkcode Message}s, one a line, to standard output. It is a process and not a `Worker` because a claim that runs out of memory
 * would take the whole program with it.
 *
 * @module
 */

import { type Arithmetic, float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import process from "node:process";
import { Channel, hideInput, inputLines, readSecret } from "./channel.ts";
import type { Claim, VariantName } from "./claim.ts";
import { listed, type ListedClaims } from "./claim_record.ts";
import { CurrentInstance } from "./current_instance.ts";
import { checkFirstObservation, MalformedClaim } from "./door.ts";
import type { Evidence, Example, HypothesisRole } from "./evidence.ts";
import type { ProfileName } from "./profile.ts";
import { LEAVE_ALONE } from "./protocol.ts";
import { loadClaims, type LoadedClaims } from "./registry.ts";
import { observeExample } from "./example.ts";
import { describeError } from "./failure.ts";
import { Intrinsics } from "./intrinsics.ts";
import { loadTwin, type Twin } from "./rounding/twin.ts";
import type { ClaimTwin } from "./rounding_noise.ts";
import { type GroupOptions, type Progress, roleOf, searchGroup } from "./search.ts";
import type { Watch, WatchedMemory } from "./watchdog.ts";

/**
 * What a worker is started with, as the first line of its input after the secret: arguments of the
 * process could be seen by claims.
 */
export interface WorkerSetup {
  /** The URLs of the modules whose `claims` are searched. */
  readonly claims: readonly string[];
  /** Those of them that are passed over if they export no `claims`. Default: none. */
  readonly mayLackClaims?: readonly string[];
  /** The arithmetics, the searching one first; none where the claims are only listed. */
  readonly arithmetics: readonly ("float64" | "float32")[];
  /** The TensorFlow.js backend, if it is forced. */
  readonly backend?: string;
  /** When the process must end whatever its search is at. */
  readonly watch: Watch;
}

/**
 * Claims to list, to search or to look at for the first time, or an instance of one to observe again.
 */
export type Job =
  | { readonly type: "list" }
  | {
    readonly type: "search";
    /** The ids of a whole group, in its order. */
    readonly group: readonly string[];
    /** Those of the claims to give evidence of. */
    readonly asked: readonly string[];
    readonly seed: number;
    readonly profile: ProfileName;
    /** Whether the pool is to be told of each instance before it is observed. */
    readonly tellsAll: boolean;
  }
  | {
    readonly type: "replay";
    readonly id: string;
    readonly variant: VariantName;
    readonly recorded: Example;
  }
  | {
    readonly type: "role";
    readonly id: string;
    readonly seed: number;
    readonly variant: VariantName;
    readonly hypothesis: string;
  }
  | {
    readonly type: "door";
    readonly ids: readonly string[];
    readonly seed: number;
  };

/** The claims rewritten to round at random, which a worker has asked for. */
export interface TwinNotice {
  readonly type: "twin";
  /** Where they lie; null if they cannot be had. */
  readonly url: string | null;
}

/** What is wrong with a claim that was observed once. */
export interface DoorProblem {
  /** The claim's id. */
  readonly id: string;
  /** What is wrong, a line for each mistake. */
  readonly message: string;
}

/** What a worker tells the pool. */
export type Message =
  | {
    readonly type: "ready";
    readonly arithmetics: readonly { readonly name: string; readonly backend: string }[];
  }
  /** The first message of each job. */
  | { readonly type: "taken" }
  | { readonly type: "observe"; readonly instance: unknown }
  | { readonly type: "progress"; readonly id: string } & Progress
  | { readonly type: "wants twin" }
  /** All instances of the group have been tried. */
  | { readonly type: "tried" }
  /** One for each claim asked for. */
  | { readonly type: "found"; readonly evidence: Evidence }
  | { readonly type: "role"; readonly role: HypothesisRole }
  | { readonly type: "replayed"; readonly observed: Example | { readonly error: string } }
  | { readonly type: "door"; readonly problems: readonly DoorProblem[] }
  /** Instead of the answer: what the claim has changed of JavaScript itself. */
  | { readonly type: "spoiled"; readonly changes: readonly string[] }
  /** The last message of each job. */
  | {
    readonly type: "done";
    /** Whether the claim has left something behind, so that the next one needs another process. */
    readonly isStale: boolean;
    /** What went wrong outside of a checker's own calls, as in a promise that nobody waits for. */
    readonly leftBehind: string | null;
  }
  | { readonly type: "listed"; readonly list: ListedClaims }
  /** The claims or the arithmetic could not be loaded: why, a line for each mistake. */
  | {
    readonly type: "failed";
    /** Whether it is that claims are not well formed. */
    readonly isMalformed: boolean;
    readonly problems: readonly string[];
  };

/** Instances that are longer than this as JSON are not told one by one. */
const LONGEST_TOLD = 1 << 20;

/** At least this much time passes between two progress messages, in milliseconds. */
const PROGRESS_INTERVAL = 200;

/** A process that uses more than this share of the memory that it may use is not used again. */
const MOST_MEMORY_LEFT = 0.5;

/** After a job so many turns of the event loop pass before the process is looked at. */
const TURNS_TO_REST = 3;

/** What is needed after claims have run, as it was before. */
const { setTimeout: later, Promise: OwnPromise } = globalThis;
const activeResources = process.getActiveResourcesInfo.bind(process);
const memoryUsage = Deno.memoryUsage.bind(Deno);

async function loadArithmetic(
  name: "float64" | "float32",
  backend: string | undefined,
): Promise<Arithmetic<unknown>> {
  if (name === "float64") return float64 as Arithmetic<unknown>;
  const forced = backend === undefined ? {} : { backend: backend as "wasm" };
  return await loadFloat32({ size: "small", ...forced }) as Arithmetic<unknown>;
}

async function main(): Promise<void> {
  const exit = Deno.exit.bind(Deno);
  const secret = await readSecret();
  if (secret === null) return;
  const lines = inputLines();
  const begin = await lines.next();
  if (begin.done) return;
  const setup = JSON.parse(begin.value) as WorkerSetup;
  hideInput();
  const channel = new Channel(secret);
  // All that a checker prints goes to the pool, which tells it from the messages.
  for (const method of ["warn", "error", "trace"] as const) {
    // deno-lint-ignore no-console -- standard error is for what ends the process
    console[method] = console.log;
  }
  const current = new CurrentInstance();
  const watch: WatchedMemory = { ...setup.watch, memory: current.memory, secret };
  new Worker(new URL("./watchdog.ts", import.meta.url), { type: "module" }).postMessage(watch);
  const used: Arithmetic<unknown>[] = [];
  let intrinsics: Intrinsics;
  let loaded: LoadedClaims;
  try {
    const { mayLackClaims = [] } = setup;
    for (const name of setup.arithmetics) used.push(await loadArithmetic(name, setup.backend));
    intrinsics = new Intrinsics();
    loaded = await loadClaims(setup.claims, (url) => mayLackClaims.includes(url), () => {
      const changes = intrinsics.restore();
      return changes.length === 0 ? [] : [`it changes ${changes.join(", ")}: ${LEAVE_ALONE}`];
    });
  } catch (error) {
    const isMalformed = error instanceof MalformedClaim;
    const problems = isMalformed
      ? error.problems
      : [error instanceof Error ? error.message : String(error)];
    channel.send({ type: "failed", isMalformed, problems });
    return exit(1);
  }
  const changed: Record<string, true> = { __proto__: null } as never;
  const restore = (): readonly string[] => {
    const changes = intrinsics.restore();
    for (let index = 0; index < changes.length; index++) changed[changes[index]!] = true;
    return Object.keys(changed).sort();
  };
  /** Sends a message on the way. What was changed is put back first, so that it is as it should be. */
  const tell = (message: Message) => {
    restore();
    channel.send(message);
  };
  /** Sends an answer, unless something was changed on the way to it. */
  const send = (message: Message) => {
    const changes = restore();
    channel.send(changes.length === 0 ? message : { type: "spoiled", changes });
  };
  const before = activeResources().length;
  send({ type: "ready", arithmetics: used.map(({ name, backend }) => ({ name, backend })) });

  const [arithmetic, secondArithmetic] = used as [Arithmetic<unknown>, Arithmetic<unknown>?];
  const claims = loaded.claims.map(({ claim }) => claim);
  const twins = new Twins(() => tell({ type: "wants twin" }));
  const named = (wanted: string) => claims.find(({ id }) => id === wanted)!;
  const twin = (claim: Claim) => twins.of(claim);
  const run = async (job: Job): Promise<void> => {
    // What the job before was at is not what this one is at. Of one that tells all, all is known.
    if (job.type !== "search" || !job.tellsAll) current.write("null");
    if (job.type === "list") send({ type: "listed", list: listed(loaded) });
    else if (job.type === "door") send(door(claims, job, arithmetic));
    else if (job.type === "replay") send(replay(named(job.id), job, arithmetic));
    else if (job.type === "search") {
      const { seed, profile, group, asked, tellsAll } = job;
      await search({ tell, send }, group.map(named), {
        seed,
        profile,
        onObserve: (instance) => {
          const text = JSON.stringify(instance);
          if (!tellsAll) current.write(text);
          else if (text.length <= LONGEST_TOLD) {
            channel.sendJson(`{"type":"observe","instance":${text}}`);
          }
        },
        arithmetic,
        ...(secondArithmetic === undefined ? {} : { secondArithmetic }),
        twin,
        asked: asked.map(named),
      });
    } else {
      const { hypothesis, variant, seed } = job;
      const role = await roleOf(named(job.id), hypothesis, variant, { seed, arithmetic, twin });
      send({ type: "role", role });
    }
  };
  let leftBehind: string | null = null;
  for (const type of ["error", "unhandledrejection"] as const) {
    addEventListener(type, (event) => {
      event.preventDefault();
      leftBehind ??= describeError("reason" in event ? event.reason : event.error, null).message;
    });
  }
  const runToItsEnd = async (job: Job): Promise<void> => {
    tell({ type: "taken" });
    await run(job);
    // What was left behind to be done at once has its turn.
    for (let turn = 0; turn < TURNS_TO_REST; turn++) {
      await new OwnPromise((resolve) => later(resolve, 0));
    }
    const isStale = leftBehind !== null || restore().length > 0 ||
      activeResources().length > before ||
      memoryUsage().rss > MOST_MEMORY_LEFT * setup.watch.memoryLimit;
    channel.send({ type: "done", isStale, leftBehind });
  };
  for await (const line of lines) {
    const job = JSON.parse(line) as Job | TwinNotice;
    if (job.type === "twin") twins.receive(job);
    else void runToItsEnd(job);
  }
  exit(0);
}

/** The rewritten claims: asked for once, when the first violation is to be confirmed. */
class Twins {
  #twin: Promise<Twin | undefined> | undefined;
  #resolve: (url: string | null) => void = () => {};
  readonly #ask: () => void;

  /** @param ask Asks the pool for them. */
  constructor(ask: () => void) {
    this.#ask = ask;
  }

  receive({ url }: TwinNotice): void {
    this.#resolve(url);
  }

  async of({ id }: Claim): Promise<ClaimTwin | undefined> {
    this.#twin ??= this.#load();
    const twin = await this.#twin;
    const claim = twin?.claims.get(id);
    if (twin === undefined || claim === undefined) return undefined;
    return {
      claim,
      arithmetic: twin.float64,
      run: (how, body) => silently(() => twin.run(how, body)),
    };
  }

  async #load(): Promise<Twin | undefined> {
    const { promise, resolve } = Promise.withResolvers<string | null>();
    this.#resolve = resolve;
    this.#ask();
    const url = await promise;
    // Where it cannot be had, nearby instances have to tell rounding from mathematics.
    return url === null ? undefined : await loadTwin(url).catch(() => undefined);
  }
}

/** What a checker prints it has printed before, when the same instance was observed without rounding. */
function silently<R>(body: () => R): R {
  const { log, info, debug, warn, error, trace } = console;
  const nothing = () => {};
  Object.assign(console, {
    log: nothing,
    info: nothing,
    debug: nothing,
    warn: nothing,
    error: nothing,
    trace: nothing,
  });
  try {
    return body();
  } finally {
    Object.assign(console, { log, info, debug, warn, error, trace });
  }
}

async function search(
  { tell, send }: Readonly<Record<"tell" | "send", (message: Message) => void>>,
  group: readonly Claim[],
  options: GroupOptions,
): Promise<void> {
  const lastProgress = new Map<Claim, number>();
  await searchGroup(group, {
    ...options,
    onProgress: (progress, claim) => {
      const now = performance.now();
      if (now - (lastProgress.get(claim) ?? 0) < PROGRESS_INTERVAL) return;
      lastProgress.set(claim, now);
      tell({ type: "progress", id: claim.id, ...progress });
    },
    onTried: () => tell({ type: "tried" }),
    onEvidence: (evidence) => send({ type: "found", evidence }),
  });
}

function replay(
  claim: Claim,
  { variant, recorded: { instance, role } }: Job & { readonly type: "replay" },
  arithmetic: Arithmetic<unknown>,
): Message {
  try {
    return {
      type: "replayed",
      observed: observeExample(claim, variant, instance, arithmetic, role),
    };
  } catch (error) {
    return { type: "replayed", observed: { error: describeError(error, instance).message } };
  }
}

function door(
  claims: readonly Claim[],
  { ids, seed }: Job & { readonly type: "door" },
  arithmetic: Arithmetic<unknown>,
): Message {
  const problems = claims.filter(({ id }) => ids.includes(id)).flatMap((claim): DoorProblem[] => {
    const message = checkFirstObservation(claim, arithmetic, seed);
    return message === undefined ? [] : [{ id: claim.id, message }];
  });
  return { type: "door", problems };
}

if (import.meta.main) await main();
