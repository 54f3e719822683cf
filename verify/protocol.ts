/**
 * How messages go to worker processes and back, beside what a checker prints.
 *
 * @module
 */

/**
 * What every message begins with, as in JSON text sequences (RFC 7464): whatever else comes out of a
 * worker process, even on the same line before it, is what a checker has printed.
 */
export const MESSAGE_START = "\x1e";

/** JSON on a line of its own; some readers take two signs that it may hold for ends of lines too. */
export function jsonLine(json: string): string {
  return `${json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029")}\n`;
}
