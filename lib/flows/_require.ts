/** Throws a `RangeError` unless `value` is finite and above 0. */
export function requirePositive(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new RangeError(`${name} must be finite and above 0, not ${value}`);
}

/** Throws a `RangeError` unless `value` is an integer of at least 1. */
export function requireCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new RangeError(`${name} must be an integer of at least 1, not ${value}`);
}

/** Throws a `RangeError` unless there is at least one entry and all are finite. */
export function requireVector(name: string, entries: readonly number[]): void {
  if (entries.length === 0) throw new RangeError(`${name} must have at least one entry`);
  const i = entries.findIndex((entry) => !Number.isFinite(entry));
  if (i >= 0) throw new RangeError(`${name} must be finite, but entry ${i} is ${entries[i]}`);
}

/** Throws a `RangeError` unless there are as many entries and all are finite. */
export function requireVectorOf(name: string, entries: readonly number[], length: number): void {
  if (entries.length !== length) {
    throw new RangeError(`${name} must have ${length} entries, not ${entries.length}`);
  }
  requireVector(name, entries);
}

/** Throws a `RangeError` unless both ends are finite and in order. */
export function requireInterval([start, end]: readonly [number, number]): void {
  if (Number.isFinite(start) && Number.isFinite(end) && start < end) return;
  throw new RangeError(
    `the interval of time must have finite ends, the first below the second, not ${start} and ${end}`,
  );
}

/** The entries for a message: six digits each, at most eight of them. */
export function show(entries: readonly number[]): string {
  const shown = entries.slice(0, 8).map((entry) => Number(entry.toPrecision(6)));
  return `(${shown.join(", ")}${entries.length > 8 ? ", …" : ""})`;
}
