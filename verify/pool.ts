/**
 * A pool of worker processes that search claims side by side.
 *
 * @module
 */

import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NATIVE_ENVIRONMENT } from "../lib/arithmetic/_native_folder.ts";
import type { VariantName } from "./claim.ts";
import { type ClaimRecord, readListed } from "./claim_record.ts";
import { Deadline } from "./deadline.ts";
import { MalformedClaim } from "./door.ts";
import type { Evidence, Example, HypothesisRole } from "./evidence.ts";
import { writableEvidence } from "./evidence_file.ts";
import { failedEvidence } from "./failure.ts";
import { heapFlag, LEAST_MEMORY } from "./memory.ts";
import { readMessage } from "./messages.ts";
import { type Origin, withOrigin } from "./origin.ts";
import { groupWork } from "./phases.ts";
import { PrintedLines } from "./printed_lines.ts";
import type { ProfileName } from "./profile.ts";
import { jsonLine, LEAVE_ALONE, MESSAGE_START, newSecret } from "./protocol.ts";
import type { LoadedClaims } from "./registry.ts";
import { type Observed, reproduced } from "./reproduction.ts";
import { instrument } from "./rounding/instrument.ts";
import { Sandbox, SandboxError } from "./sandbox.ts";
import { scheduled } from "./schedule.ts";
import { type Progress, variantForRoles, withRole } from "./search.ts";
import { MEMORY_EXCEEDED } from "./watchdog.ts";
import type { DoorProblem, Job, Message, TwinNotice, WorkerSetup } from "./worker.ts";

/** After so many seconds a process that has answered and is not at rest is not used again. */
const REST_TIME_LIMIT = 10;

/** After so many seconds a process that has not taken the job which it waits for never will. */
const TAKING_TIME_LIMIT = 30;

/** So many seconds claims modules may take to load. */
const LOAD_TIME_LIMIT = 60;

/** A process that dies before it is ready is started so many times in all. */
const MOST_STARTS = 3;

/** What V8 begins its report with when its heap is full: pages of no use to who wrote a claim. */
const V8_REPORT = "<--- Last few GCs --->";

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
  /** What one process may use, in MiB. Default: 768. */
  readonly memoryLimit?: number;
  /** Called with each line that a claim's checker prints, and with the count of those left out. */
  readonly onPrint?: (id: string, line: string) => void;
  /** Called with each line that the claims modules print while they are loaded. Default: dropped. */
  readonly onLoadPrint?: (line: string) => void;
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
   * whole, whichever of its claims are asked for. Default: each claim by itself.
   */
  readonly groups?: readonly (readonly ClaimRecord[])[];
  /** Where a claim comes from. Default: the catalogue. */
  readonly originOf?: (claim: ClaimRecord) => Origin;
  /** Called when a worker process takes a claim, with all of its group that are asked for. */
  readonly onStart?: (claim: ClaimRecord, together: readonly ClaimRecord[]) => void;
  /** Called with what the search of a claim is at. */
  readonly onProgress?: (claim: ClaimRecord, progress: Progress) => void;
  /**
   * Called when a claim is done, in the order in which they end, with its share of the time that its
   * group took.
   */
  readonly onDone?: (claim: ClaimRecord, evidence: Evidence, seconds: number) => void;
}

/** A worker process could not be started; the message says why. */
export class WorkerStartError extends Error {
  /** Whether it is that processes died, which may have come from outside. */
  readonly hasDied: boolean;

