/**
 * Smooth maps whose Jacobian has a known least Lipschitz constant: what proofs about Gauss–Newton
 * flows on networks use of them, and nothing else.
 *
 * @module
 */

import { reflectionProduct } from "../lib/linalg/mod.ts";
import { inner, type SmoothMap } from "./smooth_map.ts";
import { requireArray, requireNumber, requireNumbers, requireObject } from "./validation.ts";
import { norm } from "./vectors.ts";

/**
 * A factor of a product of smooth maps, 0 at 0. With κ the curvature, a the slope, s the speed and
 * R > 0 the radius:
 *
 * - `linear`: w ↦ aw;
 * - `fold`: w ↦ aw − (κ/2)w², which turns back at w = a/κ;
 * - `quadratic`: w ↦ Aw + ½B(w ∘ w) from R^p to R^n, the columns of B being the second derivatives
 *   along the axes (a product of folds, a parabola, a bowl; any others where axes are turned);
 * - `complex square`: w ↦ aw + (κ/2)w² in the complex plane R²;
 * - `arc`: w ↦ R (sin(sw/R), 1 − cos(sw/R)), a circle at the speed s;
 * - `wave`: w ↦ (aw, A(sin(kw + φ) − sin φ)), A the amplitude, k the frequency, φ the phase;
 * - `sphere`: the chart of a sphere in R³ by longitude and latitude at a point of the equator, both
 *   at the speed s: (w₁, w₂) ↦ R (cos β cos λ − 1, cos β sin λ, sin β), λ = sw₁/R, β = sw₂/R.
 */
export type SmoothMapBlock =
  | { readonly kind: "linear"; readonly slope: number }
  | {
    readonly kind: "fold" | "complex square";
    readonly slope: number;
    readonly curvature: number;
  }
  | {
    readonly kind: "quadratic";
    readonly slopes: readonly (readonly number[])[];
    readonly curvatures: readonly (readonly number[])[];
  }
  | { readonly kind: "arc" | "sphere"; readonly radius: number; readonly speed: number }
  | {
    readonly kind: "wave";
    readonly slope: number;
    readonly amplitude: number;
    readonly frequency: number;
    readonly phase: number;
  };

/** f(w) = Q F(Vw), F the product of the blocks. */
export interface SmoothMapInstance {
  /** The family. */
  readonly family: "smooth map";
  /** The factors of F, in the order of their parameters and of their outputs. */
  readonly blocks: readonly SmoothMapBlock[];
  /** The vectors of the reflections whose product is Q, each of n numbers; none: Q = I. */
  readonly left: readonly (readonly number[])[];
  /** The vectors of the reflections whose product is V, each of p numbers; none: V = I. */
  readonly right: readonly (readonly number[])[];
}

/** How many numbers a map takes, and how many it gives. */
export interface MapDimensions {
  /** p. */
  readonly parameters: number;
  /** n. */
  readonly outputs: number;
}

/** The dimensions of a block, without evaluating it. */
export function blockDimensions(block: SmoothMapBlock): MapDimensions {
  switch (block.kind) {
    case "linear":
    case "fold":
      return { parameters: 1, outputs: 1 };
    case "quadratic":
      return { parameters: block.slopes[0]!.length, outputs: block.slopes.length };
    case "complex square":
      return { parameters: 2, outputs: 2 };
    case "arc":
    case "wave":
      return { parameters: 1, outputs: 2 };
    case "sphere":
      return { parameters: 2, outputs: 3 };
  }
}

/** A block, evaluated. */
interface Block extends MapDimensions {
  value(w: readonly number[]): number[];
  jacobian(w: readonly number[]): number[][];
  secondDerivative(w: readonly number[], u: readonly number[], v: readonly number[]): number[];
  readonly lipschitz: number;
}

