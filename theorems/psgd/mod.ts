/**
 * The claims of Scott, Xu, Tang, Pichette-Emmons, Ye, Saad, Xi: Design Criteria for SGD
 * Preconditioners: Local Conditioning, Noise Floors, and Basin Stability (2025).
 *
 * @module
 */

import type { Claim } from "../../verify/mod.ts";
import { conditionV } from "./condition_v.ts";
import { corollaryC71 } from "./corollary_c7_1.ts";
import { deflateBottom } from "./deflate_bottom.ts";
import { deflateMiddle } from "./deflate_middle.ts";
import { deflateTop } from "./deflate_top.ts";
import { floorTracksProduct } from "./floor_tracks_product.ts";
import { gradientDomination } from "./gradient_domination.ts";
import { leadingConstant } from "./leading_constant.ts";
import { lemma31 } from "./lemma_3_1.ts";
import { lemma34 } from "./lemma_3_4.ts";
import { lemmaC4 } from "./lemma_c4.ts";
import { lemmaC5 } from "./lemma_c5.ts";
import { lemmaC6 } from "./lemma_c6.ts";
import { lemmaC6First } from "./lemma_c6_first.ts";
import { lemmaC7 } from "./lemma_c7.ts";
import { noiseLevel } from "./noise_level.ts";
import { theorem32 } from "./theorem_3_2.ts";
import { theorem33 } from "./theorem_3_3.ts";
import { theorem35 } from "./theorem_3_5.ts";
import { theorem36 } from "./theorem_3_6.ts";

/** The claims, in the order of the catalogue. */
export const claims: readonly Claim[] = [
  lemma31(),
  lemmaC4(),
  gradientDomination(),
  lemmaC5(),
  lemmaC6(),
  lemmaC6First(),
  lemmaC7(),
  theorem32(),
  theorem33(),
  corollaryC71(),
  noiseLevel(),
  deflateTop(),
  deflateMiddle(),
  deflateBottom(),
  floorTracksProduct(),
  lemma34(),
  theorem35(),
  theorem36(),
  conditionV(),
  leadingConstant(),
];
