/**
 * Reading instances: what is wrong, where, and what to do about it.
 *
 * @module
 */

/** What a list of numbers must satisfy. */
export interface NumbersOptions {
  /** How many there must be. Default: at least one. */
  readonly length?: number;
  /** What decides the length, for the message: "one per column of the matrix". */
  readonly because?: string;
  /** Whether they must be positive. Default: false. */
  readonly positive?: boolean;
  /** Whether they must not be 0. Default: false. */
  readonly nonzero?: boolean;
}

/** The object at `where`. */
export function requireObject(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new TypeError(`${where} must be an object, but is ${describe(value)}`);
}

/** The array at `where`, with at least `minimumLength` elements. */
export function requireArray(
  value: unknown,
  where: string,
  minimumLength: number = 1,
): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw new TypeError(`${where} must be an array, but is ${describe(value)}`);
  }
  if (value.length < minimumLength) {
    throw new RangeError(
      `${where} must have at least ${minimumLength} element(s), but has ${value.length}: add some`,
    );
  }
  return value;
}

/** The finite number at `where`. */
export function requireNumber(
  value: unknown,
  where: string,
  options: Pick<NumbersOptions, "positive" | "nonzero"> = {},
): number {
  if (typeof value !== "number") {
    throw new TypeError(`${where} must be a number, but is ${describe(value)}`);
  }
  if (!Number.isFinite(value)) {
    throw new RangeError(`${where} is ${value}: give a finite number`);
  }
  if (options.positive && value <= 0) {
    throw new RangeError(`${where} is ${value}: give a positive number`);
  }
  if (options.nonzero && value === 0) {
    throw new RangeError(`${where} is 0: give a number other than 0`);
  }
  return value;
}

/** The dimension at `where`: an integer of at least 1. */
export function requireDimension(value: unknown, where: string): number {
  const dimension = requireNumber(value, where);
  if (Number.isInteger(dimension) && dimension >= 1) return dimension;
  throw new RangeError(`${where} is ${dimension}: give an integer of at least 1`);
}

/** The vector at `where`. */
export function requireNumbers(
  value: unknown,
  where: string,
  options: NumbersOptions = {},
): readonly number[] {
  const { length, because } = options;
  const elements = requireArray(value, where, length === undefined ? 1 : 0);
  if (length !== undefined && elements.length !== length) {
    throw new RangeError(
      `${where} has ${elements.length} entries, but must have ${length}` +
        (because === undefined ? "" : `, ${because}`),
    );
  }
  return elements.map((element, i) => requireNumber(element, `${where}[${i}]`, options));
}

/** The vectors of one length at `where`, at least one: of the given length, or of the first one's. */
export function requireRows(
  value: unknown,
  where: string,
  options: Pick<NumbersOptions, "length" | "because"> = {},
): readonly (readonly number[])[] {
  const rows = requireArray(value, where);
  const { length = requireNumbers(rows[0], `${where}[0]`).length } = options;
  const { because = `as many as ${where}[0]` } = options;
  return rows.map((row, i) => requireNumbers(row, `${where}[${i}]`, { length, because }));
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${JSON.stringify(value)}`;
}
