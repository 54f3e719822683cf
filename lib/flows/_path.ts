/**
 * The steps of a trajectory with their dense output: on a step from y of length h, with θ = (t −
 * t_k)/h,
 *
 *     y(t) = y + θ (c_0 + (1 − θ)(c_1 + θ (c_2 + (1 − θ) c_3))),
 *
 * c_0 the difference of the two ends, and as many more as the method has. This is the form that
 * Hairer, Nørsett and Wanner give to the dense outputs of DOPRI5 and RODAS.
 */
export class Path {
  readonly times: number[];
  readonly #points: (readonly number[])[];
  readonly #lengths: number[] = [];
  readonly #coefficients: (readonly (readonly number[])[])[] = [];

  constructor(start: number, point: readonly number[]) {
    this.times = [start];
    this.#points = [point];
  }

  get end(): number {
    return this.times[this.times.length - 1]!;
  }

  /** The number of steps. */
  get steps(): number {
    return this.#lengths.length;
  }

  get last(): readonly number[] {
    return this.#points[this.#points.length - 1]!;
  }

  push(time: number, length: number, point: readonly number[], coefficients: number[][]): void {
    this.times.push(time);
    this.#lengths.push(length);
    this.#points.push(point);
    this.#coefficients.push(coefficients);
  }

  /** Lets the path end at a time before its end and after its start. */
  cutAt(time: number): void {
    const point = this.at(time);
    while (this.times.length > 2 && this.times[this.times.length - 2]! >= time) {
      this.times.pop();
      this.#points.pop();
      this.#lengths.pop();
      this.#coefficients.pop();
    }
    this.times[this.times.length - 1] = time;
    this.#points[this.#points.length - 1] = point;
  }

  /** The point at a time from the start to the end. */
  at(t: number): number[] {
    let lower = 0;
    let upper = this.times.length - 1;
    if (t >= this.times[upper]!) return [...this.#points[upper]!];
    while (upper - lower > 1) {
      const middle = (lower + upper) >> 1;
      if (this.times[middle]! <= t) lower = middle;
      else upper = middle;
    }
    const point = this.#points[lower]!;
    const coefficients = this.#coefficients[lower]!;
    const theta = (t - this.times[lower]!) / this.#lengths[lower]!;
    const rest = 1 - theta;
    const result = new Array<number>(point.length);
    for (let i = 0; i < point.length; i++) {
      let value = coefficients[coefficients.length - 1]![i]!;
      for (let k = coefficients.length - 2; k >= 0; k--) {
        value = coefficients[k]![i]! + (k % 2 === 0 ? rest : theta) * value;
      }
      result[i] = point[i]! + theta * value;
    }
    return result;
  }
}
