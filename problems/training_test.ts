import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertNotEquals,
  assertThrows,
} from "@std/assert";
import { memory } from "@tensorflow/tfjs-core";
import { float64, loadFloat32 } from "../lib/arithmetic/mod.ts";
import { randomStream } from "../lib/statistics/mod.ts";
import { poissonTraining, regressionTraining, trainingMilestones } from "./mod.ts";
import { poissonProblem } from "./poisson_training.ts";
import { regressionProblem } from "./regression_training.ts";
import {
  type LinearizedMap,
  train,
  type TrainingOptions,
  type TrainingProblem,
  xavierNormal,
} from "./training.ts";

const rows = 3;
const columns = 5;
const weights = [0.5, 2, 7];

/** The equations Aθ = y of an epoch. */
function equations(epoch: number): { matrix: number[][]; values: number[] } {
  const stream = randomStream(4, "equations", epoch);
  return {
    matrix: Array.from({ length: rows }, () => stream.vector(columns, stream.normal)),
    values: stream.vector(rows, stream.normal),
  };
}

/** r(θ) = Aθ − y. */
function linearMap(
  matrix: readonly (readonly number[])[],
  values: readonly number[],
): LinearizedMap {
  const map: Pick<LinearizedMap, "residual" | "jacobian"> = {
    residual: (arithmetic, theta) =>
      arithmetic.subtract(
        arithmetic.multiply(arithmetic.matrix(matrix), theta),
        arithmetic.vector(values),
      ),
    jacobian: (arithmetic) => arithmetic.matrix(matrix),
  };
  return {
    ...map,
    linearize(arithmetic, theta) {
      const jacobian = arithmetic.matrix(matrix);
      const transposed = arithmetic.transpose(jacobian);
      return {
        residual: map.residual(arithmetic, theta),
        jacobianVectorProduct: (v) => arithmetic.multiply(jacobian, v),
        vectorJacobianProduct: (w) => arithmetic.multiply(transposed, w),
        gram: () => arithmetic.multiply(jacobian, transposed),
      };
    },
  };
}

const start = [0.5, -1, 2, 0.25, -0.75];
const problem: TrainingProblem = {
  start,
  batch(epoch) {
    const { matrix, values } = equations(epoch);
    return { map: linearMap(matrix, values), weights };
  },
  testLoss: (arithmetic, theta) => arithmetic.toArray(theta).reduce((sum, x) => sum + x * x, 0),
  learningRate: { initial: 0.1, factor: 0.5, every: 2, minimum: 0.03 },
  epochs: 6,
  isWeighted: true,
};

/** ‖θ_t‖² of Algorithm 1 or of Adam, in plain numbers. */
function squaredLengths(
  options: { method: string; isWeighted: boolean; biasCorrection: boolean; lossFactor: number },
): number[] {
  const theta = [...start];
  const first = new Array<number>(columns).fill(0);
  const second = new Array<number>(columns).fill(0);
  const found = [];
  for (let epoch = 0;; epoch++) {
    found.push(theta.reduce((sum, x) => sum + x * x, 0));
    if (epoch === 6) return found;
    const { matrix, values } = equations(epoch);
    const residual = matrix.map((row, i) =>
      row.reduce((sum, entry, k) => sum + entry * theta[k]!, 0) - values[i]!
    );
    // ∇L, and B∇L with B = V Σ⁻¹ Vᵀ of the Jacobian of the residuals that are decomposed.
    let direction = theta.map((_, k) =>
      options.lossFactor *
      matrix.reduce((sum, row, i) => sum + weights[i]! * row[k]! * residual[i]!, 0)
    );
    if (options.method === "SPGD") {
      const decomposed = options.isWeighted
        ? matrix.map((row, i) =>
          row.map((entry) => Math.sqrt(options.lossFactor * weights[i]!) * entry)
        )
        : matrix;
      const { s, v } = float64.singularValueDecomposition(float64.matrix(decomposed));
      const right = float64.toRows(v);
      const along = s.map((value, j) =>
        direction.reduce((sum, entry, k) => sum + right[k]![j]! * entry, 0) / value
      );
      direction = direction.map((_, k) =>
        along.reduce((sum, entry, j) => sum + right[k]![j]! * entry, 0)
      );
    }
    const rate = [0.1, 0.1, 0.05, 0.05, 0.03, 0.03][epoch]!;
    direction.forEach((entry, k) => {
      first[k] = 0.9 * first[k]! + 0.1 * entry;
      second[k] = 0.999 * second[k]! + 0.001 * entry * entry;
      const [c1, c2] = options.biasCorrection
        ? [1 - 0.9 ** (epoch + 1), 1 - 0.999 ** (epoch + 1)]
        : [1, 1];
      theta[k]! -= rate * (first[k]! / c1) / (Math.sqrt(second[k]! / c2) + 1e-3);
    });
  }
}

