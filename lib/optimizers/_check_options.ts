function reject(name: string, allowed: string, value: number): never {
  throw new RangeError(`${name} must be ${allowed}; got ${value}.`);
}

/** Throws unless `value` is a finite number. */
export function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) reject(name, "a finite number", value);
}

/** Throws unless `value` is finite and above 0. */
export function checkPositive(name: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) reject(name, "a positive finite number", value);
}

/** Throws unless `value` is finite and at least 0. */
export function checkNonNegative(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) reject(name, "a finite number, at least 0", value);
}

/** Throws unless `value` lies in [0, 1): the range of a decay rate. */
export function checkDecayRate(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) reject(name, "at least 0 and less than 1", value);
}

/** Throws unless `value` is an integer that is at least `least`. */
export function checkInteger(name: string, value: number, least: number): void {
  if (!(Number.isSafeInteger(value) && value >= least)) {
    reject(name, `an integer, at least ${least}`, value);
  }
}
