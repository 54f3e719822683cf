/**
 * The coefficients of RODAS, a Rosenbrock method of order 4 with six stages, an embedded method of
 * order 3 and a dense output of order 3. It is L-stable and stiffly accurate, as is the embedded one.
 *
 * They are those of the transformed method: with U_i from
 *
 *     (I/(γh) − J) U_i = f(t + α_i h, y + Σ_{j<i} a_ij U_j) + Σ_{j<i} (c_ij/h) U_j + γ_i h ∂f/∂t,
 *
 * the point of the sixth stage is that of the fifth plus U_5, and the end of the step is that of the
 * sixth plus U_6, which is the estimated error too.
 *
 * Source: E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 2nd ed., Springer 1996,
 * section IV.7, and their program RODAS (the dense output).
 *
 * @module
 */

/** γ. */
export const GAMMA = 0.25;

/** α_i, the times of the stages. */
export const NODES: readonly number[] = [0, 0.386, 0.21, 0.63, 1, 1];

/** γ_i, the multiples of ∂f/∂t. */
export const TIME_DERIVATIVES: readonly number[] = [0.25, -0.1043, 0.1035, -0.0362, 0, 0];

/** a_ij, row by row. */
export const STAGES: readonly (readonly number[])[] = [
  [],
  [1.544],
  [0.9466785280815826, 0.2557011698983284],
  [3.314825187068521, 2.896124015972201, 0.9986419139977817],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895],
  [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.687886036105895, 1],
];

/** c_ij, row by row. */
export const COUPLINGS: readonly (readonly number[])[] = [
  [],
  [-5.6688],
  [-2.430093356833875, -0.2063599157091915],
  [-0.1073529058151375, -9.594562251023355, -20.47028614809616],
  [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.7089089320616],
  [
    8.083246795921522,
    -7.981132988064893,
    -31.52159432874371,
    16.31930543123136,
    -6.058818238834054,
  ],
];

/** The second and the third coefficient of the dense output: the sums of these multiples of the U_i. */
export const DENSE: readonly (readonly number[])[] = [
  [
    10.12623508344586,
    -7.487995877610167,
    -34.80091861555747,
    -7.992771707568823,
    1.025137723295662,
  ],
  [
    -0.6762803392806898,
    6.087714651680015,
    16.43084320892478,
    24.76722511418386,
    -6.594389125716872,
  ],
];
