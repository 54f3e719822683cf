/**
 * Confidence sequences by test supermartingales, whatever the factors that they are made of.
 *
 * A side holds factors F(y, m, b) ≥ 0 that decrease in m and have E[F(Y, m, b) | past] ≤ 1 whenever
 * E[Y | past] ≤ m. For bets b_1, …, b_K the wealth W_t(m) = (1/K) Σ_j Π_{i≤t} F(Y_i, m, b_j) is then
 * a non-negative supermartingale with W_0 = 1 if the mean is at most m, and by Ville's inequality
 * P(∃t: W_t(m) ≥ 1/α) ≤ α: with probability 1 − α, no m that the mean stays below is ever excluded
 * by W_t(m) ≥ 1/α. As W_t decreases in m, what is excluded lies below a bound.
 */

import type { Estimate } from "./estimate.ts";

/** One side of a confidence sequence: a lower bound on the mean of y = sign·(x − origin). */
export interface Side {
  readonly sign: 1 | -1;
  readonly origin: number;
  /** A number that the mean of y is not below; −∞ if none is known. */
  readonly floor: number;
  /** The standard deviation that the wealth reckons with; where left out, the observed one. */
  readonly scatter?: number;
  readonly bets: readonly number[];
  /** y ↦ F(y, mean, bet). */
  factor(mean: number, bet: number): (y: number) => number;
}

/**
 * Rounding moves a log-wealth by about t·10⁻¹⁶; this keeps the bounds on the safe side of it for
 * up to 10⁹ observations.
 */
const ROUNDING = 1e-6;

/** The bounds are found to this fraction of their distance from the mean, on the safe side. */
const ACCURACY = 1e-3;

/** A product outside these is moved into the logarithm beside it. */
const LARGE = 1e100;
const SMALL = 1e-100;

/** One growing store of observations, shared by the two sides. */
export class Observations {
  #values = new Float64Array(64);
  #sum = 0;
  #compensation = 0;
  /** How many there are. */
  count = 0;

