/**
 * A pool of worker processes that search claims side by side.
 *
 * @module
 */

import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { fileURLToPath } from "node:url";
import type { Claim, VariantName } from "./claim.ts";
import type { Evidence, Example, HypothesisRole } from "./evidence.ts";
import { failedEvidence } from "./failure.ts";
import { groupClaims } from "./group.ts";
import { type Origin, withOrigin } from "./origin.ts";
import { groupWork } from "./phases.ts";
import type { ProfileName } from "./profile.ts";
import { jsonLine, MESSAGE_START } from "./protocol.ts";
import { instrument } from "./rounding/instrument.ts";
import { scheduled } from "./schedule.ts";
import { type Progress, variantForRoles, withRole } from "./search.ts";
import { MEMORY_EXCEEDED } from "./watchdog.ts";
import type { DoorProblem, Job, Message, TwinNotice, WorkerSetup } from "./worker.ts";

/** What one worker process may use, in MiB. */
const MEMORY_LIMIT = 768;

/**
 * The heap limit of V8, in MiB, should the watchdog not get its turn. It is higher because V8
 * collects garbage for seconds on end before it admits that its heap is full.
 */
const HEAP_LIMIT = 1024;

/** The most lines that a checker may print on one job; what comes after them is counted. */
const MOST_PRINTED_LINES = 200;

/** The longest line of them, in characters. */
const LONGEST_PRINTED_LINE = 2000;

/** The longest time that a timer can measure, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** After so many seconds a claim has passed the door: what takes longer is for the search to judge. */
const DOOR_TIME_LIMIT = 5;

/**
 * A hypothesis whose role takes longer to tell than so many seconds keeps none: outside of its
 * hypotheses a checker may never end.
 */
const ROLE_TIME_LIMIT = 30;

/** How worker processes run. */
export interface ProcessOptions extends Omit<WorkerSetup, "watch"> {
  /** After so many seconds a process is given up. */
  readonly timeLimit: number;
  /** Called with each line that a claim's checker prints, and with the count of those left out. */
  readonly onPrint?: (id: string, line: string) => void;
}

/** How a pool runs. */
export interface PoolOptions extends ProcessOptions {
  /** The seed of the run. */
  readonly seed: number;
  /** The profile of the run. */
  readonly profile: ProfileName;
  /** How many processes run at a time. */
  readonly jobs: number;
  /**
   * The claims that share their observations, each claim in one group. A group is always searched
   * whole, whichever of its claims are asked for. Default: those that the claims asked for form.
   */
  readonly groups?: readonly (readonly Claim[])[];
  /** Where a claim comes from. Default: the catalogue. */
  readonly originOf?: (claim: Claim) => Origin;
  /** Called when a worker process takes a claim, with all of its group that are asked for. */
  readonly onStart?: (claim: Claim, together: readonly Claim[]) => void;
  /** Called with what the search of a claim is at. */
  readonly onProgress?: (claim: Claim, progress: Progress) => void;
  /**
   * Called when a claim is done, in the order in which they end, with its share of the time that its
   * group took.
   */
  readonly onDone?: (claim: Claim, evidence: Evidence, seconds: number) => void;
}

/** A worker process could not be started; the message says why. */
export class WorkerStartError extends Error {
  /** @param message Why. */
  constructor(message: string) {
    super(message);
    this.name = "WorkerStartError";
  }
}

/**
 * Searches the claims in worker processes, those of a group together. A process that dies, hangs or
 * uses too much memory costs its claim the verdict `error`, and is replaced; of a group it costs
 * only the claims that cannot be searched by themselves either.
 *
 * @returns The evidence, in the order of the claims.
 * @throws {WorkerStartError} If a worker cannot load the claims or the arithmetic.
 */