/**
 * f(w) = Q F(Vw) with w_0 = 0, F the product (w₁, w₂, …) ↦ (F₁(w₁), F₂(w₂), …) of the blocks, Q and
 * V orthogonal.
 *
 * **L is exact.** Turning by Q and V changes no norm. The Jacobian of a product is block diagonal,
 * so its least constant is the largest one of a block, attained where only that block's parameters
 * move. It is the supremum of ‖D²F(w)[u, u]‖ over w and unit u:
 *
 * - of a fold or a complex square |κ|, as D²F[u, v] = −κuv, or κuv, a product in R or in C;
 * - of a quadratic block the largest norm of a column of B: D²F[u, u] = B(u ∘ u) lies in the convex
 *   hull of the columns, and is one of them for u along an axis;
 * - of an arc s²/R, of a wave |A|k², the suprema of their second derivatives;
 * - of a sphere (2/√3)s²/R: in the frame of the meridian, ‖D²F[u, u]‖²/(s²/R)² = cos²β +
 *   sin²β (4t − 3t²) with t = u₂², and the largest 4t − 3t² is 4/3, at t = 2/3, the largest sin²β 1,
 *   at the poles.
 *
 * @example The unit circle at unit speed
 * ```ts
 * import { smoothMap } from "./smooth_maps.ts";
 *
 * const circle = smoothMap({
 *   family: "smooth map",
 *   blocks: [{ kind: "arc", radius: 1, speed: 1 }],
 *   left: [],
 *   right: [],
 * });
 * circle.value([Math.PI / 2]); // [1, 1]
 * circle.jacobianLipschitz; // 1
 * ```
 *
 * @throws {TypeError} If a part of the instance is missing or of another type.
 * @throws {RangeError} If a length or a number is out of range.
 */
export function smoothMap(instance: SmoothMapInstance): SmoothMap {
  const blocks = requireArray(instance.blocks, "instance.blocks").map((block, i) =>
    readBlock(block, `instance.blocks[${i}]`)
  );
  const parameters = blocks.reduce((sum, block) => sum + block.parameters, 0);
  const outputs = blocks.reduce((sum, block) => sum + block.outputs, 0);
  const q = readTurn(instance.left, "instance.left", outputs, "output");
  const v = readTurn(instance.right, "instance.right", parameters, "parameter");

  const turn = (rows: readonly (readonly number[])[] | undefined, x: readonly number[]) =>
    rows === undefined ? x : rows.map((row) => inner(row, x));
  /** The blocks, with the first parameter and the first output of each, and … */
  const placed: (Block & {
    readonly column: number;
    readonly row: number;
    /** … the rows of V that make its parameters, unless V = I. */
    readonly right: readonly (readonly number[])[] | undefined;
  })[] = [];
  let [column, row] = [0, 0];
  for (const block of blocks) {
    placed.push({ ...block, column, row, right: v?.slice(column, column + block.parameters) });
    column += block.parameters;
    row += block.outputs;
  }
  const part = (x: readonly number[], { parameters, column }: typeof placed[number]) =>
    x.slice(column, column + parameters);

  const secondDerivative: SmoothMap["secondDerivative"] = (w, first, second) => {
    const [point, a, b] = [turn(v, w), turn(v, first), turn(v, second)];
    const result: number[] = [];
    for (const block of placed) {
      result.push(
        ...block.secondDerivative(part(point, block), part(a, block), part(b, block)),
      );
    }
    return [...turn(q, result)];
  };

  return {
    family: "smooth map",
    parameters,
    outputs,
    start: new Array<number>(parameters).fill(0),
    value(w) {
      const point = turn(v, w);
      const result: number[] = [];
      for (const block of placed) result.push(...block.value(part(point, block)));
      return [...turn(q, result)];
    },
    jacobian(w) {
      const point = turn(v, w);
      const rows: number[][] = [];
      for (const block of placed) {
        for (const entries of block.jacobian(part(point, block))) {
          if (block.right === undefined) {
            const row = new Array<number>(parameters).fill(0);
            entries.forEach((entry, k) => row[block.column + k] = entry);
            rows.push(row);
          } else {
            rows.push(combine(entries, block.right, parameters));
          }
        }
      }
      return q === undefined ? rows : q.map((entries) => combine(entries, rows, parameters));
    },
    secondDerivative,
    weightedHessian(w, z) {
      const point = turn(v, w);
      // z·Q D²F = (Qᵀz)·D²F.
      const weights = q === undefined ? z : combine(z, q, outputs);
      const rows = Array.from({ length: parameters }, () => new Array<number>(parameters).fill(0));
      for (const block of placed) {
        const { column, row, right } = block;
        const at = part(point, block);
        const z = weights.slice(row, row + block.outputs);
        const units = at.map((_, k) => unitRow(at.length, k));
        for (let k = 0; k < block.parameters; k++) {
          for (let l = 0; l < block.parameters; l++) {
            const entry = inner(z, block.secondDerivative(at, units[k]!, units[l]!));
            if (right === undefined) rows[column + k]![column + l] = entry;
            if (right === undefined || entry === 0) continue;
            for (let i = 0; i < parameters; i++) {
              for (let j = 0; j < parameters; j++) {
                rows[i]![j]! += entry * right[k]![i]! * right[l]![j]!;
              }
            }
          }
        }
      }
      return rows;
    },
    jacobianLipschitz: Math.max(...blocks.map((block) => block.lipschitz)),
    lipschitzIsExact: true,
  };
}

