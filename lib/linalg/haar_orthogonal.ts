import type { RandomGenerator } from "./random_generator.ts";
import { requireInteger } from "./_validate.ts";
import { reflectionProduct } from "./reflection_product.ts";
import { standardNormal } from "./standard_normal.ts";

/**
 * An orthogonal n×n matrix drawn from the Haar measure, the one distribution that no fixed rotation
 * changes: by default on all of O(n), where both determinants are equally likely, or conditioned on
 * one determinant.
 *
 * It is the factor Q of X = Q R with R's diagonal positive, for a matrix X of independent standard
 * normal entries, built from the reflections of that factorization without forming X.
 *
 * @param random The generator; it is advanced by the same number of steps whatever the determinant.
 * @param n The dimension, at least 1.
 * @param determinant The determinant to condition on.
 * @returns The rows of the matrix.
 * @throws {RangeError} If n is not an integer of at least 1.
 *
 * Source: G. W. Stewart, The efficient generation of random orthogonal matrices with an application
 * to condition estimators, SIAM J. Numer. Anal. 17 (1980) 403–409; F. Mezzadri, How to generate
 * random matrices from the classical compact groups, Notices AMS 54 (2007) 592–604, for the signs.
 */
export function haarOrthogonal(
  random: RandomGenerator,
  n: number,
  determinant?: 1 | -1,
): number[][] {
  requireInteger("n", n, 1);
  const reflections: number[][] = [];
  const signs: number[] = [];
  for (let k = 0; k < n - 1; k++) {
    // What is left of column k of X below its diagonal is again standard normal.
    const column = Array.from({ length: n - k }, () => standardNormal(random));
    const first = column[0]!;
    const sign = first < 0 ? -1 : 1;
    // H(x + sign ‖x‖ e₁) x = −sign ‖x‖ e₁: the sum that does not cancel.
    column[0] = first + sign * Math.hypot(...column);
    reflections.push([...new Array<number>(k).fill(0), ...column]);
    signs.push(-sign);
  }
  const drawn = standardNormal(random) < 0 ? -1 : 1;
  // The last sign is independent of all else and decides the determinant, so that fixing it is
  // conditioning: det Q = (−1)^{n−1} ∏ signs.
  const others = signs.reduce((product, sign) => -product * sign, 1);
  signs.push(determinant === undefined ? drawn : determinant * others);
  return reflectionProduct(n, reflections)
    .map((row) => row.map((entry, column) => entry * signs[column]!));
}