export async function searchInProcesses(
  claims: readonly Claim[],
  options: PoolOptions,
): Promise<Evidence[]> {
  const results = new Map<Claim, Evidence>();
  const wanted = new Set(claims);
  const jobs = scheduled(
    (options.groups ?? groupClaims(claims))
      .map((group) => ({ group, asked: group.filter((claim) => wanted.has(claim)) }))
      .filter(({ asked }) => asked.length > 0),
    options.jobs,
  );
  const twins = new RewrittenClaims(options.claims);
  let next = 0;
  let failure: unknown;
  async function serve(): Promise<void> {
    const workers = new Workers(options, twins);
    try {
      while (next < jobs.length && failure === undefined) {
        const { group, asked } = jobs[next++]!;
        for (const claim of asked) options.onStart?.(claim, asked);
        const started = performance.now();
        const found = await searchGroup(group, asked, options, workers);
        for (const [index, claim] of asked.entries()) {
          const evidence = await withRoles(claim, found[index]!, options, workers);
          const origin = options.originOf?.(claim);
          results.set(claim, origin === undefined ? evidence : withOrigin(evidence, origin));
        }
        const seconds = (performance.now() - started) / 1000 / asked.length;
        for (const claim of asked) options.onDone?.(claim, results.get(claim)!, seconds);
      }
    } catch (error) {
      failure ??= error;
    } finally {
      await workers.stop();
    }
  }
  await Promise.all(Array.from({ length: Math.min(options.jobs, jobs.length) }, serve));
  await twins.dispose();
  if (failure !== undefined) throw failure;
  return claims.map((claim) => results.get(claim)!);
}

/**
 * The evidence of the claims asked for. Where a process does not survive a group, what remains is
 * searched in such a way that the evidence of a claim does not depend on which others are asked for:
 * if not even all instances could be tried, each by itself, so that one bad claim does not cost the
 * others; otherwise the claim whose turn it was by itself, and those after it with the group again.
 */
async function searchGroup(
  group: readonly Claim[],
  asked: readonly Claim[],
  options: PoolOptions,
  workers: Workers,
): Promise<Evidence[]> {
  const evidence: Evidence[] = [];
  let tellsAll = false;
  while (evidence.length < asked.length) {
    const worker = await workers.any();
    const rest = asked.slice(evidence.length);
    const { found, failed } = await worker.search(group, rest, tellsAll, options);
    evidence.push(...found);
    if (failed === undefined) break;
    // What killed it may have come from outside, or have been left behind by an earlier claim: what
    // remains is tried once more, in a fresh process, and the pool is told of every instance, so that
    // it knows the one at which a process dies again.
    if (worker.died && !tellsAll) {
      tellsAll = true;
      continue;
    }
    if (group.length === 1) {
      evidence.push(failed.evidence);
      break;
    }
    const remaining = asked.slice(evidence.length);
    for (const claim of failed.tried ? remaining.slice(0, 1) : remaining) {
      evidence.push(...await searchGroup([claim], [claim], options, workers));
    }
  }
  return evidence;
}

/**
 * The evidence with the role of each hypothesis. Each that is not known is a job of its own: that a checker hangs or dies
 * where a hypothesis is dropped costs the role, and nothing else.
 */
async function withRoles(
  { id }: Claim,
  evidence: Evidence,
  { seed, timeLimit }: PoolOptions,
  workers: Workers,
): Promise<Evidence> {
  const variant = variantForRoles(evidence);
  if (variant === null) return evidence;
  let complete = evidence;
  for (const { name: hypothesis, role: known } of evidence.hypotheses) {
    if (known !== null) continue;
    const worker = await workers.any();
    const role = await worker.role(
      { type: "role", id, seed, variant, hypothesis },
      Math.min(timeLimit, ROLE_TIME_LIMIT),
    );
    complete = withRole(complete, hypothesis, role);
  }
  return complete;
}

/** A worker process after the other: one that has ended is replaced. */
class Workers {
  readonly #options: ProcessOptions;
  readonly #twins: RewrittenClaims;
  #worker: WorkerProcess | undefined;

  constructor(options: ProcessOptions, twins: RewrittenClaims) {
    this.#options = options;
    this.#twins = twins;
  }

  async any(): Promise<WorkerProcess> {
    if (this.#worker?.alive !== true) {
      this.#worker = await WorkerProcess.start(this.#options, this.#twins);
    }
    return this.#worker;
  }

  async stop(): Promise<void> {
    await this.#worker?.stop();
  }
}

/** The claims rewritten to round at random, made when a worker first asks for them. */
class RewrittenClaims {
  readonly #claims: readonly string[];
  #instrumented: ReturnType<typeof instrument> | undefined;

  constructor(claims: readonly string[]) {
    this.#claims = claims;
  }

  /** Where they lie; null if they cannot be had. */
  async url(): Promise<string | null> {
    this.#instrumented ??= instrument(this.#claims);
    const result = await this.#instrumented;
    return result.kind === "instrumented" ? result.url : null;
  }