function unitRow(length: number, index: number): number[] {
  return Array.from({ length }, (_, k) => Number(k === index));
}

/** Σₖ xₖ rowₖ. */
function combine(
  x: readonly number[],
  rows: readonly (readonly number[])[],
  length: number,
): number[] {
  const result = new Array<number>(length).fill(0);
  x.forEach((weight, k) => {
    for (let j = 0; j < length; j++) result[j]! += weight * rows[k]![j]!;
  });
  return result;
}

function readTurn(value: unknown, where: string, length: number, of: string) {
  const vectors = requireArray(value, where, 0).map((vector, i) =>
    requireNumbers(vector, `${where}[${i}]`, { length, because: `one per ${of} of the blocks` })
  );
  return vectors.length === 0 ? undefined : reflectionProduct(length, vectors);
}

function readBlock(value: unknown, where: string): Block {
  const block = requireObject(value, where);
  const number = (name: string, options?: { positive?: boolean }) =>
    requireNumber(block[name], `${where}.${name}`, options);
  switch (block.kind) {
    case "linear":
      return quadraticBlock([[number("slope")]], [[0]]);
    case "fold":
      return quadraticBlock([[number("slope")]], [[-number("curvature")]]);
    case "quadratic": {
      const slopes = readRows(block.slopes, `${where}.slopes`);
      const curvatures = readRows(block.curvatures, `${where}.curvatures`);
      if (slopes.length !== curvatures.length || slopes[0]!.length !== curvatures[0]!.length) {
        throw new RangeError(
          `${where}.slopes is ${slopes.length}×${slopes[0]!.length}, ${where}.curvatures ` +
            `${curvatures.length}×${curvatures[0]!.length}: give both the same shape`,
        );
      }
      return quadraticBlock(slopes, curvatures);
    }
    case "complex square":
      return complexSquare(number("slope"), number("curvature"));
    case "arc":
      return arc(number("radius", { positive: true }), number("speed"));
    case "sphere":
      return sphere(number("radius", { positive: true }), number("speed"));
    case "wave":
      return wave(number("slope"), number("amplitude"), number("frequency"), number("phase"));
    default:
      throw new TypeError(
        `${where}.kind is ${JSON.stringify(block.kind)}: give linear, fold, quadratic, complex ` +
          "square, arc, wave or sphere",
      );
  }
}

function readRows(value: unknown, where: string): (readonly number[])[] {
  const rows = requireArray(value, where);
  const { length } = requireNumbers(rows[0], `${where}[0]`);
  return rows.map((row, i) =>
    requireNumbers(row, `${where}[${i}]`, { length, because: `as many as ${where}[0]` })
  );
}

function quadraticBlock(
  slopes: readonly (readonly number[])[],
  curvatures: readonly (readonly number[])[],
): Block {
  const parameters = slopes[0]!.length;
  return {
    parameters,
    outputs: slopes.length,
    value: (w) =>
      slopes.map((row, i) =>
        row.reduce((sum, a, k) => sum + w[k]! * (a + curvatures[i]![k]! * w[k]! / 2), 0)
      ),
    jacobian: (w) => slopes.map((row, i) => row.map((a, k) => a + curvatures[i]![k]! * w[k]!)),
    secondDerivative: (_, u, v) =>
      curvatures.map((row) => row.reduce((sum, b, k) => sum + b * u[k]! * v[k]!, 0)),
    lipschitz: Math.max(...slopes[0]!.map((_, k) => norm(curvatures.map((row) => row[k]!)))),
  };
}

