import type { Arithmetic } from "../arithmetic/mod.ts";
import { requireImage } from "./_linear_system.ts";
import { requireInteger, requireNonnegative } from "./_validate.ts";
import type { LanczosDecomposition, LanczosOptions } from "./lanczos.ts";

/** What `lanczosRows` finds. */
export interface LanczosRows<T> extends Omit<LanczosDecomposition<T>, "basis"> {
  /** Q_kᵀ, k×m. */
  readonly rows: T;
}

/** `lanczos` with the basis in rows, which are cheap to append to and to multiply by. */
export function lanczosRows<T>(
  arithmetic: Arithmetic<T>,
  apply: (v: T) => T,
  start: T,
  steps: number,
  options: LanczosOptions = {},
): LanczosRows<T> {
  const [m, columns] = arithmetic.shape(start);
  const { tolerance = 10 * m * arithmetic.unitRoundoff } = options;
  requireInteger("steps", steps, 1);
  requireNonnegative("tolerance", tolerance);
  if (columns !== 1) throw new RangeError(`start must be a vector, not ${m}×${columns}`);
  const startNorm = arithmetic.norm(start);
  if (!(startNorm > 0 && startNorm < Infinity)) {
    throw new RangeError(`start must be finite and not zero, but its norm is ${startNorm}`);
  }

  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  let largestImage = 0;
  let vector = divide(arithmetic, start, startNorm);
  let rows = arithmetic.reshape(vector, 1, m);
  while (true) {
    // Outside of any scope: what `apply` remembers of its work must outlive this call.
    const image = apply(vector);
    const imageNorm = requireImage(arithmetic, image, m);
    diagonal.push(arithmetic.dot(vector, image));
    largestImage = Math.max(largestImage, imageNorm);

    const remainder = orthogonalizeTwice(arithmetic, image, rows);
    const residualNorm = arithmetic.norm(remainder);
    const k = diagonal.length;
    const breakdown = k === m || residualNorm <= tolerance * largestImage;
    if (breakdown || k === steps) {
      arithmetic.release([remainder, vector]);
      return { rows, diagonal, offDiagonal, residualNorm, breakdown };
    }

    offDiagonal.push(residualNorm);
    const next = divide(arithmetic, remainder, residualNorm);
    const row = arithmetic.reshape(next, 1, m);
    const extended = arithmetic.concatenate([rows, row], "rows");
    arithmetic.release([remainder, vector, rows, row]);
    vector = next;
    rows = extended;
  }
}

/** v / norm; by division, as the reciprocal of a subnormal norm overflows. */
function divide<T>(arithmetic: Arithmetic<T>, v: T, norm: number): T {
  return arithmetic.scope(() => {
    const [m] = arithmetic.shape(v);
    return arithmetic.quotient(v, arithmetic.shift(arithmetic.zeros(m, 1), norm));
  });
}

/** (I − Q Qᵀ)² v: the second projection removes what rounding left of the first. */
function orthogonalizeTwice<T>(arithmetic: Arithmetic<T>, v: T, rows: T): T {
  return arithmetic.scope(() => {
    const [k, m] = arithmetic.shape(rows);
    const project = (x: T): T => {
      const coordinates = arithmetic.reshape(arithmetic.multiply(rows, x), 1, k);
      const projection = arithmetic.multiply(coordinates, rows);
      return arithmetic.subtract(x, arithmetic.reshape(projection, m, 1));
    };
    return project(project(v));
  });
}
