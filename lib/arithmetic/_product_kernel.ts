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
  loadPair,
  mayComputeInWebAssembly,
  multiplyIntegers,
  multiplyPairs,
  pairOf,
  repeatWhile,
  sequence,
  set,
  storePair,
  subtractIntegers,
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
 * Packs four rows of a matrix column by column, two columns at a time: where their number is odd, what
 * lies beyond them comes along. Parameters: the addresses of the first row and of the packed rows, that
 * of the end of the first row, the length of a row in bytes.
 */
function packRows(): AssembledFunction {
  const [to, end, bytes] = [1, 2, 3] as const;
  // The first row's address is a parameter, those of the others are local variables.
  const row = (index: number) => index === 0 ? 0 : 3 + index;
  const pair = (index: number) => row(TILE) + index;
  const transposed = PAIR_INDICES.flatMap((rows) =>
    ([0, 1] as const).map((column) =>
      storePair(
        get(to),
        ROW_OF_TILE * column + PAIR * rows,
        pairOf(get(pair(2 * rows)), column, get(pair(2 * rows + 1)), column),
      )
    )
  );
  return {
    parameters: ["i32", "i32", "i32", "i32"],
    locals: [
      ...new Array<"i32">(TILE - 1).fill("i32"),
      ...new Array<"v128">(TILE).fill("v128"),
    ],
    body: sequence(
      ...ROWS.slice(1).map((index) =>
        set(row(index), addIntegers(get(row(index - 1)), get(bytes)))
      ),
      repeatWhile(
        sequence(
          ...ROWS.map((index) => set(pair(index), loadPair(get(row(index)), 0))),
          ...transposed,
          ...ROWS.map((index) => advance(row(index), integer(PAIR))),
          advance(to, integer(2 * ROW_OF_TILE)),
        ),
        isBelow(get(row(0)), get(end)),
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
 *
 * Two rows (a, a') and two columns (b, b') are summed up as the pairs (ab, a'b') and (ab', a'b): to
 * exchange the two of B takes one instruction, where repeating each of A would take two.
 */
function multiplyRows(): AssembledFunction {
  const [left, right, , inner, panels, bytes] = [0, 1, 2, 3, 4, 5] as const;
  const [column, end] = [6, 7] as const;
  const row = (index: number) => index === 0 ? 2 : 7 + index;
  const straight = (rows: number, columns: number) => row(TILE) + 2 * (rows * PAIRS + columns);
  const crossed = (rows: number, columns: number) => straight(rows, columns) + 1;
  const factors = (rows: number) => straight(PAIRS, 0) + rows;
  const entries = factors(PAIRS);

  const ofTile = (make: (rows: number, columns: number) => Code) =>
    sequence(...PAIR_INDICES.flatMap((rows) => PAIR_INDICES.map((columns) => make(rows, columns))));
  const addProducts = (sum: number, rows: number) =>
    set(sum, addPairs(get(sum), multiplyPairs(get(factors(rows)), get(entries))));
  // One column of the rows of A times one row of four columns of B.
  const accumulate = sequence(
    ...PAIR_INDICES.map((rows) => set(factors(rows), loadPair(get(column), PAIR * rows))),
    ...PAIR_INDICES.flatMap((columns) => [
      set(entries, loadPair(get(right), PAIR * columns)),
      ...PAIR_INDICES.map((rows) => addProducts(straight(rows, columns), rows)),
      set(entries, pairOf(get(entries), 1, get(entries), 0)),
      ...PAIR_INDICES.map((rows) => addProducts(crossed(rows, columns), rows)),
    ]),
    advance(right, integer(ROW_OF_TILE)),
    advance(column, integer(ROW_OF_TILE)),
  );
  const store = (index: number, columns: number, pair: Code) =>
    storePair(get(row(index)), PAIR * columns, pair);
  const tile = sequence(
    ofTile((rows, columns) =>
      sequence(
        set(straight(rows, columns), zeroPair()),
        set(crossed(rows, columns), zeroPair()),
      )
    ),
    set(column, get(left)),
    repeatWhile(accumulate, isBelow(get(column), get(end))),
    ofTile((rows, columns) => {
      const [ab, across] = [get(straight(rows, columns)), get(crossed(rows, columns))];
      return sequence(
        store(2 * rows, columns, pairOf(ab, 0, across, 0)),
        store(2 * rows + 1, columns, pairOf(across, 1, ab, 1)),
      );
    }),
    ...ROWS.map((index) => advance(row(index), integer(ROW_OF_TILE))),
    countDown(panels),
  );
  return {
    parameters: ["i32", "i32", "i32", "i32", "i32", "i32"],
    locals: [
      ...new Array<"i32">(2 + TILE - 1).fill("i32"),
      ...new Array<"v128">(2 * PAIRS * PAIRS + PAIRS + 1).fill("v128"),
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

/** The functions of the product, by their names. */
export function productKernels() {
  return { packRows: packRows(), packColumns: packColumns(), multiplyRows: multiplyRows() };
}

/** Where a product lies in the kernel's memory: indices of numbers. */
export interface ProductPlaces {
  /** A, row by row; up to three rows and a number more are read. */
  readonly left: number;
  /** B, row by row; up to three numbers more are read. */
  readonly right: number;
  /** Room for {@linkcode workspaceLength} numbers. */
  readonly workspace: number;
  /** Room for the product, of ⌈m/4⌉·4 rows. */
  readonly product: number;
  /** The distance of the product's rows: 4 ⌈n/4⌉. */
  readonly rowLength: number;
}

/** The length of the rows of a product, as the kernel writes them. */
export function productRowLength(n: number): number {
  return TILE * Math.ceil(n / TILE);
}

/** Four rows of A as they are packed, two columns at a time. */
function packedRowsLength(inner: number): number {
  return TILE * 2 * Math.ceil(inner / 2);
}

/** What the kernel packs: four rows of A, and B. */
export function workspaceLength(inner: number, n: number): number {
  return packedRowsLength(inner) + inner * productRowLength(n);
}

/** The rows of a product with those that are computed beyond the last one. */
export function computedRows(m: number): number {
  return TILE * Math.ceil(m / TILE);
}

/** Computes A B, A m×inner and B inner×n, within the memory. */
export function multiplyInMemory(
  { packRows, packColumns, multiplyRows }: Assembled["functions"],
  { left, right, workspace, product, rowLength }: ProductPlaces,
  m: number,
  inner: number,
  n: number,
): void {
  const packedRight = workspace + packedRowsLength(inner);
  for (let column = 0; column < n; column += TILE) {
    packColumns!(
      NUMBER * (right + column),
      NUMBER * (packedRight + inner * column),
      inner,
      NUMBER * n,
    );
  }
  for (let row = 0; row < m; row += TILE) {
    const start = left + row * inner;
    packRows!(NUMBER * start, NUMBER * workspace, NUMBER * (start + inner), NUMBER * inner);
    multiplyRows!(
      NUMBER * workspace,
      NUMBER * packedRight,
      NUMBER * (product + row * rowLength),
      inner,
      rowLength / TILE,
      NUMBER * rowLength,
    );
  }
}

let kernel: Assembled | undefined;
let isTried = false;

/** The kernel, made when first asked for: most claims never do. */
function assembledKernel(): Assembled | undefined {
  if (!mayComputeInWebAssembly()) return undefined;
  if (!isTried) kernel = assemble(productKernels());
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
  const rowLength = productRowLength(n);
  // One after the other in the memory.
  const productAt = workspaceLength(inner, n);
  const leftAt = productAt + computedRows(m) * rowLength;
  const rightAt = leftAt + computedRows(m) * inner;
  const memory = assembled.memory(rightAt + inner * n + TILE);
  memory.set(left, leftAt);
  memory.set(right, rightAt);
  const places = { left: leftAt, right: rightAt, workspace: 0, product: productAt, rowLength };
  multiplyInMemory(assembled.functions, places, m, inner, n);
  const product = new Array<number>(m * n);
  let to = 0;
  for (let i = 0; i < m; i++) {
    const from = productAt + i * rowLength;
    for (let at = from; at < from + n; at++) product[to++] = memory[at]!;
  }
  return product;
}
