/**
 * The matrix product in WebAssembly, two entries at once.
 *
 * Each entry is the sum of its products in the order of the plain loop, every one of them rounded, so
 * that the result is the same to the last bit. What the loops read or compute beyond the last row or
 * column of a matrix is whatever lies there, and is not looked at.
 *
 * @module
 */

import {
  addIntegers,
  addPairs,
  assemble,
  type Assembled,
  type AssembledFunction,
  type Code,
  get,
  integer,
  isBelow,
  loadNumber,
  loadPair,
  mayComputeInWebAssembly,
  multiplyIntegers,
  multiplyPairs,
  repeatWhile,
  sequence,
  set,
  storeNumber,
  storePair,
  subtractIntegers,
  twice,
  zeroPair,
} from "./_web_assembly.ts";

/** The rows and the columns of a tile, whose entries are summed up at once. */
const TILE = 4;

/** Pairs in a row of a tile. */
const PAIRS = TILE / 2;

// In bytes.
const NUMBER = 8;
const PAIR = 16;
const ROW_OF_TILE = NUMBER * TILE;

const ROWS = Array.from({ length: TILE }, (_, row) => row);
const PAIR_INDICES = Array.from({ length: PAIRS }, (_, pair) => pair);

function advance(pointer: number, bytes: Code): Code {
  return set(pointer, addIntegers(get(pointer), bytes));
}

function countDown(counter: number): Code {
  return set(counter, subtractIntegers(get(counter), integer(1)));
}

/**
 * Packs four rows of a matrix column by column. Parameters: the addresses of the first row and of the
 * packed rows, the length of a row, in numbers and in bytes.
 */
function packRows(): AssembledFunction {
  const [to, length, bytes] = [1, 2, 3] as const;
  // The first row's address is a parameter, those of the others are local variables.
  const row = (index: number) => index === 0 ? 0 : 3 + index;
  return {
    parameters: ["i32", "i32", "i32", "i32"],
    locals: ["i32", "i32", "i32"],
    body: sequence(
      ...ROWS.slice(1).map((index) =>
        set(row(index), addIntegers(get(row(index - 1)), get(bytes)))
      ),
      repeatWhile(
        sequence(
          ...ROWS.map((index) =>
            storeNumber(get(to), NUMBER * index, loadNumber(get(row(index)), 0))
          ),
          ...ROWS.map((index) => advance(row(index), integer(NUMBER))),
          advance(to, integer(ROW_OF_TILE)),
          countDown(length),
        ),
        get(length),
      ),
    ),
  };
}

/**
 * Packs four columns of a matrix row by row. Parameters: the addresses of the first column's first
 * entry and of the packed columns, the number of rows and the length of a row in bytes.
 */
function packColumns(): AssembledFunction {
  const [from, to, rows, bytes] = [0, 1, 2, 3] as const;
  return {
    parameters: ["i32", "i32", "i32", "i32"],
    locals: [],
    body: repeatWhile(
      sequence(
        ...PAIR_INDICES.map((pair) =>
          storePair(get(to), PAIR * pair, loadPair(get(from), PAIR * pair))
        ),
        advance(from, get(bytes)),
        advance(to, integer(ROW_OF_TILE)),
        countDown(rows),
      ),
      get(rows),
    ),
  };
}

/**
 * Computes a row of tiles: four rows of A times B. Parameters: the address of the packed rows of A,
 * that of the packed columns of B, four after four, and that of the product's first row; the number of
 * columns of A, how many times four columns B has, and the length of the product's rows in bytes.
 */
