/**
 * The inner loops of the decompositions of large matrices, in WebAssembly, two numbers at once.
 *
 * All of them are sums of products in an order that depends on nothing but the sizes.
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
  loadTwice,
  mayComputeInWebAssembly,
  multiplyPairs,
  repeatWhile,
  sequence,
  set,
  storePair,
  subtractPairs,
  type ValueType,
  zeroPair,
} from "./_web_assembly.ts";

/** A number and a pair of them, in bytes. */
const NUMBER = 8;
const PAIR = 16;

/** How many rows of the matrix `update` and `multiply` take at once; they take twice two columns. */
export const UPDATED_ROWS = 2;
export const MULTIPLIED_ROWS = 4;
export const COLUMNS_AT_ONCE = 4;

/** The width of a strip, a part of a matrix that is so narrow that the first cache holds it. */
export const STRIP = 8;
const PAIRS = STRIP / 2;

/** The rows of a strip that `reflect` takes at once. */
export const REFLECTED_ROWS = 2;

function range(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

function advance(pointer: number, bytes: number): Code {
  return set(pointer, addIntegers(get(pointer), integer(bytes)));
}

/** Local variables of one type after those that are there. */
class Locals {
  readonly types: ValueType[] = [];
  constructor(readonly parameters: readonly ValueType[]) {}
  add(type: ValueType): number {
    return this.parameters.length + this.types.push(type) - 1;
  }
  several(count: number, type: ValueType): number[] {
    return range(count).map(() => this.add(type));
  }
}

function addresses(count: number): ValueType[] {
  return new Array<ValueType>(count).fill("i32");
}

/**
 * A ← A − u yᵀ − z vᵀ, and with the new A the row w ← w + xᵀ A.
 *
 * `row` is the address of A's first row and `end` that behind the last one, `stride` the length of a
 * row in bytes. `weights` is the address of u, z and x, three numbers for each row, and `columns` to
 * `lastColumn` that of y, v and w, three pairs for each pair of columns.
 */
function update(): AssembledFunction {
  const [row, end, stride, weights, columns, lastColumn] = [0, 1, 2, 3, 4, 5] as const;
  const locals = new Locals(addresses(6));
  const column = locals.add("i32");
  const entries = locals.several(UPDATED_ROWS, "i32");
  const [u, z, x] = range(3).map(() => locals.several(UPDATED_ROWS, "v128")) as [
    number[],
    number[],
    number[],
  ];
  const [y, v, w, entry] = locals.several(4, "v128") as [number, number, number, number];
  const rows = range(UPDATED_ROWS);
  const pairOfColumns = (pair: number) =>
    sequence(
      set(y, loadPair(get(column), 3 * PAIR * pair)),
      set(v, loadPair(get(column), 3 * PAIR * pair + PAIR)),
      set(w, loadPair(get(column), 3 * PAIR * pair + 2 * PAIR)),
      ...rows.map((i) =>
        sequence(
          set(
            entry,
            subtractPairs(
              subtractPairs(
                loadPair(get(entries[i]!), PAIR * pair),
                multiplyPairs(get(u[i]!), get(y)),
              ),
              multiplyPairs(get(z[i]!), get(v)),
            ),
          ),
          storePair(get(entries[i]!), PAIR * pair, get(entry)),
          set(w, addPairs(get(w), multiplyPairs(get(x[i]!), get(entry)))),
        )
      ),
      storePair(get(column), 3 * PAIR * pair + 2 * PAIR, get(w)),
    );
  const pairs = range(COLUMNS_AT_ONCE / 2);
  const someRows = sequence(
    ...rows.map((i) =>
      sequence(
        set(entries[i]!, get(row)),
        set(row, addIntegers(get(row), get(stride))),
        set(u[i]!, loadTwice(get(weights), NUMBER * 3 * i)),
        set(z[i]!, loadTwice(get(weights), NUMBER * (3 * i + 1))),
        set(x[i]!, loadTwice(get(weights), NUMBER * (3 * i + 2))),
      )
    ),
    set(column, get(columns)),
    repeatWhile(
      sequence(
        ...pairs.map(pairOfColumns),
        ...entries.map((pointer) => advance(pointer, PAIR * pairs.length)),
        advance(column, 3 * PAIR * pairs.length),
      ),
      isBelow(get(column), get(lastColumn)),
    ),
    advance(weights, NUMBER * 3 * UPDATED_ROWS),
  );
  return {
    parameters: locals.parameters,
    locals: locals.types,
    body: repeatWhile(someRows, isBelow(get(row), get(end))),
  };
}

/**
 * A v: two numbers for each row, whose sum is its entry.
 *
 * Parameters as those of `update`; `products` is the address of the result.
 */
function multiply(): AssembledFunction {
  const [row, end, stride, products, columns, lastColumn] = [0, 1, 2, 3, 4, 5] as const;
  const locals = new Locals(addresses(6));
  const column = locals.add("i32");
  const entries = locals.several(MULTIPLIED_ROWS, "i32");
  const pairs = range(COLUMNS_AT_ONCE / 2);
  const v = locals.add("v128");
  const sums = pairs.map(() => locals.several(MULTIPLIED_ROWS, "v128"));
  const rows = range(MULTIPLIED_ROWS);
  const someRows = sequence(
    ...rows.map((i) =>
      sequence(
        set(entries[i]!, get(row)),
        set(row, addIntegers(get(row), get(stride))),
        ...sums.map((sum) => set(sum[i]!, zeroPair())),
      )
    ),
    set(column, get(columns)),
    repeatWhile(
      sequence(
        ...pairs.map((pair) =>
          sequence(
            set(v, loadPair(get(column), 3 * PAIR * pair + PAIR)),
            ...rows.map((i) =>
              set(
                sums[pair]![i]!,
                addPairs(
                  get(sums[pair]![i]!),
                  multiplyPairs(loadPair(get(entries[i]!), PAIR * pair), get(v)),
                ),
              )
            ),
          )
        ),
        ...entries.map((pointer) => advance(pointer, PAIR * pairs.length)),
        advance(column, 3 * PAIR * pairs.length),
      ),
      isBelow(get(column), get(lastColumn)),
    ),
    ...rows.map((i) =>
      storePair(get(products), PAIR * i, addPairs(get(sums[0]![i]!), get(sums[1]![i]!)))
    ),
    advance(products, PAIR * MULTIPLIED_ROWS),
  );
  return {
    parameters: locals.parameters,
    locals: locals.types,
    body: repeatWhile(someRows, isBelow(get(row), get(end))),
  };
}

/**
 * X ← X − τ u uᵀ X for a strip X, stored row by row from `row` to `end`; `vector` is the address of u,
 * `factor` that of τ.
 */
function reflect(): AssembledFunction {
  const [row, end, vector, factor] = [0, 1, 2, 3] as const;
  const locals = new Locals(addresses(4));
  const entries = locals.add("i32");
  const weights = locals.add("i32");
  const weight = locals.add("v128");
  const sums = range(REFLECTED_ROWS).map(() => locals.several(PAIRS, "v128"));
  const pairs = range(PAIRS);
  const rows = range(REFLECTED_ROWS);
  const start = sequence(set(entries, get(row)), set(weights, get(vector)));
  const overRows = (body: (i: number) => Code) =>
    repeatWhile(
      sequence(
        ...rows.map((i) => sequence(set(weight, loadTwice(get(weights), NUMBER * i)), body(i))),
        advance(entries, PAIR * PAIRS * REFLECTED_ROWS),
        advance(weights, NUMBER * REFLECTED_ROWS),
      ),
      isBelow(get(entries), get(end)),
    );
  const at = (i: number, pair: number) => PAIR * (PAIRS * i + pair);
  return {
    parameters: locals.parameters,
    locals: locals.types,
    body: sequence(
      start,
      overRows((i) =>
        sequence(
          ...pairs.map((pair) =>
            set(
              sums[i]![pair]!,
              addPairs(
                get(sums[i]![pair]!),
                multiplyPairs(get(weight), loadPair(get(entries), at(i, pair))),
              ),
            )
          ),
        )
      ),
      ...pairs.map((pair) =>
        set(
          sums[0]![pair]!,
          multiplyPairs(
            loadTwice(get(factor), 0),
            addPairs(get(sums[0]![pair]!), get(sums[1]![pair]!)),
          ),
        )
      ),
      start,
      overRows((i) =>
        sequence(
          ...pairs.map((pair) =>
            storePair(
              get(entries),
              at(i, pair),
              subtractPairs(
                loadPair(get(entries), at(i, pair)),
                multiplyPairs(get(weight), get(sums[0]![pair]!)),
              ),
            )
          ),
        )
      ),
    ),
  };
}

/**
 * Rotates rows of a strip: the first one and the next, then that and the next, … `row` is the address
 * of the first one, `step` the way to the next one in bytes (negative: upwards), `rotation` to `end`
 * the address of the cosines and sines. (x, y) becomes (c x + s y, c y − s x).
 */
function rotate(): AssembledFunction {
  const [row, step, rotation, end] = [0, 1, 2, 3] as const;
  const locals = new Locals(addresses(4));
  const [cosine, sine] = locals.several(2, "v128") as [number, number];
  const x = locals.several(PAIRS, "v128");
  const y = locals.several(PAIRS, "v128");
  const next = locals.add("i32");
  const pairs = range(PAIRS);
  return {
    parameters: locals.parameters,
    locals: locals.types,
    body: sequence(
      ...pairs.map((pair) => set(x[pair]!, loadPair(get(row), PAIR * pair))),
      repeatWhile(
        sequence(
          set(next, addIntegers(get(row), get(step))),
          set(cosine, loadTwice(get(rotation), 0)),
          set(sine, loadTwice(get(rotation), NUMBER)),
          ...pairs.map((pair) =>
            sequence(
              set(y[pair]!, loadPair(get(next), PAIR * pair)),
              storePair(
                get(row),
                PAIR * pair,
                addPairs(
                  multiplyPairs(get(cosine), get(x[pair]!)),
                  multiplyPairs(get(sine), get(y[pair]!)),
                ),
              ),
              set(
                x[pair]!,
                subtractPairs(
                  multiplyPairs(get(cosine), get(y[pair]!)),
                  multiplyPairs(get(sine), get(x[pair]!)),
                ),
              ),
            )
          ),
          set(row, get(next)),
          advance(rotation, 2 * NUMBER),
        ),
        isBelow(get(rotation), get(end)),
      ),
      ...pairs.map((pair) => storePair(get(row), PAIR * pair, get(x[pair]!))),
    ),
  };
}

let kernels: Assembled | undefined;
let isTried = false;

/** The kernels, made when first asked for; `undefined` where WebAssembly is not to be used. */
export function decompositionKernels(): Assembled | undefined {
  if (!mayComputeInWebAssembly()) return undefined;
  if (!isTried) {
    kernels = assemble({
      update: update(),
      multiply: multiply(),
      reflect: reflect(),
      rotate: rotate(),
    });
  }
  isTried = true;
  return kernels;
}
