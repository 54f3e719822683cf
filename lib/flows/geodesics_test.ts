import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  connection,
  exponentialMap,
  geodesic,
  type Immersion,
  parallelTransport,
  shoot,
  tangentLength,
} from "./mod.ts";
import { assertClose } from "./shared_test.ts";

type Vector = readonly number[];
const { cos, sin } = Math;
const dot = (u: Vector, v: Vector) => u.reduce((sum, entry, i) => sum + entry * v[i]!, 0);
const apply = (rows: readonly Vector[], v: Vector) => rows.map((row) => dot(row, v));

/** The circle of radius 3 with the angle w³ + w. */
const circle: Immersion = {
  jacobian([w]) {
    const rate = 3 * (3 * w! * w! + 1);
    return [[-rate * sin(w! ** 3 + w!)], [rate * cos(w! ** 3 + w!)]];
  },
  secondDerivative([w], [u], [v]) {
    const angle = w! ** 3 + w!;
    const [rate, bend] = [3 * w! * w! + 1, 6 * w!];
    return [
      3 * (-rate * rate * cos(angle) - bend * sin(angle)) * u! * v!,
      3 * (-rate * rate * sin(angle) + bend * cos(angle)) * u! * v!,
    ];
  },
};

/** The unit sphere by latitude a and longitude b. */
const onSphere = ([a, b]: Vector) => [cos(a!) * cos(b!), cos(a!) * sin(b!), sin(a!)];
const sphere: Immersion = {
  jacobian: ([a, b]) => [
    [-sin(a!) * cos(b!), -cos(a!) * sin(b!)],
    [-sin(a!) * sin(b!), cos(a!) * cos(b!)],
    [cos(a!), 0],
  ],
  secondDerivative([a, b], u, v) {
    const [aa, ab, bb] = [u[0]! * v[0]!, u[0]! * v[1]! + u[1]! * v[0]!, u[1]! * v[1]!];
    return [
      -cos(a!) * cos(b!) * (aa + bb) + sin(a!) * sin(b!) * ab,
      -cos(a!) * sin(b!) * (aa + bb) - sin(a!) * cos(b!) * ab,
      -sin(a!) * aa,
    ];
  },
};

/** The unit sphere of R^{p+1} by stereographic projection: F = (2w, |w|² − 1)/(1 + |w|²). */
const onStereographic = (w: Vector) => {
  const s = 1 + dot(w, w);
  return [...w.map((entry) => 2 * entry / s), 1 - 2 / s];
};
const stereographic: Immersion = {
  jacobian(w) {
    const s = 1 + dot(w, w);
    const rows = w.map((x, i) => w.map((y, j) => (i === j ? 2 / s : 0) - 4 * x * y / s ** 2));
    return [...rows, w.map((y) => 4 * y / s ** 2)];
  },
  secondDerivative(w, u, v) {
    const s = 1 + dot(w, w);
    const [wu, wv, uv] = [dot(w, u), dot(w, v), dot(u, v)];
    // 1/s has the second derivative −2uv/s² + 8 wu wv/s³.
    const second = -2 * uv / s ** 2 + 8 * wu * wv / s ** 3;
    return [
      ...w.map((x, i) => -4 * (u[i]! * wv + v[i]! * wu) / s ** 2 + 2 * x * second),
      -2 * second,
    ];
  },
};

/** The saddle (x, y, x² − y²), of negative curvature: one geodesic between any two points. */
const saddle: Immersion = {
  jacobian: ([x, y]) => [[1, 0], [0, 1], [2 * x!, -2 * y!]],
  secondDerivative: (_w, u, v) => [0, 0, 2 * u[0]! * v[0]! - 2 * u[1]! * v[1]!],
};

/** The cusp (w², w³), no immersion at 0. */
const cusp: Immersion = {
  jacobian: ([w]) => [[2 * w!], [3 * w! * w!]],
  secondDerivative: ([w], [u], [v]) => [2 * u! * v!, 6 * w! * u! * v!],
};