function multiplyRows(): AssembledFunction {
  const [left, right, , inner, panels, bytes] = [0, 1, 2, 3, 4, 5] as const;
  const [column, end] = [6, 7] as const;
  const row = (index: number) => index === 0 ? 2 : 7 + index;
  const sum = (index: number, pair: number) => row(TILE) + index * PAIRS + pair;
  const entries = (pair: number) => sum(TILE, pair);
  const factors = entries(PAIRS);
  const factor = factors + 1;

  const ofTile = (make: (index: number, pair: number) => Code) =>
    sequence(...ROWS.flatMap((index) => PAIR_INDICES.map((pair) => make(index, pair))));
  // One column of the rows of A times one row of four columns of B.
  const accumulate = sequence(
    ...PAIR_INDICES.map((pair) => set(entries(pair), loadPair(get(right), PAIR * pair))),
    ...ROWS.map((index) =>
      sequence(
        ...(index % 2 === 0 ? [set(factors, loadPair(get(column), NUMBER * index))] : []),
        set(factor, twice(get(factors), index % 2 === 0 ? 0 : 1)),
        ...PAIR_INDICES.map((pair) =>
          set(
            sum(index, pair),
            addPairs(get(sum(index, pair)), multiplyPairs(get(factor), get(entries(pair)))),
          )
        ),
      )
    ),
    advance(right, integer(ROW_OF_TILE)),
    advance(column, integer(ROW_OF_TILE)),
  );
  const tile = sequence(
    ofTile((index, pair) => set(sum(index, pair), zeroPair())),
    set(column, get(left)),
    repeatWhile(accumulate, isBelow(get(column), get(end))),
    ofTile((index, pair) => storePair(get(row(index)), PAIR * pair, get(sum(index, pair)))),
    ...ROWS.map((index) => advance(row(index), integer(ROW_OF_TILE))),
    countDown(panels),
  );
  return {
    parameters: ["i32", "i32", "i32", "i32", "i32", "i32"],
    locals: [
      ...new Array<"i32">(2 + TILE - 1).fill("i32"),
      ...new Array<"v128">(TILE * PAIRS + PAIRS + 2).fill("v128"),
    ],
    body: sequence(
      set(
        end,
        addIntegers(get(left), multiplyIntegers(get(inner), integer(ROW_OF_TILE))),
      ),
      ...ROWS.slice(1).map((index) =>
        set(row(index), addIntegers(get(row(index - 1)), get(bytes)))
      ),
      repeatWhile(tile, get(panels)),
    ),
  };
}

let kernel: Assembled | undefined;
let isTried = false;

/** The kernel, made when first asked for: most claims never do. */
function assembledKernel(): Assembled | undefined {
  if (!mayComputeInWebAssembly()) return undefined;
  if (!isTried) {
    kernel = assemble({
      packRows: packRows(),
      packColumns: packColumns(),
      multiplyRows: multiplyRows(),
    });
  }
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
  const rowLength = TILE * panels;
  // One after the other in the memory: four rows of A, B and the product packed, A and B as they come.
  const packedRightAt = TILE * inner;
  const productAt = packedRightAt + inner * rowLength;
  const leftAt = productAt + (m + TILE) * rowLength;
  const rightAt = leftAt + m * inner;
  // The last rows and columns are packed by fours as well, and reach beyond the matrices.
  const memory = assembled.memory(rightAt + (inner + TILE) * Math.max(n, TILE));
  memory.set(left, leftAt);
  memory.set(right, rightAt);
  const { packRows, packColumns, multiplyRows } = assembled.functions;
  for (let panel = 0; panel < panels; panel++) {
    packColumns!(
      NUMBER * (rightAt + TILE * panel),
      NUMBER * (packedRightAt + TILE * inner * panel),
      inner,
      NUMBER * n,
    );
  }
  for (let row = 0; row < m; row += TILE) {
    packRows!(NUMBER * (leftAt + row * inner), 0, inner, NUMBER * inner);
    multiplyRows!(
      0,
      NUMBER * packedRightAt,
      NUMBER * (productAt + row * rowLength),
      inner,
      panels,
      NUMBER * rowLength,
    );
  }
  const product = new Array<number>(m * n);
  let to = 0;
  for (let i = 0; i < m; i++) {
    const from = productAt + i * rowLength;
    for (let at = from; at < from + n; at++) product[to++] = memory[at]!;
  }
  return product;
}
