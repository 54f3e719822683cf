/**
 * Operations on entries in WebAssembly, eight numbers at a time: what lies beyond the last entry, up
 * to a multiple of eight, is read and written along.
 *
 * @module
 */

import {
  addIntegers,
  addPairs,
  type AssembledFunction,
  type Code,
  dividePairs,
  get,
  integer,
  isBelow,
  loadPair,
  loadTwice,
  maximumOfPairs,
  multiplyPairs,
  repeatWhile,
  sequence,
  set,
  storePair,
  subtractPairs,
} from "./_web_assembly.ts";

/** How many numbers are read and written at a time. */
export const NUMBERS_AT_A_TIME = 8;

// In bytes.
const PAIR = 16;
const BLOCK = 8 * NUMBERS_AT_A_TIME;

const OFFSETS = Array.from({ length: BLOCK / PAIR }, (_, pair) => PAIR * pair);

/** Runs through blocks: of the addresses, the last is compared with the end. */
function throughBlocks(
  addresses: readonly number[],
  end: number,
  ofPair: (offset: number) => Code,
) {
  return repeatWhile(
    sequence(
      ...OFFSETS.map(ofPair),
      ...addresses.map((address) => set(address, addIntegers(get(address), integer(BLOCK)))),
    ),
    isBelow(get(addresses.at(-1)!), get(end)),
  );
}

/** C = A ∘ B for an operation ∘. Parameters: the addresses of A, of B, of C and of the end of C. */
function combine(operation: (a: Code, b: Code) => Code): AssembledFunction {
  const [left, right, to, end] = [0, 1, 2, 3] as const;
  return {
    parameters: ["i32", "i32", "i32", "i32"],
    locals: [],
    body: throughBlocks(
      [left, right, to],
      end,
      (offset) =>
        storePair(
          get(to),
          offset,
          operation(loadPair(get(left), offset), loadPair(get(right), offset)),
        ),
    ),
  };
}

/** y ← y + c x. Parameters: the addresses of c, of x, of y and of the end of y. */
function addMultiple(): AssembledFunction {
  const [factor, from, to, end, factors] = [0, 1, 2, 3, 4] as const;
  return {
    parameters: ["i32", "i32", "i32", "i32"],
    locals: ["v128"],
    body: sequence(
      set(factors, loadTwice(get(factor), 0)),
      throughBlocks(
        [from, to],
        end,
        (offset) =>
          storePair(
            get(to),
            offset,
            addPairs(
              loadPair(get(to), offset),
              multiplyPairs(get(factors), loadPair(get(from), offset)),
            ),
          ),
      ),
    ),
  };
}

/** The functions, by their names. */
export function entrywiseKernels() {
  return {
    add: combine(addPairs),
    subtract: combine(subtractPairs),
    hadamard: combine(multiplyPairs),
    quotient: combine(dividePairs),
    maximum: combine(maximumOfPairs),
    addMultiple: addMultiple(),
  };
}
