/**
 * The door: what is not well formed does not come in, and is told why.
 *
 * @module
 */

export { claimProblems } from "./door/claim_shape.ts";
export { checkFirstObservation } from "./door/first_observation.ts";
export { MalformedClaim } from "./door/malformed_claim.ts";
export { type ClaimsModule, moduleProblems, type PaperTitle } from "./door/module_shape.ts";
export { MOST_STEPS, proofsProblems } from "./door/proof_shape.ts";
export { checkHolds, checkObservation, checkRelations } from "./door/observation_shape.ts";