Deno.test("training is Algorithm 1, or Adam, on the batch of each epoch", () => {
  for (const method of ["SPGD", "Adam"] as const) {
    for (const isWeighted of [true, false]) {
      for (const biasCorrection of [true, false]) {
        for (const lossFactor of [1, 20]) {
          const options = { method, biasCorrection, lossFactor, epsilon: 1e-3, every: 1 };
          const looks = [...train({ ...problem, isWeighted }, options)];
          assertEquals(looks.map(({ epoch }) => epoch), [0, 1, 2, 3, 4, 5, 6]);
          const expected = squaredLengths({ ...options, isWeighted });
          looks.forEach(({ testLoss }, t) => assertAlmostEquals(testLoss, expected[t]!, 1e-9));
        }
      }
    }
  }
});

Deno.test("Adam's moments are corrected by default, those of SPGD are not", () => {
  const losses = (options: TrainingOptions) => [...train(problem, { every: 1, ...options })];
  for (const method of ["SPGD", "Adam"] as const) {
    const corrected = losses({ method, biasCorrection: true });
    const plain = losses({ method, biasCorrection: false });
    assertNotEquals(corrected, plain);
    assertEquals(losses({ method }), method === "Adam" ? corrected : plain);
  }
});

Deno.test("singular values below the cutoff count as 0", () => {
  // The second equation is a thousand times smaller than the first.
  const small: TrainingProblem = {
    ...problem,
    start: [1, 1],
    batch: () => ({ map: linearMap([[1, 0], [0, 1e-3]], [0, 0]), weights: [1, 1] }),
    // Of the second unknown alone.
    testLoss: (arithmetic, theta) => arithmetic.toArray(theta)[1]!,
  };
  const last = (cutoff: number) => [...train(small, { cutoff, epochs: 2 })].at(-1)!.testLoss;
  assertEquals(last(2e-3), 1);
  assert(last(5e-4) < 1);
});

Deno.test("looks come every so often and after the last epoch, and tell the loss of the batch", () => {
  const looks = [...train(problem, { every: 4 })];
  assertEquals(looks.map(({ epoch }) => epoch), [0, 4, 6]);
  assertEquals(
    looks,
    [...train(problem, { every: 1 })].filter(({ epoch }) => epoch % 4 === 0 || epoch === 6),
  );
  const { matrix, values } = equations(0);
  const loss = matrix.reduce((sum, row, i) => {
    const residual = row.reduce((part, entry, k) => part + entry * start[k]!, 0) - values[i]!;
    return sum + weights[i]! * residual ** 2 / 2;
  }, 0);
  assertAlmostEquals(looks[0]!.trainLoss, loss, 1e-12 * loss);
  // What the loss is multiplied by is not shown.
  assertEquals([...train(problem, { lossFactor: 9, epochs: 0 })], [looks[0]]);
});

Deno.test("a run whose numbers overflow ends with infinite losses", () => {
  const overflowing = (matrix: number[][]): TrainingProblem => ({
    ...problem,
    batch: (epoch) =>
      epoch < 3 ? problem.batch(epoch) : { map: linearMap(matrix, [0, 0, 0]), weights },
  });
  const huge = Array.from({ length: rows }, () => new Array<number>(columns).fill(1e200));
  const infinite = huge.map((row) => row.map(() => Infinity));
  // The first three steps succeed.
  const end = { epoch: 4, trainLoss: Infinity, testLoss: Infinity };
  assertEquals([...train(overflowing(infinite), { every: 10 })].slice(1), [end]);
  // J is finite, and JJᵀ is not.
  assertEquals([...train(overflowing(huge), { every: 10 })].slice(1), [end]);
  const each = [...train(overflowing(infinite), { every: 1 })];
  assertEquals(each.map(({ epoch, trainLoss }) => [epoch, Number.isFinite(trainLoss)]), [
    [0, true],
    [1, true],
    [2, true],
    [3, false],
  ]);
  assertEquals(trainingMilestones([end], [1]), { epochs: [null], finalLoss: Infinity });
});

