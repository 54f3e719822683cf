import { show } from "./_require.ts";
import type { VectorField } from "./trajectory.ts";

/** A vector field that counts its calls and remembers where it last had no finite value. */
export class Field {
  evaluations = 0;
  /** What was wrong with the last value that was not finite. */
  complaint = "";
  readonly #field: VectorField;

  constructor(field: VectorField) {
    this.#field = field;
  }

  /**
   * A copy of f(t, y); null where an entry is not finite.
   *
   * @throws {RangeError} If f returns more or fewer entries than y has.
   */
  at(t: number, y: readonly number[]): number[] | null {
    this.evaluations++;
    const value = this.#field(t, y);
    if (value.length !== y.length) {
      throw new RangeError(
        `f(t, y) must have as many entries as y, ${y.length}, but has ${value.length} at t = ${t}, ` +
          `y = ${show(y)}`,
      );
    }
    const copy = new Array<number>(value.length);
    for (let i = 0; i < value.length; i++) {
      const entry = value[i]!;
      if (!Number.isFinite(entry)) {
        this.complaint = `entry ${i} of f(t, y) is ${entry} at t = ${t}, y = ${show(y)}`;
        return null;
      }
      copy[i] = entry;
    }
    return copy;
  }
}
