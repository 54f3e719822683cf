import { distance, FIRST_HORIZON, norm, Run } from "./_horizon.ts";
import { findCycle } from "./_cycle.ts";
import type { LimitSequence } from "./limit_sequence.ts";

/** The options of {@linkcode observeLimit}. */
export interface LimitOptions {
  /** The limit that the claim names. Without it nothing is called a stall. */
  readonly exact?: readonly number[];
  /**
   * The magnitude of what is added up in a point, where its norm does not show it: rounding moves a
   * point by a modest multiple of u·scale in every step. Default: the norms of the points.
   */
  readonly scale?: number;
  /** The longest horizon at refinement 0, at least 512; it is rounded down to 64·2^j. Default: 8192. */
  readonly mostSteps?: number;
  /**
   * As `observe` of a claim receives it: the longest horizon is 8^refinement times as long.
   * Default: 0.
   */
  readonly refinement?: number;
  /**
   * Convergence is shown once what is left is so small a share of the run's reach, at most 0.1: what
   * is left enters the relation as its uncertainty. Default: 1e-6.
   */
  readonly accuracy?: number;
  /** u, of the arithmetic that the sequence is computed in. Default: 2^−53. */
  readonly unitRoundoff?: number;
}

/** What was seen of a sequence; plain JSON. */
export interface LimitObservation {
  /**
   * `converges`: to `exact` where that is given; `cycles`, `stalls` (away from `exact`) and `grows`:
   * it does not; `undecided`: nothing was shown within the steps.
   */
  readonly status: "converges" | "cycles" | "stalls" | "grows" | "undecided";
  /** How the status is known, for people. */
  readonly reason: string;
  /** The number of steps that were taken, N. */
  readonly steps: number;
  /** x_N. */
  readonly last: readonly number[];
  /**
   * ‖x_N − exact‖; the largest over a period of a cycle, the least over the last half of a stall.
   * Without `exact` the length of the last step, the longest of a period.
   */
  readonly distance: number;
  /** By how much `distance`, and `last` where it converges, may differ from what it tends to. */
  readonly uncertainty: number;
  /** The factor by which steps shrink, one after the other, where the tail is geometric. */
  readonly rate: number | null;
  /** The period of a cycle. */
  readonly period: number | null;
  /** The largest distance of a point from `exact`; without it from x_0. */
  readonly reach: number;
  /** What the last points are rounded on the scale of. */
  readonly magnitude: number;
}

/** By how much a confirmation prolongs the longest horizon. */
const PROLONGATION = 8;

/** A distance is real once it is so many times what is left. */
const FAR = 1000;

/** Paths over doubling blocks that shrink by less than this may add up to anything. */
const SUMMABLE = 0.75;

/** By how much the factors of two doublings may differ where a power of k governs both. */
const IRREGULARITY = 0.1;

/** Growth is by so much a doubling, over so many doublings, and to so many times the first points. */
const GROWTH = 1.5;
const GROWING_DOUBLINGS = 4;
const UNBOUNDED = 1e9;

