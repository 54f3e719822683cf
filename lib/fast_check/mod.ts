/**
 * The types of fast-check that this library's functions take and return.
 *
 * They are derived from one of its values, because `deno doc --lint` holds whoever names its classes
 * responsible for the members that fast-check leaves undocumented.
 *
 * @module
 */

import * as fc from "fast-check";

/** The arbitrary of one value. */
export const constant: typeof import("fast-check")["constant"] = fc.constant;

/** A generator of values with their shrinks: fast-check's `Arbitrary`. */
export type Arbitrary<T> = ReturnType<typeof constant<T>>;

/** A generated value with what shrinking it needs: fast-check's `Value`. */
export type Value<T> = ReturnType<Arbitrary<T>["generate"]>;

/** A source of random draws: fast-check's `Random`. */
export type Random = Parameters<Arbitrary<unknown>["generate"]>[0];