  async dispose(): Promise<void> {
    const result = await this.#instrumented;
    if (result?.kind === "instrumented") await result.dispose();
  }
}

/**
 * Observes a recorded instance again, in a process of its own: it may be one that never ends.
 *
 * @returns What was observed, or the message of what went wrong.
 * @throws {WorkerStartError} If the worker cannot load the claims or the arithmetic.
 */
export async function replayInProcess(
  claim: Claim,
  variant: VariantName,
  recorded: Example,
  options: ProcessOptions,
): Promise<Example | { readonly error: string }> {
  const worker = await WorkerProcess.start(options);
  try {
    const job: Job = { type: "replay", id: claim.id, variant, recorded };
    const answer = await worker.ask(job, ({ type }) => type === "replayed");
    if (typeof answer === "string") return { error: answer };
    return (answer as Message & { readonly type: "replayed" }).observed;
  } finally {
    await worker.stop();
  }
}

/**
 * Observes each claim once, in worker processes, and looks at the form of what it returns. A claim
 * that hangs or takes its process down passes: that is for the search to judge.
 *
 * @returns What is wrong, in the order of the claims; none for those that are well formed.
 * @throws {WorkerStartError} If a worker cannot load the claims or the arithmetic.
 */
export async function checkInProcesses(
  claims: readonly Claim[],
  options: Pick<PoolOptions, "claims" | "arithmetics" | "backend" | "seed" | "jobs">,
): Promise<DoorProblem[]> {
  const setup: ProcessOptions = {
    ...options,
    arithmetics: options.arithmetics.slice(0, 1),
    timeLimit: DOOR_TIME_LIMIT,
  };
  const problems: (readonly DoorProblem[])[] = new Array(claims.length);
  let next = 0;
  async function serve(): Promise<void> {
    let worker: WorkerProcess | undefined;
    try {
      while (next < claims.length) {
        const index = next++;
        worker ??= await WorkerProcess.start(setup);
        const job: Job = { type: "door", ids: [claims[index]!.id], seed: options.seed };
        const answer = await worker.ask(job, ({ type }) => type === "door");
        if (!worker.alive) worker = undefined;
        problems[index] = typeof answer === "string"
          ? []
          : (answer as Message & { readonly type: "door" }).problems;
      }
    } finally {
      await worker?.stop();
    }
  }
  await Promise.all(Array.from({ length: Math.min(options.jobs, claims.length) }, serve));
  return problems.flat();
}

class WorkerProcess {
  readonly #process: Deno.ChildProcess;
  readonly #options: ProcessOptions;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  #arithmetics: Evidence["arithmetics"] = [];
  /** The JSON of the instance that the process was at when it told last; "" if it has not. */
  #lastObserved = "";
  readonly #twins: RewrittenClaims | undefined;
  /** Ends the process if it takes too long; while it waits for the pool, time does not count. */
  #deadline: Deadline | undefined;
  /** Why the pool killed the process. */
  #reason: string | undefined;
  #receive: (message: Message) => void = () => {};
  readonly #ended: Promise<string>;
  /** The claim whose job runs; what is printed outside of jobs is nobody's. */
  #asked: string | undefined;
  /** The lines that it has printed. */
  #printed = 0;
  alive = true;

  private constructor(options: ProcessOptions, twins?: RewrittenClaims) {
    this.#options = options;
    this.#twins = twins;
    const setup: WorkerSetup = {
      claims: options.claims,
      arithmetics: options.arithmetics,
      ...(options.backend === undefined ? {} : { backend: options.backend }),
      watch: { memoryLimit: MEMORY_LIMIT * 2 ** 20, parent: Deno.pid },
    };
    const nativeCode = Deno.permissions.querySync({ name: "ffi" }).state === "granted";
    this.#process = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        `--config=${fileURLToPath(new URL("../deno.json", import.meta.url))}`,
        "--allow-read",
        "--allow-env",
        "--allow-sys",
        ...(nativeCode ? ["--allow-ffi"] : []),
        `--v8-flags=--max-old-space-size=${HEAP_LIMIT}`,
        fileURLToPath(new URL("worker.ts", import.meta.url)),
        JSON.stringify(setup),
      ],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    const outputClosed = onLines(this.#process.stdout, (line) => this.#onLine(line));
    this.#ended = this.#watch(outputClosed);
  }

