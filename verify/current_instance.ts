/**
 * The instance that a worker process is observing, in memory that its watchdog sees.
 *
 * To send every instance to the pool before it is observed took a twelfth of the processor time of a
 * whole run. What the pool needs is the one that a search was at when it was given up: the watchdog
 * thread reads it now and then, however long the search does not come up for air.
 *
 * @module
 */

/** Instances that are longer than this as JSON, in bytes, are not told. */
const MOST_BYTES = 1 << 20;

/** Two 32-bit integers before the text: how often it was begun or ended to be written; its length. */
const HEADER_BYTES = 8;
const WRITES = 0;
const LENGTH = 1;

/** The JSON of an instance: one thread writes it, another reads it. */
export class CurrentInstance {
  /** What both threads share. */
  readonly memory: SharedArrayBuffer;
  readonly #header: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #encoder = new TextEncoder();
  #read = 0;

  /** @param memory That of the thread that writes; its own by default. */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEADER_BYTES + MOST_BYTES)) {
    this.memory = memory;
    this.#header = new Int32Array(memory, 0, 2);
    this.#bytes = new Uint8Array(memory, HEADER_BYTES);
  }

  /** Sets the instance, as JSON. */
  write(json: string): void {
    Atomics.add(this.#header, WRITES, 1);
    const { read, written } = this.#encoder.encodeInto(json, this.#bytes);
    Atomics.store(this.#header, LENGTH, read === json.length ? written : 0);
    Atomics.add(this.#header, WRITES, 1);
  }

  /**
   * The JSON of the instance; undefined if it is the one that was read before, if it is too long or if
   * it is being written.
   */
  readNew(): string | undefined {
    const writes = Atomics.load(this.#header, WRITES);
    if (writes === this.#read || writes % 2 !== 0) return undefined;
    const bytes = this.#bytes.slice(0, Atomics.load(this.#header, LENGTH));
    if (Atomics.load(this.#header, WRITES) !== writes || bytes.length === 0) return undefined;
    this.#read = writes;
    return new TextDecoder().decode(bytes);
  }
}