Deno.test("connection() is the projection of the second derivative, up to its sign", () => {
  const w = [0.3, -0.7];
  const [u, v] = [[1, 2], [-0.5, 0.4]];
  const value = connection(saddle, w, u, v);
  // D²F + J·connection is orthogonal to the tangent space.
  const rows = saddle.jacobian(w);
  const normal = saddle.secondDerivative(w, u, v).map((x, i) => x + apply(rows, value)[i]!);
  assertClose([0, 1].map((j) => dot(normal, rows.map((row) => row[j]!))), [0, 0], 1e-14);
  assert(Math.hypot(...normal) > 0.1);
  assertEquals(connection(cusp, [0], [1], [1]), [NaN]);
});

Deno.test("connection() keeps its digits where JᵀJ has the condition number 1e12", () => {
  const narrow: Immersion = {
    jacobian: () => [[1, 0], [1, 1e-6], [1, 1e-6]],
    secondDerivative: () => [1, 1 + 3e-6, 1 + 3e-6],
  };
  assertClose(connection(narrow, [0, 0], [1, 0], [1, 0]), [-1, -3], 1e-8);
});

Deno.test("geodesics of a circle have an angle that is linear in time", () => {
  const angle = (w: number) => w ** 3 + w;
  const path = geodesic(circle, [-1], [2], { tolerance: 1e-11 });
  // At w = −1 the angle grows at four times the rate of w.
  for (const t of [0, 0.2, 0.5, 0.9, 1]) {
    assertAlmostEquals(angle(path.at(t).point[0]!), -2 + 8 * t, 1e-8);
  }
  assertAlmostEquals(tangentLength(circle, [-1], [2]), 24, 1e-13);
});

Deno.test("geodesics of a sphere are great circles, in two coordinate systems", () => {
  const cases = [
    { immersion: sphere, place: onSphere, start: [0.4, 1], velocity: [1.1, -1.7] },
    { immersion: stereographic, place: onStereographic, start: [0.4, -1], velocity: [1.1, 0.7] },
    {
      immersion: stereographic,
      place: onStereographic,
      start: [0.1, 0.2, 0.3, -0.4],
      velocity: [1, 0, -1, 0.5],
    },
  ];
  for (const { immersion, place, start, velocity } of cases) {
    const path = geodesic(immersion, start, velocity, { tolerance: 1e-11 });
    assertEquals(path.trajectory.status, "complete");
    const [x, direction] = [place(start), apply(immersion.jacobian(start), velocity)];
    const speed = Math.hypot(...direction);
    for (const t of [0.1, 0.45, 0.8, 1]) {
      const { point, velocity: v } = path.at(t);
      const expected = x.map((entry, i) =>
        entry * cos(speed * t) + direction[i]! / speed * sin(speed * t)
      );
      assertClose(place(point), expected, 1e-8);
      assertAlmostEquals(tangentLength(immersion, point, v), speed, 1e-8);
    }
    const end = exponentialMap(immersion, start, velocity, { tolerance: 1e-11 });
    assertEquals(end, [...path.at(1).point]);
  }
});

Deno.test("geodesics conserve their speed, and what a symmetry conserves, to the tolerance", () => {
  // Clairaut: cos² a · ḃ is constant along geodesics of a surface of revolution.
  const momentum = ({ point, velocity }: { point: Vector; velocity: Vector }) =>
    cos(point[0]!) ** 2 * velocity[1]!;
  for (const tolerance of [1e-5, 1e-8, 1e-11]) {
    const around = geodesic(sphere, [0.2, 0], [1, 4], { tolerance });
    const swing = geodesic(saddle, [-2, 1.5], [4, -2], { tolerance });
    const [speed, steep] = [
      tangentLength(sphere, [0.2, 0], [1, 4]),
      tangentLength(saddle, [-2, 1.5], [4, -2]),
    ];
    for (let t = 0; t <= 1; t += 0.125) {
      const [a, b] = [around.at(t), swing.at(t)];
      assertAlmostEquals(momentum(a), momentum(around.at(0)), 100 * tolerance);
      assertAlmostEquals(tangentLength(sphere, a.point, a.velocity) / speed, 1, 100 * tolerance);
      assertAlmostEquals(tangentLength(saddle, b.point, b.velocity) / steep, 1, 100 * tolerance);
    }
  }
});

