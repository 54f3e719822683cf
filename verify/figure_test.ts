import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Figure, type LinesFigure, MOST_POINTS, storableFigures, thin } from "./figure.ts";

type Point = readonly [number, number];

const axes = { x: { label: "x" }, y: { label: "y" } };

function lines(...series: (readonly Point[])[]): LinesFigure {
  return {
    kind: "lines",
    title: "lines",
    ...axes,
    series: series.map((points, k) => ({ name: `${k}`, role: "observed", points })),
  };
}

Deno.test("series of up to the most points are stored as they are", () => {
  const points = Array.from({ length: MOST_POINTS }, (_, k): Point => [k, k % 7]);
  assertEquals(thin(points), points);
});

Deno.test("a long series is thinned to its first, its last and its extremes, in order", () => {
  const points = Array.from({ length: 12_345 }, (_, k): Point => [k, Math.sin(k / 300)]);
  points[777] = [777, 50];
  points[9_001] = [9_001, -60];
  const kept = thin(points);
  assert(kept.length <= MOST_POINTS && kept.length > MOST_POINTS / 2, `${kept.length} points`);
  assertEquals([kept[0], kept.at(-1)], [points[0], points.at(-1)]);
  for (const extreme of [points[777]!, points[9_001]!]) assert(kept.includes(extreme));
  assertEquals(kept, kept.toSorted(([a], [b]) => a - b));
  assert(kept.every((point) => points.includes(point)));
});

Deno.test("a long path in the plane keeps its extremes in both coordinates", () => {
  const path = Array.from({ length: 4_000 }, (_, k): Point => [Math.cos(k / 9), Math.sin(k / 7)]);
  path[1_234] = [-9, 0];
  assert(thin(path).includes(path[1_234]!));
});

Deno.test("many points of a plane are thinned as a path is, and keep their names", () => {
  const points = Array.from({ length: 30_000 }, (_, k) => ({
    name: `${k}`,
    role: "observed" as const,
    at: [Math.cos(k / 9), Math.sin(k / 7)] as const,
  }));
  points[1_234] = { name: "far", role: "observed", at: [-9, 0] };
  const [figure] = storableFigures([{ kind: "plane", title: "plane", ...axes, paths: [], points }]);
  assert(figure?.kind === "plane");
  assertEquals(figure.points.map(({ at }) => at), thin(points.map(({ at }) => at)));
  assert(figure.points.length <= MOST_POINTS && figure.points.includes(points[1_234]!));
});

Deno.test("what is not a finite number is left out, and what nothing is left of", () => {
  const broken: Point[] = [[0, NaN], [Infinity, 1], [2, -Infinity]];
  assertEquals(storableFigures([lines([[0, 1], ...broken, [3, 4]], broken)]), [
    lines([[0, 1], [3, 4]]),
  ]);
  assertEquals(storableFigures([lines(broken), lines()]), []);
  const plane: Figure = { kind: "plane", title: "plane", ...axes, paths: [], points: [] };
  const named = (at: Point) => ({ name: "at", role: "reference" as const, at });
  assertEquals(storableFigures([plane]), []);
  assertEquals(
    storableFigures([{ ...plane, points: [named([1, 2]), named([NaN, 0])] }]),
    [{ ...plane, points: [named([1, 2])] }],
  );
  const slope = { estimate: 2, lower: 1.9, upper: 2.1 };
  const scaling: Figure = {
    kind: "scaling",
    title: "scaling",
    ...axes,
    points: [[1, 1], [2, 4]],
    slope,
    predicted: 2,
  };
  assertEquals(storableFigures([scaling]), [scaling]);
  assertEquals(storableFigures([{ ...scaling, slope: { ...slope, upper: Infinity } }]), []);
  assertEquals(storableFigures([{ ...scaling, points: broken }]), []);
});

Deno.test("what is no figure is told as such", () => {
  const pie = { kind: "pie", title: "pie" } as unknown as Figure;
  assertThrows(() => storableFigures([pie]), TypeError, '"pie"');
});

Deno.test("a figure that evidence has no place for is told with the path of what is wrong", () => {
  const good = lines([[0, 1], [3, 4]]);
  const cases: readonly (readonly [unknown, string])[] = [
    [Promise.resolve([good]), "returns a promise"],
    [good, "an array of figures"],
    [[{ ...good, title: undefined }], "figure 0.title is undefined: give a string"],
    [
      [good, { ...good, x: { label: "x", scale: "ln" } }],
      'figure 1.x.scale is "ln": give "linear"',
    ],
    [[{ ...good, colour: "red" }], '"colour" is no key of figure 0'],
    [[lines([[0, 1, 2] as unknown as Point])], "figure 0.series[0].points[0]"],
    [[{ ...good, series: [{ name: "a", role: "seen", points: [] }] }], "figure 0.series[0].role"],
  ];
  for (const [figures, message] of cases) {
    assertThrows(() => storableFigures(figures as Figure[]), TypeError, message);
  }
});

Deno.test("of each of 49 stretches the extremes are kept, and nothing else", () => {
  for (const count of [201, 250, 1000, 4321]) {
    const points = Array.from({ length: count }, (_, k): Point => [
      Math.sin(k * k),
      Math.cos(7 * k * k),
    ]);
    const wanted = new Set([points[0]!, points.at(-1)!]);
    for (let k = 0; k < 49; k++) {
      const stretch = points.slice(Math.floor(k * count / 49), Math.floor((k + 1) * count / 49));
      for (const axis of [0, 1] as const) {
        const values = stretch.map((point) => point[axis]);
        wanted.add(stretch[values.indexOf(Math.min(...values))]!);
        wanted.add(stretch[values.indexOf(Math.max(...values))]!);
      }
    }
    assertEquals(thin(points), points.filter((point) => wanted.has(point)), `${count} points`);
  }
  // Of equal ones it is the first.
  const level = Array.from({ length: 490 }, (_, k): Point => [0, k]);
  assertEquals(thin(level).length, 49 * 2);
  assert(thin(level.map(([x, y]): Point => [y, x])).every(([k]) => k % 10 === 0 || k % 10 === 9));
});
