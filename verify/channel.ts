/**
 * The worker's end of what connects it with the pool.
 *
 * A claim runs in the same process and may print whatever it likes. What tells a message from that is
 * the secret which the pool has given the process before any claim was loaded. It is kept as bytes, and
 * was never a string here: a claim can look at all strings of its process, in a snapshot of its memory.
 * Whatever it takes to
 * send a message is taken hold of when this module is loaded, so that a claim which changes the
 * functions of JavaScript itself learns nothing from it.
 *
 * @module
 */

import process from "node:process";
import { Readable } from "node:stream";
import { jsonLine, MESSAGE_START, SECRET_LENGTH } from "./protocol.ts";
import type { Message } from "./worker.ts";

const { stringify } = JSON;
const encoder = new TextEncoder();
const encode = encoder.encode.bind(encoder);
const subarray = Function.prototype.call.bind(Uint8Array.prototype.subarray) as (
  bytes: Uint8Array,
  begin: number,
) => Uint8Array;
const writeOutput = Deno.stdout.writeSync.bind(Deno.stdout);
const readInput = Deno.stdin.read.bind(Deno.stdin);

const set = Function.prototype.call.bind(Uint8Array.prototype.set) as (
  bytes: Uint8Array,
  source: Uint8Array,
  offset: number,
) => void;
const Bytes = Uint8Array;

/** The most bytes that are read at a time. */
const CHUNK = 1 << 16;

/** The secret, which standard input begins with, in ASCII; null if it ends before. */
export async function readSecret(): Promise<Uint8Array | null> {
  const secret = new Uint8Array(SECRET_LENGTH);
  for (let length = 0; length < SECRET_LENGTH;) {
    const count = await readInput(secret.subarray(length));
    if (count === null) return null;
    length += count;
  }
  return secret;
}

/** The lines of standard input, to its end. */
export async function* inputLines(): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(CHUNK);
  let text = "";
  while (true) {
    const count = await readInput(buffer);
    if (count === null) return;
    text += decoder.decode(buffer.subarray(0, count), { stream: true });
    const lines = text.split("\n");
    text = lines.pop()!;
    yield* lines;
  }
}

/** Leaves nothing of standard input for claims to read: what comes there is not for them. */
export function hideInput(): void {
  const nothing = Object.freeze({
    read: () => Promise.resolve(null),
    readSync: () => null,
    readable: new ReadableStream({ start: (controller) => controller.close() }),
    isTerminal: () => false,
    setRaw: () => {},
    close: () => {},
  });
  Object.defineProperty(Deno, "stdin", { value: nothing });
  Object.defineProperty(process, "stdin", { value: Readable.from([]) });
}

/** Sends messages to the pool, one a line of standard output. */
export class Channel {
  readonly #start: Uint8Array;

  /** @param secret What tells messages from what claims print, in ASCII. */
  constructor(secret: Uint8Array) {
    this.#start = joined(encode(MESSAGE_START), secret);
  }

  /** Sends a message. */
  send(message: Message): void {
    this.sendJson(stringify(message));
  }

  /** Sends a message that is JSON already. */
  sendJson(json: string): void {
    let bytes = joined(this.#start, encode(jsonLine(json)));
    let written = writeOutput(bytes);
    while (written < bytes.length) {
      bytes = subarray(bytes, written);
      written = writeOutput(bytes);
    }
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Bytes(first.length + second.length);
  set(bytes, first, 0);
  set(bytes, second, first.length);
  return bytes;
}