  add(x: number): void {
    if (this.count === this.#values.length) {
      const values = new Float64Array(2 * this.count);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values[this.count++] = x;
    // Kahan's summation: the mean of millions should be as good as the mean of a few.
    const term = x - this.#compensation;
    const sum = this.#sum + term;
    this.#compensation = (sum - this.#sum) - term;
    this.#sum = sum;
  }

  get mean(): number {
    return this.#sum / this.count;
  }

  deviation(): number {
    const { mean } = this;
    let squares = 0;
    for (let i = 0; i < this.count; i++) squares += (this.#values[i]! - mean) ** 2;
    return Math.sqrt(squares / this.count);
  }

  /** log Π F(y_i, mean, bet). */
  logWealth({ sign, origin, factor }: Side, mean: number, bet: number): number {
    const values = this.#values;
    const factorOf = factor(mean, bet);
    let log = 0;
    let product = 1;
    for (let i = 0; i < this.count; i++) {
      product *= factorOf(sign * (values[i]! - origin));
      if (product < SMALL || product > LARGE) {
        log += Math.log(product);
        product = 1;
      }
    }
    return log + Math.log(product);
  }
}

/** The wealth against one candidate, kept up to date with every observation. */
class Watch {
  readonly #side: Side;
  readonly #factors: readonly ((y: number) => number)[];
  readonly #limit: number;
  readonly #products: Float64Array;
  readonly #logs: Float64Array;
  /** exp of the logs. */
  readonly #scales: Float64Array;
  /** Whether the candidate has been excluded. */
  excluded = false;

  constructor(side: Side, mean: number, errorProbability: number) {
    const { bets } = side;
    this.#side = side;
    this.#factors = bets.map((bet) => side.factor(mean, bet));
    this.#limit = bets.length * Math.exp(2 * ROUNDING) / errorProbability;
    this.#products = new Float64Array(bets.length).fill(1);
    this.#logs = new Float64Array(bets.length);
    this.#scales = new Float64Array(bets.length).fill(1);
  }

  /** Returns whether this observation excludes the candidate, which none before it did. */
  add(x: number): boolean {
    if (this.excluded) return false;
    const { sign, origin } = this.#side;
    const factors = this.#factors;
    const y = sign * (x - origin);
    const products = this.#products;
    const scales = this.#scales;
    let wealth = 0;
    for (let j = 0; j < factors.length; j++) {
      let product = products[j]! * factors[j]!(y);
      if (product < SMALL || product > LARGE) {
        this.#logs[j]! += Math.log(product);
        scales[j] = Math.exp(this.#logs[j]!);
        product = 1;
      }
      products[j] = product;
      wealth += scales[j]! * product;
    }
    this.excluded = wealth >= this.#limit;
    return this.excluded;
  }
}

/** The lower bound on the mean of y that one side gives, never smaller than it was before. */
class Bound {
  readonly #side: Side;
  readonly #errorProbability: number;
  readonly #logLimit: number;
  readonly #observations: Observations;
  #watch: Watch | undefined;
  #watched = -Infinity;
  #unwatchable = false;
  /** The bound on the mean of y. */
  #bound: number;

  constructor(side: Side, errorProbability: number, observations: Observations) {
    this.#side = side;
    this.#errorProbability = errorProbability;
    this.#logLimit = Math.log(side.bets.length / errorProbability) + ROUNDING;
    this.#observations = observations;
    this.#bound = side.floor;
  }

  watch(x: number): void {
    const mean = this.#side.sign * (x - this.#side.origin);
    // At the floor and below there is nothing to bet against.
    if (mean <= this.#side.floor) {
      this.#unwatchable = true;
      return;
    }
    this.#watch = new Watch(this.#side, mean, this.#errorProbability);
    this.#watched = mean;
  }

  /** Returns whether the bound may be beyond the watched threshold. */
  add(x: number): boolean {
    if (this.#watch === undefined) return this.#unwatchable;
    // The root lies beyond the watched candidate at this very observation: here its wealth suffices.
    if (this.#watch.add(x)) this.#improve(this.#watched);
    return this.#watch.excluded;
  }

  /** The bound in x: a lower one for sign 1, an upper one for sign −1. */
  value(): number {
    if (this.#observations.count > 0) this.#improve(-Infinity);
    return this.#side.origin + this.#side.sign * this.#bound;
  }

  /** Moves the bound up to where the wealth is at the limit, beyond `excluded` if that is given. */
  #improve(excluded: number): void {
    const { sign, origin, floor } = this.#side;
    const { count, mean } = this.#observations;
    const centre = sign * (mean - origin);
    // Where no observation is above the floor, there is nothing to win.
    if (centre <= floor) return;
    const scatter = this.#side.scatter ?? this.#observations.deviation();
    const linear = this.#side.scatter ?? centre;
    // The wealth of a good bet reaches the limit about this far below the centre.
    const distance = 1.2 *
      (scatter * Math.sqrt(2 * this.#logLimit / count) + linear * this.#logLimit / count);
    const start = Math.max(this.#bound, excluded);
    let bets: readonly number[] = this.#side.bets;
    /** The log-wealth beyond the limit: what is not below 0 is excluded. */
    const excess = (mean: number): number => {
      const logs = bets.map((bet) => this.#observations.logWealth(this.#side, mean, bet));
      const largest = Math.max(...logs);
      const sum = logs.reduce((total, log) => total + Math.exp(log - largest), 0);
      const beyond = largest + Math.log(sum) - this.#logLimit;
      // The bound is beyond an excluded candidate, where every product is smaller still: bets that
      // hold next to nothing here need not be looked at again. Without them the bound can only fall.
      if (beyond >= 0) bets = bets.filter((_, j) => logs[j]! > this.#logLimit - 8);
      return beyond;
    };
    let low = start;
    let excessLow = Infinity;
    if (start > floor) {
      excessLow = excess(start);
      if (excessLow < 0) return;
    }
    let high = NaN;
    let excessHigh = NaN;
    const look = (candidate: number): void => {
      const beyond = excess(candidate);
      if (beyond >= 0) [low, excessLow] = [candidate, beyond];
      else [high, excessHigh] = [candidate, beyond];
    };
    if (centre - distance > low) look(centre - distance);
    for (let width = 2 * distance; low === -Infinity; width *= 2) {
      if (centre - width === -Infinity) return;
      look(centre - width);
    }
    // The mean itself is hardly ever excluded; bounds of the past and robust wealths may be beyond it.
    if (Number.isNaN(high) && centre > low) look(centre);
    for (let width = distance; Number.isNaN(high); width *= 2) look(low + width);
    // The Illinois form of false position: superlinear, and always between a candidate that is
    // excluded and one that is not. The bound is the excluded one.
    let last = 0;
    for (let halving = 0; halving < 200; halving++) {
      const fine = high - low <= ACCURACY * Math.abs(centre - low);
      if (fine && low > excluded) break;
      const share = excessLow < Infinity ? excessLow / (excessLow - excessHigh) : 0.5;
      const middle = low + (high - low) * Math.min(Math.max(share, 0.01), 0.99);
      if (middle <= low || middle >= high) break;
      const excessMiddle = excess(middle);
      if (excessMiddle >= 0) {
        [low, excessLow] = [middle, excessMiddle];
        if (last > 0) excessHigh /= 2;
        last = 1;
      } else {
        [high, excessHigh] = [middle, excessMiddle];
        if (last < 0) excessLow /= 2;
        last = -1;
      }
    }
    this.#bound = Math.max(this.#bound, low);
  }
}

/** A confidence sequence of one or two sides. */
export class WealthSequence {
  readonly #observations = new Observations();
  readonly #lower: Bound | undefined;
  readonly #upper: Bound | undefined;

  constructor(
    sides: { readonly lower?: Side | undefined; readonly upper?: Side | undefined },
    errorProbability: number,
  ) {
    const share = sides.lower && sides.upper ? errorProbability / 2 : errorProbability;
    this.#lower = sides.lower && new Bound(sides.lower, share, this.#observations);
    this.#upper = sides.upper && new Bound(sides.upper, share, this.#observations);
  }

  get samples(): number {
    return this.#observations.count;
  }

  /** Tests a threshold at every observation from now on. Only before the first one. */
  watch(threshold: number): void {
    this.#lower?.watch(threshold);
    this.#upper?.watch(threshold);
  }

  /** Returns whether the watched threshold may be outside of the interval, on one side. */
  add(x: number): boolean {
    this.#observations.add(x);
    const above = this.#lower?.add(x) ?? false;
    const below = this.#upper?.add(x) ?? false;
    return above || below;
  }

  estimate(): Estimate {
    const { count, mean } = this.#observations;
    const lower = this.#lower?.value() ?? -Infinity;
    const upper = this.#upper?.value() ?? Infinity;
    // The two ends cross only where one of them errs; an empty interval would say nothing.
    const [low, high] = lower <= upper ? [lower, upper] : [upper, lower];
    return { mean: count === 0 ? NaN : mean, lower: low, upper: high, samples: count };
  }
}