/**
 * Whether a sequence converges: it is run to horizons of 64, 128, 256, … steps until one of the
 * following is shown, and is `undecided` if none is at the longest. Below, N is the horizon, a block
 * is the points from N/2 to N, the path of a block is the sum of its step lengths, d_k = ‖x_k − x*‖
 * with the limit x* that the claim names, and ε_N = (64 + 4N)·u·magnitude is what rounding may add up
 * to in N steps. No finite run proves a limit; each rule says what would have to be hidden from it.
 *
 * **`converges`: arrival.** d_k ≤ ε_N over a whole block. (Of a claim that names no limit: the steps
 * of a block are at rounding level, 4u·magnitude, after a run that moved by far more.)
 *
 * **`converges`: a geometric tail.** The paths V_1, …, V_4 of the quarters of a block shrink with
 * logarithms of their quotients that keep their size, |log V_4/V_3| ≥ 0.87 |log V_2/V_1|, likewise in
 * between; for k^−p this is 0.71 for every p, so that no sublinear sequence passes. With q the largest
 * quotient, what is left is R = V_4 q/(1 − q) at most. It must be a millionth of the run's reach or less (see `accuracy`), the
 * same must have held at the horizon before with a bound that the last block's path kept, and d_N ≤
 * 4R + ε_N.
 *
 * **`cycles`.** A period p from 2 to 512 such that ‖x_k − x_{k−p}‖ is at rounding level over the last
 * three periods, and so is the distance to the points a whole number of periods before, at N/2 and at
 * N/4, while the steps are 1e-4 of the magnitude or longer: an amplitude that decays, by more than 4u
 * a step, is seen over two doublings however slowly it does.
 *
 * **`stalls`.** Only away from an x* that the claim names, d_k being bounded below over three blocks:
 *
 * - *at rest or with a geometric tail*, d_k > 1000 (R + ε_N), and **from a point moved towards x* by a
 *   hundredth of the distance (or a ten-thousandth) the iteration comes back**. That is what tells a
 *   fixed point from a run that is too slow to move in the arithmetic: x − 1e-20·x = x, but from
 *   elsewhere it does not come back either. Where it does not, the run is undecided: a set of
 *   stationary points needs a proof of the author's own.
 * - *sublinearly*, at the longest horizon: the paths shrink by the same factor, ¾ or less, at each of
 *   five doublings, so does what each of them gains on x*, if it gains anything, and d_k > 1000 times the last path. (If
 *   x_k → x* like k^−p, d is 1/(2^p − 1) paths, which with 2^−p ≤ ¾ is three at most. Harmonic and
 *   logarithmic tails shrink by less than ¾ and are undecided, as are those of 1/k about x* itself.)
 *
 * **`grows`.** The largest distance of a block grows by half or more over each of four doublings, to
 * 1e9 times that of the first block; or it passes 1e120 times the first points (or overflows) after it
 * doubled four times or more.
 *
 * @example Gradient descent on x² with a step that is too long
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { observeLimit, sequenceOf } from "./mod.ts";
 *
 * const descent = (alpha: number) => sequenceOf([1], ([x]) => [x! - alpha * 2 * x!]);
 * assertEquals(observeLimit(descent(0.1), { exact: [0] }).status, "converges");
 * assertEquals(observeLimit(descent(1), { exact: [0] }).status, "cycles");
 * assertEquals(observeLimit(descent(1.1), { exact: [0] }).status, "grows");
 * ```
 *
 * @param sequence The sequence, from its start.
 * @returns What was seen, at the first horizon that shows something.
 * @throws {RangeError} If an option is out of its range, the lengths of `start` and `exact` differ, or
 *   there is no first point.
 */
export function observeLimit(
  sequence: LimitSequence,
  options: LimitOptions = {},
): LimitObservation {
  const { exact, mostSteps = 8192, refinement = 0, accuracy = 1e-6, scale = 0 } = options;
  const { unitRoundoff = 2 ** -53 } = options;
  const { start } = sequence;
  if (start.length === 0) throw new RangeError("the start of a sequence needs at least one number");
  if (exact !== undefined && exact.length !== start.length) {
    throw new RangeError(`start has ${start.length} numbers, exact has ${exact.length}`);
  }
  if (!(Number.isInteger(mostSteps) && mostSteps >= 8 * FIRST_HORIZON)) {
    throw new RangeError(`mostSteps must be an integer of at least 512; got ${mostSteps}`);
  }
  if (!(scale >= 0 && Number.isFinite(scale) && unitRoundoff > 0 && refinement >= 0)) {
    throw new RangeError("scale and refinement must be at least 0, unitRoundoff positive");
  }
  if (!(accuracy > 0 && accuracy <= 0.1)) {
    throw new RangeError(`accuracy must be positive and at most 0.1; got ${accuracy}`);
  }
  const limit = mostSteps * PROLONGATION ** refinement;
  const run = new Run(sequence, exact ?? start);
  const observer = new Observer(sequence, run, exact, scale, accuracy, unitRoundoff);
  try {
    for (let horizon = FIRST_HORIZON;; horizon *= 2) {
      const hasArrived = run.advanceTo(horizon);
      const found = observer.decide(!hasArrived || 2 * horizon > limit);
      if (found !== null) return found;
    }
  } finally {
    run.close();
  }
}

/** A geometric tail: what is left, and the factor from step to step. */
interface Tail {
  readonly left: number;
  readonly rate: number;
}

class Observer {
  readonly #sequence: LimitSequence;
  readonly #run: Run;
  readonly #exact: readonly number[] | undefined;
  readonly #scale: number;
  readonly #accuracy: number;
  readonly #unitRoundoff: number;
  /** What the last horizon's tail promised. */
  #promised: Tail | null = null;