Deno.test("milestones are read from the first look at or below a threshold", () => {
  const looks = [1, 0.5, 0.7, 0.5, 0.1].map((testLoss, k) => ({
    epoch: 10 * k,
    testLoss,
    trainLoss: 0,
  }));
  assertEquals(trainingMilestones(looks, [0.5, 0.1, 0.09]), {
    epochs: [10, 40, null],
    finalLoss: 0.1,
  });
  assertThrows(() => trainingMilestones([], []), RangeError, "there is no look");
});

const tiny = { width: 8, hiddenLayers: 2, batchSize: 32, testSize: 200 };
const tinyPoisson = {
  dimension: 2,
  width: 6,
  hiddenLayers: 2,
  interiorPoints: 16,
  boundaryPoints: 12,
  testSize: 200,
};

Deno.test("the same seed gives the same bytes, in either double precision, another seed others", () => {
  for (
    const run of [
      (options: TrainingOptions) => regressionTraining({ ...tiny, ...options }),
      (options: TrainingOptions) => poissonTraining({ ...tinyPoisson, ...options }),
    ]
  ) {
    const bytes = (options: TrainingOptions) =>
      JSON.stringify([...run({ epochs: 30, every: 7, ...options })]);
    const once = bytes({ seed: 5 });
    assertEquals(bytes({ seed: 5 }), once);
    assertEquals(bytes({ seed: 5, arithmetic: float64 }), once);
    assertNotEquals(bytes({ seed: 6 }), once);
    // Both methods start at the same point, with the same batch and test set.
    assertEquals(run({ method: "Adam" }).next(), run({ method: "SPGD" }).next());
  }
});

Deno.test("a training frees its tensors, also when it is given up", async () => {
  const arithmetic = await loadFloat32({ backend: "cpu" });
  const before = memory().numTensors;
  const looks = [...regressionTraining({ ...tiny, arithmetic, epochs: 4, every: 2 })];
  assertEquals(memory().numTensors, before);
  for (const _ of poissonTraining({ ...tinyPoisson, arithmetic, every: 1 })) break;
  assertEquals(memory().numTensors, before);
  // In single precision it begins as in double.
  const [double] = regressionTraining({ ...tiny, epochs: 0 });
  assertAlmostEquals(looks[0]!.testLoss, double!.testLoss, 1e-5);
});

Deno.test("SPGD fits sin(3πx) sooner than Adam", () => {
  const small = { width: 16, hiddenLayers: 2, batchSize: 64, testSize: 500, every: 10 };
  for (const seed of [1, 2]) {
    const [spgd, adam] = (["SPGD", "Adam"] as const).map((method) =>
      trainingMilestones(
        [...regressionTraining({ ...small, seed, method, epochs: 300 })],
        [1e-2, 1e-3],
      )
    );
    assert(spgd!.epochs[1] !== null);
    assert(adam!.epochs[1] === null);
    assert(spgd!.finalLoss < 0.1 * adam!.finalLoss);
  }
});

Deno.test("SPGD solves Poisson's equation sooner than Adam", () => {
  const small = { dimension: 2, width: 8, hiddenLayers: 3, interiorPoints: 40, boundaryPoints: 40 };
  const [spgd, adam] = (["SPGD", "Adam"] as const).map((method) =>
    trainingMilestones(
      [...poissonTraining({ ...small, seed: 2, method, testSize: 500, every: 20, epochs: 200 })],
      [0.1],
    )
  );
  assert(spgd!.epochs[0] !== null);
  assert(adam!.epochs[0] === null);
});