  /** @param message Why. @param hasDied Whether processes died. */
  constructor(message: string, hasDied = false) {
    super(message);
    this.name = "WorkerStartError";
    this.hasDied = hasDied;
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
  claims: readonly ClaimRecord[],
  options: PoolOptions,
): Promise<Evidence[]> {
  const results = new Map<ClaimRecord, Evidence>();
  const wanted = new Set(claims);
  const jobs = scheduled(
    (options.groups ?? claims.map((claim) => [claim]))
      .map((group) => ({ group, asked: group.filter((claim) => wanted.has(claim)) }))
      .filter(({ asked }) => asked.length > 0),
    options.jobs,
  );
  const sandbox = await makeSandbox(options);
  const twins = new RewrittenClaims(options.claims, join(sandbox.folder, "twin"));
  const witness = new Witness(options, sandbox);
  let next = 0;
  let failure: unknown;
  async function search(
    group: readonly ClaimRecord[],
    asked: readonly ClaimRecord[],
    workers: Workers,
  ): Promise<Evidence[]> {
    const evidence: Evidence[] = [];
    for (const [index, found] of (await searchGroup(group, asked, options, workers)).entries()) {
      const claim = asked[index]!;
      const certain = await reproduced(
        found,
        (variant, recorded) => witness.observe(claim, variant, recorded),
      );
      evidence.push(await withRoles(claim, certain, options, workers));
    }
    return evidence;
  }
  async function serve(): Promise<void> {
    const workers = new Workers(options, sandbox, twins);
    try {
      while (next < jobs.length && failure === undefined) {
        const { group, asked } = jobs[next++]!;
        for (const claim of asked) options.onStart?.(claim, asked);
        const started = performance.now();
        const found = await search(group, asked, workers).catch((error: unknown) => {
          // What has been found so far is worth more than an end.
          const isLost = error instanceof WorkerStartError && error.hasDied && results.size > 0;
          if (!isLost) throw error;
          return asked.map((claim) => lostEvidence(claim, error.message, options));
        });
        for (const [index, claim] of asked.entries()) {
          const origin = options.originOf?.(claim);
          const evidence = found[index]!;
          const whole = origin === undefined ? evidence : withOrigin(evidence, origin);
          results.set(claim, whole);
        }
        // One that ended badly may have left the process in any state.
        if (asked.some((claim) => isBad(results.get(claim)!))) await workers.stop();
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
  await witness.stop();
  await twins.settled();
  await sandbox.dispose();
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
  group: readonly ClaimRecord[],
  asked: readonly ClaimRecord[],
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
  { id }: ClaimRecord,
  evidence: Evidence,
  { seed, timeLimit }: PoolOptions,
  workers: Workers,
): Promise<Evidence> {
  const variant = variantForRoles(evidence);
  if (variant === null) return evidence;
  let complete = evidence;
  for (const { name: hypothesis, role: known } of evidence.hypotheses) {
    if (known !== null) continue;
    const role = await workers.twice((worker) =>
      worker.role(
        { type: "role", id, seed, variant, hypothesis },
        Math.min(timeLimit, ROLE_TIME_LIMIT),
      )
    );
    complete = withRole(complete, hypothesis, role);
  }
  return complete;
}

/** The evidence of a claim of which nothing is known but that no process could search it. */
function lostEvidence(
  claim: ClaimRecord,
  message: string,
  { seed, profile }: PoolOptions,
): Evidence {
  const run = { seed, profile, arithmetics: [], module: null, paperTitle: null };
  return failedEvidence(claim, run, { message, stack: "", instance: null });
}

/** Whether evidence is of a claim in a run, and not of another one. */
function isOf(
  evidence: Evidence,
  claim: ClaimRecord,
  run: Pick<Evidence, "seed" | "profile">,
): boolean {
  const names = (variants: object) => Object.keys(variants).sort().join();
  return evidence.id === claim.id && evidence.module === null && evidence.seed === run.seed &&
    evidence.profile === run.profile && names(evidence.variants) === names(claim.variants);
}

/** Whether a checker failed on a claim. */
function isBad({ variants }: Evidence): boolean {
  return Object.values(variants).some(({ verdict }) => verdict === "error");
}

/** A worker process after the other: one that has ended is replaced. */
class Workers {
  readonly #options: ProcessOptions;
  readonly #sandbox: Sandbox;
  readonly #twins: RewrittenClaims | undefined;
  #worker: WorkerProcess | undefined;

  constructor(options: ProcessOptions, sandbox: Sandbox, twins?: RewrittenClaims) {
    this.#options = options;
    this.#sandbox = sandbox;
    this.#twins = twins;
  }

  async any(): Promise<WorkerProcess> {
    if (this.#worker?.alive !== true) {
      this.#worker = await WorkerProcess.start(this.#options, this.#sandbox, this.#twins);
    }
    return this.#worker;
  }

  /**
   * Does something with a process; once more with another if the first one dies, which may have come
   * from outside.
   */
  async twice<R>(body: (worker: WorkerProcess) => Promise<R>): Promise<R> {
    const worker = await this.any();
    const result = await body(worker);
    return worker.died ? await body(await this.any()) : result;
  }

  /** Ends the process; the next one is a fresh one. */
  async stop(): Promise<void> {
    await this.#worker?.stop();
    this.#worker = undefined;
  }
}

/**
 * One process for a whole run that observes again what is said to refute a claim. It searches nothing,
 * so that no claim has kept anything in it.
 */
class Witness {
  readonly #workers: Workers;
  /** The last observation that was asked for: one is made after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ProcessOptions, sandbox: Sandbox) {
    this.#workers = new Workers({ ...options, onPrint: () => {} }, sandbox);
  }

  /** Observes an instance; its process starts when this is first asked for. */
  observe(claim: ClaimRecord, variant: VariantName, recorded: Example): Promise<Observed> {
    const observed = this.#last.then(() => this.#observe(claim, variant, recorded));
    this.#last = observed.catch(() => {});
    return observed;
  }

  async #observe(claim: ClaimRecord, variant: VariantName, recorded: Example): Promise<Observed> {
    const observed = await this.#workers.twice((worker) => worker.replay(claim, variant, recorded));
    if ("error" in observed) await this.#workers.stop();
    return observed;
  }

  /** Ends the process, if there is one. */
  async stop(): Promise<void> {
    await this.#workers.stop();
  }
}

/** The claims rewritten to round at random, made when a worker first asks for them. */
class RewrittenClaims {
  readonly #claims: readonly string[];
  readonly #folder: string;
  #instrumented: ReturnType<typeof instrument> | undefined;

  /** @param claims The modules' URLs. @param folder Where to make them; it is made too. */
  constructor(claims: readonly string[], folder: string) {
    this.#claims = claims;
    this.#folder = folder;
  }

  /** Where they lie; null if they cannot be had. */
  async url(): Promise<string | null> {
    this.#instrumented ??= instrument(this.#claims, { folder: this.#folder });
    const result = await this.#instrumented;
    return result.kind === "instrumented" ? result.url : null;
  }

  /** Waits until nothing more is written to the folder. */
  async settled(): Promise<void> {
    await this.#instrumented;
  }
}

/**
 * Observes a recorded instance again, in a process of its own: it may be one that never ends.
 *
 * @returns What was observed, or the message of what went wrong.
 * @throws {WorkerStartError} If the worker cannot load the claims or the arithmetic.
 */
export async function replayInProcess(
  claim: ClaimRecord,
  variant: VariantName,
  recorded: Example,
  options: ProcessOptions,
): Promise<Observed> {
  return await inOneProcess(
    options,
    (workers) => workers.twice((worker) => worker.replay(claim, variant, recorded)),
  );
}

/**
 * Imports claims modules in a worker process and tells what there is to know of their claims.
 *
 * @throws {MalformedClaim} If what they export is not well formed, or two claims have one id.
 * @throws {WorkerStartError} If a module cannot be imported.
 */
export async function listInProcess(
  options: Pick<ProcessOptions, "claims" | "mayLackClaims" | "onLoadPrint">,
): Promise<LoadedClaims<ClaimRecord>> {
  const setup: ProcessOptions = { ...options, arithmetics: [], timeLimit: LOAD_TIME_LIMIT };
  return await inOneProcess(setup, async (workers) => {
    const answer = await workers.twice((worker) =>
      worker.ask({ type: "list" }, ({ type }) => type === "listed")
    );
    if (typeof answer === "string") throw new WorkerStartError(`cannot list the claims: ${answer}`);
    return readListed((answer as Message & { readonly type: "listed" }).list, options.claims);
  });
}

/** Does something with processes that are started for it alone. */
async function inOneProcess<R>(
  options: ProcessOptions,
  body: (workers: Workers) => Promise<R>,
): Promise<R> {
  const sandbox = await makeSandbox(options);
  try {
    const workers = new Workers(options, sandbox);
    try {
      return await body(workers);
    } finally {
      await workers.stop();
    }
  } finally {
    await sandbox.dispose();
  }
}

async function makeSandbox(
  { claims, backend }: Pick<PoolOptions, "claims" | "backend">,
): Promise<Sandbox> {
  try {
    return await Sandbox.of(claims, backend);
  } catch (error) {
    throw error instanceof SandboxError ? new WorkerStartError(error.message) : error;
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
  claims: readonly ClaimRecord[],
  options: Pick<
    PoolOptions,
    "claims" | "arithmetics" | "backend" | "seed" | "jobs" | "memoryLimit"
  >,
): Promise<DoorProblem[]> {
  const setup: ProcessOptions = {
    ...options,
    arithmetics: options.arithmetics.slice(0, 1),
    timeLimit: DOOR_TIME_LIMIT,
  };
  const problems: (readonly DoorProblem[])[] = new Array(claims.length);
  const sandbox = await makeSandbox(options);
  let next = 0;
  async function serve(): Promise<void> {
    let worker: WorkerProcess | undefined;
    try {
      while (next < claims.length) {
        const index = next++;
        worker ??= await WorkerProcess.start(setup, sandbox);
        const job: Job = { type: "door", ids: [claims[index]!.id], seed: options.seed };
        const answer = await worker.ask(job, ({ type }) => type === "door");
        if (!worker.alive) worker = undefined;
        problems[index] = typeof answer === "string"
          ? []
          : (answer as Message & { readonly type: "door" }).problems
            .filter(({ id }) => id === claims[index]!.id);
      }
    } finally {
      await worker?.stop();
    }
  }
  await Promise.all(Array.from({ length: Math.min(options.jobs, claims.length) }, serve))
    .finally(() => sandbox.dispose());
  return problems.flat();
}

/** What one process may use, in MiB. */
function memoryOf({ memoryLimit = LEAST_MEMORY }: ProcessOptions): number {
  return memoryLimit;
}

class WorkerProcess {
  readonly #process: Deno.ChildProcess;
  readonly #options: ProcessOptions;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  /** What its messages begin with. */
  readonly #messageStart: string;
  #arithmetics: Evidence["arithmetics"] = [];
  /** The JSON of the instance that the process was at when it told last; "" if it has not. */
  #lastObserved = "";
  readonly #twins: RewrittenClaims | undefined;
  /** Ends the process if it takes too long; while it waits for the pool, time does not count. */
  #deadline: Deadline | undefined;
  /** What went wrong in its last job outside of the checker's own calls. */
  #leftBehind: string | null = null;
  /** Why the pool killed the process. */
  #reason: string | undefined;
  #receive: (message: Message) => void = () => {};
  readonly #ended: Promise<string>;
  /** The claim whose job runs; what is printed outside of jobs is nobody's. */
  #asked: string | undefined;
  /** Whether it has been given a job: what is printed before is of the modules as they load. */
  #isReady = false;
  readonly #printed = new PrintedLines();
  alive = true;

  private constructor(options: ProcessOptions, sandbox: Sandbox, twins?: RewrittenClaims) {
    this.#options = options;
    this.#twins = twins;
    const memory = memoryOf(options);
    const secret = newSecret();
    this.#messageStart = MESSAGE_START + secret;
    const setup: WorkerSetup = {
      claims: options.claims,
      mayLackClaims: options.mayLackClaims ?? [],
      arithmetics: options.arithmetics,
      ...(options.backend === undefined ? {} : { backend: options.backend }),
      watch: { memoryLimit: memory * 2 ** 20, parent: Deno.pid },
    };
    this.#process = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        ...sandbox.flags,
        heapFlag(memory),
        fileURLToPath(new URL("worker.ts", import.meta.url)),
      ],
      // What a worker may not set for itself.
      env: { ...NATIVE_ENVIRONMENT },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    const outputClosed = onLines(this.#process.stdout, (line) => this.#onLine(line));
    this.#ended = this.#watch(outputClosed);
    void this.#writeText(secret);
    void this.#write(setup);
  }

  /**
   * Starts a process and waits until it is ready. One that is killed from outside meanwhile is
   * replaced.
   *
   * @throws {MalformedClaim} If claims are not well formed.
   * @throws {WorkerStartError} If it cannot start.
   */
  static async start(
    options: ProcessOptions,
    sandbox: Sandbox,
    twins?: RewrittenClaims,
  ): Promise<WorkerProcess> {
    let reason = "";
    for (let tries = 0; tries < MOST_STARTS; tries++) {
      const worker = new WorkerProcess(options, sandbox, twins);
      const deadline = new Deadline(
        () => worker.#kill(`the claims were not loaded after ${LOAD_TIME_LIMIT} s`),
        LOAD_TIME_LIMIT * 1000,
      );
      const message = await worker.#nextMessage(({ type }) =>
        type === "ready" || type === "failed"
      );
      deadline.stop();
      if (typeof message === "string") {
        reason = message;
        worker.alive = false;
        if (!worker.died) break;
        continue;
      }
      if (message.type === "failed") {
        await worker.stop();
        throw message.isMalformed
          ? new MalformedClaim(...message.problems)
          : new WorkerStartError(message.problems.join("\n"));
      }
      if (message.type === "ready") worker.#arithmetics = message.arithmetics;
      return worker;
    }
    throw new WorkerStartError(`a worker process could not start: ${reason}`, true);
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
    group: readonly ClaimRecord[],
    asked: readonly ClaimRecord[],
    tellsAll: boolean,
    { seed, profile, timeLimit, onProgress }: PoolOptions,
  ): Promise<{
    readonly found: readonly Evidence[];
    readonly failed?: { readonly evidence: Evidence; readonly tried: boolean };
  }> {
    const found: Evidence[] = [];
    let tried = false;
    const ids = (claims: readonly ClaimRecord[]) => claims.map(({ id }) => id);
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
        const claim = asked.find(({ id }) => id === message.id);
        if (claim !== undefined) onProgress?.(claim, message);
      } else if (message.type === "tried") tried = true;
      else if (message.type === "found") {
        const claim = asked[found.length];
        if (claim === undefined || !isOf(message.evidence, claim, { seed, profile })) {
          this.#spoiled("evidence of something else");
          return false;
        }
        found.push(writableEvidence(claim, message.evidence));
      }
      // The instances of a group, and what follows for each of its claims, have the time for
      // themselves: that a claim runs out of it does not depend on which others are asked for.
      const isPart = message.type === "tried" || message.type === "found";
      if (isPart && group.length > 1) this.#deadline?.restart();
      return found.length === asked.length;
    }, timeLimit * groupWork(group.length));
    const isLeftBehind = this.#leftBehind !== null;
    if (typeof answer !== "string" && !isLeftBehind) return { found };
    // Whose it was of several is told by searching each by itself.
    if (isLeftBehind) found.length = 0;
    const reason = isLeftBehind
      ? `left behind by the checker: ${this.#leftBehind}`
      : answer as string;
    const observed = isLeftBehind ? null : jsonOrNull(this.#lastObserved);
    const run = {
      seed,
      profile,
      arithmetics: this.#arithmetics,
      module: null,
      paperTitle: null,
    };
    const failure = { message: reason, stack: "", instance: observed };
    return {
      found,
      failed: {
        evidence: failedEvidence(asked[found.length]!, run, failure),
        tried: tried && !isLeftBehind,
      },
    };
  }

  /** Observes a recorded instance again. */
  async replay(
    { id }: ClaimRecord,
    variant: VariantName,
    { arithmetic, instance, role }: Example,
  ): Promise<Observed> {
    const recorded: Example = { role, arithmetic, instance, relations: [], figures: [] };
    const job: Job = { type: "replay", id, variant, recorded };
    const answer = await this.ask(job, ({ type }) => type === "replayed");
    if (typeof answer === "string") return { error: answer };
    return (answer as Message & { readonly type: "replayed" }).observed;
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
    this.#isReady = true;
    this.#printed.begin();
    const hint = timeLimit === this.#options.timeLimit ? " (see --time-limit)" : "";
    const deadline = new Deadline(
      () => this.#kill(`timed out after ${timeLimit} s${hint}`),
      timeLimit * 1000,
    );
    this.#deadline = deadline;
    let answer: Message | undefined;
    let rest: Deadline | undefined;
    // A claim before may still read the input of the process, and get the job in its place: then it
    // is as if the process had died from outside.
    const untaken = new Deadline(() => this.#end(), TAKING_TIME_LIMIT * 1000);
    const end = this.#nextMessage((message) => {
      if (message.type === "taken") untaken.stop();
      if (answer !== undefined) return message.type === "done";
      if (!isAnswer(message)) return false;
      answer = message;
      deadline.stop();
      rest = new Deadline(() => this.#kill("it did not come to rest"), REST_TIME_LIMIT * 1000);
      return false;
    });
    await this.#write(job);
    const last = await end;
    untaken.stop();
    deadline.stop();
    rest?.stop();
    const message = answer ?? last as string;
    const { leftOut } = this.#printed;
    if (leftOut !== undefined) this.#options.onPrint?.(this.#asked, leftOut);
    this.#asked = undefined;
    if (typeof last === "string") this.alive = false;
    else if (last.type === "done" && last.isStale) {
      this.#leftBehind = last.leftBehind;
      await this.stop();
    }
    return message;
  }

  /** Writes a line to the process; if it dies at this moment, that shows elsewhere. */
  async #write(line: WorkerSetup | Job | TwinNotice): Promise<void> {
    await this.#writeText(jsonLine(JSON.stringify(line)));
  }

