/** A number that was added up, with the size of its terms. */
export interface SizedNumber {
  /** The number. */
  readonly value: number;
  /**
   * The sum of the absolute values of what was added up, the effect of rounded arguments included:
   * the number carries an absolute rounding error of the order of u · size.
   */
  readonly size: number;
}

/** Σ cᵢ tᵢ of sized numbers with the given coefficients, all 1 by default. */
export function addSized(
  terms: readonly SizedNumber[],
  coefficients?: readonly number[],
): SizedNumber {
  let value = 0;
  let size = 0;
  for (const [i, term] of terms.entries()) {
    const coefficient = coefficients === undefined ? 1 : coefficients[i]!;
    value += coefficient * term.value;
    size += Math.abs(coefficient) * term.size;
  }
  return { value, size };
}

/** ⟨x, y⟩ = Σ xᵢ yᵢ with Σ |xᵢ yᵢ|. */
export function sizedDot(x: readonly number[], y: readonly number[]): SizedNumber {
  let value = 0;
  let size = 0;
  for (const [i, entry] of x.entries()) {
    value += entry * y[i]!;
    size += Math.abs(entry * y[i]!);
  }
  return { value, size };
}
