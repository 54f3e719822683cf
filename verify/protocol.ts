/**
 * What tells the messages of a worker process from what a checker prints.
 *
 * @module
 */

/**
 * What every message begins with, as in JSON text sequences (RFC 7464): whatever else comes out of a
 * worker process, even on the same line before it, is what a checker has printed.
 */
export const MESSAGE_START = "\x1e";
