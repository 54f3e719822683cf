/**
 * The coefficients of RODASP, a Rosenbrock method of order 4 with six stages, an embedded method of
 * order 3 and a dense output of order 3. It is L-stable and stiffly accurate, as is the embedded
 * one, and made so that it keeps its order on stiff problems where RODAS falls to order 2.
 *
 * They are those of the transformed method: with U_i from
 *
 *     (I/(γh) − J) U_i = f(t + α_i h, y + Σ_{j<i} a_ij U_j) + Σ_{j<i} (c_ij/h) U_j + γ_i h ∂f/∂t,
 *
 * the point of the sixth stage is that of the fifth plus U_5, and the end of the step is that of
 * the sixth plus U_6, which is the estimated error too.
 *
 * Sources: G. Steinebach, Order-reduction of ROW-methods for DAEs and method of lines applications,
 * Preprint 1741, TH Darmstadt 1995; E. Hairer, G. Wanner, Solving Ordinary Differential Equations
 * II, 2nd ed., Springer 1996, section IV.7, and their program RODAS, which has it as its third
 * method.
 *
 * @module
 */

/** γ. */
export const GAMMA = 0.25;

/** α_i, the times of the stages. */
export const NODES: readonly number[] = [0, 0.75, 0.21, 0.63, 1, 1];

/** γ_i, the multiples of ∂f/∂t. */
export const TIME_DERIVATIVES: readonly number[] = [0.25, -0.5, -0.023504, -0.0362, 0, 0];

/** a_ij, row by row. */
export const STAGES: readonly (readonly number[])[] = [
  [],
  [3],
  [1.831036793486759, 0.4955183967433795],
  [2.304376582692669, -0.05249275245743001, -1.176798761832782],
  [-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401],
  [-7.170454962423024, -4.741636671481785, -16.31002631330971, -1.062004044111401, 1],
];

/** c_ij, row by row. */
export const COUPLINGS: readonly (readonly number[])[] = [
  [],
  [-12],
  [-8.791795173947035, -2.207865586973518],
  [10.81793056857153, 6.780270611428266, 19.5348594464241],
  [34.19095006749676, 15.49671153725963, 54.7476087596413, 14.16005392148534],
  [34.62605830930532, 15.30084976114473, 56.99955578662667, 18.40807009793095, -5.714285714285717],
];

/** The second and the third coefficient of the dense output: the sums of these multiples of the U_i. */
export const DENSE: readonly (readonly number[])[] = [
  [25.09876703708589, 11.62013104361867, 28.49148307714626, -5.664021568594133],
  [1.638054557396973, -0.7373619806678748, 8.47791821923899, 15.9925314877952, -1.882352941176471],
];