function complexSquare(a: number, kappa: number): Block {
  return {
    parameters: 2,
    outputs: 2,
    value: ([x, y]) => [
      a * x! + kappa / 2 * (x! - y!) * (x! + y!),
      a * y! + kappa * x! * y!,
    ],
    jacobian: ([x, y]) => [
      [a + kappa * x!, -kappa * y!],
      [kappa * y!, a + kappa * x!],
    ],
    secondDerivative: (_, [p, q], [r, s]) => [
      kappa * (p! * r! - q! * s!),
      kappa * (p! * s! + q! * r!),
    ],
    lipschitz: Math.abs(kappa),
  };
}

function arc(radius: number, speed: number): Block {
  return {
    parameters: 1,
    outputs: 2,
    value([w]) {
      const angle = speed * w! / radius;
      return [radius * Math.sin(angle), 2 * radius * Math.sin(angle / 2) ** 2];
    },
    jacobian([w]) {
      const angle = speed * w! / radius;
      return [[speed * Math.cos(angle)], [speed * Math.sin(angle)]];
    },
    secondDerivative([w], [u], [v]) {
      const angle = speed * w! / radius;
      const size = speed * u! * (speed * v! / radius);
      return [-size * Math.sin(angle), size * Math.cos(angle)];
    },
    lipschitz: speed * (speed / radius),
  };
}

function wave(slope: number, amplitude: number, frequency: number, phase: number): Block {
  const k = frequency;
  return {
    parameters: 1,
    outputs: 2,
    // sin(kw + φ) − sin φ = 2 cos(kw/2 + φ) sin(kw/2).
    value: ([w]) => [
      slope * w!,
      2 * amplitude * Math.cos(k * w! / 2 + phase) * Math.sin(k * w! / 2),
    ],
    jacobian: ([w]) => [[slope], [amplitude * k * Math.cos(k * w! + phase)]],
    secondDerivative: ([w], [u], [v]) => [
      0,
      -amplitude * k * k * Math.sin(k * w! + phase) * u! * v!,
    ],
    lipschitz: Math.abs(amplitude) * k * k,
  };
}

function sphere(radius: number, speed: number): Block {
  const at = ([longitude, latitude]: readonly number[]) => {
    const [lambda, beta] = [speed * longitude! / radius, speed * latitude! / radius];
    return {
      lambda,
      beta,
      c: Math.cos(lambda),
      s: Math.sin(lambda),
      cosBeta: Math.cos(beta),
      sinBeta: Math.sin(beta),
    };
  };
  return {
    parameters: 2,
    outputs: 3,
    value(w) {
      const { lambda, beta, s, cosBeta, sinBeta } = at(w);
      // 1 − cos β cos λ = (1 − cos β) + cos β (1 − cos λ), and 1 − cos x = 2 sin²(x/2).
      const fall = 2 * Math.sin(beta / 2) ** 2 + 2 * cosBeta * Math.sin(lambda / 2) ** 2;
      return [-radius * fall, radius * cosBeta * s, radius * sinBeta];
    },
    jacobian(w) {
      const { c, s, cosBeta, sinBeta } = at(w);
      return [
        [-speed * cosBeta * s, -speed * sinBeta * c],
        [speed * cosBeta * c, -speed * sinBeta * s],
        [0, speed * cosBeta],
      ];
    },
    secondDerivative(w, [a, b], [p, q]) {
      const { c, s, cosBeta, sinBeta } = at(w);
      const size = speed * (speed / radius);
      // Along the meridian plane's outward direction, along the parallel, and along the axis.
      const outward = -size * cosBeta * (a! * p! + b! * q!);
      const along = -size * sinBeta * (a! * q! + b! * p!);
      return [
        outward * c - along * s,
        outward * s + along * c,
        -size * sinBeta * b! * q!,
      ];
    },
    lipschitz: 2 / Math.sqrt(3) * speed * (speed / radius),
  };
}
