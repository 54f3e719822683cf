/**
 * The claims of the catalogue, and the proofs that they check.
 *
 * @module
 */

import type { Claim, Proof } from "../verify/mod.ts";
import { claims as adamGaussNewton } from "./adam_gn/mod.ts";
import { claims as calibration } from "./calibration/mod.ts";
import { claims as dual } from "./dual/mod.ts";
import { claims as gaussNewtonFlow } from "./gn_flow/mod.ts";
import { claims as psgd } from "./psgd/mod.ts";
import { claims as spgd } from "./spgd/mod.ts";
import { proofs as spgdProofs } from "./spgd/proofs.ts";

/** Every claim, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  ...spgd,
  ...psgd,
  ...dual,
  ...adamGaussNewton,
  ...gaussNewtonFlow,
  ...calibration,
];

/** The proofs that claims check link by link. */
export const proofs: readonly Proof[] = [...spgdProofs];