Deno.test("a geodesic ends where F is no immersion any more", () => {
  const { trajectory } = geodesic(cusp, [1], [-1]);
  // The length from 0 to w is ((4 + 9w²)^{3/2} − 8)/27, the speed √13.
  assertEquals(trajectory.status, "stuck");
  assert(trajectory.steps < 1500);
  assertAlmostEquals(trajectory.end, (13 ** 1.5 - 8) / 27 / Math.sqrt(13), 1e-6);
  assertEquals(exponentialMap(cusp, [1], [-1]), null);
  assert(exponentialMap(cusp, [1], [-0.25]) !== null);
});

Deno.test("an event shows where a geodesic leaves a ball of parameters", () => {
  const { trajectory } = geodesic(stereographic, [0, 0], [1.5, 0], {
    tolerance: 1e-11,
    events: [(_t, [x, y]) => Math.hypot(x!, y!) - 1],
  });
  // w = tan(speed·t/2), the speed 2·1.5.
  assertAlmostEquals(trajectory.end, Math.PI / 4 / 1.5, 1e-9);
});

Deno.test("parallel transport around a latitude turns by 2π sin of it", () => {
  for (const latitude of [-0.5, 0.3, 1.2]) {
    const parallel = (t: number) => ({ point: [latitude, t], velocity: [0, 1] });
    const start = [0.6, 0.8 / cos(latitude)];
    const run = parallelTransport(sphere, parallel, start, [0, 2 * Math.PI], { tolerance: 1e-11 });
    for (const t of [1, 4, 2 * Math.PI]) {
      // With the orthonormal frame (∂_a, ∂_b/cos a): a turn by the angle t sin a.
      const angle = t * sin(latitude);
      const [north, east] = run.at(t);
      assertClose(
        [north!, east! * cos(latitude)],
        [0.6 * cos(angle) - 0.8 * sin(angle), 0.6 * sin(angle) + 0.8 * cos(angle)],
        1e-8,
      );
      assertAlmostEquals(tangentLength(sphere, [latitude, t], [north!, east!]), 1, 1e-8);
    }
    // The turn differs from 2π by the area of the cap, 2π(1 − cos θ) with the polar angle θ.
    const turn = Math.atan2(
      0.6 * run.last[1]! * cos(latitude) - 0.8 * run.last[0]!,
      0.6 * run.last[0]! + 0.8 * run.last[1]! * cos(latitude),
    );
    const area = 2 * Math.PI * (1 - cos(Math.PI / 2 - latitude));
    assertAlmostEquals(cos(turn), cos(area), 1e-8);
    assertAlmostEquals(sin(turn), -sin(area), 1e-8);
  }
});

Deno.test("parallel transport along a geodesic takes its velocity along", () => {
  const path = geodesic(saddle, [-1, 0.5], [2, 1], { tolerance: 1e-11 });
  const run = parallelTransport(saddle, path.at, [2, 1], [0, 1], { tolerance: 1e-11 });
  for (const t of [0.3, 0.7, 1]) assertClose(run.at(t), path.at(t).velocity, 1e-8);
});

Deno.test("shoot() finds great circles", () => {
  for (
    const [from, to] of [[[0, 0], [0.8, 1.2]], [[-1, 0.3], [1.1, 2.5]], [[0.5, 0], [0.5, 2.8]]]
  ) {
    const shot = shoot(sphere, from!, to!);
    assert(shot.found);
    assertAlmostEquals(shot.length, Math.acos(dot(onSphere(from!), onSphere(to!))), 1e-7);
    assertClose(shot.geodesic.at(1).point, to!, 1e-7);
    assert(shot.residual <= 10 * 1e-9 * (1 + Math.max(...to!.map(Math.abs))));
    assertEquals(shot.geodesic.at(0).velocity, [...shot.velocity]);
  }
  const high = shoot(stereographic, [0.1, 0.2, -0.3, 0.5], [-1, 2, 0.7, 1], { tolerance: 1e-11 });
  assert(high.found);
  const [x, y] = [onStereographic([0.1, 0.2, -0.3, 0.5]), onStereographic([-1, 2, 0.7, 1])];
  assertAlmostEquals(high.length, Math.acos(dot(x, y)), 1e-9);
});

