/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/**
 * How a violation was confirmed: what was done, and what came of it.
 *
 * @module
 */

import type { ComponentChildren, VNode } from "preact";
import type { Confirmation, Refutation, RoundingEvidence } from "../../evidence.ts";
import { InstanceView } from "./instance_view.tsx";
import { counted, formatCount } from "./numbers.ts";
import { Clipped, Quantity } from "./text.tsx";
import { VerdictIcon } from "./verdict.tsx";

/** The steps of a confirmation, and the instance before it was shrunk. */
export function ConfirmationSteps({ refutation }: { refutation: Refutation }): VNode {
  const { confirmation, shrinkSteps, found } = refutation;
  const { rounding, perturbations, tightened, secondArithmetic, confirmed, reason } = confirmation;
  return (
    <>
      <ul class="steps">
        <RoundingStep rounding={rounding} confirmed={confirmed} />
        <PerturbationStep {...perturbations} />
        <Step kept={tightened === "violated"} open={tightened === "not run"}>
          {TIGHTENED[tightened]}
        </Step>
        <Step kept={secondArithmetic === "violated"} open={secondArithmetic !== "contradicts"}>
          {SECOND_ARITHMETIC[secondArithmetic]}
        </Step>
      </ul>
      {!confirmed && (
        <p class="note">
          This does not confirm the violation{reason === null ? "." : (
            <>
              : <Clipped text={reason} most={600} />
            </>
          )}
        </p>
      )}
      <details>
        <summary>
          The instance as it was found, before {counted(shrinkSteps, "step")} of shrinking
        </summary>
        <InstanceView instance={found} />
      </details>
    </>
  );
}

const TIGHTENED: Readonly<Record<Confirmation["tightened"], string>> = {
  "violated": "It persists with every numerical method tightened.",
  "kept": "It does not persist when every numerical method is tightened.",
  "not run": "Whether it persists with tightened numerical methods was not tried.",
};

const SECOND_ARITHMETIC: Readonly<Record<Confirmation["secondArithmetic"], string>> = {
  "violated": "It shows in the second arithmetic too.",
  "unresolved": "The second arithmetic cannot tell: the margin is below its resolution.",
  "contradicts": "The second arithmetic contradicts it.",
  "not run": "The second arithmetic was not run: there is none, or the checker does not use it.",
};

function RoundingStep(
  { rounding, confirmed }: { rounding: RoundingEvidence | null; confirmed: boolean },
): VNode {
  if (rounding === null) {
    return <Step kept={false} open>What rounding makes of it was not looked at.</Step>;
  }
  const { method, runs, violated, mean, spread, digits } = rounding;
  return (
    <Step kept={confirmed || violated === runs}>
      {method === "random rounding"
        ? "With every inexact operation rounded up or down at random, it is violated in "
        : "The checker cannot be run with random rounding; its noise was estimated from nearby " +
          "instances. It is violated in "}
      {formatCount(violated)} of {counted(runs, "run")}, by <Quantity value={mean} digits={3} />
      {" "}
      on average, {spread === 0 ? "without any spread." : (
        <>
          {mean > 0
            ? (
              <>
                which is <Quantity value={mean / spread} digits={2} /> times the spread of
              </>
            )
            : "with a spread of"} <Quantity value={spread} digits={2} />.
        </>
      )} {describeDigits(digits)}
    </Step>
  );
}

/** How many digits of the two sides rounding leaves alone. */
function describeDigits({ lhs, rhs }: RoundingEvidence["digits"]): string {
  if (lhs === null && rhs === null) return "Both sides are exact.";
  const side = (digits: number | null) =>
    digits === null ? "is exact" : `has ${counted(Math.floor(digits), "digit")} in common`;
  return `Over the runs the left side ${side(lhs)}, the right side ${side(rhs)}.`;
}

function PerturbationStep({ wanted, tried, violated }: Confirmation["perturbations"]): VNode {
  if (wanted === 0) {
    return <Step kept={false} open>No number of the instance is one that may be moved.</Step>;
  }
  if (tried === 0) {
    return (
      <Step kept={false} open>
        None of the {counted(wanted, "moved instance")} that were wanted could be observed.
      </Step>
    );
  }
  return (
    <Step kept={violated === wanted} open={violated === tried}>
      It persists on {formatCount(violated)} of {counted(tried, "instance")}{" "}
      that the generator could have given instead, their continuous numbers moved by up to{" "}
      <Quantity value={1e-12} /> of themselves{tried < wanted && `; ${wanted} were wanted`}.
    </Step>
  );
}

function Step(
  { kept, open = false, children }: {
    kept: boolean;
    open?: boolean;
    children: ComponentChildren;
  },
): VNode {
  const [word, verdict] = kept
    ? ["yes", "holds"] as const
    : open
    ? ["open", "inconclusive"] as const
    : ["no", "refuted"] as const;
  return (
    <li class={verdict}>
      <VerdictIcon verdict={verdict} />
      <span>
        <span class="visually-hidden">{word}:</span> {children}
      </span>
    </li>
  );
}