/** What a look sees at a θ that is chosen. */
function seenAt(
  trained: TrainingProblem,
  theta: readonly number[],
): { train: number; test: number } {
  const [look] = train({ ...trained, start: theta }, { epochs: 0 });
  return { train: look!.trainLoss, test: look!.testLoss };
}

/** θ of a network that is the constant c. */
function constant(trained: TrainingProblem, c: number): number[] {
  return trained.start.map((_, k) => k === trained.start.length - 1 ? c : 0);
}

Deno.test("the target is sin(nπ Σᵢxᵢ) on the cube", () => {
  // ∫ sin = Im ((e^{inπ} − 1)/(inπ))^d and ∫ sin² = ½ for integers n: of (c − f)², c² − 2c ∫ f + ½.
  for (
    const [dimension, frequency, mean] of [
      [1, 3, 2 / (3 * Math.PI)],
      [1, 5, 2 / (5 * Math.PI)],
      [3, 1, -((2 / Math.PI) ** 3)],
    ] as const
  ) {
    const trained = regressionProblem({
      dimension,
      frequency,
      width: 2,
      hiddenLayers: 1,
      batchSize: 20_000,
    });
    for (const c of [0, 1, -2]) {
      const seen = seenAt(trained, constant(trained, c));
      // Five standard errors of 20,000 points.
      const tolerance = 5 * (0.36 + 2 * Math.abs(c) * 0.71) / Math.sqrt(20_000);
      assertAlmostEquals(seen.test, c * c - 2 * c * mean + 0.5, tolerance);
      assertAlmostEquals(seen.train, c * c - 2 * c * mean + 0.5, tolerance);
    }
  }
});

Deno.test("each epoch has points of its own, as many as asked for", () => {
  for (
    const [trained, count] of [[regressionProblem({}), 256], [poissonProblem({}), 512]] as const
  ) {
    const residuals = (epoch: number) => {
      const { map, weights } = trained.batch(epoch);
      assertEquals(weights.length, count);
      return float64.toArray(map.residual(float64, float64.vector(trained.start)));
    };
    const [first, second] = [0, 1].map(residuals);
    assertEquals(first!.length, count);
    assertEquals(residuals(1), second);
    first!.forEach((residual, i) => assertNotEquals(residual, second![i]));
  }
});

Deno.test("the loss is that of Poisson's problem, the error that to ‖x‖²", () => {
  for (const dimension of [2, 4]) {
    const trained = poissonProblem({ dimension });
    for (const c of [0, 1, 0.5]) {
      const seen = seenAt(trained, constant(trained, c));
      const expected = 4 * dimension ** 2 + 1000 * (c - 1) ** 2;
      assertAlmostEquals(seen.train, expected, 1e-12 * expected);
      // E‖x‖² = d/(d + 2), E‖x‖⁴ = d/(d + 4) in the ball.
      const square = dimension / (dimension + 2);
      const fourth = dimension / (dimension + 4);
      const error = Math.sqrt((c * c - 2 * c * square + fourth) / fourth);
      assertAlmostEquals(seen.test, error, 0.02);
    }
  }
  // |x|³ in one dimension: 1 on the boundary, and 6|x| − 2 inside, of mean square 4.
  const line = poissonProblem({ dimension: 1, width: 2, hiddenLayers: 1, interiorPoints: 20_000 });
  const { train } = seenAt(line, [1, -1, 0, 0, 1, 1, 0]);
  assertAlmostEquals(train, 4, 0.2);
});

Deno.test("weights start with the variance of Glorot and Bengio, biases at 0", () => {
  const theta = xavierNormal(randomStream(1, "Xavier"), [200, 100, 1]);
  assertEquals(theta.length, 201 * 100 + 101);
  assertEquals(new Set(theta.slice(200 * 100, 201 * 100)), new Set([0]));
  assertEquals(theta.at(-1), 0);
  const variance = (entries: number[]) =>
    entries.reduce((sum, entry) => sum + entry * entry, 0) / entries.length;
  assertAlmostEquals(
    variance(theta.slice(0, 200 * 100)),
    2 / 300,
    5 * 2 / 300 * Math.sqrt(2 / 2e4),
  );
  assertAlmostEquals(
    variance(theta.slice(201 * 100, -1)),
    2 / 101,
    5 * 2 / 101 * Math.sqrt(2 / 1e2),
  );
});