  /** Starts a process and waits until it is ready. */
  static async start(options: ProcessOptions, twins?: RewrittenClaims): Promise<WorkerProcess> {
    const worker = new WorkerProcess(options, twins);
    const message = await worker.#nextMessage((message) =>
      message.type === "ready" || message.type === "failed"
    );
    if (typeof message === "string") {
      throw new WorkerStartError(`a worker process could not start: ${message}`);
    }
    if (message.type === "failed") {
      await worker.stop();
      throw new WorkerStartError(message.message);
    }
    if (message.type === "ready") worker.#arithmetics = message.arithmetics;
    return worker;
  }

  /** Whether the process ended without having been asked to. */
  get died(): boolean {
    return !this.alive && this.#reason === undefined;
  }

  /**
   * Searches a group.
   *
   * @param tellsAll Whether the process tells of every instance before it is observed, and not only
   *   of what its watchdog sees.
   * @returns The evidence of the claims asked for; of the first ones only if the process did not
   *   survive it, with what that makes of the next one, and whether all instances had been tried.
   */
  async search(
    group: readonly Claim[],
    asked: readonly Claim[],
    tellsAll: boolean,
    { seed, profile, timeLimit, onProgress }: PoolOptions,
  ): Promise<{
    readonly found: readonly Evidence[];
    readonly failed?: { readonly evidence: Evidence; readonly tried: boolean };
  }> {
    const found: Evidence[] = [];
    let tried = false;
    const ids = (claims: readonly Claim[]) => claims.map(({ id }) => id);
    const job: Job = {
      type: "search",
      group: ids(group),
      asked: ids(asked),
      seed,
      profile,
      tellsAll,
    };
    const answer = await this.ask(job, (message) => {
      if (message.type === "progress") {
        onProgress?.(asked.find(({ id }) => id === message.id)!, message);
      } else if (message.type === "tried") tried = true;
      else if (message.type === "found") found.push(message.evidence);
      // The instances of a group, and what follows for each of its claims, have the time for
      // themselves: that a claim runs out of it does not depend on which others are asked for.
      const isPart = message.type === "tried" || message.type === "found";
      if (isPart && group.length > 1) this.#deadline?.restart();
      return found.length === asked.length;
    }, timeLimit * groupWork(group.length));
    if (typeof answer !== "string") return { found };
    const observed = jsonOrNull(this.#lastObserved);
    const run = {
      seed,
      profile,
      arithmetics: this.#arithmetics,
      module: null,
      paperTitle: null,
    };
    const failure = { message: answer, stack: "", instance: observed };
    return {
      found,
      failed: { evidence: failedEvidence(asked[found.length]!, run, failure), tried },
    };
  }

  /** Looks what becomes of a claim without a hypothesis. */
  async role(job: Job & { readonly type: "role" }, timeLimit: number): Promise<HypothesisRole> {
    const answer = await this.ask(job, ({ type }) => type === "role", timeLimit);
    if (typeof answer !== "string") return (answer as Message & { readonly type: "role" }).role;
    return {
      role: "could not be told",
      tried: 0,
      counterexample: null,
      reason: `the checker did not come back where it is dropped: ${answer}`,
    };
  }

  /** Gives the process a job; returns the answer, or why the process ended without one. */
  async ask(
    job: Job,
    isAnswer: (message: Message) => boolean,
    timeLimit: number = this.#options.timeLimit,
  ): Promise<Message | string> {
    this.#lastObserved = "";
    this.#asked = nameOf(job);
    this.#printed = 0;
    const hint = timeLimit === this.#options.timeLimit ? " (see --time-limit)" : "";
    const deadline = new Deadline(
      () => this.#kill(`timed out after ${timeLimit} s${hint}`),
      timeLimit * 1000,
    );
    this.#deadline = deadline;
    const answer = this.#nextMessage(isAnswer);
    await this.#write(job);
    const message = await answer;
    deadline.stop();
    const untold = this.#printed - MOST_PRINTED_LINES;
    if (untold > 0) this.#options.onPrint?.(this.#asked, `… and ${untold} more line(s)`);
    this.#asked = undefined;
    if (typeof message === "string") this.alive = false;
    return message;
  }

  /** Writes a line to the process; if it dies at this moment, that shows elsewhere. */
  async #write(line: Job | TwinNotice): Promise<void> {
    await this.#input.write(new TextEncoder().encode(jsonLine(JSON.stringify(line)))).catch(
      () => {},
    );
  }

  async #giveTwin(): Promise<void> {
    const deadline = this.#deadline;
    deadline?.pause();
    const url = await this.#twins?.url() ?? null;
    deadline?.resume();
    await this.#write({ type: "twin", url });
  }

  /** Ends the process, if it has not ended. */
  async stop(): Promise<void> {
    this.alive = false;
    await this.#input.close().catch(() => {});
    this.#kill("stopped");
    await this.#ended;
  }

  #kill(reason: string): void {
    this.#reason ??= reason;
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }

  /** The next message that satisfies the predicate, or why there will be none. */
  async #nextMessage(isWanted: (message: Message) => boolean): Promise<Message | string> {
    const message = new Promise<Message>((resolve) => {
      this.#receive = (message) => {
        if (isWanted(message)) resolve(message);
      };
    });
    return await Promise.race([message, this.#ended]);
  }

  #onLine(text: string): void {
    const start = text.lastIndexOf(MESSAGE_START);
    if (start !== 0) this.#onPrint(start < 0 ? text : text.slice(0, start));
    if (start < 0) return;
    const line = text.slice(start + MESSAGE_START.length);
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      this.#onPrint(line); // A checker has printed what messages begin with.
      return;
    }
    if (message.type === "observe") this.#lastObserved = JSON.stringify(message.instance);
    else if (message.type === "wants twin") void this.#giveTwin();
    else this.#receive(message);
  }

  /** Passes on what a checker has printed, without what would move a terminal's cursor. */
  #onPrint(line: string): void {
    if (this.#asked === undefined || ++this.#printed > MOST_PRINTED_LINES) return;
    const shown = line.slice(0, LONGEST_PRINTED_LINE).replaceAll(/(?!\t)\p{Cc}/gu, "\ufffd");
    const rest = line.length - LONGEST_PRINTED_LINE;
    this.#options.onPrint?.(this.#asked, rest > 0 ? `${shown}… (${rest} more characters)` : shown);
  }

  /** Reads standard error until the process ends; returns why it ended. */
  async #watch(outputClosed: Promise<void>): Promise<string> {
    let tail = "";
    await onLines(this.#process.stderr, (line) => {
      const start = line.lastIndexOf(MESSAGE_START);
      if (start < 0) tail = `${tail}${line}\n`.slice(-2000);
      else this.#lastObserved = line.slice(start + MESSAGE_START.length);
    });
    const { code, signal } = await this.#process.status;
    await outputClosed;
    if (this.#reason !== undefined) return this.#reason;
    if (tail.includes(MEMORY_EXCEEDED) || tail.includes("out of memory")) {
      return `used more than ${MEMORY_LIMIT} MiB of memory`;
    }
    return `the worker process ended with ${signal ?? `exit code ${code}`}: ${tail.trim()}`;
  }
}

