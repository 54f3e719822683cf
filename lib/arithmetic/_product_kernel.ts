/**
 * The matrix product in WebAssembly, two entries at once.
 *
 * Each entry is the sum of its products in the order of the plain loop, every one of them rounded, so
 * that the result is the same to the last bit.
 *
 * @module
 */

import {
  addIntegers,
  addPairs,
  assemble,
  type Assembled,
  get,
  integer,
  isBelow,
  loadPair,
  loadTwice,
  mayComputeInWebAssembly,
  multiplyIntegers,
  multiplyPairs,
  repeatWhile,
  sequence,
  set,
  storePair,
  subtractIntegers,
  zeroPair,
} from "./_web_assembly.ts";

/** The rows and the columns of a tile, whose entries are summed up at once. */
const TILE = 4;

/** A pair and a number, in bytes. */
const PAIR = 16;
const NUMBER = 8;

/** Pairs in a row of a tile. */
const PAIRS = TILE / 2;

/**
 * Computes a row of tiles: four rows of A times B.
 *
 * `left` is the address of the four rows, column by column; `right` that of B in panels of four
 * columns, each row by row; `tiles` that of the result, tile by tile, each row by row. `inner` is the
 * number of columns of A, `panels` that of the panels; neither is 0.
 */
function rowOfTiles(): Assembled | undefined {
  const [left, right, tiles, inner, panels] = [0, 1, 2, 3, 4] as const;
  const [column, end] = [5, 6] as const;
  const sum = (row: number, pair: number) => 7 + row * PAIRS + pair;
  const entries = (pair: number) => sum(TILE, 0) + pair;
  const factor = entries(PAIRS);

  const rows = Array.from({ length: TILE }, (_, row) => row);
  const pairs = Array.from({ length: PAIRS }, (_, pair) => pair);
  const ofTile = (make: (row: number, pair: number) => readonly number[]) =>
    sequence(...rows.flatMap((row) => pairs.map((pair) => make(row, pair))));
  const advance = (pointer: number, bytes: number) =>
    set(pointer, addIntegers(get(pointer), integer(bytes)));

  // One column of the rows of A and one row of the panel of B.
  const accumulate = sequence(
    ...pairs.map((pair) => set(entries(pair), loadPair(get(right), PAIR * pair))),
    ...rows.map((row) =>
      sequence(
        set(factor, loadTwice(get(column), NUMBER * row)),
        ...pairs.map((pair) =>
          set(
            sum(row, pair),
            addPairs(get(sum(row, pair)), multiplyPairs(get(factor), get(entries(pair)))),
          )
        ),
      )
    ),
    advance(right, NUMBER * TILE),
    advance(column, NUMBER * TILE),
  );
  const tile = sequence(
    ofTile((row, pair) => set(sum(row, pair), zeroPair())),
    set(column, get(left)),
    repeatWhile(accumulate, isBelow(get(column), get(end))),
    ofTile((row, pair) =>
      storePair(get(tiles), NUMBER * TILE * row + PAIR * pair, get(sum(row, pair)))
    ),
    advance(tiles, NUMBER * TILE ** 2),
    set(panels, subtractIntegers(get(panels), integer(1))),
  );
  return assemble({
    rowOfTiles: {
      parameters: ["i32", "i32", "i32", "i32", "i32"],
      locals: [
        ...(["i32", "i32"] as const),
        ...new Array<"v128">(TILE * PAIRS + PAIRS + 1).fill("v128"),
      ],
      body: sequence(
        set(
          end,
          addIntegers(get(left), multiplyIntegers(get(inner), integer(NUMBER * TILE))),
        ),
        repeatWhile(tile, get(panels)),
      ),
    },
  });
}

let kernel: Assembled | undefined;
let isTried = false;

/** The kernel, made when first asked for: most claims never do. */
function assembledKernel(): Assembled | undefined {
  if (!mayComputeInWebAssembly()) return undefined;
  if (!isTried) kernel = rowOfTiles();
  isTried = true;
  return kernel;
}

/**
 * A B in WebAssembly, both stored row by row.
 *
 * @param left A, m×inner.
 * @param right B, inner×n.
 * @returns The entries of the product, row by row; `undefined` where WebAssembly is not to be used or
 * does not have the instructions.
 */
export function productInWebAssembly(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  m: number,
  inner: number,
  n: number,
): number[] | undefined {
  const assembled = assembledKernel();
  if (assembled === undefined) return undefined;
  const panels = Math.ceil(n / TILE);
  // One after the other: four rows of A, a row of tiles, B.
  const tilesAt = TILE * inner;
  const rightAt = tilesAt + TILE ** 2 * panels;
  const memory = assembled.memory(rightAt + TILE * panels * inner);
  for (let panel = 0; panel < panels; panel++) {
    packPanel(memory, rightAt + TILE * inner * panel, right, inner, n, TILE * panel);
  }
  const product = new Array<number>(m * n);
  for (let row = 0; row < m; row += TILE) {
    packRows(memory, left, m, inner, row);
    assembled.functions.rowOfTiles!(0, NUMBER * rightAt, NUMBER * tilesAt, inner, panels);
    unpackTiles(product, memory, tilesAt, m, n, row);
  }
  return product;
}

/** Four columns of B, row by row; what lies beyond its last column is 0. */
function packPanel(
  memory: Float64Array,
  to: number,
  right: ArrayLike<number>,
  inner: number,
  n: number,
  column: number,
): void {
  if (column + TILE <= n) {
    for (let k = 0; k < inner; k++) {
      const from = k * n + column;
      memory[to] = right[from]!;
      memory[to + 1] = right[from + 1]!;
      memory[to + 2] = right[from + 2]!;
      memory[to + 3] = right[from + 3]!;
      to += TILE;
    }
    return;
  }
  for (let k = 0; k < inner; k++) {
    for (let j = column; j < column + TILE; j++) memory[to++] = j < n ? right[k * n + j]! : 0;
  }
}

/** Four rows of A, column by column; what lies beyond its last row is 0. */
function packRows(
  memory: Float64Array,
  left: ArrayLike<number>,
  m: number,
  inner: number,
  row: number,
): void {
  let to = 0;
  if (row + TILE <= m) {
    const end = (row + 1) * inner;
    for (let from = row * inner; from < end; from++) {
      memory[to] = left[from]!;
      memory[to + 1] = left[from + inner]!;
      memory[to + 2] = left[from + 2 * inner]!;
      memory[to + 3] = left[from + 3 * inner]!;
      to += TILE;
    }
    return;
  }
  for (let k = 0; k < inner; k++) {
    for (let i = row; i < row + TILE; i++) memory[to++] = i < m ? left[i * inner + k]! : 0;
  }
}

/** Writes the tiles to their places in the rows of the product. */
function unpackTiles(
  product: number[],
  memory: Float64Array,
  tilesAt: number,
  m: number,
  n: number,
  row: number,
): void {
  const rows = Math.min(TILE, m - row);
  const whole = n - n % TILE;
  for (let i = 0; i < rows; i++) {
    const start = (row + i) * n;
    let from = tilesAt + TILE * i;
    for (let to = start; to < start + whole; to += TILE) {
      product[to] = memory[from]!;
      product[to + 1] = memory[from + 1]!;
      product[to + 2] = memory[from + 2]!;
      product[to + 3] = memory[from + 3]!;
      from += TILE ** 2;
    }
    for (let j = whole; j < n; j++) product[start + j] = memory[from++]!;
  }
}
