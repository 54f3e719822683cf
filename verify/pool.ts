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
import type { Evidence, Example } from "./evidence.ts";
import type { ProfileName } from "./profile.ts";
import { failedEvidence, type Progress } from "./search.ts";
import { MEMORY_EXCEEDED } from "./watchdog.ts";
import type { DoorProblem, Job, Message, WorkerSetup } from "./worker.ts";

/** What one worker process may use, in MiB. */
const MEMORY_LIMIT = 768;

/**
 * The heap limit of V8, in MiB, should the watchdog not get its turn. It is higher because V8
 * collects garbage for seconds on end before it admits that its heap is full.
 */
const HEAP_LIMIT = 1024;

/** The longest time that a timer can measure, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** After so many seconds a claim has passed the door: what takes longer is for the search to judge. */
const DOOR_TIME_LIMIT = 5;

/** How worker processes run. */
export interface ProcessOptions extends Omit<WorkerSetup, "watch"> {
  /** After so many seconds a process is given up. */
  readonly timeLimit: number;
}

/** How a pool runs. */
export interface PoolOptions extends ProcessOptions {
  /** The seed of the run. */
  readonly seed: number;
  /** The profile of the run. */
  readonly profile: ProfileName;
  /** How many processes run at a time. */
  readonly jobs: number;
  /** Called when a worker process takes a claim. */
  readonly onStart?: (claim: Claim) => void;
  /** Called with what the search of a claim is at. */
  readonly onProgress?: (claim: Claim, progress: Progress) => void;
  /** Called when a claim is done, in the order in which they end. */
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
 * Searches the claims in worker processes. A process that dies, hangs or uses too much memory costs
 * its claim the verdict `error`, and is replaced.
 *
 * @returns The evidence, in the order of the claims.
 * @throws {WorkerStartError} If a worker cannot load the claims or the arithmetic.
 */
export async function searchInProcesses(
  claims: readonly Claim[],
  options: PoolOptions,
): Promise<Evidence[]> {
  const results: Evidence[] = new Array(claims.length);
  let next = 0;
  let failure: unknown;
  async function serve(): Promise<void> {
    let worker: WorkerProcess | undefined;
    try {
      while (next < claims.length && failure === undefined) {
        const index = next++;
        const claim = claims[index]!;
        options.onStart?.(claim);
        const started = performance.now();
        worker ??= await WorkerProcess.start(options);
        let evidence = await worker.search(claim, options);
        if (worker.died && worker.searched > 1) {
          // What an earlier claim left behind may have killed it: the claim gets a fresh process, so
          // that its verdict does not depend on the order.
          worker = await WorkerProcess.start(options);
          evidence = await worker.search(claim, options);
        }
        if (!worker.alive) worker = undefined;
        results[index] = evidence;
        options.onDone?.(claim, evidence, (performance.now() - started) / 1000);
      }
    } catch (error) {
      failure ??= error;
    } finally {
      await worker?.stop();
    }
  }
  await Promise.all(Array.from({ length: Math.min(options.jobs, claims.length) }, serve));
  if (failure !== undefined) throw failure;
  return results;
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
  #lastObserved = "";
  /** Why the pool killed the process. */
  #reason: string | undefined;
  #receive: (message: Message) => void = () => {};
  readonly #ended: Promise<string>;
  alive = true;
  /** The number of claims that it was given. */
  searched = 0;

  private constructor(options: ProcessOptions) {
    this.#options = options;
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
    const lines = createInterface({
      input: Readable.fromWeb(this.#process.stdout as unknown as NodeReadableStream),
    });
    lines.on("line", (line) => this.#onLine(line));
    const closed = new Promise<void>((resolve) => lines.once("close", resolve));
    this.#ended = this.#watch(closed);
  }

  /** Starts a process and waits until it is ready. */
  static async start(options: ProcessOptions): Promise<WorkerProcess> {
    const worker = new WorkerProcess(options);
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

  /** Searches one claim; a process that does not survive it gives an `error` verdict. */
  async search(claim: Claim, { seed, profile, onProgress }: PoolOptions): Promise<Evidence> {
    this.searched++;
    const answer = await this.ask({ type: "search", id: claim.id, seed, profile }, (message) => {
      if (message.type === "progress") onProgress?.(claim, message);
      return message.type === "done";
    });
    if (typeof answer !== "string") {
      return (answer as Message & { readonly type: "done" }).evidence;
    }
    const observed = this.#lastObserved === ""
      ? null
      : (JSON.parse(this.#lastObserved) as Message & { type: "observe" }).instance;
    return failedEvidence(claim, { seed, profile, arithmetics: this.#arithmetics }, {
      message: answer,
      stack: "",
      instance: observed,
    });
  }

  /** Gives the process a job; returns the answer, or why the process ended without one. */
  async ask(job: Job, isAnswer: (message: Message) => boolean): Promise<Message | string> {
    const { timeLimit } = this.#options;
    this.#lastObserved = "";
    const timer = setTimeout(
      () => this.#kill(`timed out after ${timeLimit} s (see --time-limit)`),
      Math.min(timeLimit * 1000, LONGEST_TIMER),
    );
    const answer = this.#nextMessage(isAnswer);
    // A process that dies at this moment shows in the answer.
    await this.#input.write(new TextEncoder().encode(JSON.stringify(job) + "\n")).catch(() => {});
    const message = await answer;
    clearTimeout(timer);
    if (typeof message === "string") this.alive = false;
    return message;
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

  #onLine(line: string): void {
    // Nearly all lines announce an observation: they are kept as text and parsed only if needed.
    if (line.startsWith('{"type":"observe"')) {
      this.#lastObserved = line;
      return;
    }
    let message: Message;
    try {
      message = JSON.parse(line) as Message;
    } catch {
      return; // Something that a checker printed.
    }
    this.#receive(message);
  }

  /** Reads standard error until the process ends; returns why it ended. */
  async #watch(outputClosed: Promise<void>): Promise<string> {
    let tail = "";
    for await (const chunk of this.#process.stderr.pipeThrough(new TextDecoderStream())) {
      tail = (tail + chunk).slice(-2000);
    }
    const { code, signal } = await this.#process.status;
    await outputClosed;
    if (this.#reason !== undefined) return this.#reason;
    if (tail.includes(MEMORY_EXCEEDED) || tail.includes("out of memory")) {
      return `used more than ${MEMORY_LIMIT} MiB of memory`;
    }
    return `the worker process ended with ${signal ?? `exit code ${code}`}: ${tail.trim()}`;
  }
}
