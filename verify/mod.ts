/**
 * The engine: generate → shrink → confirm → judge.
 *
 * @module
 */

export * from "./claim.ts";
export type { ClaimRecord, VariantRecord } from "./claim_record.ts";
export * from "./evidence.ts";
export type {
  Axis,
  Figure,
  FigureRole,
  LinesFigure,
  PlaneFigure,
  PlottedFigure,
  ScalingFigure,
  Series,
  TableFigure,
  TableMark,
} from "./figure.ts";
export * from "./judgement.ts";
export * from "./profile.ts";
export type { Proof, ProofStep } from "./proof.ts";
export * from "./relation.ts";
export type { Announce } from "./observer.ts";
export type { PhaseOptions } from "./phases.ts";
export type { RoundingRun } from "./rounding/runtime.ts";
export type { ClaimTwin } from "./rounding_noise.ts";
export { groupClaims } from "./group.ts";
export {
  type GroupOptions,
  type Progress,
  searchClaim,
  searchGroup,
  type SearchOptions,
} from "./search.ts";
export * from "./tabular.ts";
export type {
  Arithmetic,
  ElementwiseFunction,
  IndexRange,
  SingularValueDecomposition,
  SymmetricEigendecomposition,
} from "../lib/arithmetic/mod.ts";
export { type Arbitrary, constant, type Random, type Value } from "../lib/fast_check/mod.ts";