/** Calls back with each line of a stream until it ends. */
async function onLines(
  stream: ReadableStream<Uint8Array>,
  onLine: (line: string) => void,
): Promise<void> {
  const lines = createInterface({
    input: Readable.fromWeb(stream as unknown as NodeReadableStream),
  });
  lines.on("line", onLine);
  await new Promise<void>((resolve) => lines.once("close", resolve));
}

/** The value of a JSON text; null if it is none: a checker can write what the watchdog's lines begin with. */
function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Who is asked, in what its checker prints. */
function nameOf(job: Job): string {
  if (job.type === "replay" || job.type === "role") return job.id;
  const [first, ...more] = job.type === "search" ? job.asked : job.ids;
  return more.length === 0 ? first! : `${first} and ${more.length} more`;
}

/** A time that runs out, unless it is stopped; a pause sets it back to its beginning. */
class Deadline {
  readonly #onEnd: () => void;
  readonly #milliseconds: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(onEnd: () => void, milliseconds: number) {
    this.#onEnd = onEnd;
    this.#milliseconds = Math.min(milliseconds, LONGEST_TIMER);
    this.resume();
  }

  pause(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    if (!this.#isStopped) this.#timer = setTimeout(this.#onEnd, this.#milliseconds);
  }

  restart(): void {
    this.pause();
    this.resume();
  }

  stop(): void {
    this.#isStopped = true;
    this.pause();
  }
}
