/**
 * What is computed when it is first asked for.
 *
 * @module
 */

/**
 * A function that computes once: for parts of an observation that only some variants speak of, so
 * that looking at the others does not cost them.
 */
export function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