  constructor(
    sequence: LimitSequence,
    run: Run,
    exact: readonly number[] | undefined,
    scale: number,
    accuracy: number,
    unitRoundoff: number,
  ) {
    this.#sequence = sequence;
    this.#run = run;
    this.#exact = exact;
    this.#scale = scale;
    this.#accuracy = accuracy;
    this.#unitRoundoff = unitRoundoff;
  }

  get #magnitude(): number {
    const recent = this.#run.blocks.slice(-2).map((block) => block.norm);
    return Math.max(norm(this.#run.last), this.#scale, norm(this.#exact ?? []), ...recent);
  }

  /** ε_N. */
  get #rounding(): number {
    return (64 + 4 * this.#run.steps) * this.#unitRoundoff * this.#magnitude;
  }

  /** What the run shows so far; `null` to go on. */
  decide(isEnd: boolean): LimitObservation | null {
    const run = this.#run;
    if (run.ending === "overflow") {
      return run.records >= GROWING_DOUBLINGS
        ? this.#found("grows", `without bound: ${run.records} times to twice its size and beyond`)
        : this.#found("undecided", "a number that is not finite, or huge, without growth before");
    }
    const found = run.blocks.length < 2
      ? null
      : this.#convergence() ?? this.#cycle() ?? this.#growth() ?? this.#stall(isEnd);
    this.#promised = this.#tail();
    if (found !== null || !isEnd) return found;
    const reason = run.ending === "none"
      ? `nothing was shown in ${run.steps} steps`
      : `the sequence ends after ${run.steps} steps, and nothing was shown`;
    return this.#found("undecided", reason);
  }

  #found(
    status: LimitObservation["status"],
    reason: string,
    details: Partial<Pick<LimitObservation, "distance" | "uncertainty" | "rate" | "period">> = {},
  ): LimitObservation {
    const run = this.#run;
    return {
      status,
      reason,
      steps: run.steps,
      last: run.last,
      distance: this.#exact === undefined && status !== "grows" ? run.lastStep : run.distance,
      uncertainty: this.#rounding,
      rate: null,
      period: null,
      reach: run.reach,
      magnitude: this.#magnitude,
      ...details,
    };
  }

