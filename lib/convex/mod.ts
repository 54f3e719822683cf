/**
 * Convex analysis of dual space preconditioning: potentials, losses and their conjugates, Bregman
 * divergences, and whether differences of convex functions are convex; Moreau envelopes of maxima of
 * affine functions; and projections onto convex sets.
 *
 * The analysis is computed in double precision on plain numbers; the loss of a linear model offers its
 * residual and gradient over any `Arithmetic`, and the projections work on its vectors.
 *
 * @module
 */

export type {
  Arithmetic,
  ElementwiseFunction,
  IndexRange,
  SingularValueDecomposition,
  SymmetricEigendecomposition,
} from "../arithmetic/mod.ts";
export type { RankOptions } from "../linalg/mod.ts";

export {
  adjustedBregmanDivergence,
  bregmanDivergence,
  type ConjugatePoint,
  type FunctionPoint,
  printedBregmanDivergence,
} from "./bregman.ts";
export {
  type ConvexityDecision,
  type ConvexityThreshold,
  type CurvatureCertificate,
  decideConvexity,
  lossMinusPotential,
  potentialMinusLoss,
} from "./dual_convexity.ts";
export { type AffinePieces, envelopeOfMaximum, type EnvelopePoint } from "./envelope_of_maximum.ts";
export { type DualSpaceLimit, dualSpaceLimit, type DualSpaceRun } from "./dual_space_limit.ts";
export {
  adjustedBregmanOfLoss,
  type LinearModelData,
  type LinearModelLoss,
  linearModelLoss,
  type LossPoint,
} from "./linear_model_loss.ts";
export { type Loss, loss, type LossDescription, type WeightedProfile } from "./loss.ts";
export {
  type CurvatureConstant,
  EVERYWHERE,
  type Potential,
  potential,
  type PotentialDescription,
  type PotentialTerm,
  type Region,
} from "./potential.ts";
export { type AffineSet, projectOntoAffineSet } from "./project_onto_affine_set.ts";
export { type Ball, projectOntoBall } from "./project_onto_ball.ts";
export { type Box, projectOntoBox } from "./project_onto_box.ts";
export { type HalfSpace, projectOntoHalfSpace } from "./project_onto_half_space.ts";
export { projectOntoOrthant } from "./project_onto_orthant.ts";
export { projectOntoSimplex } from "./project_onto_simplex.ts";
export {
  type Bounds,
  type Profile,
  type ProfileKind,
  type ScalarFunction,
  scalarFunction,
} from "./profile.ts";
export { addSized, sizedDot, type SizedNumber } from "./sized_number.ts";
