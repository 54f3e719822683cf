/**
 * How messages go to worker processes and back, beside what a checker prints.
 *
 * @module
 */

/**
 * What every message begins with, as in JSON text sequences (RFC 7464); the secret of the process
 * follows it. Whatever else comes out of a worker process, even on the same line before it, is what a
 * checker has printed.
 */
export const MESSAGE_START = "\x1e";

/** What to do about a change of what JavaScript itself brings along. */
export const LEAVE_ALONE =
  "all that runs after it would see that; leave what JavaScript brings along as it is";

/** The length of a secret, in ASCII characters. */
export const SECRET_LENGTH = 32;

/** A secret that no claim can guess: it tells messages from what looks like them. */
export function newSecret(): string {
  return crypto.getRandomValues(new Uint8Array(SECRET_LENGTH / 2)).toHex();
}

/** JSON on a line of its own; some readers take two signs that it may hold for ends of lines too. */
export function jsonLine(json: string): string {
  return `${json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")}\n`;
}