  /** Whether the last `count` blocks moved by no more than rounding. */
  #isAtRest(count: number): boolean {
    const blocks = this.#run.blocks.slice(-count);
    const level = 4 * this.#unitRoundoff * this.#magnitude;
    return blocks.length === count && blocks.every(({ longestStep }) => longestStep <= level);
  }

  /** The geometric tail of the last block. */
  #tail(): Tail | null {
    const block = this.#run.blocks.at(-1);
    if (block === undefined || block.pieces.some((piece) => piece === 0)) return null;
    const [first, second, third] = block.pieces.slice(1).map((piece, i) =>
      piece / block.pieces[i]!
    ) as [number, number, number];
    const largest = Math.max(first, second, third);
    const keepsUp = (later: number, earlier: number) => Math.log(later) <= 0.87 * Math.log(earlier);
    if (!(largest < 1 && keepsUp(third, first) && keepsUp(second, first))) return null;
    return {
      left: block.pieces.at(-1)! * largest / (1 - largest),
      rate: largest ** (8 / block.horizon),
    };
  }

  #convergence(): LimitObservation | null {
    const run = this.#run;
    const block = run.blocks.at(-1)!;
    const rounding = this.#rounding;
    if (this.#exact !== undefined) {
      if (block.most <= rounding) {
        return this.#found("converges", "it is at the limit, to rounding");
      }
    } else if (this.#isAtRest(1) && run.reach > FAR * rounding) {
      return this.#found("converges", "it came to rest, to rounding");
    }
    const tail = this.#tail();
    if (tail === null || this.#promised === null) return null;
    const isKept = block.path <= this.#promised.left + rounding;
    const isNear = this.#exact === undefined || run.distance <= 4 * tail.left + rounding;
    if (!isKept || !isNear || tail.left > this.#accuracy * run.reach) return null;
    return this.#found("converges", "its steps shrink geometrically", {
      uncertainty: 4 * tail.left + rounding,
      rate: tail.rate,
    });
  }

  #cycle(): LimitObservation | null {
    const found = findCycle(this.#run.blocks, this.#magnitude, this.#unitRoundoff);
    if (found === null) return null;
    const { period, points } = found;
    const exact = this.#exact;
    const distances = points.map((point, i) =>
      distance(point, exact ?? points[(i + 1) % points.length]!)
    );
    return this.#found("cycles", `it comes back to the same ${period} points`, {
      period,
      distance: Math.max(...distances),
    });
  }

  #growth(): LimitObservation | null {
    const { blocks, distance, steps } = this.#run;
    const last = blocks.slice(-GROWING_DOUBLINGS - 1);
    const persists = last.length > GROWING_DOUBLINGS &&
      last.slice(1).every(({ most }, i) => most >= GROWTH * last[i]!.most);
    const isLarge = distance > UNBOUNDED * Math.max(blocks[0]!.most, this.#run.base);
    if (!persists || !isLarge) return null;
    return this.#found("grows", `by half or more at each doubling, up to ${steps} steps`);
  }

  #stall(isEnd: boolean): LimitObservation | null {
    const exact = this.#exact;
    const last = this.#run.blocks.slice(-3);
    if (exact === undefined || last.length < 3) return null;
    const away = Math.min(...last.map(({ least }) => least));
    const rounding = this.#rounding;
    const tail = this.#tail();
    const isAtRest = this.#isAtRest(isEnd ? 1 : 3);
    if (isAtRest || (isEnd && tail !== null && this.#promised !== null)) {
      const left = rounding + (isAtRest ? 0 : tail!.left);
      if (away <= FAR * left) return null;
      if (!this.#comesBack(exact, left)) {
        // At rest, more steps show no more.
        return isAtRest
          ? this.#found("undecided", "it is at rest; whether by being too slow was not told")
          : null;
      }
      const how = isAtRest ? "it is at rest" : "its steps shrink geometrically";
      return this.#found("stalls", `${how} away from the limit, and comes back when moved to it`, {
        distance: away,
        uncertainty: left,
        rate: isAtRest ? null : tail!.rate,
      });
    }
    if (!isEnd || tail !== null || !this.#shrinksSublinearly()) return null;
    const { path } = last.at(-1)!;
    const left = path * SUMMABLE / (1 - SUMMABLE) + rounding;
    if (away <= FAR * left) return null;
    return this.#found("stalls", "its steps add up to far less than the distance that is left", {
      distance: away,
      uncertainty: left,
    });
  }

  /**
   * Whether paths, and what they gain on the limit, shrink by a power of k over five doublings: by the
   * same factor at each. Where it falls, a transient dies, and where it rises, something slower shows
   * that the transient hid.
   */
  #shrinksSublinearly(): boolean {
    const blocks = this.#run.blocks.slice(-6);
    if (blocks.length < 6) return false;
    const noise = 64 * this.#unitRoundoff * this.#magnitude;
    const shrinks = (values: readonly number[]) => {
      const factors = values.slice(1).map((value, i) => value / values[i]!);
      return Math.max(...factors) <= SUMMABLE &&
        factors.slice(1).every((factor, i) => Math.abs(factor / factors[i]! - 1) <= IRREGULARITY);
    };
    const paths = blocks.slice(1).map(({ path }) => path);
    const ends = blocks.map(({ tail }) => distance(tail.at(-1)!, this.#exact!));
    const gains = ends.slice(1).map((end, i) => ends[i]! - end);
    return this.#run.lastStep > noise && shrinks(paths) &&
      (gains.every((gain) => gain <= noise) || shrinks(gains));
  }

  /**
   * Whether the iteration, from a point moved a little towards the limit, returns by nine tenths of
   * the way or more.
   */
  #comesBack(exact: readonly number[], left: number): boolean {
    const { last, steps } = this.#run;
    const way = exact.map((entry, i) => entry - last[i]!);
    const length = norm(way);
    return [1e-2, 1e-4].some((share) => {
      const moved = last.map((entry, i) => entry + share * way[i]!);
      if (share * length <= 10 * left) return false;
      let count = 0;
      for (const point of this.#sequence.from(moved)) {
        const gap = distance(point, last);
        // A sequence that runs along its own course cannot be asked.
        if (count === 0 && distance(point, moved) > 0.01 * share * length) return false;
        if (gap <= 0.1 * share * length) return true;
        if (!(gap < 1e3 * length) || ++count > steps) return false;
      }
      return false;
    });
  }
}
