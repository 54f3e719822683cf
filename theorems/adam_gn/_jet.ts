/**
 * Automatic differentiation, forwards: numbers with their first two derivatives.
 *
 * @module
 */

/** f, f' and f'' at a point. */
export interface Jet {
  /** f. */
  readonly value: number;
  /** f'. */
  readonly slope: number;
  /** f''. */
  readonly curvature: number;
}

/** x itself. */
export function variable(value: number): Jet {
  return { value, slope: 1, curvature: 0 };
}

/** A constant. */
export function constant(value: number): Jet {
  return { value, slope: 0, curvature: 0 };
}

/** f + g. */
export function plus(f: Jet, g: Jet): Jet {
  return {
    value: f.value + g.value,
    slope: f.slope + g.slope,
    curvature: f.curvature + g.curvature,
  };
}

/** f g. */
export function times(f: Jet, g: Jet): Jet {
  return {
    value: f.value * g.value,
    slope: f.slope * g.value + f.value * g.slope,
    curvature: f.curvature * g.value + 2 * f.slope * g.slope + f.value * g.curvature,
  };
}

/** e^f. */
export function exponential(f: Jet): Jet {
  const value = Math.exp(f.value);
  return composed(f, value, value, value);
}

/** log f. */
export function logarithm(f: Jet): Jet {
  return composed(f, Math.log(f.value), 1 / f.value, -1 / f.value ** 2);
}

/** 1/f. */
export function reciprocal(f: Jet): Jet {
  return composed(f, 1 / f.value, -1 / f.value ** 2, 2 / f.value ** 3);
}

/** The chain rule: h(f), from h and its derivatives at f. */
function composed({ slope, curvature }: Jet, h: number, first: number, second: number): Jet {
  return { value: h, slope: first * slope, curvature: second * slope ** 2 + first * curvature };
}

/** σ(f), as 1/(1 + e^{−f}). */
export function logisticJet(f: Jet): Jet {
  return reciprocal(plus(constant(1), exponential(times(constant(-1), f))));
}