Deno.test("the printed schedules are the default ones, of which parts may differ", () => {
  const poisson = (options: TrainingOptions) => poissonProblem(options).learningRate;
  assertEquals(poisson({}), { initial: 3e-3, factor: 0.9, every: 100, minimum: 3e-6 });
  assertEquals(poisson({ method: "Adam" }), {
    initial: 3e-3,
    factor: 0.5,
    every: 1000,
    minimum: 0,
  });
  const first = regressionProblem({}).learningRate;
  assertEquals(first, { initial: 1e-2, factor: 0.7, every: 100, minimum: 1e-5 });
  assertEquals(regressionProblem({ dimension: 3 }).learningRate, { ...first, factor: 0.9 });
  assertEquals(regressionProblem({ dimension: 3, method: "Adam" }).learningRate, {
    initial: 1e-2,
    factor: 0.5,
    every: 1000,
    minimum: 0,
  });
  assertEquals([regressionProblem({}).epochs, poissonProblem({}).epochs], [15_000, 10_000]);
  // The gradient hardly changes: each epoch moves by the rate.
  const single: TrainingProblem = {
    ...problem,
    start: [0],
    batch: () => ({ map: linearMap([[1e-3]], [1e6]), weights: [1] }),
    testLoss: (arithmetic, theta) => arithmetic.toArray(theta)[0]!,
    learningRate: { initial: 1, factor: 0.5, every: 3, minimum: 0.2 },
  };
  const steps = (learningRate: TrainingOptions["learningRate"]) => {
    const options = { method: "Adam", every: 1, epochs: 10, ...learningRate && { learningRate } };
    const positions = [...train(single, options as TrainingOptions)].map(({ testLoss }) =>
      testLoss
    );
    return positions.slice(1).map((x, k) => Math.round(1e4 * (x - positions[k]!)) / 1e4);
  };
  assertEquals(steps(undefined), [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.2]);
  assertEquals(steps({ minimum: 0, every: 2 }).slice(4), [
    0.25,
    0.25,
    0.125,
    0.125,
    0.0625,
    0.0625,
  ]);
});

Deno.test("options out of range are errors that say what to give, before training starts", () => {
  const bad = (options: Record<string, unknown>, message: string) => {
    assertThrows(() => regressionTraining({ testSize: 1, ...options }), RangeError, message);
    assertThrows(() => poissonTraining({ testSize: 1, ...options }), RangeError, message);
  };
  bad({ dimension: 0 }, "dimension is 0: give an integer of at least 1");
  bad({ width: 1.5 }, "width is 1.5: give an integer of at least 1");
  bad({ testSize: -1 }, "testSize is -1: give an integer of at least 1");
  bad({ every: 0 }, "every is 0: give an integer of at least 1");
  bad({ epochs: -5 }, "epochs is -5: give an integer of at least 1");
  bad({ seed: NaN }, "seed is NaN: give a finite number");
  bad({ method: "SGD" }, 'method is "SGD": give "SPGD" or "Adam"');
  bad({ cutoff: 1 }, "cutoff is 1: give a number from 0 on, less than 1");
  bad({ lossFactor: 0 }, "lossFactor is 0: give a positive number");
  bad({ learningRate: { initial: -1 } }, "learningRate.initial is -1: give a positive number");
  bad(
    { learningRate: { factor: 2 } },
    "learningRate.factor is 2: give a number above 0, at most 1",
  );
  bad({ learningRate: { minimum: 1 } }, "learningRate.minimum is 1: give a number from 0 to the");
  bad({ learningRate: { every: 0 } }, "learningRate.every is 0: give an integer");
  bad({ beta1: 1 }, "beta1 must be at least 0 and less than 1");
  assertThrows(() => regressionTraining({ batchSize: 0 }), RangeError, "batchSize is 0");
  assertThrows(() => regressionTraining({ frequency: Infinity }), RangeError, "frequency is Inf");
  assertThrows(() => poissonTraining({ boundaryWeight: 0 }), RangeError, "boundaryWeight is 0");
  assertThrows(() => poissonTraining({ boundaryPoints: 0 }), RangeError, "boundaryPoints is 0");
});
