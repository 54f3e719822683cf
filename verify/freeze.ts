/**
 * Instances that nobody changes.
 *
 * @module
 */

/**
 * Freezes a plain JSON value with all that it holds, so that a checker that sorts or fills an array of
 * its instance in place is told so, and the evidence shows what was generated.
 *
 * @returns The value itself.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
