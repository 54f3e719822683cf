/**
 * Digests of what is too much to be put on record.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** A digest of all that is told to it. */
export class Digest {
  readonly #hash = createHash("sha256");

  /** Tells it values, which are JSON. */
  tell(...parts: readonly unknown[]): void {
    this.#hash.update(JSON.stringify(parts) + "\n");
  }

  /** The first digits, which are enough to see that something is not the same. */
  text(): string {
    return this.#hash.digest("hex").slice(0, 16);
  }
}
