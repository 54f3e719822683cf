/**
 * Examples: single instances with what was observed of them, for evidence and replays.
 *
 * @module
 */

import type { Arithmetic } from "../lib/arithmetic/mod.ts";
import type { Claim, VariantName } from "./claim.ts";
import { type Example, relationEvidence } from "./evidence.ts";
import { describeError } from "./failure.ts";
import { type Figure, storableFigures } from "./figure.ts";
import { judge, type Shortfall } from "./judgement.ts";
import { Observer } from "./observer.ts";

/**
 * Observes one instance and judges one variant of it: what a replay shows.
 *
 * @param onFigureFailure Told what the claim threw when it drew its figures, which then are none.
 * @throws {RangeError} If the instance breaks a hypothesis; and whatever the claim throws.
 */
export function observeExample(
  claim: Claim,
  name: VariantName,
  instance: unknown,
  arithmetic: Arithmetic<unknown>,
  role: Example["role"],
  onFigureFailure?: (message: string) => void,
): Example {
  const observer = new Observer(claim);
  const observed = observer.observe(instance, arithmetic, 0);
  if (observed.shortfall !== undefined) throw broken(observed.shortfall);
  const { observation } = observed;
  const shortfall = observer.ownShortfall(name, observation, instance);
  if (shortfall !== undefined) throw broken(shortfall);
  const variant = claim.variants[name]!;
  const judgement = judge(claim.kind, variant, observation, instance, arithmetic.unitRoundoff);
  let figures: Figure[] = [];
  try {
    figures = storableFigures(claim.figures?.(observation, instance, name) ?? []);
  } catch (error) {
    onFigureFailure?.(describeError(error, instance).message);
  }
  return {
    role,
    arithmetic: arithmetic.name,
    instance,
    relations: [...judgement.values()].map(({ worst }) => relationEvidence(worst)),
    figures,
  };
}

function broken({ hypothesis }: Shortfall): RangeError {
  return new RangeError(`the instance breaks the hypothesis "${hypothesis}"`);
}
