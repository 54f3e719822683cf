/**
 * A stand-in for `jsr:@std/assert` where the jsr registry cannot be reached: the part of its
 * exports that Assay's tests use, with the same semantics, thin over `node:assert`.
 *
 * @module
 */

import nodeAssert from "node:assert/strict";

/** Thrown by every assertion of this module. */
export class AssertionError extends Error {
  /** @param message What was expected. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

function rethrow(check: () => void, message: string | undefined): void {
  try {
    check();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AssertionError(message === undefined ? detail : `${message}\n${detail}`, {
      cause: error,
    });
  }
}

/** Asserts that `condition` is truthy. */
export function assert(condition: unknown, message = ""): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** Asserts that `actual` and `expected` are deeply equal. */
export function assertEquals<T>(actual: T, expected: T, message?: string): void {
  rethrow(() => nodeAssert.deepStrictEqual(actual, expected), message);
}

/** Asserts that `actual` and `expected` are not deeply equal. */
export function assertNotEquals<T>(actual: T, expected: T, message?: string): void {
  rethrow(() => nodeAssert.notDeepStrictEqual(actual, expected), message);
}

/** Asserts that `actual` is within `tolerance` of `expected`; by default 1e-7 of its magnitude. */
export function assertAlmostEquals(
  actual: number,
  expected: number,
  tolerance?: number,
  message = "",
): void {
  if (Object.is(actual, expected)) return;
  const allowed = tolerance ?? (Number.isFinite(expected) ? Math.abs(expected) * 1e-7 : 0);
  const difference = Math.abs(expected - actual);
  if (difference <= allowed) return;
  throw new AssertionError(
    `${
      message === "" ? "" : `${message}\n`
    }expected ${actual} to be within ${allowed} of ${expected}: they differ by ${difference}`,
  );
}

/** Asserts that `actual` is greater than or equal to `expected`. */
export function assertGreaterOrEqual<T>(actual: T, expected: T, message = ""): void {
  if (actual >= expected) return;
  throw new AssertionError(`${message}\nexpected ${String(actual)} >= ${String(expected)}`.trim());
}

/** Asserts that `actual` is less than or equal to `expected`. */
export function assertLessOrEqual<T>(actual: T, expected: T, message = ""): void {
  if (actual <= expected) return;
  throw new AssertionError(`${message}\nexpected ${String(actual)} <= ${String(expected)}`.trim());
}

/** Asserts that `actual` matches `expected`. */
export function assertMatch(actual: string, expected: RegExp, message?: string): void {
  rethrow(() => nodeAssert.match(actual, expected), message);
}

/** Asserts that `actual` contains `expected`. */
export function assertStringIncludes(actual: string, expected: string, message = ""): void {
  if (actual.includes(expected)) return;
  throw new AssertionError(
    `${message}\nexpected ${JSON.stringify(actual)} to contain ${JSON.stringify(expected)}`.trim(),
  );
}

// deno-lint-ignore no-explicit-any -- any class of errors, whatever its constructor takes
type ErrorClass<E extends Error> = abstract new (...parameters: any[]) => E;

function checkError<E extends Error>(
  error: unknown,
  errorClass: ErrorClass<E> | undefined,
  includes: string | undefined,
): E {
  if (!(error instanceof Error)) throw new AssertionError("a value that is no Error was thrown");
  if (errorClass !== undefined && !(error instanceof errorClass)) {
    throw new AssertionError(
      `expected an error of class ${errorClass.name}, but got ${error.name}: ${error.message}`,
      { cause: error },
    );
  }
  if (includes !== undefined) assertStringIncludes(error.message, includes);
  return error as E;
}

/** Asserts that `body` throws; returns the error. */
export function assertThrows<E extends Error = Error>(
  body: () => unknown,
  errorClass?: ErrorClass<E>,
  includes?: string,
): E {
  let thrown: unknown;
  try {
    body();
  } catch (error) {
    thrown = error;
    return checkError(thrown, errorClass, includes);
  }
  throw new AssertionError("expected the function to throw");
}

/** Asserts that the promise of `body` rejects; returns the error. */
export async function assertRejects<E extends Error = Error>(
  body: () => PromiseLike<unknown>,
  errorClass?: ErrorClass<E>,
  includes?: string,
): Promise<E> {
  try {
    await body();
  } catch (error) {
    return checkError(error, errorClass, includes);
  }
  throw new AssertionError("expected the promise to reject");
}
