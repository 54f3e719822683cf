/**
 * The claims of Scott, Xu, Tang, Pichette-Emmons, Ye, Saad, Xi: Design Criteria for SGD
 * Preconditioners: Local Conditioning, Noise Floors, and Basin Stability (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { deflateBottom } from "./deflate_bottom.ts";
import { deflateMiddle } from "./deflate_middle.ts";
import { deflateTop } from "./deflate_top.ts";
import { floorTracksProduct } from "./floor_tracks_product.ts";
import { leadingConstant } from "./leading_constant.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  deflateTop(),
  deflateMiddle(),
  deflateBottom(),
  floorTracksProduct(),
  leadingConstant(),
];