  async #writeText(text: string): Promise<void> {
    await this.#input.write(new TextEncoder().encode(text)).catch(() => {});
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

  #spoiled(what: string): void {
    this.#lastObserved = "";
    this.#kill(`the checker has spoiled a message of its process, which is ${what}`);
  }

  #kill(reason: string): void {
    this.#reason ??= reason;
    this.#end();
  }

  #end(): void {
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
    const start = text.indexOf(this.#messageStart);
    if (start !== 0) this.#onPrint(start < 0 ? text : text.slice(0, start));
    if (start < 0) return;
    const message = readMessage(text.slice(start + this.#messageStart.length));
    if (typeof message === "string") {
      this.#spoiled(message);
    } else if (message.type === "observe") this.#lastObserved = JSON.stringify(message.instance);
    else if (message.type === "spoiled") {
      // At which instance is not known, and the one that was told last depends on the time.
      this.#lastObserved = "";
      this.#kill(`it changed ${message.changes.join(", ")}: ${LEAVE_ALONE}`);
    } else if (message.type === "wants twin") void this.#giveTwin();
    else this.#receive(message);
  }

  /** Passes on what a checker has printed. */
  #onPrint(line: string): void {
    const told = this.#printed.next(line);
    if (told === undefined) return;
    if (this.#asked !== undefined) this.#options.onPrint?.(this.#asked, told);
    else if (!this.#isReady) this.#options.onLoadPrint?.(told);
  }

  /** Reads standard error until the process ends; returns why it ended. */
  async #watch(outputClosed: Promise<void>): Promise<string> {
    let tail = "";
    let isMemoryExceeded = false;
    let isOfV8 = false;
    await onLines(this.#process.stderr, (line) => {
      const start = line.indexOf(this.#messageStart);
      if (start !== 0) {
        const written = start < 0 ? line : line.slice(0, start);
        tail = `${tail}${written}\n`.slice(-2000);
        isOfV8 ||= written === V8_REPORT;
        if (!isOfV8) this.#onPrint(written);
      }
      if (start < 0) return;
      const told = line.slice(start + this.#messageStart.length);
      if (told === MEMORY_EXCEEDED) isMemoryExceeded = true;
      else this.#lastObserved = told;
    });
    const { code, signal } = await this.#process.status;
    await outputClosed;
    if (this.#reason !== undefined) return this.#reason;
    // V8 says so itself, and ends the process by a signal, where its heap is full.
    if (isMemoryExceeded || signal !== null && tail.includes("out of memory")) {
      // What the limit is depends on the machine and the number of workers, and evidence must not.
      return "used more memory than a worker may (--memory sets the limit)";
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

/** The value of a JSON text; null if it is none: a line may be torn where its process died. */
function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Who is asked, in what its checker prints. */
function nameOf(job: Job): string {
  if (job.type === "list") return "the claims";
  if (job.type === "replay" || job.type === "role") return job.id;
  const [first, ...more] = job.type === "search" ? job.asked : job.ids;
  return more.length === 0 ? first! : `${first} and ${more.length} more`;
}