Deno.test("shoot() is the same both ways, and no shorter way exists on a saddle", () => {
  const [from, to] = [[-1.5, 1], [1, -2]];
  const there = shoot(saddle, from, to, { tolerance: 1e-10 });
  const back = shoot(saddle, to, from, { tolerance: 1e-10 });
  assert(there.found && back.found);
  assertAlmostEquals(there.length, back.length, 1e-7);
  assertClose(there.geodesic.at(1).velocity, back.velocity.map((v) => -v), 1e-6);
  const straight = (t: number) => from.map((entry, i) => entry + t * (to[i]! - entry));
  let length = 0;
  for (let k = 0; k < 1000; k++) {
    length += tangentLength(saddle, straight((k + 0.5) / 1000), [2.5, -3]) / 1000;
  }
  assert(there.length < length - 0.01, `${there.length} and ${length}`);
});

Deno.test("shoot() goes by targets on the way where Newton's method alone fails", () => {
  const [from, to] = [[-1.5, 1], [1, -2]];
  const direct = shoot(saddle, from, to, { shortestAdvance: 1 });
  assertEquals(direct.found, false);
  assert(shoot(saddle, from, to).found);
});

Deno.test("shoot() from a point to itself is at rest, and to one beside it nearly straight", () => {
  const rest = shoot(sphere, [0.3, 0.4], [0.3, 0.4]);
  assert(rest.found);
  assertEquals([rest.length, [...rest.velocity]], [0, [0, 0]]);
  const near = shoot(sphere, [0.3, 0.4], [0.3 + 1e-6, 0.4], { tolerance: 1e-12 });
  assert(near.found);
  assertAlmostEquals(near.length, 1e-6, 1e-10);
});

Deno.test("shoot() says how far it came where it finds nothing", () => {
  const over = shoot(cusp, [1], [-1]);
  assert(!over.found);
  assert(
    /^no geodesic was found that goes further than 0\.\d+ of the way: /.test(over.reason),
    over.reason,
  );
  const few = shoot(sphere, [0, 0], [0.8, 1.2], { mostNewtonSteps: 1, shortestAdvance: 1 });
  assert(!few.found);
  assert(few.reason.includes("1 Newton steps left a miss of "), few.reason);
  const short = shoot(sphere, [0, 0], [0.8, 1.2], { mostSteps: 1 });
  assert(!short.found);
  assert(short.reason.includes("a geodesic ended early (1 steps lead to t = "), short.reason);
});

Deno.test("the geometry refuses shapes that do not fit", () => {
  const refuses = (message: string, run: () => unknown) => {
    assertEquals(assertThrows(run, RangeError).message, message);
  };
  refuses("the velocity must have 2 entries, not 1", () => geodesic(sphere, [0, 0], [1]));
  refuses("the point w must have at least one entry", () => geodesic(sphere, [], []));
  refuses(
    "the point w must be finite, but entry 0 is NaN",
    () => geodesic(sphere, [NaN, 0], [1, 1]),
  );
  refuses(
    "F is no immersion at w = (0): the columns of J(w) are dependent",
    () => exponentialMap(cusp, [0], [1]),
  );
  refuses(
    "J(w) must have 1 columns and as many rows or more, but has 3 rows of length 2",
    () => geodesic(sphere, [0], [1]),
  );
  const flat = { ...sphere, secondDerivative: () => [0, 0] };
  refuses(
    "D²F(w)[u, v] must have as many entries as J(w) has rows, 3, not 2",
    () => geodesic(flat, [0, 0], [1, 1]),
  );
  const at = () => ({ point: [0, 0], velocity: [1] });
  refuses(
    "the velocity of the curve must have 2 entries, not 1",
    () => parallelTransport(sphere, at, [1, 1], [0, 1]),
  );
  const curve = () => ({ point: [0, 0], velocity: [1, 0] });
  refuses(
    "the vector must be finite, but entry 1 is Infinity",
    () => parallelTransport(sphere, curve, [1, Infinity], [0, 1]),
  );
  refuses("the point to reach must have 2 entries, not 3", () => shoot(sphere, [0, 0], [1, 1, 1]));
  refuses(
    "mostNewtonSteps must be an integer of at least 1, not 0",
    () => shoot(sphere, [0, 0], [1, 1], { mostNewtonSteps: 0 }),
  );
  refuses(
    "shortestAdvance must be finite and above 0, not 0",
    () => shoot(sphere, [0, 0], [1, 1], { shortestAdvance: 0 }),
  );
});
